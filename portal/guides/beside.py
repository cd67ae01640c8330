"""What stands beside a guide: services of the directory, which lies on a higher floor and lends them. Pure."""

from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from portal.guides.page import Page


@dataclass(frozen=True)
class Services:
    """A few services as cards, how many there are, and the query that finds them all."""

    cards: tuple[Markup, ...] = ()
    total: int = 0
    query: str = ""


@dataclass(frozen=True)
class Heard:
    """What the directory makes of somebody's words."""

    services: Services = Services()
    needs: frozenset[str] = frozenset()
    danger: bool = False
    """Whether help for right now belongs above everything else."""
    corrected: str = ""
    """The words with their slips put right, where there were any."""


class Directory(Protocol):
    """What the directory can do for the guides."""

    def fitting(self, page: Page) -> Services:
        """Find services for the needs and ages that a page is written for."""

    def heard(self, words: str) -> Heard:
        """Understand a search as the search for services does."""


class NoDirectory:
    """Stands in where there is none."""

    def fitting(self, _page: Page) -> Services:
        """Find nothing."""
        return Services()

    def heard(self, _words: str) -> Heard:
        """Understand nothing."""
        return Heard()
