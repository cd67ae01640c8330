"""Tables of how entries change: what somebody proposes, field by field, and every state that was ever approved."""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, by_value


class State(enum.StrEnum):
    """How far one field of a proposal has come."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


class Proposal(Base):
    """What somebody would like an entry to say. The entry itself stays as it is until a second person agrees."""

    __tablename__ = "proposals"

    service_id: Mapped[uuid.UUID] = mapped_column(index=True)
    """A new service has no row yet, so no foreign key can ask for one."""
    name: Mapped[str] = mapped_column(String(200))
    """What the service was called when this was proposed."""
    organization_id: Mapped[uuid.UUID] = mapped_column(index=True)
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"), index=True)
    """None: a command did it."""
    source: Mapped[str] = mapped_column(String(80))
    """staff, partner, bulk, restore, or feed: and a name."""
    reason: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    fictional: Mapped[bool] = mapped_column(default=False)

    fields: Mapped[list["ProposedField"]] = relationship(
        cascade="all, delete-orphan", order_by="ProposedField.position", back_populates="proposal"
    )

    @property
    def is_new(self) -> bool:
        """Whether the service itself is new."""
        return any(each.path == "" for each in self.fields)

    @property
    def waiting(self) -> list["ProposedField"]:
        """The fields nobody has decided about."""
        return [each for each in self.fields if each.state is State.WAITING]


class ProposedField(Base):
    """One field of a proposal: what the author saw, what they would like, and what became of it."""

    __tablename__ = "proposed_fields"
    __table_args__ = (
        UniqueConstraint("proposal_id", "position"),
        Index("ix_proposed_fields_state_proposal_id", "state", "proposal_id"),
    )

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposals.id"), index=True)
    position: Mapped[int]
    path: Mapped[str] = mapped_column(String(300))
    """As in `differences`; the empty path is a whole new entry."""
    before: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    after: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    state: Mapped[State] = mapped_column(by_value(State), default=State.WAITING)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"), index=True)
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused."""

    proposal: Mapped[Proposal] = relationship(back_populates="fields")


class ServiceVersion(Base):
    """An entry as it was from one moment on. The database refuses to change one."""

    __tablename__ = "service_versions"
    __table_args__ = (UniqueConstraint("service_id", "number"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(80))
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"), index=True)
    approver_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"), index=True)
    proposal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class Reminder(Base):
    """One step of the ladder that was taken for one entry, so that nobody is reminded of it twice."""

    __tablename__ = "assurance_reminders"
    __table_args__ = (UniqueConstraint("service_id", "assured_date", "step"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    assured_date: Mapped[date]
    """Since which check; an entry that was never checked counts from when it last changed."""
    step: Mapped[str] = mapped_column(String(40))
    taken_at: Mapped[datetime]
