"""Tables of the outbox."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, by_value
from portal.notifications.messages import Audience, Kind


class Delivery(enum.StrEnum):
    """Where a message is on its way."""

    DUE = "due"
    LEASED = "leased"
    SENT = "sent"
    DEAD = "dead"


class OutboxMessage(Base):
    """A message to send. Written in the transaction of the act that causes it, so neither exists alone."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_status_due_at", "status", "due_at"),)

    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    audience: Mapped[Audience] = mapped_column(by_value(Audience))
    referral_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    reference: Mapped[str] = mapped_column(String(40))
    status: Mapped[Delivery] = mapped_column(by_value(Delivery), default=Delivery.DUE)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(String(80), default="")
    """The kind of the last failure; never its text, which may quote an address."""


class Heartbeat(Base):
    """When a worker was last seen at work."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    at: Mapped[datetime]
