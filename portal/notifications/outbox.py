"""The outbox: put a message in, take due ones out under a lease, and say how old the worker's last sign is."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.notifications.leave import Leave, Refused, may_send
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import Delivery, Heartbeat, OutboxMessage

LEASE = timedelta(seconds=60)
WORKER = "worker"


def enqueue(
    session: Session,
    kind: Kind,
    audience: Audience,
    *,
    referral_id: uuid.UUID | None,
    reference: str,
    leave: Leave | None = None,
) -> OutboxMessage:
    """Write a message that is due at once. Raises Refused for a reader outside the house without leave."""
    if not may_send(kind, audience, leave):
        raise Refused(f"{kind.value} may not go to {audience.value}")
    moment = clock.now()
    message = OutboxMessage(
        kind=kind,
        audience=audience,
        referral_id=referral_id,
        reference=reference,
        status=Delivery.DUE,
        created_at=moment,
        due_at=moment,
        attempts=0,
        trouble="",
    )
    session.add(message)
    session.flush()
    return message


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
