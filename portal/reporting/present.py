"""How a list stands and has run in the last 13 weeks: what a plan begins with. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.clock import london
from portal.reporting import seasons
from portal.reporting.journey import Journey
from portal.reporting.what_if import KNOWN_FROM, WEEKS, Plan

SPAN = timedelta(weeks=KNOWN_FROM)


@dataclass(frozen=True)
class Present:
    """One list on one day."""

    waiting: int
    arrivals: int
    starts: int
    left: int
    seasons: tuple[float, ...]

    def plan(self, arrivals: float, starts: float, change: float = 0.0, from_week: int = 0) -> Plan:
        """Return a plan that begins with the list as it stands."""
        return Plan(self.waiting, arrivals, starts, self.leaving, change, from_week, self.seasons)

    def as_typed(self) -> dict[str, str]:
        """Return what the boxes hold before anybody tries anything."""
        return {
            "arrivals": f"{self.arrivals_a_week:g}",
            "starts": f"{self.starts_a_week:g}",
            "change": "0",
            "from_week": "0",
        }

    @property
    def arrivals_a_week(self) -> float:
        """Return how many came in a week."""
        return round(self.arrivals / KNOWN_FROM, 1)

    @property
    def starts_a_week(self) -> float:
        """Return how many were seen for the first time in a week."""
        return round(self.starts / KNOWN_FROM, 1)

    @property
    def leaving(self) -> float:
        """Return which share of those who wait leaves in a week."""
        weeks = KNOWN_FROM * max(self.waiting, 1)
        return min(self.left / weeks, 0.5)


def of(journeys: Iterable[Journey], list_id: str, as_of: datetime, told: Callable[[int], int]) -> Present:
    """Return how a list stands; `told` says which counts the reader may see."""
    mine = [one for one in journeys if one.list_id == list_id and one.received < as_of]
    since = as_of - SPAN
    waiting = sum(_waits(one, as_of) for one in mine)
    arrivals = sum(one.received >= since for one in mine)
    starts = sum(one.first_contact_at is not None and since <= one.first_contact_at < as_of for one in mine)
    left = sum(one.first_contact_at is None and one.closed_at is not None and since <= one.closed_at for one in mine)
    return Present(told(waiting), told(arrivals), told(starts), told(left), _seasons(mine, as_of))


def _waits(one: Journey, as_of: datetime) -> bool:
    """Tell whether somebody waits for a first contact."""
    ends: Sequence[datetime | None] = (one.first_contact_at, one.closed_at)
    return all(end is None or end >= as_of for end in ends)


def _seasons(mine: Sequence[Journey], as_of: datetime) -> tuple[float, ...]:
    """Return how many will come in the weeks ahead compared with the last 13, where two years say so."""
    day = london(as_of).date()
    return seasons.ahead(seasons.by_month((one.day for one in mine), day), day, WEEKS, KNOWN_FROM)
