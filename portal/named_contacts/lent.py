"""What the directory lends this room, which lies below it: support teams by name, and an ear for danger."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Team:
    """A support team as the directory has it."""

    slug: str
    name: str
    summary: str


class Directory(Protocol):
    """What is asked of the directory."""

    def team(self, slug: str) -> Team | None:
        """Return a team that is in the directory today."""

    def danger(self, words: str) -> bool:
        """Tell whether what somebody typed speaks of danger."""


class NoDirectory:
    """Stands in where there is no directory."""

    def team(self, slug: str) -> Team | None:
        """Know no team."""
        return None

    def danger(self, words: str) -> bool:
        """Hear nothing."""
        return False
