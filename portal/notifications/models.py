"""Tables of the outbox."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, by_value
from portal.notifications.leave import May, Way
from portal.notifications.messages import SOURCE, Audience, Kind


class Delivery(enum.StrEnum):
    """Where a message is on its way."""

    DUE = "due"
    LEASED = "leased"
    SENT = "sent"
    DEAD = "dead"
    """Tried for about an hour and given up: a person has to look."""
    WITHDRAWN = "withdrawn"
    """Leave was taken back before it left. It is never sent."""
    UNTOLD = "untold"
    """There was no safe way to tell somebody. It was never to be sent, and stands here to be seen."""


class OutboxMessage(Base):
    """A message to send. Written in the transaction of the act that causes it, so neither exists alone."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_status_due_at", "status", "due_at"),)

    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    audience: Mapped[Audience] = mapped_column(by_value(Audience))
    referral_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    organization_id: Mapped[uuid.UUID | None]
    """For a partner: whose staff are told. Their addresses are looked up when the message leaves."""
    booking_id: Mapped[uuid.UUID | None]
    """For somebody who comes to training: whose place it is about. Their address is looked up as it leaves, too."""
    reference: Mapped[str] = mapped_column(String(40))
    way: Mapped[Way] = mapped_column(by_value(Way), default=Way.EMAIL)
    may: Mapped[May] = mapped_column(by_value(May), default=May.OPENLY)
    """How openly it was allowed when it was written; it is asked again when it leaves. No address is kept here."""
    language: Mapped[str] = mapped_column(String(10), default=SOURCE)
    status: Mapped[Delivery] = mapped_column(by_value(Delivery), default=Delivery.DUE)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    """When a channel was first given it: written before the first byte leaves, never cleared. Somebody may have it."""
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(String(80), default="")
    """The kind of the last failure, or why nothing was sent; never its text, which may quote an address."""


class Heartbeat(Base):
    """When a worker was last seen at work."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    at: Mapped[datetime]
