"""How far the labels of the site are in each language, and how many of those about danger nobody has checked."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal import languages
from portal.translated import claims
from portal.translated.grave import GRAVE


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


def faults() -> Iterator[tuple[str, str]]:
    """Yield the catalogues that claim more than people are named for, each with a sentence.

    Questions of risk and consent are labels: a catalogue needs as many people as a page about danger.
    """
    for code in languages.LANGUAGES:
        said = languages.claimed(code)
        yield from ((code, message) for _key, message in claims.missing(said, grave=True))
        if said and not said["draft"] and said.get("state", claims.STATES[0]) == claims.STATES[0]:
            yield code, "It neither says that it is a draft nor names the people who checked it."
        if said.get("state") in claims.CHECKED and said.get("checked") != (now := languages.mark(code)):
            yield code, f"Its labels are not those that were checked. When somebody has read them: # checked: {now}"
