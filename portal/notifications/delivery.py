"""Sending what is due: lease, ask leave again, mark, send, mark. A failure waits and tries again, the last in sight.

A message leaves at the moment its leave is asked again, in one transaction with the mark that says so. What somebody
says before that moment stops it; what they say a second later comes too late, as with a letter in a box. The send
itself is outside: a slow mail server must never hold up a person who is writing to us.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import clock, db
from portal.notifications import messages, outbox
from portal.notifications.channels import Channel, Envelope, Refused
from portal.notifications.leave import May
from portal.notifications.models import Delivery, OutboxMessage
from portal.notifications.wording import Wording

# The sixth failure, about an hour after the first, is left for a person to see.
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 2400))
# Between rounds the worker shows its sign of life.
ROUND = 20


class Withdrawn(Exception):
    """There is no leave any more. Its argument says why, in one word of ours."""


@dataclass(frozen=True)
class Reached:
    """Where a message may go at this moment, and how openly."""

    to: tuple[str, ...]
    may: May = May.OPENLY
    path: str = ""
    """Where within this site it leads, where that is somebody's own page: no row of ours holds it in plain."""
    reference: str = ""
    """What stands for the reference, where only the message's own room knows it."""


Find = Callable[[Session, OutboxMessage], Reached]
"""Looks up where a message goes and asks leave again. Raises Withdrawn; any other failure is tried again."""


@dataclass(frozen=True)
class PostRoom:
    """All that sending needs."""

    channel: Channel
    find: Find
    wording: Wording
    base_url: str


def deliver_due(engine: Engine, room: PostRoom) -> int:
    """Send one round of what is due, and return how many messages left."""
    sent = 0
    for _turn in range(ROUND):
        message = _take(engine)
        if message is None:
            break
        sent += _deliver(engine, room, message)
    return sent


def _take(engine: Engine) -> OutboxMessage | None:
    """Lease the next message, if there is one."""
    with db.reading(engine) as session:
        # A look costs nothing; a lease costs a write, and there is usually nothing to send.
        if session.scalars(outbox.due(clock.now())).first() is None:
            return None
    with db.writing(engine) as session:
        return outbox.lease(session, clock.now())


def _deliver(engine: Engine, room: PostRoom, message: OutboxMessage) -> bool:
    """Send one message outside any transaction, then note how it went."""
    sent, trouble = False, ""
    try:
        envelope = _leave_now(engine, room, message)
        if envelope is not None:
            room.channel(envelope)
            sent = True
    except Exception as error:  # any failure of a way out is a reason to try again, and is kept in the row
        trouble = type(error).__name__
    if sent or trouble:
        with db.writing(engine) as session:
            kept = session.get_one(OutboxMessage, message.id, with_for_update=True)
            # Whoever was so slow that the lease ran out must not undo what another worker has done since.
            if sent or kept.attempts == message.attempts:
                _note(kept, trouble)
    return sent


def _leave_now(engine: Engine, room: PostRoom, message: OutboxMessage) -> Envelope | None:
    """Ask leave once more and mark that the message leaves, in one transaction. Nothing when it may not."""
    with db.writing(engine) as session:
        trouble, reached = "", None
        try:
            reached = room.find(session, message)
        except Withdrawn as why:
            trouble = str(why)
        kept = session.get_one(OutboxMessage, message.id, with_for_update=True, populate_existing=True)
        if kept.status is not Delivery.LEASED or kept.attempts != message.attempts:
            return None  # another worker has it by now
        if reached is None:
            kept.status, kept.trouble, kept.leased_until = Delivery.WITHDRAWN, trouble, None
            return None
        again = kept.tried_at is not None
        kept.tried_at, kept.leased_until = kept.tried_at or clock.now(), clock.now() + outbox.LEASE
        return _envelope(room, kept, reached, again)


def _envelope(room: PostRoom, message: OutboxMessage, reached: Reached, again: bool) -> Envelope:
    """Put a message into an envelope."""
    filled = messages.filled(room.base_url, message.kind, message.referral_id, message.reference, message.language)
    filled |= {"link": room.base_url + reached.path} if reached.path else {}
    filled |= {"reference": reached.reference} if reached.reference else {}
    words = room.wording.words(message.kind, message.language, message.way, reached.may, filled)
    return Envelope(str(message.id), message.way, reached.to, words, reached.may is not May.OPENLY, again)


def _note(message: OutboxMessage, trouble: str) -> None:
    """Mark a message as sent, as due again later, or as dead."""
    message.trouble, message.leased_until = trouble, None
    if not trouble:
        message.status, message.sent_at = Delivery.SENT, clock.now()
    elif message.attempts > len(BACK_OFF) or trouble == Refused.__name__:
        message.status = Delivery.DEAD
    else:
        message.status, message.due_at = Delivery.DUE, clock.now() + BACK_OFF[message.attempts - 1]
