"""The scorecard of a period: every measure with its figures, its months and its limits. Pure.

Who sees people sees every figure. Who sees only sums sees what `suppression` lets through, decided at once for the
period and all months of a measure, so that no month can be worked out from the others.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portal.care.models import Cause
from portal.clock import london
from portal.reporting import control_charts, counting, periods
from portal.reporting.control_charts import Chart
from portal.reporting.counting import Count, Period, Waiting
from portal.reporting.happenings import Passed
from portal.reporting.ledger import Ledger
from portal.reporting.marks import Mark
from portal.reporting.measures import MEASURES, Kind, Measure
from portal.waiting_times import suppression
from portal.waiting_times.suppression import Hidden, Sum, Told

WEEK, MONTHS_OF_A_YEAR = 7, 12
GOOD, ALL, REST, WHOLE = "good", "all", "rest", "period"
MILESTONES = {
    "screened_at": "to be read",
    "first_contact_at": "for a first contact",
    "second_contact_at": "for a second appointment",
}
"""What people still wait for, each in words."""
UNCODED = "uncoded"
FEW = "fewer than 5 people"


@dataclass(frozen=True)
class Figures:
    """What is shown of a count. None: nobody was there, or it is not told."""

    numerator: float | None
    denominator: int | None
    value: float | None
    percentiles: Mapping[str, float] = field(default_factory=dict)
    excluded: Mapping[str, int | None] = field(default_factory=dict)
    hidden: str = ""
    """What is said in place of a figure that is not told."""


NOBODY = Figures(0, 0, None)


@dataclass(frozen=True)
class Card:
    """One measure in a period, and in every whole month of two years."""

    measure: Measure
    figures: Figures
    months: Mapping[str, Figures]
    chart: Chart

    @property
    def drawn(self) -> bool:
        """Tell whether any month has a figure that may be shown."""
        return any(each.value is not None for each in self.months.values())

    @property
    def on_target(self) -> bool | None:
        """Tell whether the target is met; None where there is none, or no figure."""
        value, target = self.figures.value, self.measure.target
        if value is None or target is None:
            return None
        return value <= target if self.measure.fewer_is_better else value >= target


def cards(ledger: Ledger, period: Period, *, suppressed: bool) -> list[Card]:
    """Return every measure's card. Suppressed, the period must be one of those that are offered."""
    return [_card(ledger, measure, period, suppressed) for measure in MEASURES]


def _card(ledger: Ledger, measure: Measure, period: Period, suppressed: bool) -> Card:
    """Return one measure's card."""
    marks, kind = ledger.marks[measure.id], measure.kind
    months = counting.by_month(marks, kind, ledger.as_of)
    figures = _span(marks, kind, period, ledger.as_of)
    if suppressed:
        year = _span(marks, kind, periods.named(ledger.as_of)[periods.USUAL], ledger.as_of)
        shown = _suppressed(months, year)
        chosen = shown.get(f"{period.first:%Y-%m}", NOBODY) if period.months == 1 else shown[WHOLE]
    else:
        shown, chosen = {name: whole(each) for name, each in months.items()}, whole(figures)
    by_month = {name: shown[name] for name in months}
    most = 100.0 if kind is Kind.SHARE else None
    return Card(measure, chosen, by_month, control_charts.chart([each.value for each in by_month.values()], 0, most))


def _span(marks: Sequence[Mark], kind: Kind, period: Period, as_of: datetime) -> Count:
    """Count a period as far as it is over."""
    return counting.count(marks, kind, period.start, min(period.end, as_of))


def whole(count: Count) -> Figures:
    """Show a count as it is."""
    return Figures(count.numerator, count.denominator, count.value, count.percentiles, dict(count.excluded))


def _suppressed(months: Mapping[str, Count], year: Count) -> dict[str, Figures]:
    """Show what may be told of a measure's months and of the year they make up, all decided together."""
    counts = {**months, WHOLE: year}
    cells: dict[tuple[str, str], int] = {(name, ALL): each.denominator for name, each in counts.items()}
    parts: tuple[str, ...] = (ALL,)
    if year.kind is Kind.SHARE:
        parts = (GOOD, ALL, REST)
        for name, each in counts.items():
            cells |= {(name, GOOD): round(each.numerator), (name, REST): each.denominator - round(each.numerator)}
    sums = [Sum((name, ALL), ((name, GOOD), (name, REST))) for name in counts if len(parts) > 1]
    inside = list(months)[-MONTHS_OF_A_YEAR:]
    sums += [Sum((WHOLE, part), tuple((name, part) for name in inside)) for part in parts if inside]
    told = suppression.suppress(cells, sums)
    return {name: _told(each, *(told.get((name, part)) for part in (ALL, GOOD, REST))) for name, each in counts.items()}


def _told(count: Count, everybody: Told | None, good: Told | None, rest: Told | None) -> Figures:
    """Show one span of a measure, from what may be told of its parts."""
    excluded = {why: suppression.told(number).value for why, number in count.excluded.items()}
    number = everybody.value if everybody else None
    if good and rest and everybody:
        if good.hidden or rest.hidden or everybody.hidden:
            return Figures(None, number, None, {}, excluded, _why(good, everybody, rest))
        return Figures(good.value, number, suppression.percent(good, everybody), {}, excluded)
    if number is None or count.value is None or not suppression.enough(count.denominator, 0):
        return Figures(None, number, None, {}, excluded, FEW)
    days = {name: float(round(value)) for name, value in count.percentiles.items() if name != "maximum"}
    if count.denominator >= suppression.WATCHED_ENOUGH:
        # The longest wait is one person's: it is told in whole weeks, never to the day.
        days["maximum"] = float(WEEK * math.ceil(count.percentiles["maximum"] / WEEK))
    mean = float(round(count.value))
    return Figures(mean * number, number, mean, days, excluded)


def _why(good: Told, everybody: Told, rest: Told) -> str:
    """Say what may be said where a share is not told."""
    if everybody.value is None:
        return FEW
    if rest.hidden is Hidden.FEW:
        return "all, or all but fewer than 5"
    return "fewer than 5" if good.hidden is Hidden.FEW else "not told: it would give away another figure"


@dataclass(frozen=True)
class StillWaiting:
    """How many wait for something at the end of a period, by how long already."""

    milestone: str
    counts: tuple[int | None, ...]
    total: int | None
    longest: float | None


def still_waiting(ledger: Ledger, period: Period, *, suppressed: bool) -> list[StillWaiting]:
    """Return who waits for each milestone at the end of a period."""
    at = min(period.end, ledger.as_of)
    found = {name: counting.still_waiting(ledger.journeys, at, name) for name in MILESTONES}
    if not suppressed:
        return [StillWaiting(name, each.counts, each.total, each.longest) for name, each in found.items()]
    return [_waiting_told(name, each) for name, each in found.items()]


def _waiting_told(name: str, each: Waiting) -> StillWaiting:
    """Show what may be told of those who wait for one milestone."""
    cells: dict[tuple[str, ...], int] = {(str(place),): number for place, number in enumerate(each.counts)}
    counts, sums = suppression.with_totals(cells)
    told = suppression.suppress(counts, sums)
    longest = None
    if each.longest is not None and each.total >= suppression.WATCHED_ENOUGH:
        longest = float(WEEK * math.ceil(each.longest / WEEK))
    shown = tuple(told[str(place),].value for place in range(len(each.counts)))
    return StillWaiting(name, shown, told[suppression.ALL,].value, longest)


def causes(ledger: Ledger, period: Period, *, suppressed: bool) -> dict[str, dict[str, int | None]]:
    """Count the limits that passed by main cause: by month, or suppressed as one sum over the period."""
    end = min(period.end, ledger.as_of)
    found = _by_cause((one for one in ledger.passed if period.start <= one.at < end), by_month=not suppressed)
    if not suppressed or not found:
        return {cause: dict(months) for cause, months in found.items()}
    cells: dict[tuple[str, ...], int] = {(cause,): sum(months.values()) for cause, months in found.items()}
    told = suppression.suppress(*suppression.with_totals(cells))
    return {cause: {WHOLE: told[cause,].value} for cause in found}


def _by_cause(passed: Iterable[Passed], *, by_month: bool) -> dict[str, dict[str, int]]:
    """Count by cause, then by month, with the same months for each."""
    counted = Counter((_cause(one.cause), f"{london(one.at):%Y-%m}" if by_month else WHOLE) for one in passed)
    months = sorted({month for _cause, month in counted})
    names = sorted({cause for cause, _month in counted})
    return {name: {month: counted[name, month] for month in months} for name in names}


def _cause(cause: Cause | None) -> str:
    """Return a cause's name."""
    return cause.value if cause else UNCODED
