"""Getting a place, giving it back, moving up from the waiting list, having been there, and being forgotten.

Every act locks the event first: two people never get the last place, and nobody moves up twice.
"""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, db, sealed
from portal.audit import trail
from portal.audit.tags import Tag
from portal.learning import kinds, queries, telling
from portal.learning.kinds import Door, Group, Standing
from portal.learning.models import TrainingBooking, TrainingEvent
from portal.notifications.messages import Kind
from portal.web import read_aloud

PREFIX = "TC"
KEPT_FOR = timedelta(days=365)
"""How long after an event it is known who was there."""


class NotOpen(Exception):
    """Nobody can sign up for this any more."""


class NotYet(Exception):
    """Nobody can have been at what has not begun."""


@dataclass(frozen=True)
class Person:
    """What somebody left who signs up; those who come for themselves leave nothing but the group."""

    group: Group
    language: str
    once: str
    name: str = ""
    email: str = ""
    role: str = ""
    workplace: str = ""
    listed_code: str = ""
    access: str = ""


def sign_up(session: Session, event_id: uuid.UUID, who: Person, moment: datetime) -> TrainingBooking:
    """Give somebody a place, or one on the waiting list; the same form again finds the first. Raises NotOpen."""
    key = sealed.blind_index(who.once, "training-form")
    event = queries.event(session, event_id, lock=True)
    if (known := queries.by_sending(session, key)) is not None:
        return known
    if event is None or (state := door(session, event, moment)) not in (Door.OPEN, Door.FULL):
        raise NotOpen
    made = _made(event, who, key, Standing.PLACE if state is Door.OPEN else Standing.WAITING, moment)
    kept = db.add_once(session, made, lambda: queries.by_sending(session, key))
    if kept is not made:
        return kept
    detail = {"standing": made.standing.value}
    trail.record(session, Tag.TRAINING_SIGNED_UP, actor="person", subject=f"training:{event.id}", detail=detail)
    kind = Kind.TRAINING_BOOKED if made.standing is Standing.PLACE else Kind.TRAINING_WAITING
    telling.tell(session, made, event, kind)
    return made


def _made(event: TrainingEvent, who: Person, key: bytes, standing: Standing, moment: datetime) -> TrainingBooking:
    """Make the row of somebody's place."""
    code = secrets.token_urlsafe(24)
    return TrainingBooking(
        event_id=event.id,
        sending_key=key,
        code_digest=sealed.blind_index(code, queries.CODE),
        code=code,
        group=who.group,
        language=who.language,
        listed_code=who.listed_code,
        standing=standing,
        signed_up_at=moment,
        dispose_on=clock.london(event.ends_at + KEPT_FOR).date(),
        **{name: getattr(who, name) or None for name in ("name", "email", "role", "workplace", "access")},
    )


def door(session: Session, event: TrainingEvent, moment: datetime) -> Door:
    """Tell whether somebody can sign up for an event now."""
    return kinds.door(
        queries.taken(session, [event])[event.id],
        moment,
        starts_at=event.starts_at,
        closes_at=event.closes_at,
        cancelled_at=event.cancelled_at,
    )


def leave(session: Session, booking: TrainingBooking, moment: datetime, *, actor: str = "person") -> None:
    """Give a place back, and let whoever waits longest have it. Nothing says any more who it was."""
    event = queries.event(session, booking.event_id, lock=True)
    session.refresh(booking)
    if event is None or booking.standing is Standing.LEFT or event.starts_at <= moment:
        return
    booking.standing, booking.left_at = Standing.LEFT, moment
    _wipe(booking)
    session.flush()
    trail.record(session, Tag.TRAINING_LEFT, actor=actor, subject=f"training:{event.id}")
    fill(session, event, moment)


def fill(session: Session, event: TrainingEvent, moment: datetime) -> int:
    """Give free places to the first of the waiting list, and tell them; return how many there were."""
    if event.cancelled_at is not None or event.starts_at <= moment:
        return 0
    now = queries.taken(session, [event])[event.id]
    moved = queries.waiting(session, event.id)[: max(0, now.places - now.taken)]
    for each in moved:
        each.standing = Standing.PLACE
        session.flush()
        trail.record(session, Tag.TRAINING_MOVED_UP, actor="system", subject=f"training:{event.id}")
        telling.tell(session, each, event, Kind.TRAINING_PLACE)
    return len(moved)


def mark_attendance(
    session: Session, event: TrainingEvent, there: Collection[uuid.UUID], *, by: uuid.UUID | None, moment: datetime
) -> int:
    """Mark who was there: they have a certificate now, and whoever was marked by mistake has none. Raises NotYet."""
    queries.event(session, event.id, lock=True)
    if event.starts_at > moment or event.cancelled_at is not None:
        raise NotYet
    new = 0
    for each in queries.people(session, event.id):
        if each.id in there and each.attended_at is None:
            each.attended_at = moment
            new += 1
            if each.name_sealed is not None:
                each.certificate = read_aloud.new_reference(PREFIX)
                telling.tell(session, each, event, Kind.TRAINING_CERTIFICATE)
        elif each.id not in there:
            each.attended_at = each.certificate = None
    session.flush()
    detail = {"there": len(there)}
    trail.record(session, Tag.TRAINING_ATTENDED, actor=actor(by), subject=f"training:{event.id}", detail=detail)
    return new


def forget(session: Session, moment: datetime) -> int:
    """Forget who came to what is long over; that somebody came, and the certificate's number, stay."""
    due = TrainingBooking.dispose_on <= clock.london(moment).date()
    rows = session.scalars(select(TrainingBooking).where(due, TrainingBooking.code_digest.is_not(None))).all()
    for each in rows:
        _wipe(each)
        trail.record(session, Tag.TRAINING_FORGOTTEN, actor="worker", subject=f"training:{each.event_id}")
    session.flush()
    return len(rows)


def _wipe(booking: TrainingBooking) -> None:
    """Take everything out of a row that says who it was."""
    booking.code_digest = None
    for name in ("code", "name", "email", "role", "workplace", "access"):
        setattr(booking, name, None)


def actor(by: uuid.UUID | None) -> str:
    """How the trail calls whoever did something; nobody is an operator's command."""
    return f"staff:{by}" if by else "command"
