"""The report cards of Wexlow: last year's numbers are invented, this year's are counted from the made-up people."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import StaffUser
from portal.accounts.permissions import Role
from portal.area import Area
from portal.clock import london
from portal.reporting.card import actions
from portal.reporting.card.models import ReportCard
from portal.reporting.card.shape import SECTIONS, WAITED, Figure, Unit, Untold

FILE = "report-card.toml"


def bring_in(session: Session, here: Area, folder: Path, moment: datetime) -> None:
    """Publish the newest year that is over and the one before, unless they are here already."""
    newest = actions.newest_over(folder, london(moment).date())
    here_already = set(session.scalars(select(ReportCard.year)))
    by = session.scalars(
        select(StaffUser.id).where(StaffUser.role == Role.COMMISSIONER, StaffUser.fictional.is_(True)).limit(1)
    ).first()
    for year in (newest - 1, newest):
        if year in here_already or by is None:
            continue
        if year == newest:
            made = actions.make(session, here, folder, year, actor="command", moment=moment)
        else:
            made = _invented(session, here, folder, year, moment)
        actions.approve(session, year, str(made.id), by=by, moment=moment)


def _invented(session: Session, here: Area, folder: Path, year: int, moment: datetime) -> ReportCard:
    """Keep a year whose numbers the demonstration's own file tells."""
    said = tomllib.loads((folder / "demo" / FILE).read_text("utf-8"))
    return actions.keep(
        session,
        actions.span(folder, year),
        list(_figures(said)),
        as_of=actions.span(folder, year + 1).starts.replace(day=28),
        fictional=here.fictional,
        actor="command",
        moment=moment,
    )


def _figures(said: dict[str, dict[str, int]]) -> Iterator[Figure]:
    """Yield the figures of a file: every count is rounded there already, and what it leaves out is too few to tell."""
    for section in SECTIONS:
        given = said.get(section.id, {})
        for cell in ("all", *(section.cells or given)):
            value = given.get(cell)
            if cell == "all" and value is None:
                continue
            yield Figure(section.id, cell, Unit.COUNT, value, None if value is not None else Untold.FEW)
    for name in WAITED:
        for cell, value in said[name].items():
            yield Figure(name, cell, Unit.UP_TO_WEEKS if cell == "longest" else Unit.WEEKS, value)
