"""What happens to a report: it is kept once, answered, and closed with a reason. Every act leaves its trace."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal import db, sealed
from portal.area import Clocks, Promise
from portal.audit import trail
from portal.audit.tags import Tag
from portal.directory.models import Service
from portal.problems import queries
from portal.problems.kinds import Kind, Outcome, Status
from portal.problems.models import ProblemReport
from portal.web import read_aloud

PREFIX = "PR"


class Conflict(Exception):
    """Somebody else has answered or closed this report in the meantime."""


@dataclass(frozen=True)
class Said:
    """What a reader sent."""

    kind: Kind
    words: str
    contact: str
    language: str
    once: str
    """The number of the form it came in: one form is one report, however often it is sent."""


def report(
    session: Session, service: Service, said: Said, clocks: Clocks, within: Promise, moment: datetime, *, urgent: bool
) -> ProblemReport:
    """Keep a report, or find the one that this form has already sent.

    `within` is the area's promise. What may be about somebody's safety is due when a person is screened: the same day.
    """
    key = sealed.blind_index(said.once, "problem-form")
    if (known := queries.by_sending(session, key)) is not None:
        return known
    made = ProblemReport(
        reference=read_aloud.new_reference(PREFIX),
        sending_key=key,
        service_id=service.id,
        language=said.language,
        kind=said.kind,
        words=said.words or None,
        contact=said.contact or None,
        urgent=urgent,
        received_at=moment,
        due_at=_due(clocks, within, moment, urgent),
        status=Status.OPEN,
    )
    kept = db.add_once(session, made, lambda: queries.by_sending(session, key))
    if kept is not made:
        return kept
    detail = {"kind": said.kind.value, "urgent": urgent}
    trail.record(session, Tag.PROBLEM_REPORTED, actor="person", subject=f"problem:{made.id}", detail=detail)
    return made


def _due(clocks: Clocks, within: Promise, moment: datetime, urgent: bool) -> datetime:
    """Return by when a report is answered."""
    working = within.working_days
    promised = clocks.calendar.add_working_days(moment, working) if working else moment + within.length
    return min(promised, clocks.screen_by(moment)) if urgent else promised


def answer(
    session: Session,
    report_id: uuid.UUID,
    seen: int,
    words: str,
    *,
    by: uuid.UUID,
    moment: datetime,
    outcome: Outcome | None = None,
) -> ProblemReport:
    """Write what the reporter reads; with an outcome, close the report and wipe how to reach them.

    `seen` is the version that was on the screen. Raises Conflict when it is not the newest, or the report is closed,
    and LookupError when there is none.
    """
    found = queries.one(session, report_id, lock=True)
    if found is None:
        raise LookupError(report_id)
    if found.version != seen or found.status is Status.CLOSED:
        raise Conflict
    found.answer, found.answered_at, found.answered_by = words or found.answer, moment, by
    found.status = Status.CLOSED if outcome else Status.ANSWERED
    if outcome:
        found.outcome, found.contact = outcome, None
    session.flush()
    tag = Tag.PROBLEM_CLOSED if outcome else Tag.PROBLEM_ANSWERED
    detail = {"outcome": outcome.value} if outcome else {}
    trail.record(session, tag, actor=f"staff:{by}", subject=f"problem:{found.id}", detail=detail)
    return found
