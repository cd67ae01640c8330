"""XmR charts: which of a measure's months are more than ordinary ups and downs. Pure.

The limits are D. J. Wheeler's natural process limits (Understanding Variation, 2000): the mean, and 2.66 times the mean
step from one month to the next on either side. 2.66 is 3 / 1.128, and 1.128 is the mean range of two normal draws. The
other two signals are those of the NHS's Making Data Count: seven months in a row on one side of the mean, and seven
months in a row each higher, or each lower, than the one before.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

STEPS = 2.66
"""How many mean steps the limits lie from the mean."""
RUN = 7
"""How many months in a row tell of a change."""
FEWEST = 12
"""Limits of fewer months would move with every new one: none are drawn."""
ROUNDING = 1e-9
"""What two sums of the same numbers may differ by."""


class Signal(enum.StrEnum):
    """Why a month is more than an ordinary up and down."""

    ABOVE = "above"
    BELOW = "below"
    RUN_ABOVE = "run_above"
    RUN_BELOW = "run_below"
    RISING = "rising"
    FALLING = "falling"


@dataclass(frozen=True)
class Limits:
    """Between what a measure goes up and down for no reason of its own."""

    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Chart:
    """One measure's months, its limits where there are enough months, and what each month signals."""

    values: tuple[float | None, ...]
    limits: Limits | None
    signals: tuple[frozenset[Signal], ...]


def chart(values: Sequence[float | None], least: float = 0.0, most: float | None = None) -> Chart:
    """Return the chart of a measure that cannot lie outside `least` and `most`; None is a month without a figure."""
    known = [value for value in values if value is not None]
    limits = limits_of(known, least, most) if len(known) >= FEWEST else None
    if limits is None:
        return Chart(tuple(values), None, tuple(frozenset() for _value in values))
    found = iter(signals(known, limits))
    return Chart(tuple(values), limits, tuple(frozenset() if value is None else next(found) for value in values))


def limits_of(values: Sequence[float], least: float = 0.0, most: float | None = None) -> Limits:
    """Return the limits of at least two months."""
    mean = sum(values) / len(values)
    reach = STEPS * sum(abs(after - before) for before, after in pairwise(values)) / (len(values) - 1)
    upper = mean + reach if most is None else min(mean + reach, most)
    return Limits(mean, max(mean - reach, least), upper)


def signals(values: Sequence[float], limits: Limits) -> list[frozenset[Signal]]:
    """Return what each month signals. Every month of a run carries its signal."""
    found: list[set[Signal]] = [_outside(value, limits) for value in values]
    sides = [_sign(value - limits.mean) for value in values]
    for at in _long_runs(sides, RUN):
        found[at].add(Signal.RUN_ABOVE if sides[at] > 0 else Signal.RUN_BELOW)
    ways = [_sign(after - before) for before, after in pairwise(values)]
    # Seven months, each higher than the one before, are six steps; the month from which they rise belongs to them.
    for at in _long_runs(ways, RUN - 1):
        found[at].add(signal := Signal.RISING if ways[at] > 0 else Signal.FALLING)
        found[at + 1].add(signal)
    return [frozenset(each) for each in found]


def _outside(value: float, limits: Limits) -> set[Signal]:
    """Tell whether a month lies outside of the limits. One on a limit does not."""
    if value > limits.upper + ROUNDING:
        return {Signal.ABOVE}
    return {Signal.BELOW} if value < limits.lower - ROUNDING else set()


def _sign(difference: float) -> int:
    """Return 1, -1, or 0 where two values are the same."""
    return 0 if abs(difference) <= ROUNDING else 1 if difference > 0 else -1


def _long_runs(signs: Iterable[int], least: int) -> list[int]:
    """Return the places of all runs of one sign, other than 0, that are long enough."""
    kept: list[int] = []
    run: list[int] = []
    last = 0
    for at, sign in enumerate([*signs, 0]):
        if sign != last or sign == 0:
            kept += run if len(run) >= least else []
            run = []
        run, last = [*run, at] if sign else [], sign
    return kept
