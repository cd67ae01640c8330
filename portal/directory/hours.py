"""Opening hours: is it open now, when does it open next, and the courage to say that we don't know. Pure."""

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MIDNIGHT = time(0)


class Rule(enum.StrEnum):
    """What a service does on bank holidays."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class State(enum.StrEnum):
    """The answer to "is it open?"."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Opening:
    """One weekly rule. Closing at or before opening means on the next day; both at midnight, the whole day."""

    days: frozenset[int]
    opens: time
    closes: time
    bank_holidays: Rule = Rule.UNKNOWN
    term_only: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    weekly: bool = True
    """False for rules this engine cannot work out, such as every second week: then we don't know."""


@dataclass(frozen=True)
class Year:
    """What a weekly rule cannot know: bank holidays, school terms, and how far our lists of them reach."""

    holidays: frozenset[date] = frozenset()
    holidays_known: tuple[date, date] | None = None
    terms: tuple[tuple[date, date], ...] = ()
    terms_known: tuple[tuple[date, date], ...] = ()


NOTHING_KNOWN = Year()


def state(openings: Sequence[Opening], moment: datetime, year: Year) -> State:
    """Tell whether a service is open at a moment. Shut needs certainty; so does open."""
    if not openings:
        return State.UNKNOWN
    today = moment.astimezone(LONDON).date()
    met = {
        sure
        for day in (today - timedelta(days=1), today)
        for start, end, sure in spans(openings, day, year)
        if start <= moment < end
    }
    if State.OPEN in met:
        return State.OPEN
    return State.UNKNOWN if met else State.CLOSED


def next_change(
    openings: Sequence[Opening], moment: datetime, year: Year, days: int = 14
) -> tuple[State, datetime] | None:
    """Return what happens next for certain: when an open service closes, or when a closed one opens.

    None when nothing is certain in the days ahead, or the service never closes in them.
    """
    now = state(openings, moment, year)
    if now is State.UNKNOWN:
        return None
    if now is State.OPEN:
        closes = _closes(openings, moment, year, days)
        return (State.CLOSED, closes) if closes else None
    today = moment.astimezone(LONDON).date()
    for away in range(days + 1):
        for start, _end, sure in sorted(spans(openings, today + timedelta(days=away), year)):
            if start > moment:
                # An opening that may or may not happen comes first: nothing after it is "next".
                return (State.OPEN, start) if sure is State.OPEN else None
    return None


def _closes(openings: Sequence[Opening], moment: datetime, year: Year, days: int) -> datetime | None:
    """Return when the stretch of opening that holds this moment ends, joining spans that touch."""
    end, limit = moment, moment + timedelta(days=days)
    while end < limit:
        day = end.astimezone(LONDON).date()
        near = [each for back in (1, 0) for each in spans(openings, day - timedelta(days=back), year)]
        reached = max((stop for start, stop, sure in near if sure is State.OPEN and start <= end < stop), default=None)
        if reached is None:
            unsure = any(start <= end < stop for start, stop, _sure in near)
            return None if unsure else end
        end = reached
    return None


def spans(openings: Iterable[Opening], day: date, year: Year) -> Iterator[tuple[datetime, datetime, State]]:
    """Yield the stretches that begin on a day: start, end, and whether they surely happen."""
    for opening in openings:
        sure = applies(opening, day, year)
        if sure is not State.CLOSED:
            over = day + timedelta(days=1) if opening.closes <= opening.opens else day
            yield _moment(day, opening.opens), _moment(over, opening.closes), sure


def applies(opening: Opening, day: date, year: Year) -> State:
    """Tell whether a rule happens on a day: open (it does), closed (it does not), or unknown."""
    if day.weekday() not in opening.days or not _valid(opening, day):
        return State.CLOSED
    doubts = [_on_holiday(opening, day, year), _in_term(opening, day, year)]
    if State.CLOSED in doubts:
        return State.CLOSED
    return State.UNKNOWN if State.UNKNOWN in doubts or not opening.weekly else State.OPEN


def _valid(opening: Opening, day: date) -> bool:
    """Tell whether a rule is in force."""
    return (opening.valid_from or day) <= day <= (opening.valid_to or day)


def _on_holiday(opening: Opening, day: date, year: Year) -> State:
    """Tell what bank holidays do to a rule on a day."""
    if opening.bank_holidays is Rule.OPEN:
        return State.OPEN
    if day in year.holidays:
        return State(opening.bank_holidays.value)
    known = year.holidays_known
    return State.OPEN if known and known[0] <= day <= known[1] else State.UNKNOWN


def _in_term(opening: Opening, day: date, year: Year) -> State:
    """Tell what school holidays do to a rule on a day."""
    if not opening.term_only:
        return State.OPEN
    if any(first <= day <= last for first, last in year.terms):
        return State.OPEN
    known = any(first <= day <= last for first, last in year.terms_known)
    return State.CLOSED if known else State.UNKNOWN


def _moment(day: date, clock: time) -> datetime:
    """Return the moment a wall clock in England shows this time on this day."""
    return datetime.combine(day, clock, LONDON)


def read_days(byday: str) -> frozenset[int]:
    """Read days as in RRULE: MO,TU. Anything unknown in it is left out."""
    found = (part.strip().upper()[-2:] for part in byday.split(","))
    return frozenset(DAYS.index(day) for day in found if day in DAYS)


def read_time(text: str) -> time | None:
    """Read 09:00 or 09:00:00; 24:00 is midnight. None when it is no time."""
    try:
        return MIDNIGHT if text.startswith("24:") else time.fromisoformat(text).replace(second=0, tzinfo=None)
    except ValueError:
        return None
