"""Tables of the report card: the only figures its pages can reach, suppressed and rounded when they were written."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import StaffUser
from portal.db import Base, by_value
from portal.directory import models as directory
from portal.reporting.card.shape import Unit, Untold

NEEDS = directory.Organization
"""Staff may belong to an organisation: without its table nothing that points at staff can be written in order."""


class ReportCard(Base):
    """One year. Nobody reads it before a person has approved it; from then on it stays as it is."""

    __tablename__ = "report_cards"

    year: Mapped[int] = mapped_column(unique=True)
    """The year in which it ends."""
    starts: Mapped[date]
    ends: Mapped[date]
    """Its last day."""
    as_of: Mapped[date]
    """What was known by the end of this day."""
    made_at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(40))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    fictional: Mapped[bool] = mapped_column(default=False)

    approver: Mapped[StaffUser | None] = relationship()
    figures: Mapped[list["CardFigure"]] = relationship(
        back_populates="card", cascade="all, delete-orphan", order_by="CardFigure.place"
    )


class CardFigure(Base):
    """One figure. A value, or why there is none, and never both."""

    __tablename__ = "card_figures"
    __table_args__ = (UniqueConstraint("card_id", "section", "cell", "unit", name="uq_card_figures_cell"),)

    card_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("report_cards.id"))
    place: Mapped[int]
    """Where it stands."""
    section: Mapped[str] = mapped_column(String(40))
    cell: Mapped[str] = mapped_column(String(80))
    unit: Mapped[Unit] = mapped_column(by_value(Unit))
    value: Mapped[int | None]
    untold: Mapped[Untold | None] = mapped_column(by_value(Untold))

    card: Mapped[ReportCard] = relationship(back_populates="figures")
