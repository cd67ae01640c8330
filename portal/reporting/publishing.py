"""What may be told of every list on a day: figures, small numbers hidden, the check on their own past, and the trend.

One row is a list, a band and a milestone; both milestones are counted from the first receipt. Nothing here asks the
database or the clock: everybody's journeys and the day are given, so the same day always says the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.reporting.journey import Journey
from portal.waiting_times import Month, Stay, backtest, coverage, ranges, spans, suppression, trend
from portal.waiting_times.estimates import WINDOW
from portal.waiting_times.lists import Lists
from portal.waiting_times.models import Hidden, Milestone, WaitFigure
from portal.waiting_times.ranges import Figures
from portal.waiting_times.suppression import Sum, Told

METHOD = "km-26w max clearance-8w, v1"
MONTHS_BACK = 18
"""How many months' figures are checked against what those received after them lived."""
JUDGED_ENOUGH = 20
"""How many people a check must rest on to be told."""
FIGURES = (
    "people",
    "waiting",
    "typical_days",
    "typical_low_days",
    "typical_high_days",
    "upper_days",
    "upper_low_days",
    "upper_high_days",
    "so_far_days",
    "covered_percent",
    "trend",
)

WHY = {
    Hidden.FEW: "too few people: under 5, or fewer than 10 seen and fewer than 20 under watch",
    Hidden.WOULD_TELL: "it could be worked out from what is told",
}

Place = tuple[str, str, Milestone]
"""A list, a band, and what is waited for."""


@dataclass(frozen=True)
class Checked:
    """How well the figures of one row kept their word, month by month."""

    months: tuple[Month, ...]

    @property
    def people(self) -> int:
        """How many people the check rests on."""
        return sum(month.new for month in self.months if month.covered is not None)

    @property
    def percent(self) -> int | None:
        """How many in 100 were seen within what they could read, of rounded counts; None where too few were judged."""
        share = coverage(self.months)
        if share is None or self.people < JUDGED_ENOUGH:
            return None
        within, everybody = (suppression.told(count) for count in (round(share * self.people), self.people))
        return suppression.percent(within, everybody) or 0


def stays(journeys: Iterable[Journey], lists: Lists) -> dict[Place, list[Stay]]:
    """Return everybody's stay on every row there can be, also on those that nobody is on."""
    found: dict[Place, list[Stay]] = {
        (each.id, band, milestone): [] for each in lists.each for band in lists.bands for milestone in Milestone
    }
    for one in journeys:
        if one.list_id is None or one.band not in lists.bands:
            continue
        found[one.list_id, one.band, Milestone.FIRST_CONTACT].append(one.until(one.first_contact_at))
        found[one.list_id, one.band, Milestone.SECOND_CONTACT].append(one.until(one.second_contact_at))
    return found


def rows(
    held: Mapping[Place, Sequence[Stay]], as_of: date, before: Mapping[Place, Sequence[int | None]]
) -> list[WaitFigure]:
    """Return the figures of a day; `before` are the typical waits of the editions before it, the oldest first."""
    found = {place: ranges.figures(people, as_of) for place, people in held.items()}
    counts = _told(found)
    return [
        _row(place, figures, counts, checked(held[place], as_of).percent, before.get(place, ()))
        for place, figures in found.items()
    ]


def checked(people: Sequence[Stay], as_of: date) -> Checked:
    """Check the figures of the months before a day; a month counts once the list was half a year old in it."""
    began = min((stay.received for stay in people), default=as_of)
    months = [month for month in _months_before(as_of) if month >= began + timedelta(days=WINDOW)]
    return Checked(tuple(backtest(people, months, as_of)))


def _months_before(as_of: date) -> Iterator[date]:
    """Yield the same day of the months before, the oldest first."""
    for back in range(MONTHS_BACK, 0, -1):
        year, month = divmod(as_of.year * 12 + as_of.month - 1 - back, 12)
        yield date(year, month + 1, min(as_of.day, 28))


def _told(found: Mapping[Place, Figures]) -> dict[tuple[Place, str], Told]:
    """Return what is told of every count, with all that a reader could add up between them.

    Two editions are no sum that a reader knows: how many came and went between them is never printed.
    """
    counts: dict[tuple[Place, str], int] = {}
    sums: list[Sum[tuple[Place, str]]] = []
    silent: set[tuple[Place, str]] = set()

    def split(total: tuple[Place, str], part: tuple[Place, str], rest: str) -> None:
        unsaid = (total[0], rest)
        counts[unsaid] = counts[total] - counts[part]
        silent.add(unsaid)
        sums.append(Sum(total, (part, unsaid)))

    for place, figures in found.items():
        counts[place, "people"], counts[place, "waiting"] = figures.people, figures.waiting
        split((place, "people"), (place, "waiting"), "ended")
    for place in found:
        if place[2] is Milestone.SECOND_CONTACT:
            first = (place[0], place[1], Milestone.FIRST_CONTACT)
            # Whoever waits for a first contact waits for a second one too, and was under watch for both.
            split((place, "people"), (first, "people"), "seen before the half year")
            split((place, "waiting"), (first, "waiting"), "between both")
    return suppression.suppress(counts, sums, silent=silent)


def _row(
    place: Place,
    figures: Figures,
    counts: Mapping[tuple[Place, str], Told],
    percent: int | None,
    before: Sequence[int | None],
) -> WaitFigure:
    """Return one row: all of it, or only why there is nothing."""
    people, waiting = counts[place, "people"], counts[place, "waiting"]
    row = WaitFigure(list_id=place[0], band=place[1], milestone=place[2])
    row.hidden = people.hidden or (None if suppression.enough(figures.seen, figures.people) else Hidden.FEW)
    if row.hidden is not None:
        return row
    typical, upper = figures.typical, figures.upper
    row.people, row.waiting = people.value, waiting.value
    row.typical_days, row.typical_low_days, row.typical_high_days = _told_as(typical.days, typical.low, typical.high)
    row.upper_days, row.upper_low_days, row.upper_high_days = _told_as(upper.days, upper.low, upper.high)
    (row.so_far_days,) = _told_as(figures.so_far)
    row.covered_percent = percent
    row.trend = trend.trend([*before, row.typical_days])
    return row


def _told_as(*times: int | None) -> list[int | None]:
    """Return times as they are told, in whole weeks, months or years: to the day they would be somebody's own wait."""
    return [None if days is None else spans.whole(days) for days in times]


def values(row: WaitFigure) -> dict[str, Any]:
    """Return what one row says, to compare it and to print it."""
    return {name: getattr(row, name) for name in FIGURES}


def why_hidden(row: WaitFigure) -> dict[str, str]:
    """Say what of a row is not told, and why; nothing where all of it is."""
    if row.hidden is not None:
        return {"what": "everything", "why": WHY[row.hidden]}
    if row.waiting is None:
        return {"what": "how many wait", "why": "under 5, or it could be worked out from what is told"}
    return {}


def place(row: WaitFigure) -> Place:
    """Return what a row is about."""
    return row.list_id, row.band, row.milestone
