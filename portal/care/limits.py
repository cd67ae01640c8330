"""How long somebody has waited, and when a wait is too long. Pure: every moment and the calendar are given.

Urgent bands count hours on the wall clock, SOON working days of the team, ROUTINE days of the calendar in London: a day
on which the clocks change is one day. A chosen delay is the only pause. Everything else runs on.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.area import Clocks, Promise
from portal.care.stages import Stage
from portal.clock import LONDON

DAY = timedelta(days=1)
AHEAD = timedelta(days=14)
"""How far ahead a limit that will pass is called out."""


class Limit(enum.StrEnum):
    """What must have happened by a limit."""

    FIRST_CONTACT = "first_contact"
    SECOND_CONTACT = "second_contact"


BY_STAGE = {
    Stage.AWAITING_FIRST: Limit.FIRST_CONTACT,
    Stage.FIRST_CONTACT: Limit.SECOND_CONTACT,
    Stage.AWAITING_SECOND: Limit.SECOND_CONTACT,
}
"""What each stage waits for. Later stages wait for nothing that has a limit."""


@dataclass(frozen=True)
class Pause:
    """A delay that the young person or the family chose."""

    since: datetime
    until: datetime


def paused(pauses: Iterable[Pause], start: datetime, end: datetime) -> timedelta:
    """Return how much of a span was paused. Pauses that overlap count once."""
    total, reached = timedelta(), start
    for pause in sorted(pauses, key=lambda pause: pause.since):
        since, until = max(pause.since, reached), min(pause.until, end)
        if until > since:
            total += until - since
            reached = until
    return total


@dataclass(frozen=True)
class Wait:
    """How long somebody has waited: as it felt to them, and less the delay that they chose."""

    unadjusted: timedelta
    adjusted: timedelta


def wait(start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> Wait:
    """Return how long it was from the first receipt to a moment."""
    whole = max(end - start, timedelta())
    return Wait(whole, whole - paused(pauses, start, end))


def promised(here: Clocks, band: str, limit: Limit, pathways: Iterable[str] = ()) -> tuple[Promise, ...]:
    """Return what an area has promised a band; the soonest counts. Nothing when it has promised nothing."""
    clock = here.bands[band]
    if limit is Limit.SECOND_CONTACT:
        return (clock.second_contact_within,) if clock.second_contact_within else ()
    own = (clock.pathways[name] for name in pathways if name in clock.pathways)
    return (clock.limit or clock.contact_within, *own)


def runs_out(here: Clocks, band: str, length: Promise, start: datetime) -> datetime:
    """Return when a promise to a band runs out, if nothing pauses it."""
    if length.working_days or here.bands[band].counted_in == "wall_clock" or length.length % DAY:
        return here.by(length, start)
    # The same time on the wall so many days later, also when the clocks changed between.
    return (start.astimezone(LONDON) + length.length).astimezone(start.tzinfo)


def passes_at(
    here: Clocks,
    band: str,
    limit: Limit | None,
    start: datetime,
    pauses: Sequence[Pause] = (),
    pathways: Iterable[str] = (),
) -> datetime | None:
    """Return when a wait becomes too long, chosen delays added; None where nothing was promised."""
    if limit is None:
        return None
    ends = [runs_out(here, band, length, start) for length in promised(here, band, limit, pathways)]
    return _later(min(ends), start, pauses) if ends else None


def _later(end: datetime, start: datetime, pauses: Sequence[Pause]) -> datetime:
    """Return an end with every pause added that began before it came."""
    moved = end
    while (again := end + paused(pauses, start, moved)) > moved:
        moved = again
    return moved


def is_predicted(limit_at: datetime | None, meeting_at: datetime | None, now: datetime) -> bool:
    """Tell whether a limit will pass within two weeks, with no appointment before it."""
    if limit_at is None or not now <= limit_at <= now + AHEAD:
        return False
    return meeting_at is None or meeting_at > limit_at


def ask_again(here: Clocks, band: str, wanted: int | None, moment: datetime) -> datetime | None:
    """Say when somebody who waits is next asked how they are: as their band says, or sooner where they want it."""
    usual = here.by(here.check_ins[band], moment) if band in here.check_ins else None
    sooner = moment + timedelta(days=wanted) if wanted else None
    return soonest(usual, sooner)


def soonest(*moments: datetime | None) -> datetime | None:
    """Return the first of some moments, of which any may be missing."""
    return min((each for each in moments if each is not None), default=None)
