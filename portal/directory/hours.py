"""Opening hours: is it open now, when does it open next, and the courage to say that we don't know. Pure."""

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.directory.recurrence import Recurrence

LONDON = ZoneInfo("Europe/London")
MIDNIGHT = time(0)
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)


class Rule(enum.StrEnum):
    """What a service does on bank holidays."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class State(enum.StrEnum):
    """The answer to "is it open?"."""

    OPEN = "open"
    APPOINTMENT = "appointment"
    """People are seen, but only those who have an appointment."""
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Opening:
    """One rule. Closing at or before opening means on the next day; both at the same time, a whole day."""

    days: Recurrence
    opens: time
    closes: time
    bank_holidays: Rule = Rule.UNKNOWN
    term_only: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    by_appointment: bool = False


@dataclass(frozen=True)
class Year:
    """What a weekly rule cannot know: bank holidays, school terms, and how far our lists of them reach."""

    holidays: frozenset[date] = frozenset()
    holidays_known: tuple[date, date] | None = None
    terms: tuple[tuple[date, date], ...] = ()
    terms_known: tuple[tuple[date, date], ...] = ()


NOTHING_KNOWN = Year()
Span = tuple[datetime, datetime, State]
"""A stretch of opening in UTC, and whether it surely happens: open, by appointment, or unknown."""


def state(openings: Sequence[Opening], moment: datetime, year: Year) -> State:
    """Tell whether a service is open at a moment. Shut needs certainty; so does open."""
    if not openings:
        return State.UNKNOWN
    met = {sure for start, end, sure in _near(openings, moment, year) if start <= moment < end}
    return next((each for each in (State.OPEN, State.UNKNOWN, State.APPOINTMENT) if each in met), State.CLOSED)


def next_change(
    openings: Sequence[Opening], moment: datetime, year: Year, days: int = 14
) -> tuple[State, datetime] | None:
    """Return what happens next for certain: when an open service closes, or when a closed one opens.

    None when nothing is certain in the days ahead, or the service never closes in them.
    """
    now = state(openings, moment, year)
    if now is State.OPEN:
        closes = _closes(openings, moment, year, days)
        return (State.CLOSED, closes) if closes else None
    return _opens(openings, moment, year, days) if now is State.CLOSED else None


def _opens(openings: Sequence[Opening], moment: datetime, year: Year, days: int) -> tuple[State, datetime] | None:
    """Return the next stretch, unless it may not happen: then nothing after it is "next"."""
    today = moment.astimezone(LONDON).date()
    for away in range(days + 1):
        ahead = [span for span in spans(openings, today + timedelta(days=away), year) if span[0] > moment]
        if ahead:
            first = min(start for start, _end, _sure in ahead)
            met = {sure for start, _end, sure in ahead if start == first}
            sure = next(each for each in (State.OPEN, State.UNKNOWN, State.APPOINTMENT) if each in met)
            return None if sure is State.UNKNOWN else (sure, first)
    return None


def _closes(openings: Sequence[Opening], moment: datetime, year: Year, days: int) -> datetime | None:
    """Return when the stretch of opening that holds this moment ends, joining spans that touch."""
    end, limit = moment, moment + timedelta(days=days)
    while end < limit:
        near = list(_near(openings, end, year))
        reached = max((stop for start, stop, sure in near if sure is State.OPEN and start <= end < stop), default=None)
        if reached is None:
            unsure = any(start <= end < stop for start, stop, sure in near if sure is State.UNKNOWN)
            return None if unsure else end
        end = reached
    return None


def _near(openings: Sequence[Opening], moment: datetime, year: Year) -> Iterator[Span]:
    """Yield the stretches that may hold a moment: those of its day and of the day before."""
    today = moment.astimezone(LONDON).date()
    for day in (today - A_DAY, today):
        yield from spans(openings, day, year)


def spans(openings: Iterable[Opening], day: date, year: Year) -> Iterator[Span]:
    """Yield the stretches that begin on a day: start, end, and whether they surely happen."""
    for opening in openings:
        sure = applies(opening, day, year)
        if sure is not State.CLOSED:
            over = day + A_DAY if opening.closes <= opening.opens else day
            first, last = _first(day, opening.opens), _last(over, opening.closes)
            if first < last:  # the clocks may jump over all of it
                yield first, last, sure


def applies(opening: Opening, day: date, year: Year) -> State:
    """Tell whether a rule happens on a day: open or by appointment (it does), closed (it does not), or unknown."""
    if not (opening.valid_from or day) <= day <= (opening.valid_to or day):
        return State.CLOSED
    doubts = {_falls(opening, day), _on_holiday(opening, day, year), _in_term(opening, day, year)}
    if State.CLOSED in doubts:
        return State.CLOSED
    if State.UNKNOWN in doubts:
        return State.UNKNOWN
    return State.APPOINTMENT if opening.by_appointment else State.OPEN


def _falls(opening: Opening, day: date) -> State:
    """Tell whether a day is one of the rule's days."""
    falls = opening.days.falls(day, opening.valid_from)
    return State.UNKNOWN if falls is None else State.OPEN if falls else State.CLOSED


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


def _first(day: date, clock: time) -> datetime:
    """Return the first moment at which a wall clock in England shows this time or a later one."""
    return _moment(datetime.combine(day, clock), fold=0)


def _last(day: date, clock: time) -> datetime:
    """Return the end of the last minute in which a wall clock in England shows an earlier time than this.

    A door that shuts at 01:30 on the night the clocks go back is not shut the first time.
    """
    before = datetime.combine(day, clock) - A_MINUTE
    return _moment(before, fold=1) + (A_MINUTE if _exists(before) else timedelta())


def _exists(said: datetime) -> bool:
    """Tell whether the clocks do not jump over a time."""
    return said.replace(tzinfo=LONDON).astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == said


def _moment(said: datetime, fold: int) -> datetime:
    """Turn a wall clock's time into UTC. A time that the clocks jump over is the moment of the jump."""
    # The clocks of England jump at a full hour, from 01:00 to 02:00.
    there = said.replace(fold=fold) if _exists(said) else said.replace(minute=0)
    return there.replace(tzinfo=LONDON).astimezone(UTC)


def read_time(text: str) -> time | None:
    """Read 09:00 or 09:00:00; 24:00 is midnight. None when it is no time."""
    try:
        return MIDNIGHT if text.startswith("24:") else time.fromisoformat(text).replace(second=0, tzinfo=None)
    except ValueError:
        return None
