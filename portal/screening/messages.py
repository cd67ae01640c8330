"""The messages of a case as staff read them: what each was about, to whom, by which way, whether it left. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.notifications.models import Delivery, OutboxMessage
from portal.post_room import words as post
from portal.screening import words


@dataclass(frozen=True)
class Message:
    """One message. Nobody's address is in it: none is kept."""

    about: str
    to: str
    way: str
    """Empty where there was none."""
    written: datetime
    state: str
    sent: datetime | None
    why: str
    """Why it did not leave, where somebody knows."""
    dead: bool


def said(messages: Iterable[OutboxMessage]) -> tuple[Message, ...]:
    """Say messages in words, in the order they are given."""
    return tuple(_said(each) for each in messages)


def _said(message: OutboxMessage) -> Message:
    """Say one message."""
    left = message.status is Delivery.SENT
    return Message(
        about=post.KINDS[message.kind],
        to=post.AUDIENCES[message.audience],
        way="" if message.status is Delivery.UNTOLD else words.WAYS[message.way].lower(),
        written=message.created_at,
        state=post.STATES[message.status],
        sent=message.sent_at if left else None,
        why="" if left or not message.trouble else post.trouble(message.trouble),
        dead=message.status is Delivery.DEAD,
    )
