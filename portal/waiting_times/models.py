"""Tables of published waits: the only figures public pages can reach, suppressed and rounded when they were written."""

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, by_value
from portal.waiting_times.suppression import Hidden as Hidden
from portal.waiting_times.trend import Trend as Trend


class Milestone(enum.StrEnum):
    """What somebody waits for."""

    FIRST_CONTACT = "first_contact"
    SECOND_CONTACT = "second_contact"


class WaitEdition(Base):
    """All figures of one day. Nobody reads it before a person has approved it."""

    __tablename__ = "wait_editions"

    as_of: Mapped[date] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(40))
    """Which way of working it out, with its version."""
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    fictional: Mapped[bool] = mapped_column(default=False)

    figures: Mapped[list["WaitFigure"]] = relationship(back_populates="edition", cascade="all, delete-orphan")


class WaitFigure(Base):
    """What may be said about one list. Times in days, None: not reached, or hidden. Counts are rounded to fives."""

    __tablename__ = "wait_figures"
    __table_args__ = (UniqueConstraint("edition_id", "list_id", "band", "milestone", name="uq_wait_figures_list"),)

    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("wait_editions.id"))
    list_id: Mapped[str] = mapped_column(String(40))
    band: Mapped[str] = mapped_column(String(20))
    milestone: Mapped[Milestone] = mapped_column(by_value(Milestone))
    hidden: Mapped[Hidden | None] = mapped_column(by_value(Hidden))
    """With a reason, every other figure of the row is None."""
    people: Mapped[int | None]
    """How many it is based on: everybody under watch in the last half year."""
    waiting: Mapped[int | None]
    typical_days: Mapped[int | None]
    """Half of the people are seen within this."""
    typical_low_days: Mapped[int | None]
    typical_high_days: Mapped[int | None]
    upper_days: Mapped[int | None]
    """Most people, 85 in 100 by design, are seen within this."""
    upper_low_days: Mapped[int | None]
    upper_high_days: Mapped[int | None]
    so_far_days: Mapped[int | None]
    """Where `upper_days` is not reached: it is more than this."""
    covered_percent: Mapped[int | None]
    """How many in 100 of those received later were seen within the `upper_days` they could read, by the back-test."""
    trend: Mapped[Trend | None] = mapped_column(by_value(Trend))

    edition: Mapped[WaitEdition] = relationship(back_populates="figures")


class OutsideWait(Base):
    """What a service outside our records says of itself. Appended; the newest that has not expired counts."""

    __tablename__ = "outside_waits"
    __table_args__ = (Index("ix_outside_waits_service_slug_said_on", "service_slug", "said_on"),)

    service_slug: Mapped[str] = mapped_column(String(120))
    milestone: Mapped[Milestone] = mapped_column(by_value(Milestone))
    low_weeks: Mapped[int]
    high_weeks: Mapped[int]
    said_on: Mapped[date]
    expires_on: Mapped[date]
    entered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    entered_at: Mapped[datetime]
    fictional: Mapped[bool] = mapped_column(default=False)
