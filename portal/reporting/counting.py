"""From marks to figures: how many of how many in a period, and month by month. Pure.

A percentile is the smallest wait that at least so many in 100 did not exceed: somebody really waited that long.
"""

import math
import uuid
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter

from portal.clock import LONDON, london
from portal.reporting.journey import Journey
from portal.reporting.marks import Mark
from portal.reporting.measures import AGES_OF_WAIT, Kind

DAY = timedelta(days=1)
WHEN = attrgetter("at")
MONTHS = 24
"""How many whole months a chart shows at most."""


@dataclass(frozen=True)
class Period:
    """Days in London, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """Return the moment its first day begins."""
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """Return the moment after its last day."""
        return midnight(self.last + DAY)

    @property
    def months(self) -> int:
        """Return in how many months it has days."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def holds(self, moment: datetime) -> bool:
        """Tell whether a moment lies in it."""
        return self.start <= moment < self.end


@dataclass(frozen=True)
class Count:
    """What a measure says of a period."""

    kind: Kind
    numerator: float
    denominator: int
    excluded: Mapping[str, int] = field(default_factory=dict)
    percentiles: Mapping[str, float] = field(default_factory=dict)
    """Median, p85, p92 and maximum, in days, where a measure is about waits."""

    @property
    def value(self) -> float | None:
        """Return how many in 100, or how many days on average; None where there was nobody."""
        if not self.denominator:
            return None
        return self.numerator / self.denominator * (100 if self.kind is Kind.SHARE else 1)


def count(marks: Sequence[Mark], kind: Kind, start: datetime, end: datetime) -> Count:
    """Count what lies in a span of time; the marks stand in order of time."""
    inside = marks[bisect_left(marks, start, key=WHEN) : bisect_left(marks, end, key=WHEN)]
    counted = [mark for mark in inside if not mark.excluded]
    excluded = Counter(mark.excluded for mark in inside if mark.excluded)
    if kind is Kind.SHARE:
        return Count(kind, sum(mark.good for mark in counted), len(counted), excluded)
    days = sorted(mark.days for mark in counted)
    return Count(kind, math.fsum(days), len(days), excluded, percentiles(days))


def percentiles(ordered: Sequence[float]) -> dict[str, float]:
    """Return the median, p85, p92 and maximum of ordered waits."""
    if not ordered:
        return {}
    found = {name: ordered[math.ceil(share * len(ordered) / 100) - 1] for name, share in SHARES.items()}
    return {**found, "maximum": ordered[-1]}


SHARES = {"median": 50, "p85": 85, "p92": 92}


def by_month(marks: Sequence[Mark], kind: Kind, as_of: datetime, months: int = MONTHS) -> dict[str, Count]:
    """Count each of the last whole months, the oldest first. Months before the first mark are left out."""
    found = {name: count(marks, kind, span.start, span.end) for name, span in last_months(as_of, months).items()}
    held = [name for name, each in found.items() if each.denominator or each.excluded]
    return {name: each for name, each in found.items() if held and name >= held[0]}


def last_months(as_of: datetime, months: int = MONTHS) -> dict[str, Period]:
    """Return the last whole months before a moment, the oldest first."""
    last = london(as_of).date().replace(day=1) - DAY
    found = {}
    for _month in range(months):
        first = last.replace(day=1)
        found[f"{first:%Y-%m}"] = Period(first, last)
        last = first - DAY
    return dict(reversed(found.items()))


@dataclass(frozen=True)
class Waiting:
    """Who is still waiting at one moment, by how long already."""

    counts: tuple[int, ...]
    """Beside AGES_OF_WAIT."""
    longest: float | None

    @property
    def total(self) -> int:
        """Return how many wait."""
        return sum(self.counts)


def still_waiting(journeys: Iterable[Journey], at: datetime, milestone: str) -> Waiting:
    """Count who had asked for help by a moment and had neither reached a milestone nor left. Tickets wait, too."""
    ages = [(at - one.received) / DAY for one in journeys if _waits(one, at, milestone)]
    counts = [sum(low <= age and (high is None or age < high) for age in ages) for low, high in AGES_OF_WAIT]
    return Waiting(tuple(counts), max(ages, default=None))


def _waits(one: Journey, at: datetime, milestone: str) -> bool:
    """Tell whether somebody waits for a milestone at a moment."""
    reached: datetime | None = getattr(one, milestone)
    ends = [moment for moment in (reached, one.closed_at) if moment is not None]
    return one.received < at and all(moment >= at for moment in ends)


def of_owner(marks: Iterable[Mark], owner: uuid.UUID) -> list[Mark]:
    """Return what belongs to one organisation."""
    return [mark for mark in marks if mark.owner == owner]


def midnight(day: date) -> datetime:
    """Return when a day begins in London."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)
