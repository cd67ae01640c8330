"""The product-limit curve: how many still wait after so many days, when not everybody was watched from the start.

Pure. Times are whole days since somebody was received. Everybody is a `Span`, watched on the days `entry < t <= exit`:

- the estimator is Kaplan and Meier's (J Am Stat Assoc 1958; 53: 457-481), whose section on late entry gives the delayed
  entry (left truncation) used here: only who is under watch on day t counts as at risk on day t;
- its variance is Greenwood's (Reports on Public Health and Medical Subjects 33, 1926), the interval is drawn on the
  scale of log(-log S), where it cannot leave 0 to 1 (Kalbfleisch and Prentice 1980);
- the interval of a percentile holds the days on which the curve's interval holds it (Brookmeyer and Crowley 1982);
- the share that reaches one end when there are two is Aalen and Johansen's (Scand J Stat 1978; 5: 141-150).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

Z95 = 1.959963984540054
"""The two-sided 95 % point of the normal distribution."""
Z80 = 1.2815515655446004
"""The two-sided 80 % point."""
ROUNDING = 1e-12
"""What a long product of floats may lose. 20 people seen, 17 of them by day 9: the p85 is day 9, not the next."""


class End(Enum):
    """How the watch over somebody ended."""

    SEEN = "seen"
    LEFT = "left"
    WAITING = "waiting"


class Span(NamedTuple):
    """One person under watch over the days `entry < t <= exit`, counted since they were received."""

    entry: int
    """Negative for whoever was watched from the first day; then day 0 counts too."""
    exit: int
    end: End


@dataclass(frozen=True, slots=True)
class Step:
    """One day on which somebody reached the end the curve is about."""

    day: int
    at_risk: int
    events: int
    survival: float
    """The share still waiting after this day, 0 to 1."""
    variance: float
    """Greenwood's sum of d / (r (r - d)); the variance of the share is its square times this. Infinite at 0."""

    @property
    def standard_error(self) -> float:
        """Return Greenwood's standard error of the share."""
        return self.survival * math.sqrt(self.variance) if self.survival else 0.0


def risk_sets(spans: Iterable[Span], ends: frozenset[End]) -> Iterator[tuple[int, int, Counter[End]]]:
    """Yield (day, people at risk, how many reached each end) for every day on which one of these ends was reached."""
    moves: Counter[int] = Counter()
    reached: dict[int, Counter[End]] = {}
    for entry, leaves, end in spans:
        first = max(entry + 1, 0)
        if first > leaves:
            continue
        moves[first] += 1
        moves[leaves + 1] -= 1
        if end in ends:
            reached.setdefault(leaves, Counter())[end] += 1
    at_risk = 0
    for day in sorted(moves.keys() | reached.keys()):
        at_risk += moves[day]
        if day in reached:
            yield day, at_risk, reached[day]


def curve(spans: Iterable[Span], end: End = End.SEEN) -> list[Step]:
    """Return the product-limit curve of one end; every other end only stops the watch. It stops where nobody is left.

    This is the cause-specific curve: how long it takes to be seen, as long as one stays. Whoever left is censored, so
    the curve is too short where people leave *because* they wait; show how many left beside it.
    """
    steps: list[Step] = []
    survival, variance = 1.0, 0.0
    for day, at_risk, reached in risk_sets(spans, frozenset({end})):
        events = reached[end]
        survival *= (at_risk - events) / at_risk
        variance += events / (at_risk * (at_risk - events)) if at_risk > events else math.inf
        steps.append(Step(day, at_risk, events, survival, variance))
        if not survival:
            break
    return steps


def percentile(steps: Sequence[Step], share: float) -> int | None:
    """Return the first day after which at least this share no longer waits; None where the curve never gets there."""
    return next((step.day for step in steps if step.survival <= 1 - share + ROUNDING), None)


def band(step: Step, z: float = Z95) -> tuple[float, float]:
    """Return the log-log Greenwood interval of the share still waiting, 95 % of it. Nothing is known above 0 itself."""
    if step.survival <= 0:
        return 0.0, 1.0
    if step.variance == 0:
        return step.survival, step.survival
    spread = z * math.sqrt(step.variance) / -math.log(step.survival)
    return step.survival ** _exp(spread), step.survival ** _exp(-spread)


def _exp(power: float) -> float:
    """Return e to this power, or infinity where it is too large to hold."""
    return math.exp(power) if power < 700 else math.inf


def percentile_interval(steps: Sequence[Step], share: float, z: float = Z95) -> tuple[int | None, int | None]:
    """Return the interval of a percentile in days, 95 % of it; None where that side is not reached."""
    within = 1 - share + ROUNDING
    bands = [(step.day, band(step, z)) for step in steps]
    lower = next((day for day, (low, _) in bands if low <= within), None)
    upper = next((day for day, (_, high) in bands if high <= within), None)
    return lower, upper


def fewest_at_risk(steps: Sequence[Step], until: int | None) -> int | None:
    """Return the smallest number of people that any step up to this day rests on; None where there is no step."""
    return min((step.at_risk for step in steps if until is None or step.day <= until), default=None)


def incidence(spans: Iterable[Span], within: int) -> float | None:
    """Return the share seen within so many days when leaving competes; None if nobody was watched so long.

    Unlike `1 - curve`, whoever leaves does not go on to be seen: this is what happens, not what would have.
    """
    watched = list(spans)
    seen, staying = 0.0, 1.0
    for day, at_risk, reached in risk_sets(watched, frozenset({End.SEEN, End.LEFT})):
        if day > within or staying <= 0:
            break
        seen += staying * reached[End.SEEN] / at_risk
        staying *= (at_risk - reached.total()) / at_risk
    last = max((span.exit for span in watched if span.exit > span.entry), default=-1)
    return seen if last >= within or (staying <= ROUNDING and watched) else None
