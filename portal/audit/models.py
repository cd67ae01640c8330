"""Tables of the trail. Database triggers refuse to change or delete an event."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class AuditEvent(Base):
    """One thing that happened. Holds ids and codes, never a name, a number or a sentence of anybody's."""

    __tablename__ = "audit_events"
    __table_args__ = (UniqueConstraint("seq"),)

    seq: Mapped[int]
    """Its place in the chain, from 1, without gaps."""
    at: Mapped[datetime]
    tag: Mapped[str] = mapped_column(String(40), index=True)
    actor: Mapped[str] = mapped_column(String(60))
    """`staff:<id>`, `person`, `worker` or `command`."""
    subject: Mapped[str] = mapped_column(String(80), index=True)
    """`referral:<id>` and the like; empty when the act has no object."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The end of the chain: locked while an event is added, so that the chain has one order."""

    __tablename__ = "audit_head"

    seq: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))


HEAD_ID = uuid.UUID("00000000-0000-4000-8000-000000000001")
