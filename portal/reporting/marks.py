"""How a journey becomes a mark on each measure: when it counts, and whether it was good. Pure."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.area import Clocks, Promise
from portal.care import limits
from portal.care.limits import Limit
from portal.clock import LONDON, london
from portal.reporting.journey import Journey, LeftOut

DAY = timedelta(days=1)
NOW, URGENT, WITHIN_DAYS, SOON, ROUTINE = "NOW", "U2H", "U48", "SOON", "ROUTINE"
LEFT, BY_READING, TICKET = "left_before", "helped_by_reading", "return_ticket"
EXCLUDED = {
    LEFT: "left before the time ran out",
    BY_READING: "helped in another way when it was read",
    TICKET: "came back with a return ticket",
    "called_off": "called off or moved",
    "withdrawn": "asked to stop before anybody had read it",
    "duplicate": "another voice of somebody already counted",
}
"""Why a mark is in no count, in words."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that counts once, at one moment."""

    at: datetime
    owner: uuid.UUID | None
    good: bool = False
    """It belongs to the numerator of a share."""
    days: float = 0.0
    """How long it took, where a measure is about that."""
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment that was kept, or to which nobody came, or that was called off."""

    at: datetime
    owner: uuid.UUID | None
    kept: bool
    called_off: bool = False


@dataclass(frozen=True, slots=True)
class Care:
    """How long care was open, and when its owner wrote that they have not been forgotten."""

    owner: uuid.UUID | None
    opened: datetime
    closed: datetime | None
    updates: tuple[datetime, ...]


Marker = Callable[[Journey, Clocks], Mark | None]


def _screened(one: Journey, here: Clocks) -> Mark | None:
    due = here.screen_by(one.received)
    return Mark(due, one.owner, one.screened_at is not None and one.screened_at <= due)


def _accepted(one: Journey, _here: Clocks) -> Mark | None:
    if one.screened_at is None:
        return None
    return Mark(one.screened_at, one.owner, one.spell_id is not None or one.closed_at is None)


def _left(one: Journey, _here: Clocks) -> Mark | None:
    ended = one.first_contact_at or one.closed_at
    if one.spell_id is None or ended is None:
        return None
    return Mark(ended, one.owner, one.first_contact_at is None, excluded=TICKET if one.return_ticket else "")


def _within(promise: Callable[[Clocks, str], Promise], *bands: str) -> Marker:
    """Mark whether there was a first contact within what was promised."""

    def mark(one: Journey, here: Clocks) -> Mark | None:
        if one.band not in bands:
            return None
        return _kept(one, one.first_contact_at, limits.runs_out(here, one.band, promise(here, one.band), one.received))

    return mark


def _adjusted(one: Journey, here: Clocks) -> Mark | None:
    due = limits.passes_at(here, one.band, Limit.FIRST_CONTACT, one.received, one.pauses)
    return _kept(one, one.first_contact_at, due) if one.band == ROUTINE and due is not None else None


def _second(one: Journey, here: Clocks) -> Mark | None:
    promise = here.bands[ROUTINE].second_contact_within
    if one.band != ROUTINE or one.first_contact_at is None or promise is None:
        return None
    due = limits.runs_out(here, ROUTINE, promise, one.received)
    return _kept(one, one.second_contact_at, due) if one.first_contact_at <= due else None


def _kept(one: Journey, reached: datetime | None, due: datetime) -> Mark:
    """Mark whether a milestone was reached by a moment; who left before it had no chance to."""
    met = reached is not None and reached <= due
    gone = not met and one.closed_at is not None and one.closed_at <= due
    by_reading = one.spell_id is None and one.closed_at is not None
    excluded = TICKET if one.return_ticket else BY_READING if by_reading else LEFT if gone else ""
    return Mark(due, one.owner, met, excluded=excluded)


def _wait(milestone: Callable[[Journey], datetime | None]) -> Marker:
    """Mark how long it took to a milestone."""

    def mark(one: Journey, _here: Clocks) -> Mark | None:
        reached = milestone(one)
        if reached is None:
            return None
        days = max(reached - one.received, timedelta()) / DAY
        return Mark(reached, one.owner, days=days, excluded=TICKET if one.return_ticket else "")

    return mark


def _contact_within(here: Clocks, band: str) -> Promise:
    return here.bands[band].contact_within


def _limit(here: Clocks, band: str) -> Promise:
    clock = here.bands[band]
    return clock.limit or clock.contact_within


MARKERS: dict[str, Marker] = {
    "screened_same_day": _screened,
    "contact_2h": _within(_limit, NOW, URGENT),
    "contact_24h": _within(_contact_within, WITHIN_DAYS),
    "contact_48h": _within(_limit, WITHIN_DAYS),
    "contact_soon": _within(_limit, SOON),
    "first_4w": _within(_contact_within, ROUTINE),
    "first_18w": _within(_limit, ROUTINE),
    "first_18w_adjusted": _adjusted,
    "second_18w": _second,
    "wait_screened": _wait(lambda one: one.screened_at),
    "wait_first": _wait(lambda one: one.first_contact_at),
    "wait_second": _wait(lambda one: one.second_contact_at),
    "wait_help": _wait(lambda one: one.help_started_at),
    "accepted": _accepted,
    "left_waiting": _left,
}
"""How each measure of journeys marks one of them; None: it is not about them, or nothing has happened yet."""


def of_journeys(journeys: Iterable[Journey], here: Clocks) -> dict[str, list[Mark]]:
    """Return the marks of every measure that is about journeys."""
    everybody = list(journeys)
    return {
        name: [mark for mark in (marker(one, here) for one in everybody) if mark is not None]
        for name, marker in MARKERS.items()
    }


def of_left_out(left_out: Iterable[LeftOut], here: Clocks) -> list[Mark]:
    """Return a mark for every voice that is no journey of its own, when it would have had to be read."""
    return [Mark(here.screen_by(one.received), None, excluded=one.why.value) for one in left_out]


def of_meetings(meetings: Iterable[Meeting]) -> list[Mark]:
    """Return the marks of appointments: good is bad here, it says that nobody came."""
    return [
        Mark(one.at, one.owner, not one.kept and not one.called_off, excluded="called_off" if one.called_off else "")
        for one in meetings
    ]


def of_updates(cares: Iterable[Care], here: Clocks, as_of: datetime) -> list[Mark]:
    """Return the marks of all updates that were due by a moment."""
    return [mark for one in cares for mark in _updates(one, here, as_of)]


def _updates(one: Care, here: Clocks, as_of: datetime) -> Iterator[Mark]:
    """Yield every update that one person was due; from each that came, or was missed, four more weeks are counted."""
    ended, since = min(one.closed or as_of, as_of), one.opened
    while True:
        due = here.update_by(since)
        late = _end_of_day(due)
        told = next((at for at in one.updates if since < at < late), None)
        if told is None and late > ended:
            return
        since = due if told is None else told
        yield Mark(since, one.owner, good=told is not None)


def _end_of_day(moment: datetime) -> datetime:
    """Return when the day of a moment ends in London."""
    day = london(moment).date() + DAY
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)
