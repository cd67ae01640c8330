"""When things happen in the demonstration: evenings and Sundays are busy, and the team mostly keeps up. Pure."""

from datetime import datetime, timedelta
from random import Random

from portal.area import Clocks
from portal.clock import london
from portal.triage.outcome import Band

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BY_HOUR = (3, 2, 1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 5, 5, 4, 6, 8, 8, 9, 12, 14, 15, 13, 7)
SUNDAY, SUNDAY_RUSH = 6, 2
FRESH = {Band.NOW: 25 * MINUTE, Band.U2H: 80 * MINUTE, Band.U48: 20 * HOUR}
"""How long somebody so urgent can have been waiting in a team that keeps its promises."""
AT_ONCE = frozenset({Band.NOW, Band.U2H})
LOOK_BACK = timedelta(days=7)
LATE_BY = 3 * HOUR
STEP = 15 * MINUTE


def unread_since(clocks: Clocks, now: datetime) -> datetime:
    """Return the earliest arrival that nobody need have read yet, to a quarter of an hour."""
    start = now
    while start > now - LOOK_BACK and clocks.screen_by(start - STEP) > now:
        start -= STEP
    return start


def arrival(rng: Random, start: datetime, end: datetime) -> datetime:
    """Draw a moment between two others, more often when young people write."""
    hours = [start + HOUR * step for step in range(int((end - start) / HOUR) + 1)]
    hour = rng.choices(hours, [busyness(one) for one in hours])[0]
    until = min(hour + HOUR, end)
    return hour + (until - hour) * rng.random()


def busyness(moment: datetime) -> int:
    """Say how many write at such a time of the week, next to other times."""
    local = london(moment)
    return BY_HOUR[local.hour] * (SUNDAY_RUSH if local.weekday() == SUNDAY else 1)


def waiting(rng: Random, band: Band, since: datetime, now: datetime) -> datetime:
    """Draw when somebody came in who waits and is not late."""
    return arrival(rng, max(since, now - FRESH.get(band, LOOK_BACK)), now - 18 * MINUTE)


def late(rng: Random, since: datetime) -> datetime:
    """Draw when somebody came in who should have been read a little while ago."""
    return arrival(rng, since - LATE_BY, since - STEP)


def claimed(rng: Random, band: Band, arrived: datetime, clocks: Clocks) -> datetime:
    """Draw when a clinician took it in hand: at once if it could not wait, otherwise in working time, in time."""
    if band in AT_ONCE:
        return arrived + rng.uniform(3, 25) * MINUTE
    by = clocks.screen_by(arrived)
    start = max(arrived, clocks.calendar.opening(london(by).date()))
    return start + (by - start) * rng.uniform(0.05, 0.6)


def decided(rng: Random, at: datetime) -> datetime:
    """Draw when the clinician had read it and decided."""
    return at + rng.uniform(5, 15) * MINUTE
