"""What the public pages of the report card can reach: figures that a person approved, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.reporting.card.models import ReportCard
from portal.reporting.card.shape import Figure

METHOD = "report-card-1"
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Card:
    """One year as it may be read."""

    year: int
    starts: date
    ends: date
    as_of: date
    approved: bool
    fictional: bool
    figures: Mapping[Place, Figure]
    """By section, line and unit, in order."""

    def figure(self, section: str, cell: str, unit: str = "count") -> Figure | None:
        """Return one figure; None where there is no such line."""
        return self.figures.get((section, cell, unit))


def years(session: Session) -> list[int]:
    """Return the years that everybody may read, the newest first."""
    wanted = select(ReportCard.year).where(ReportCard.approved_at.is_not(None))
    return list(session.scalars(wanted.order_by(ReportCard.year.desc())))


def card(session: Session, year: int) -> Card | None:
    """Return a year that everybody may read."""
    found = _row(session, year)
    return read(found) if found is not None and found.approved_at is not None else None


def _row(session: Session, year: int) -> ReportCard | None:
    """Return the row of a year with its figures."""
    return session.scalars(
        select(ReportCard).where(ReportCard.year == year).options(selectinload(ReportCard.figures))
    ).one_or_none()


def read(row: ReportCard) -> Card:
    """Return a row as plain values."""
    found = (Figure(each.section, each.cell, each.unit, each.value, each.untold) for each in row.figures)
    return Card(
        *(row.year, row.starts, row.ends, row.as_of, row.approved_at is not None, row.fictional),
        {(each.section, each.cell, each.unit.value): each for each in found},
    )
