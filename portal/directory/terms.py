"""The words services are sorted by, as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word of a taxonomy, as it is shown."""

    key: str
    names: Mapping[str, str]
    official: str
    description: str

    def name(self, language: str) -> str:
        """Return its name in a language, or in English."""
        return self.names.get(language) or self.names["en"]


Terms = Mapping[str, Mapping[str, Term]]
"""By taxonomy, then by key, in the order of the taxonomy."""
