"""Published waits of the demonstration: the figures of the last months, and what services outside say of themselves."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal import clock, db
from portal.accounts import queries as staff
from portal.area import Clocks
from portal.directory.models import Service
from portal.reporting import actions, editions, making, queries
from portal.reporting.publishing import METHOD
from portal.waiting_times import lists
from portal.waiting_times.models import Milestone, OutsideWait

DAY = timedelta(days=1)
MADE, APPROVED = time(6, 0, tzinfo=UTC), time(9, 30, tzinfo=UTC)
"""When the worker made each edition, and when somebody let everybody read it."""


@dataclass(frozen=True)
class Said:
    """What `waits.toml` says."""

    months: int
    let_out_by: str
    entered_by: str
    outside: tuple[dict[str, Any], ...]


def read(folder: Path) -> Said:
    """Read what the demonstration publishes."""
    said = tomllib.loads((folder / "waits.toml").read_text("utf-8"))
    return Said(said["months"], said["let_out_by"], said["entered_by"], tuple(said["outside"]))


def publish(engine: Engine, folder: Path, here: Clocks) -> None:
    """Make the editions of the last months, the oldest first, and let everybody read them; once."""
    said, listed = read(folder / "demo"), lists.load(folder)
    days = list(_days(listed, clock.today(), said.months))
    with db.reading(engine) as session:
        approver = staff.by_email(session, said.let_out_by)
        if approver is None or all(editions.of(session, day) for day in days):
            return
        by, everybody = approver.id, queries.journeys(session, listed, here)
    for day in days:
        with db.writing(engine) as session:
            rows = making.worked_out(everybody, listed, day, editions.typical_before(session, day, METHOD))
            made_at = datetime.combine(day + DAY, MADE)
            made = making.keep(session, day, rows, fictional=True, actor="worker", moment=made_at)
            if made.approved_at is None:
                actions.approve(session, day, made.made_at, by=by, moment=datetime.combine(day + DAY, APPROVED))


def _days(listed: lists.Lists, today: date, months: int) -> Iterator[date]:
    """Yield the days of the last editions, the oldest first."""
    due = making.due(listed, today)
    found = [due]
    while len(found) < months:
        found.append(making.due(listed, found[-1]))
    yield from reversed(found)


def say(session: Session, folder: Path, now: datetime) -> None:
    """Write down what services outside say of their waits, once."""
    if session.scalars(select(OutsideWait.id).limit(1)).first():
        return
    said = read(folder)
    editor = staff.by_email(session, said.entered_by)
    here = set(session.scalars(select(Service.slug)))
    for each in said.outside:
        if editor is None or each["service"] not in here:
            continue
        moment = now - timedelta(days=each["days_ago"])
        low, high = each["weeks"]
        wait = OutsideWait(
            service_slug=each["service"],
            milestone=Milestone(each["milestone"]),
            low_weeks=low,
            high_weeks=high,
            said_on=clock.london(moment).date(),
            fictional=True,
        )
        actions.say(session, wait, by=editor.id, moment=moment)
