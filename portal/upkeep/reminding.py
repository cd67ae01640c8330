"""The worker's round over the directory: who has to be told today that checks grow old, each step once."""

import uuid
from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import trail
from portal.audit.tags import Tag
from portal.directory.models import Service
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind
from portal.upkeep import ladder
from portal.upkeep.ladder import Ladder, Step
from portal.upkeep.models import Reminder
from portal.upkeep.queries import OPEN

TOLD = {ladder.DESK: (Kind.CHECK_DUE, Audience.DIRECTORY_DESK), ladder.TEAM: (Kind.CHECK_LATE, Audience.DIRECTORY_TEAM)}


def remind(session: Session, steps: Ladder, moment: datetime) -> int:
    """Take the steps that are due today, and write one message for each who is to be told. Returns how many entries.

    A second round on the same day, or a second worker, finds every step taken.
    """
    today, taken = clock.london(moment).date(), _taken(session)
    told: dict[str, list[uuid.UUID]] = defaultdict(list)
    for service_id, checked in _open(session):
        step = ladder.to_take(steps, checked, today, taken[service_id, checked])
        if step:
            _take(session, service_id, checked, step, moment)
            told[step.to].append(service_id)
    for to, entries in told.items():
        kind, audience = TOLD[to]
        count = "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
        outbox.enqueue(session, kind, audience, referral_id=None, reference=count)
    return sum(len(entries) for entries in told.values())


def _open(session: Session) -> list[tuple[uuid.UUID, date]]:
    """Return the entries in use with the day of their last check; one never checked counts from its last change.

    What stands in the registry of helplines is checked there, and has a ladder of its own.
    """
    wanted = select(Service.id, Service.assured_date, Service.last_modified)
    rows = session.execute(wanted.where(Service.status.in_(OPEN), Service.helpline.is_(None)).order_by(Service.id))
    return [(own, checked or clock.london(changed).date()) for own, checked, changed in rows]


def _taken(session: Session) -> dict[tuple[uuid.UUID, date], set[str]]:
    """Return the steps that were taken, by entry and check."""
    found: dict[tuple[uuid.UUID, date], set[str]] = defaultdict(set)
    for each in session.scalars(select(Reminder)):
        found[each.service_id, each.assured_date].add(each.step)
    return found


def _take(session: Session, service_id: uuid.UUID, checked: date, step: Step, moment: datetime) -> None:
    """Note a step. Two workers at once: the database lets one of them, and the other begins again next round."""
    session.add(Reminder(service_id=service_id, assured_date=checked, step=step.id, taken_at=moment))
    session.flush()
    detail = {"step": step.id}
    trail.record(session, Tag.ENTRY_REMINDED, actor="worker", subject=f"service:{service_id}", detail=detail)
