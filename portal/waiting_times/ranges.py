"""How sure a figure is: the typical and the upper wait of one list, each with the range it may well lie in. Pure.

The range holds the truth 8 times in 10. It is drawn from Greenwood's variance of the curve, and for the clearance from
the chance in how many were seen, not from 500 resamples: those say the same (tests/waiting_times/test_ranges.py) and
take half a minute for an edition. Where the range is wider than 40 % of the figure, a page tells only the range
(`Range.wide`). Where the upper wait has no upper end, it is told as more than a time.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.waiting_times import estimates, survival
from portal.waiting_times.estimates import MARGIN, MEDIAN, P85, Stay, longer
from portal.waiting_times.suppression import SMALLEST
from portal.waiting_times.survival import Z80, End, Span, Step

WIDEST = 0.4
"""How wide a range may be, as a share of the figure, for the figure itself to be told."""
WEEK = 7


@dataclass(frozen=True)
class Range:
    """A figure in days with the range it may well lie in. None is "not reached"."""

    days: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def wide(self) -> bool:
        """Tell whether only the range is told, and not the figure."""
        if self.days is None or self.low is None or self.high is None:
            return False
        return self.high - self.low > WIDEST * self.days


@dataclass(frozen=True)
class Figures:
    """Everything that could be told of one list, before small numbers are hidden."""

    people: int
    """Everybody under watch in the last half year."""
    seen: int
    """How many of them were seen in it."""
    waiting: int
    typical: Range = Range()
    upper: Range = Range()
    so_far: int | None = None
    """Where the upper wait is not known: it is more than this."""


def figures(stays: Iterable[Stay], as_of: date) -> Figures:
    """Return the figures of one list as they could be known at the end of a day."""
    spans = [span for span in estimates.watched(stays, as_of.toordinal()) if max(span.entry + 1, 0) <= span.exit]
    seen = [span for span in spans if span.end is End.SEEN]
    waiting = sum(span.end is End.WAITING for span in spans)
    steps, clears = survival.curve(spans), _clearance(waiting, seen)
    median, p85 = _percentile(steps, MEDIAN), _percentile(steps, P85)
    short = waiting < estimates.QUEUE and (not waiting or estimates.seen_recently(seen) > 0)
    typical = _longer(median, median if short else clears)
    upper, so_far = _longer(p85, p85 if short else _times(MARGIN, clears)), None
    if upper.days is None or upper.high is None:
        known = max(_up(p85[1]) or 0, _watched_for(spans), 0 if short or clears[0] is not None else _at_least(waiting))
        so_far = upper.low if upper.days is not None else known or None
        upper = Range()
    return Figures(len(spans), len(seen), waiting, typical, upper, so_far)


Three = tuple[float | None, float | None, float | None]
"""A figure, the low and the high end of its range."""


def _percentile(steps: Sequence[Step], share: float) -> Three:
    """Return a percentile of the curve with its range."""
    return survival.percentile(steps, share), *survival.percentile_interval(steps, share, Z80)


def _clearance(waiting: int, seen: Sequence[Span]) -> Three:
    """Return the clearance with the range that the chance in the number of people seen gives it.

    Fewer than 5 seen give none, as nobody seen does: from the figure and its range anybody could work out how few.
    """
    recently = estimates.seen_recently(seen)
    clears = estimates.clearance(waiting, 0 if recently < SMALLEST else recently)
    if not clears:
        return clears, clears, clears
    factor = math.exp(Z80 / math.sqrt(recently))
    return clears, clears / factor, clears * factor


def _at_least(waiting: int) -> int:
    """Return what most people wait longer than where fewer than 5 were seen lately, however few it was."""
    return math.floor(MARGIN * waiting * estimates.RECENT / SMALLEST)


def _times(factor: float, three: Three) -> Three:
    """Return a figure and its range, so many times as long."""
    days, low, high = (None if each is None else factor * each for each in three)
    return days, low, high


def _longer(one: Three, other: Three) -> Range:
    """Return the longer of two figures. A low end that only one has still holds: it is at least that."""
    days, high = longer(one[0], other[0]), longer(one[2], other[2])
    low = max((each for each in (one[1], other[1]) if each is not None), default=None)
    return Range(_up(days), None if low is None else math.floor(low), _up(high))


def _up(days: float | None) -> int | None:
    """Return whole days, never fewer than it takes."""
    return None if days is None else math.ceil(days - survival.ROUNDING)


def _watched_for(spans: Sequence[Span]) -> int:
    """Return for how long so many were watched that no one person's wait is told, in whole weeks."""
    ends = sorted((span.exit for span in spans), reverse=True)
    return ends[SMALLEST - 1] // WEEK * WEEK if len(ends) >= SMALLEST else 0
