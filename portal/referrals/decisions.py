"""What clinicians record about a case: telling parents, and competence. Appended, never edited."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import trail
from portal.audit.tags import Tag
from portal.referrals.case_models import CompetenceRecord, ContactDecision, Finding, HitMark, Matter


class WithoutReason(Exception):
    """A decision says why."""


def decide_contact(
    session: Session,
    referral_id: uuid.UUID,
    *,
    may_tell_parents: bool,
    newest_counts: bool,
    reason: str,
    by: uuid.UUID,
    moment: datetime,
) -> ContactDecision:
    """Record whether parents may be told, and whether the newest answers about contact count. Raises WithoutReason."""
    decision = ContactDecision(
        referral_id=referral_id,
        at=moment,
        author_id=by,
        may_tell_parents=may_tell_parents,
        newest_counts=newest_counts,
        reason=_said(reason),
    )
    session.add(decision)
    session.flush()
    detail = {"may_tell_parents": may_tell_parents, "newest_counts": newest_counts}
    trail.record(session, Tag.CONTACT_DECIDED, actor=f"staff:{by}", subject=f"referral:{referral_id}", detail=detail)
    return decision


def record_competence(
    session: Session,
    referral_id: uuid.UUID,
    *,
    matter: Matter,
    finding: Finding,
    reasons: str,
    by: uuid.UUID,
    moment: datetime,
) -> CompetenceRecord:
    """Record what a clinician found about competence for one matter. Nothing computes it. Raises WithoutReason."""
    record = CompetenceRecord(
        referral_id=referral_id, at=moment, author_id=by, matter=matter, finding=finding, reasons=_said(reasons)
    )
    session.add(record)
    session.flush()
    trail.record(
        session,
        Tag.COMPETENCE_RECORDED,
        actor=f"staff:{by}",
        subject=f"referral:{referral_id}",
        detail={"matter": matter.value},
    )
    return record


def mark_hit(
    session: Session,
    referral_id: uuid.UUID,
    hit: Mapping[str, Any],
    *,
    useful: bool,
    by: uuid.UUID,
    moment: datetime,
) -> HitMark:
    """Record whether a phrase that a word list found was useful. It makes nobody more or less urgent."""
    mark = HitMark(referral_id=referral_id, at=moment, author_id=by, useful=useful, hit=dict(hit))
    session.add(mark)
    session.flush()
    detail = {"mark": str(mark.id), "useful": useful}
    trail.record(session, Tag.HIT_MARKED, actor=f"staff:{by}", subject=f"referral:{referral_id}", detail=detail)
    return mark


def about_hits(session: Session, referral_id: uuid.UUID) -> Sequence[HitMark]:
    """Return what was said of a referral's hits, the newest first."""
    wanted = select(HitMark).where(HitMark.referral_id == referral_id)
    return session.scalars(wanted.order_by(HitMark.at.desc(), HitMark.id)).all()


def _said(reason: str) -> str:
    """Return a reason, or refuse to go on without one."""
    if not reason.strip():
        raise WithoutReason
    return reason.strip()


def about_contact(session: Session, referral_ids: Collection[uuid.UUID]) -> Sequence[ContactDecision]:
    """Return what was decided about contact, the newest first."""
    wanted = select(ContactDecision).where(ContactDecision.referral_id.in_(referral_ids))
    return session.scalars(wanted.order_by(ContactDecision.at.desc(), ContactDecision.id)).all()


def about_competence(session: Session, referral_ids: Collection[uuid.UUID]) -> Sequence[CompetenceRecord]:
    """Return what was found about competence, the newest first."""
    wanted = select(CompetenceRecord).where(CompetenceRecord.referral_id.in_(referral_ids))
    return session.scalars(wanted.order_by(CompetenceRecord.at.desc(), CompetenceRecord.id)).all()
