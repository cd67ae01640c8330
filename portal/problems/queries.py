"""Finding reports."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.directory.models import Service
from portal.problems.kinds import Status
from portal.problems.models import ProblemReport

MOST = 200
"""Rows of a page; the oldest promises come first, so nothing that is due is cut off."""


def service(session: Session, slug: str) -> Service | None:
    """Return the row of the entry that a report is about."""
    return session.scalars(select(Service).where(Service.slug == slug)).one_or_none()


def waiting(session: Session) -> Sequence[ProblemReport]:
    """Return reports that are not closed: what may be about somebody's safety first, then by when an answer is due."""
    wanted = select(ProblemReport).where(ProblemReport.status != Status.CLOSED)
    answered = ProblemReport.status != Status.OPEN
    order = (answered, ProblemReport.urgent.desc(), ProblemReport.due_at, ProblemReport.id)
    return session.scalars(wanted.order_by(*order).limit(MOST).options(joinedload(ProblemReport.service))).all()


def closed(session: Session) -> Sequence[ProblemReport]:
    """Return reports that need nothing more, the last one first."""
    wanted = select(ProblemReport).where(ProblemReport.status == Status.CLOSED)
    order = (ProblemReport.answered_at.desc(), ProblemReport.id)
    return session.scalars(wanted.order_by(*order).limit(MOST).options(joinedload(ProblemReport.service))).all()


def counts(session: Session) -> dict[Status, int]:
    """Count reports by where they are."""
    rows = session.execute(select(ProblemReport.status, func.count()).group_by(ProblemReport.status))
    return {row[0]: row[1] for row in rows}


def one(session: Session, report_id: uuid.UUID, *, lock: bool = False) -> ProblemReport | None:
    """Return one report; locked until the transaction ends if asked."""
    wanted = select(ProblemReport).where(ProblemReport.id == report_id)
    return session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()


def by_reference(session: Session, reference: str | None) -> ProblemReport | None:
    """Return the report that a reporter's reference names."""
    if not reference:
        return None
    return session.scalars(select(ProblemReport).where(ProblemReport.reference == reference)).one_or_none()


def by_sending(session: Session, key: bytes) -> ProblemReport | None:
    """Return what one form has sent already."""
    return session.scalars(select(ProblemReport).where(ProblemReport.sending_key == key)).one_or_none()
