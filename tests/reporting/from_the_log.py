"""The scorecard's figures once more, by another way: straight from the rows of the log, the rules written again."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from portal.db import Base

WALL = ZoneInfo("Europe/London")
DECIDED = {"accept", "escalate", "signpost", "advise", "decline", "end_tries"}
GONE = {"signpost", "advise", "decline", "end_tries"}


@dataclass
class Person:
    """One line of a spreadsheet that somebody keeps by hand."""

    received: datetime
    band: str
    read: datetime | None = None
    opened: datetime | None = None
    met: list[datetime] = field(default_factory=list)
    helped: datetime | None = None
    gone: datetime | None = None
    updates: list[datetime] = field(default_factory=list)


def people(connection: Connection) -> list[Person]:
    """Follow every referral through the two logs."""
    found = {row.id: Person(row.received_at, row.band) for row in _rows(connection, "referrals")}
    for row in _rows(connection, "status_changes"):
        person, move = found[row.referral_id], row.move.value
        if move in DECIDED and person.read is None:
            person.read = row.at
            person.gone = row.at if move in GONE else None
    leads = {row.id: row.referral_id for row in _rows(connection, "spells")}
    for row in _rows(connection, "spell_events"):
        person = found[leads[row.spell_id]]
        if row.event.value == "kept":
            person.met.append(row.at)
        elif row.event.value == "update":
            person.updates.append(row.at)
        elif name := {"open": "opened", "help_started": "helped", "close": "gone"}.get(row.event.value):
            setattr(person, name, row.at)
    return list(found.values())


def _rows(connection: Connection, table: str) -> list[Any]:
    kept = Base.metadata.tables[table]
    moments = [kept.c[name] for name in ("at", "received_at", "opened_at") if name in kept.c]
    return list(connection.execute(select(kept).order_by(*moments)))


def figures(connection: Connection, first: date, last: date) -> dict[str, tuple[float, int]]:
    """Return numerator and denominator of every measure in a period."""
    found: dict[str, list[float]] = defaultdict(lambda: [0, 0])

    def note(name: str, at: datetime, amount: float) -> None:
        if first <= at.astimezone(WALL).date() <= last:
            found[name][0] += amount
            found[name][1] += 1

    for one in people(connection):
        note("screened_same_day", due := _read_by(one.received), one.read is not None and one.read <= due)
        _promises(one, note)
        _milestones(one, note)
        _told(one, note, datetime.combine(last + timedelta(days=1), time(), WALL))
    for meeting in _rows(connection, "appointments"):
        if meeting.fate.value in ("kept", "not_brought"):
            note("not_brought", meeting.at, meeting.fate.value == "not_brought")
    return {name: (amount[0], int(amount[1])) for name, amount in found.items()}


PROMISES = (
    ("contact_2h", {"NOW", "U2H"}, timedelta(hours=2)),
    ("contact_24h", {"U48"}, timedelta(hours=24)),
    ("contact_48h", {"U48"}, timedelta(hours=48)),
    ("first_4w", {"ROUTINE"}, timedelta(days=28)),
    ("first_18w", {"ROUTINE"}, timedelta(days=126)),
    ("first_18w_adjusted", {"ROUTINE"}, timedelta(days=126)),
)


def _promises(one: Person, note: Any) -> None:
    for name, bands, limit in PROMISES:
        due = _wall(one.received, limit)
        if one.band in bands and not (one.gone and not one.opened):
            in_time = bool(one.met) and one.met[0] <= due
            if in_time or one.gone is None or one.gone > due:
                note(name, due, in_time)


def _milestones(one: Person, note: Any) -> None:
    waits = {"wait_screened": one.read, "wait_help": one.helped}
    waits |= dict(zip(("wait_first", "wait_second"), one.met, strict=False))
    for name, at in waits.items():
        if at:
            note(name, at, (at - one.received).total_seconds() / 86400)
    if one.read:
        note("accepted", one.read, one.opened is not None)
    if one.opened and (ended := one.met[0] if one.met else one.gone):
        note("left_waiting", ended, not one.met)
    due = _wall(one.received, timedelta(days=126))
    if one.band == "ROUTINE" and one.met and one.met[0] <= due:
        twice = len(one.met) > 1 and one.met[1] <= due
        if twice or one.gone is None or one.gone > due:
            note("second_18w", due, twice)


def _told(one: Person, note: Any, until: datetime) -> None:
    """Go through the days since care was opened, and look every evening whether 28 are over without a word."""
    if one.opened is None:
        return
    since, left = one.opened, list(one.updates)
    day, end = since.astimezone(WALL).date(), min(one.gone or until, until)
    while (evening := datetime.combine(day + timedelta(days=1), time(), WALL)) <= end:
        today = [at for at in left if at < evening]
        if today:
            since = today[0]
            note("updates_on_time", since, 1)
        elif since + timedelta(days=28) < evening:
            since += timedelta(days=28)
            note("updates_on_time", since, 0)
        left, day = left[1:] if today else left, day + timedelta(days=1)


def _wall(start: datetime, length: timedelta) -> datetime:
    """Count whole days on the wall, and less than three on the clock."""
    if length < timedelta(days=3):
        return start + length
    return (start.astimezone(WALL) + length).astimezone(UTC)


def _read_by(received: datetime) -> datetime:
    """Say by when something is read, in a year without the bank holidays of these stories."""
    wall = received.astimezone(WALL)
    if wall.weekday() < 5 and wall.hour < 16:
        return datetime.combine(wall.date(), time(17), WALL)
    day = wall.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(12), WALL)
