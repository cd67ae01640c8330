"""The table of reports. What a reader wrote, and how to reach them, is sealed."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import sealed
from portal.db import Base, by_value
from portal.directory.models import Service
from portal.problems.kinds import Kind, Outcome, Status


class ProblemReport(Base):
    """One reader says that one entry is wrong."""

    __tablename__ = "problem_reports"
    __table_args__ = (Index("ix_problem_reports_status_due_at", "status", "due_at"),)

    reference: Mapped[str] = mapped_column(String(40), unique=True)
    """What the reporter keeps: 60 random bits, and all that is needed to read the answer."""
    sending_key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """The keyed hash of the form's own number: sending twice finds the first."""
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    language: Mapped[str] = mapped_column(String(10))
    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    words_sealed: Mapped[bytes | None]
    contact_sealed: Mapped[bytes | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    """Words in it may mean that somebody is not safe: read first, the same day."""
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    status: Mapped[Status] = mapped_column(by_value(Status), default=Status.OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    """What the reporter reads."""
    outcome: Mapped[Outcome | None] = mapped_column(by_value(Outcome))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    version: Mapped[int] = mapped_column(default=1)

    words = sealed.text("words_sealed")
    contact = sealed.text("contact_sealed")
    """How the reporter wants to be told; wiped when the report is closed."""

    service: Mapped[Service] = relationship()

    __mapper_args__ = {"version_id_col": version}
