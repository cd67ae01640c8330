"""Sending what is due: lease, send, mark. A failure waits and tries again; the last failure stays in sight."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Engine

from portal import clock, db
from portal.notifications import messages, outbox
from portal.notifications.channels import Channel
from portal.notifications.messages import Audience
from portal.notifications.models import Delivery, OutboxMessage

# The sixth failure, about an hour after the first, is left for a person to see.
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 2400))
# Between rounds the worker shows its sign of life.
ROUND = 20


def deliver_due(engine: Engine, channel: Channel, addresses: Mapping[Audience, str], base_url: str) -> int:
    """Send one round of what is due, and return how many messages left."""
    sent = 0
    for _turn in range(ROUND):
        message = _take(engine)
        if message is None:
            break
        sent += _deliver(engine, channel, addresses, base_url, message)
    return sent


def _take(engine: Engine) -> OutboxMessage | None:
    """Lease the next message, if there is one."""
    with db.reading(engine) as session:
        # A look costs nothing; a lease costs a write, and there is usually nothing to send.
        if session.scalars(outbox.due(clock.now())).first() is None:
            return None
    with db.writing(engine) as session:
        return outbox.lease(session, clock.now())


def _deliver(
    engine: Engine, channel: Channel, addresses: Mapping[Audience, str], base_url: str, message: OutboxMessage
) -> bool:
    """Send one message outside any transaction, then note how it went."""
    link = f"{base_url}{messages.path(message.kind, message.referral_id)}"
    trouble = ""
    try:
        channel(addresses[message.audience], str(message.id), messages.words(message.kind, message.reference, link))
    except Exception as error:  # any failure of a way out is a reason to try again, and is kept in the row
        trouble = type(error).__name__
    with db.writing(engine) as session:
        kept = session.get_one(OutboxMessage, message.id, with_for_update=True)
        # Whoever was so slow that the lease ran out must not undo what another worker has done since.
        if not trouble or kept.attempts == message.attempts:
            _note(kept, trouble)
    return not trouble


def _note(message: OutboxMessage, trouble: str) -> None:
    """Mark a message as sent, as due again later, or as dead."""
    message.trouble, message.leased_until = trouble, None
    if not trouble:
        message.status, message.sent_at = Delivery.SENT, clock.now()
    elif message.attempts > len(BACK_OFF):
        message.status = Delivery.DEAD
    else:
        message.status, message.due_at = Delivery.DUE, clock.now() + BACK_OFF[message.attempts - 1]
