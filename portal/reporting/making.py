"""The month's edition: worked out while nobody has to wait for it, then written in one small transaction.

Making is not publishing: nobody reads an edition before a person has approved it. Made again, one that waits for a
person is put right by what is known now. One that everybody could ever read is never counted again, also not after it
was taken back: two versions of one day would tell what neither tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import db
from portal.area import Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.reporting import editions, publishing, queries
from portal.reporting.journey import Journeys
from portal.reporting.publishing import Place
from portal.waiting_times import suppression
from portal.waiting_times.lists import Lists
from portal.waiting_times.models import WaitEdition, WaitFigure

DAY = timedelta(days=1)


class NotOver(Exception):
    """The day is not over: its figures would change."""


@dataclass(frozen=True)
class Made:
    """What came of making an edition."""

    as_of: date
    approved: bool
    new: bool
    figures: Sequence[Mapping[str, Any]]
    hidden: Sequence[Mapping[str, str]]
    """What is not told, and why."""
    left_out: Mapping[str, int | None]
    """By reason, rounded; None: fewer than 5."""


def make(engine: Engine, lists: Lists, here: Clocks, as_of: date, *, today: date, actor: str, moment: datetime) -> Made:
    """Make the edition of a day, or return the one that was approved. Raises NotOver."""
    if as_of >= today:
        raise NotOver(as_of.isoformat())
    with db.reading(engine) as session:
        known = editions.of(session, as_of)
        if known is not None and as_of in editions.ever_out(session):
            return _made(known, new=False, left_out={})
        everybody = queries.journeys(session, lists, here)
        before = editions.typical_before(session, as_of, publishing.METHOD)
    rows = worked_out(everybody, lists, as_of, before)
    fictional = any(one.fictional for one in everybody.each)
    with db.writing(engine) as session:
        kept = keep(session, as_of, rows, fictional=fictional, actor=actor, moment=moment)
        # A later figure that differs by one would tell that one: these are counts like any other.
        excluded = {why.value: suppression.told(count).value for why, count in sorted(everybody.excluded.items())}
        return _made(kept, new=True, left_out=excluded)


def worked_out(
    everybody: Journeys, lists: Lists, as_of: date, before: Mapping[Place, Sequence[int | None]]
) -> list[WaitFigure]:
    """Return the figures of a day from everybody's journeys."""
    return publishing.rows(publishing.stays(everybody.each, lists), as_of, before)


def keep(
    session: Session, as_of: date, rows: Sequence[WaitFigure], *, fictional: bool, actor: str, moment: datetime
) -> WaitEdition:
    """Write an edition, in the place of one that nobody has approved."""
    # Locked: nobody approves it between this look and its end.
    known = editions.of(session, as_of, lock=True)
    if known is not None and as_of in editions.ever_out(session):
        return known
    if known is not None:
        session.delete(known)
        session.flush()
    made = WaitEdition(
        as_of=as_of, made_at=moment, method=publishing.METHOD, approved_at=None, approved_by=None, fictional=fictional
    )
    made.figures = list(rows)
    session.add(made)
    session.flush()
    detail = {"told": sum(row.hidden is None for row in rows), "hidden": sum(row.hidden is not None for row in rows)}
    trail.record(session, Tag.WAITS_MADE, actor=actor, subject=editions.subject(made), detail=detail)
    return made


def due(lists: Lists, today: date) -> date:
    """Return the day the newest edition should be of: the day before the area's day of the month."""
    first = today.replace(day=1)
    if today.day < lists.published_on:
        first = (first - DAY).replace(day=1)
    return first.replace(day=lists.published_on) - DAY


def make_due(engine: Engine, lists: Lists, here: Clocks, *, today: date, moment: datetime) -> Made | None:
    """Make this month's edition, once; nothing where it is there already."""
    as_of = due(lists, today)
    with db.reading(engine) as session:
        if editions.of(session, as_of) is not None:
            return None
    return make(engine, lists, here, as_of, today=today, actor="worker", moment=moment)


def _made(edition: WaitEdition, *, new: bool, left_out: Mapping[str, int | None]) -> Made:
    """Say what was made, in plain values."""
    figures, hidden = [], []
    for row in editions.in_order(edition.figures):
        about = {"list": row.list_id, "band": row.band, "milestone": row.milestone.value}
        if row.hidden is None:
            figures.append(about | publishing.values(row))
        if why := publishing.why_hidden(row):
            hidden.append(about | why)
    return Made(edition.as_of, edition.approved_at is not None, new, figures, hidden, left_out)
