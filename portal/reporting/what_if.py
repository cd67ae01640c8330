"""What a list would be in half a year, if so many came and so many were seen each week. Pure.

Every week people come, as many start as there is room for and as there are people, and some leave by themselves. How
many come, and how many could start, are Poisson draws about their means; the means are known from a few weeks only, so
each run draws them too (on the scale of the square root, where a count's error does not depend on its size). A band
holds 80 of 100 runs. The draws are the same for every plan of one seed: two plans differ by what was planned, never by
luck, and more room can never make a list longer.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

WEEKS = 26
KNOWN_FROM = 13
"""Over how many weeks the means were counted."""
RUNS = 500
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
SEED = "what-if-1"
MOST_A_WEEK = 300


@dataclass(frozen=True)
class Plan:
    """One list, and what somebody wants to try on it."""

    waiting: int
    arrivals: float
    """People a week."""
    starts: float
    """First contacts a week that there is room for."""
    leaving: float = 0.0
    """How many of those who wait leave in a week, as a share."""
    change: float = 0.0
    """More or less room for starts, as a share: 0.2 is a fifth more."""
    from_week: int = 0
    """After how many weeks the change begins."""
    seasons: tuple[float, ...] = ()
    """For each week ahead, how many come compared with the weeks that were counted. Empty: every week is alike."""

    def unchanged(self) -> "Plan":
        """Return the same list with as much room as now."""
        return replace(self, change=0.0)


@dataclass(frozen=True)
class Course:
    """How many wait at the end of each week, today first: the middle run, and the band of 80 in 100."""

    low: tuple[int, ...]
    middle: tuple[int, ...]
    high: tuple[int, ...]

    @property
    def more(self) -> tuple[int, int, int]:
        """Return how many more than today wait in the end: low, middle, high. Fewer are below 0."""
        return self.low[-1] - self.low[0], self.middle[-1] - self.middle[0], self.high[-1] - self.high[0]


@dataclass(frozen=True)
class Luck:
    """What chance holds for one run, whatever the plan."""

    arrivals: float
    starts: float
    """By how many standard errors the means were counted wrong."""
    weeks: tuple[tuple[float, float, float], ...]
    """For each week how many came, could start, and left, each as a place between 0 and 1."""


def project(plan: Plan, weeks: int = WEEKS, runs: int = RUNS, seed: str = SEED) -> Course:
    """Return the course of a list over so many weeks."""
    ends = [run(plan, luck) for luck in lucks(weeks, runs, seed)]
    by_week = [sorted(each) for each in zip(*ends, strict=True)]
    at = [tuple(_at(share, each) for each in by_week) for share in (LOW, MIDDLE, HIGH)]
    return Course(*at)


@cache
def lucks(weeks: int, runs: int, seed: str) -> tuple[Luck, ...]:
    """Draw the luck of every run once: the same for every plan."""
    rng = Random(seed)  # noqa: S311 (a picture, not a secret)
    return tuple(
        Luck(rng.gauss(), rng.gauss(), tuple((rng.random(), rng.random(), rng.random()) for _week in range(weeks)))
        for _run in range(runs)
    )


def run(plan: Plan, luck: Luck) -> list[int]:
    """Return how many wait at the end of each week of one run, today first."""
    arrivals, starts = likely(plan.arrivals, luck.arrivals), likely(plan.starts, luck.starts)
    counts = Counts()
    here = [plan.waiting]
    for week, (came, started, left) in enumerate(luck.weeks):
        season = plan.seasons[week] if week < len(plan.seasons) else 1.0
        room = starts * (1 + plan.change) if week >= plan.from_week else starts
        waiting = max(0, here[-1] + counts.at(arrivals * season, came) - counts.at(room, started))
        # Each of the many leaves with the same small chance; the place decides about the last of them only.
        here.append(waiting - math.floor(waiting * plan.leaving + left))
    return here


def likely(counted: float, errors: float) -> float:
    """Return what a mean may really be that was counted over a few weeks, so many standard errors away."""
    if counted <= 0:
        return 0.0
    return max(0.0, math.sqrt(counted) + errors / (2 * math.sqrt(KNOWN_FROM))) ** 2


class Counts:
    """Poisson counts of a few means, each by its place between 0 and 1. A larger mean never gives a smaller count."""

    def __init__(self) -> None:
        self.tables: dict[float, list[float]] = {}

    def at(self, mean: float, place: float) -> int:
        """Return the count of a mean at a place."""
        if mean not in self.tables:
            self.tables[mean] = cumulative(mean)
        return bisect_left(self.tables[mean], place)


def cumulative(mean: float) -> list[float]:
    """Return how likely at most 0, 1, 2 … are, until hardly anything is missing."""
    likelihood = total = math.exp(-mean)
    sums = [total]
    while total < 1 - 1e-12 and len(sums) < 10 * MOST_A_WEEK:
        likelihood *= mean / len(sums)
        total += likelihood
        sums.append(total)
    return sums


def _at(share: float, ordered: Sequence[int]) -> int:
    """Return the value below which a share of the runs lies."""
    return ordered[min(len(ordered) - 1, math.floor(share * len(ordered)))]


def sentence(course: Course, weeks: int = WEEKS) -> str:
    """Say in one sentence how many more or fewer would be waiting, rounded as far as nobody can know it better."""
    low, middle, high = (rounded(number) for number in course.more)
    end = f"in {weeks} weeks"
    if low <= 0 <= high and abs(middle) < max(high - low, 1) / 4:
        return f"About as many people as now would be waiting {end} ({_way(low)} to {_way(high)})."
    return f"About {_way(middle)} people would be waiting {end} ({_way(low)} to {_way(high)})."


def rounded(number: int) -> int:
    """Round to tens, small numbers to fives."""
    step = 10 if abs(number) >= 50 else 5
    return step * round(number / step)


def _way(number: int) -> str:
    """Say a number as more or fewer."""
    return f"{abs(number)} {'fewer' if number < 0 else 'more'}"
