"""Published waits as pages read them: the newest approved figures, and what outside services say of themselves."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, contains_eager

from portal.waiting_times.models import Milestone, OutsideWait, WaitEdition, WaitFigure


def newest(session: Session, today: date) -> WaitEdition | None:
    """Return the newest edition that a person has approved, with all its figures."""
    wanted = select(WaitEdition).outerjoin(WaitEdition.figures).where(WaitEdition.as_of == _newest_day(today))
    return session.scalars(wanted.options(contains_eager(WaitEdition.figures))).unique().one_or_none()


def of_lists(session: Session, lists: Collection[str], today: date) -> list[WaitFigure]:
    """Return the newest approved figures of some lists, each with its edition; without lists nothing is asked."""
    if not lists:
        return []
    wanted = select(WaitFigure).join(WaitFigure.edition).options(contains_eager(WaitFigure.edition))
    wanted = wanted.where(WaitEdition.as_of == _newest_day(today), WaitFigure.list_id.in_(lists))
    return list(session.scalars(wanted))


def outside(session: Session, today: date, slug: str = "") -> Mapping[str, Mapping[Milestone, OutsideWait]]:
    """Return by service, or of one service, the newest words about each milestone that have not expired."""
    wanted = select(OutsideWait).where(OutsideWait.said_on <= today, OutsideWait.expires_on >= today)
    if slug:
        wanted = wanted.where(OutsideWait.service_slug == slug)
    found: dict[str, dict[Milestone, OutsideWait]] = {}
    for row in session.scalars(wanted.order_by(OutsideWait.said_on, OutsideWait.entered_at, OutsideWait.id)):
        found.setdefault(row.service_slug, {})[row.milestone] = row
    return found


def _newest_day(today: date) -> ScalarSelect[date]:
    """Say which day the newest approved edition is of."""
    approved = (WaitEdition.approved_at.is_not(None), WaitEdition.as_of <= today)
    return select(func.max(WaitEdition.as_of)).where(*approved).scalar_subquery()
