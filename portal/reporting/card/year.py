"""A year counted, and what may be told of it. Pure: true counts in, figures out, every one through `suppression`.

All tables count the same people, so all their sums are given to the suppression at once: nobody can take one table
from another. Two years share no counts, for each person is counted in the year of their first receipt.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.clock import london
from portal.reporting.card.shape import (
    AGES,
    ALL,
    NOT_SAID,
    OUTCOMES,
    SECTIONS,
    UNKNOWN_AGE,
    URGENCIES,
    WAITED,
    Figure,
    Unit,
    Untold,
)
from portal.reporting.journey import Journey
from portal.waiting_times import suppression
from portal.waiting_times.suppression import Sum, Told
from portal.waiting_times.survival import End, Span, curve, percentile

EIGHTEEN_WEEKS = timedelta(weeks=18)
EVERYBODY = ("asked", ALL)
NOT_URGENT = ("waiting", "not_urgent")
TOO_NEW = ("within_18_weeks", "too_new")
HALF, MOST = 0.5, 0.85
LONGEST_STEP = 5
Key = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """Somebody who asked for help in the year, or for whom somebody asked."""

    journey: Journey
    place: str
    """Where they live, as far as they said it."""
    outcome: str


@dataclass(frozen=True)
class Year:
    """All that is counted. Everything beside the people is counts already."""

    asked: Sequence[Asked]
    places: Sequence[str]
    meetings: Mapping[str, int]
    breaches: Mapping[str, int]
    check_ins: Mapping[str, int]
    as_of: date


def figures(year: Year) -> list[Figure]:
    """Return every figure of the card, in its order."""
    counts = _counts(year)
    told = suppression.suppress(counts, _sums(year), silent={TOO_NEW, NOT_URGENT})
    found: list[Figure] = []
    for section in SECTIONS:
        found += _section(section.id, section.cells or year.places, told)
        if section.id == "within_18_weeks":
            found += _waits(year, told)
    return found


def _section(name: str, cells: Sequence[str], told: Mapping[Key, Told]) -> Iterator[Figure]:
    """Yield the counts of one table, each with its share of the whole."""
    whole = told[_total(name)]
    if (name, ALL) in told:
        yield _count(name, ALL, whole)
    for cell in cells:
        each = told[name, cell]
        yield _count(name, cell, each)
        share = suppression.percent(each, whole)
        if share is not None:
            yield Figure(name, cell, Unit.PERCENT, share)


def _count(section: str, cell: str, told: Told) -> Figure:
    """Return one count, or why there is none."""
    why = None if told.hidden is None else Untold(told.hidden.value)
    return Figure(section, cell, Unit.COUNT, told.value, why)


def _total(section: str) -> Key:
    """Return where the total of a table stands: the tables about people share one."""
    return EVERYBODY if section in PEOPLE else (section, ALL)


def _counts(year: Year) -> dict[Key, int]:
    """Return every true count."""
    counts: dict[Key, int] = {EVERYBODY: len(year.asked)}
    for name, cell_of in PEOPLE.items():
        found = Counter(cell_of(one, year) for one in year.asked)
        cells = next(section.cells for section in SECTIONS if section.id == name) or year.places
        counts |= {(name, cell): found[cell] for cell in cells}
    for name, given in (("meetings", year.meetings), ("breaches", year.breaches), ("check_ins", year.check_ins)):
        cells = next(section.cells for section in SECTIONS if section.id == name)
        counts |= {(name, cell): given.get(cell, 0) for cell in cells}
        counts[name, ALL] = sum(given.get(cell, 0) for cell in cells)
    waiting = [one.journey for one in year.asked if one.journey.list_id]
    urgencies = Counter(URGENCIES[each.band] for each in waiting)
    counts |= {("waiting", cell): urgencies[cell] for cell in ("urgent", "soon", "routine")}
    counts["waiting", ALL] = len(waiting)
    counts[NOT_URGENT] = urgencies["soon"] + urgencies["routine"]
    waited = Counter(_in_18_weeks(each, year.as_of) for each in waiting if URGENCIES[each.band] != "urgent")
    counts |= {("within_18_weeks", cell): waited[cell] for cell in ("within", "later", "too_new")}
    counts["within_18_weeks", ALL] = waited["within"] + waited["later"]
    return counts


def _sums(year: Year) -> list[Sum[Key]]:
    """Return everything that a reader can add up."""
    found = []
    for section in SECTIONS:
        cells = tuple((section.id, cell) for cell in section.cells or year.places)
        found.append(Sum(_total(section.id), cells))
    return [
        *found,
        Sum(NOT_URGENT, (("waiting", "soon"), ("waiting", "routine"))),
        Sum(NOT_URGENT, (("within_18_weeks", ALL), TOO_NEW)),
    ]


def _voice(one: Asked, _year: Year) -> str:
    """Return who asked."""
    return one.journey.voice.value


def _age(one: Asked, _year: Year) -> str:
    """Return in which band somebody's age is."""
    age = one.journey.age
    return UNKNOWN_AGE if age is None else next((name for name, top in AGES if age <= top), UNKNOWN_AGE)


def _place(one: Asked, year: Year) -> str:
    """Return where somebody lives."""
    return one.place if one.place in year.places else NOT_SAID


def _outcome(one: Asked, _year: Year) -> str:
    """Return what came of asking."""
    return one.outcome if one.outcome in OUTCOMES else OUTCOMES[-1]


def _read(one: Asked, _year: Year) -> str:
    """Return how quickly a clinician had read it."""
    read = one.journey.screened_at
    if read is None:
        return "not_yet"
    return "same_day" if london(read).date() == london(one.journey.received).date() else "later"


PEOPLE: Mapping[str, Callable[[Asked, Year], str]] = {
    "asked": _voice,
    "age": _age,
    "area": _place,
    "outcome": _outcome,
    "read": _read,
}
"""The tables that count everybody who asked, each by another thing."""


def _in_18_weeks(journey: Journey, as_of: date) -> str:
    """Tell whether a first contact came within 18 weeks. Whoever left before that counts as later: they were not seen.

    Too new: their 18 weeks are not over, and they have not been seen.
    """
    since, met = journey.day, journey.first_contact_at
    if met is not None and london(met).date() - since <= EIGHTEEN_WEEKS:
        return "within"
    return "later" if as_of - since > EIGHTEEN_WEEKS else "too_new"


def _waits(year: Year, told: Mapping[Key, Told]) -> Iterator[Figure]:
    """Yield how long people waited: half of them, most of them, and the longest. Everybody counts, seen or not."""
    for name in WAITED:
        milestone, _, how = name.rpartition("_")
        on_list = [one.journey for one in year.asked if one.journey.list_id and URGENCIES[one.journey.band] == how]
        spans = [_span(each, getattr(each, f"{milestone}_at"), year.as_of) for each in on_list]
        seen = sum(span.end is End.SEEN for span in spans)
        if told["waiting", how].hidden or not suppression.enough(seen, len(spans)):
            yield from (Figure(name, cell, Unit.WEEKS, None, Untold.FEW) for cell in ("half", "most", "longest"))
            continue
        steps = curve(spans)
        for cell, share in (("half", HALF), ("most", MOST)):
            days = percentile(steps, share)
            yield Figure(name, cell, Unit.WEEKS, _weeks(days), None if days is not None else Untold.NOT_REACHED)
        yield _longest(name, spans)


def _longest(name: str, spans: Sequence[Span]) -> Figure:
    """Return the longest wait in steps of five weeks: one person's own wait is nobody else's to read."""
    longest = max((span.exit for span in spans if span.end is not End.LEFT), default=0)
    steps = max(1, math.ceil(longest / (7 * LONGEST_STEP)))
    return Figure(name, "longest", Unit.UP_TO_WEEKS, LONGEST_STEP * steps)


def _span(journey: Journey, reached: datetime | None, as_of: date) -> Span:
    """Return how long somebody waited, as it was known on a day."""
    stay = journey.until(reached)
    ended = stay.ended if stay.ended is not None and stay.ended <= as_of else None
    end = End.WAITING if ended is None else End.SEEN if stay.seen else End.LEFT
    return Span(-1, max(0, ((ended or as_of) - stay.received).days), end)


def _weeks(days: int | None) -> int | None:
    """Return whole weeks, a begun one as a whole."""
    return None if days is None else max(1, math.ceil(days / 7))
