"""Making a report card, and letting everybody read it. Once they may, it stays as it is."""

import tomllib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.area import Area
from portal.audit import trail
from portal.audit.tags import Tag
from portal.clock import LONDON, london
from portal.reporting.card import queries
from portal.reporting.card.models import CardFigure, ReportCard
from portal.reporting.card.published import METHOD
from portal.reporting.card.shape import Figure
from portal.reporting.card.year import figures
from portal.waiting_times import lists

FILE = "report-card.toml"


class NotOver(Exception):
    """The year still runs: what is not over cannot be told."""


class Published(Exception):
    """Everybody has read it: two versions of one year would tell what neither tells."""


class Conflict(Exception):
    """It is not the card that the person has seen."""


@dataclass(frozen=True)
class Span:
    """One year of the area: its first day, its last, and their first and following moments."""

    year: int
    starts: date
    ends: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return its first moment, and the first after it."""
        days = (self.starts, self.ends + timedelta(days=1))
        first, after = (datetime.combine(day, time(), LONDON).astimezone(UTC) for day in days)
        return first, after


def span(folder: Path, year: int) -> Span:
    """Return the year that ends in a year, as the area counts."""
    month = tomllib.loads((folder / FILE).read_text("utf-8"))["year_begins_in"]
    starts = date(year if month == 1 else year - 1, month, 1)
    return Span(year, starts, starts.replace(year=starts.year + 1) - timedelta(days=1))


def newest_over(folder: Path, today: date) -> int:
    """Return the newest year that is over."""
    return next(year for year in (today.year + 1, today.year, today.year - 1) if span(folder, year).ends < today)


def make(session: Session, here: Area, folder: Path, year: int, *, actor: str, moment: datetime) -> ReportCard:
    """Count a year and keep what may be told, in place of what nobody approved. Raises NotOver, Published."""
    wanted, as_of = span(folder, year), london(moment).date()
    if wanted.ends >= as_of:
        raise NotOver(year)
    first, after = wanted.moments
    districts = queries.places(folder)
    counted = queries.year(session, lists.load(folder), here, districts, first, after, as_of)
    return keep(session, wanted, figures(counted), as_of=as_of, fictional=here.fictional, actor=actor, moment=moment)


def keep(
    session: Session,
    wanted: Span,
    told: Sequence[Figure],
    *,
    as_of: date,
    fictional: bool,
    actor: str,
    moment: datetime,
) -> ReportCard:
    """Keep a year's figures for a person to approve. Raises Published."""
    before = session.scalars(select(ReportCard).where(ReportCard.year == wanted.year).with_for_update()).one_or_none()
    if before is not None and before.approved_at is not None:
        raise Published(wanted.year)
    if before is not None:
        session.delete(before)
        session.flush()
    made = ReportCard(
        year=wanted.year,
        starts=wanted.starts,
        ends=wanted.ends,
        as_of=as_of,
        made_at=moment,
        method=METHOD,
        fictional=fictional,
    )
    made.figures = [
        CardFigure(place=place, section=one.section, cell=one.cell, unit=one.unit, value=one.value, untold=one.untold)
        for place, one in enumerate(told)
    ]
    session.add(made)
    session.flush()
    trail.record(session, Tag.CARD_MADE, actor=actor, subject=f"report-card:{wanted.year}")
    return made


def approve(session: Session, year: int, seen: str, *, by: uuid.UUID, moment: datetime) -> ReportCard:
    """Let everybody read a year. `seen` names the version the person saw. Raises Conflict."""
    found = session.scalars(select(ReportCard).where(ReportCard.year == year).with_for_update()).one_or_none()
    if found is None or str(found.id) != seen:
        raise Conflict(year)
    if found.approved_at is None:
        found.approved_at, found.approved_by = moment, by
        session.flush()
        trail.record(session, Tag.CARD_APPROVED, actor=f"staff:{by}", subject=f"report-card:{year}")
    return found
