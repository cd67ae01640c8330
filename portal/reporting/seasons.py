"""Whether more people come in some months than in others, and how many more. Pure. Silence where the data does not say.

A year of months is compared with twelve even ones. Only where two whole years differ from that far more than chance
would let them, and agree with each other about which months are the full ones, is there a season at all.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

YEARS = 2
CHANCE = 31.26
"""The 99.9th percentile of chi-squared with 11 degrees of freedom (any printed table)."""
AGREE = 9
"""In how many of the twelve months both years must lie on the same side."""
FEWEST = 240
"""Ten a month: with fewer, chi-squared says nothing."""
WEEK = timedelta(days=7)


def by_month(days: Iterable[date], today: date) -> dict[int, float] | None:
    """Return how many come in each month compared with the mean month, or None where nobody can say."""
    years = [Counter[int](), Counter[int]()]
    first = date(today.year - YEARS, today.month, 1)
    for day in days:
        months_on = (day.year - first.year) * 12 + day.month - first.month
        if 0 <= months_on < 12 * YEARS:
            years[months_on // 12][day.month] += 1
    if min(sum(year.values()) for year in years) < FEWEST / YEARS:
        return None
    each = [_compared(year) for year in years]
    alike = sum((each[0][month] > 1) == (each[1][month] > 1) for month in range(1, 13))
    if alike < AGREE or chi_squared(years[0] + years[1]) < CHANCE:
        return None
    return _compared(years[0] + years[1])


def chi_squared(counts: Mapping[int, int]) -> float:
    """Return how far a year of months lies from an even year."""
    total = sum(counts.values())
    even = {month: total * share for month, share in SHARES.items()}
    return sum((counts.get(month, 0) - even[month]) ** 2 / even[month] for month in SHARES)


def ahead(months: Mapping[int, float] | None, today: date, weeks: int, counted: int) -> tuple[float, ...]:
    """Return for each week ahead how many come compared with the weeks just counted; empty without a season."""
    if months is None:
        return ()
    before = [months[(today - WEEK * (back + 1)).month] for back in range(counted)]
    usual = sum(before) / len(before)
    return tuple(months[(today + WEEK * (week + 1)).month] / usual for week in range(weeks)) if usual else ()


def _compared(counts: Mapping[int, int]) -> dict[int, float]:
    """Return each month's count, for its days, compared with the mean."""
    total = sum(counts.values())
    return {month: counts.get(month, 0) / (total * share) for month, share in SHARES.items()}


def _shares(lengths: Sequence[int]) -> dict[int, float]:
    """Return each month's share of the days of a year."""
    return {month: days / sum(lengths) for month, days in enumerate(lengths, start=1)}


SHARES = _shares([monthrange(2025, month)[1] for month in range(1, 13)])
