"""The outbox: put a message in, take due ones out under a lease, and say how old the worker's last sign is."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.notifications.leave import Leave, May, Refused, Way, may_send
from portal.notifications.messages import SOURCE, Audience, Kind
from portal.notifications.models import Delivery, Heartbeat, OutboxMessage

LEASE = timedelta(minutes=3)
"""Longer than the slowest send (channels): a worker that still sends is never taken for a dead one."""
WORKER = "worker"


def enqueue(
    session: Session,
    kind: Kind,
    audience: Audience,
    *,
    referral_id: uuid.UUID | None,
    reference: str,
    leave: Leave | None = None,
    language: str = SOURCE,
    organization_id: uuid.UUID | None = None,
    booking_id: uuid.UUID | None = None,
) -> OutboxMessage:
    """Write a message that is due at once. Raises Refused for a reader outside the house without leave."""
    if not may_send(kind, audience, leave):
        raise Refused(f"{kind.value} may not go to {audience.value}")
    way, may = (leave.way, leave.may) if leave is not None else (Way.EMAIL, May.OPENLY)
    return _write(
        session,
        kind=kind,
        audience=audience,
        referral_id=referral_id,
        reference=reference,
        organization_id=organization_id,
        booking_id=booking_id,
        way=way,
        may=may,
        language=language,
    )


def untold(
    session: Session, kind: Kind, audience: Audience, *, referral_id: uuid.UUID, reference: str, because: str
) -> OutboxMessage:
    """Write down that there was no safe way to tell somebody, and why. Nothing is ever sent from it."""
    return _write(
        session,
        kind=kind,
        audience=audience,
        referral_id=referral_id,
        reference=reference,
        may=May.NOT,
        status=Delivery.UNTOLD,
        trouble=because,
    )


def _write(session: Session, **said: Any) -> OutboxMessage:
    """Add one row."""
    moment = clock.now()
    defaults = {"status": Delivery.DUE, "way": Way.EMAIL, "may": May.OPENLY, "language": SOURCE, "trouble": ""}
    message = OutboxMessage(created_at=moment, due_at=moment, attempts=0, **defaults | said)
    session.add(message)
    session.flush()
    return message


def told_since(
    session: Session, kind: Kind, audience: Audience, referral_id: uuid.UUID, since: datetime
) -> OutboxMessage | None:
    """Return the newest message of a kind that somebody was written about a referral since a moment."""
    wanted = select(OutboxMessage).where(
        OutboxMessage.kind == kind,
        OutboxMessage.audience == audience,
        OutboxMessage.referral_id == referral_id,
        OutboxMessage.created_at > since,
    )
    return session.scalars(wanted.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id)).first()


def due(moment: datetime) -> Select[uuid.UUID]:
    """Select the next message to send: the oldest."""
    waiting = or_(
        and_(OutboxMessage.status == Delivery.DUE, OutboxMessage.due_at <= moment),
        # A worker that died keeps nothing: its lease runs out.
        and_(OutboxMessage.status == Delivery.LEASED, OutboxMessage.leased_until < moment),
    )
    return select(OutboxMessage.id).where(waiting).order_by(OutboxMessage.due_at, OutboxMessage.id).limit(1)


def lease(session: Session, moment: datetime) -> OutboxMessage | None:
    """Take the next message that is due, so that no other worker takes it while it is being sent.

    One at a time: behind a slow mail server the last of many would outlive its lease before its turn came.
    """
    taken = (
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(session.scalars(due(moment).with_for_update(skip_locked=True)).all()))
        .values(status=Delivery.LEASED, leased_until=moment + LEASE, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return session.scalars(taken).one_or_none()


def has_told(session: Session, referral_id: uuid.UUID, audience: Audience) -> bool:
    """Tell whether a message about a referral was written to somebody."""
    wanted = (OutboxMessage.referral_id == referral_id, OutboxMessage.audience == audience)
    return session.scalar(select(exists().where(*wanted))) or False


def dead(session: Session) -> int:
    """Count the messages that were given up."""
    return session.scalar(select(func.count()).where(OutboxMessage.status == Delivery.DEAD)) or 0


def listing(session: Session) -> Sequence[OutboxMessage]:
    """Return every message, oldest first."""
    return session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at, OutboxMessage.id)).all()


def revive(session: Session) -> int:
    """Make dead messages due again, and return how many there were."""
    dead = update(OutboxMessage).where(OutboxMessage.status == Delivery.DEAD)
    revived = dead.values(status=Delivery.DUE, due_at=clock.now(), attempts=0).returning(OutboxMessage.id)
    return len(session.scalars(revived.execution_options(synchronize_session=False)).all())


def try_again(session: Session, message_id: uuid.UUID) -> OutboxMessage | None:
    """Make one dead message due again, or return nothing when it is not dead any more."""
    wanted = select(OutboxMessage).where(OutboxMessage.id == message_id).with_for_update()
    message = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if message is None or message.status is not Delivery.DEAD:
        return None
    message.status, message.due_at, message.attempts = Delivery.DUE, clock.now(), 0
    session.flush()
    return message


def counts(session: Session) -> dict[Delivery, int]:
    """Count the messages in each state."""
    found = session.execute(select(OutboxMessage.status, func.count()).group_by(OutboxMessage.status))
    return dict.fromkeys(Delivery, 0) | {status: number for status, number in found.all()}  # noqa: C416


def standing(session: Session, status: Delivery, most: int) -> Sequence[OutboxMessage]:
    """Return messages in one state, the newest first."""
    wanted = select(OutboxMessage).where(OutboxMessage.status == status)
    return session.scalars(wanted.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id).limit(most)).all()


def about(session: Session, referral_ids: Collection[uuid.UUID]) -> Sequence[OutboxMessage]:
    """Return every message about some referrals, the newest first."""
    wanted = select(OutboxMessage).where(OutboxMessage.referral_id.in_(referral_ids))
    return session.scalars(wanted.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id)).all()


def beat(session: Session) -> None:
    """Note that the worker is alive."""
    sign = session.scalars(select(Heartbeat).where(Heartbeat.name == WORKER)).one_or_none()
    if sign is None:
        session.add(Heartbeat(name=WORKER, at=clock.now()))
    else:
        sign.at = clock.now()
    session.flush()


def last_beat(session: Session) -> datetime | None:
    """Return when the worker was last seen, or None when it never was."""
    return session.scalars(select(Heartbeat.at).where(Heartbeat.name == WORKER)).one_or_none()
