"""How far the labels of the site are in each language, and how many of those about danger nobody has checked."""

import re
from dataclasses import dataclass

from portal import languages

GRAVE = re.compile(
    r"\b(?:safe|unsafe|hurt|harm|self-harm|kill|die|died|suicid\w*|danger\w*|emergency|999|crisis|overdose"
    r"|consent|confidential\w*|permission|agree|in private|who sees|without telling)\b",
    re.IGNORECASE,
)
"""Labels about danger or consent, by their English: generous, since one too many costs a reviewer one more look."""


@dataclass(frozen=True)
class Labels:
    """How many labels a language has of all there are."""

    said: int
    every: int
    grave: int
    """Those about danger or consent that the language has and nobody has checked."""

    @property
    def percent(self) -> int:
        """Return the share, rounded down."""
        return 100 * self.said // self.every if self.every else 0


def coverage() -> dict[str, Labels]:
    """Count the labels of every language. All there are is what any catalogue holds."""
    held = {code: languages.labels(code) for code in languages.LANGUAGES if code != languages.SOURCE}
    every = frozenset().union(*held.values())
    grave = {label for label in every if GRAVE.search(label)}
    return {
        code: Labels(len(said), len(every), len(said & grave) if languages.is_draft(code) else 0)
        for code, said in held.items()
    }
