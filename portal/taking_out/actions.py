"""Noting that a record was taken out: a reading of every voice, and who took what, and why."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.permissions import Role
from portal.audit import trail
from portal.audit.tags import Tag
from portal.referrals import readings
from portal.taking_out.models import RecordTaken


def note(
    session: Session,
    referral_id: uuid.UUID,
    *,
    why: str,
    kind: str,
    left_out: Collection[str],
    by: uuid.UUID,
    role: Role,
    moment: datetime,
) -> RecordTaken:
    """Keep who takes a record out and why, in the transaction of the answer: without this line there is no file."""
    said = {"why": why.strip(), "kind": kind, "left_out": sorted(left_out)}
    row = RecordTaken(user_id=by, referral_id=referral_id, at=moment, said=said)
    session.add(row)
    session.flush()
    actor, subject = f"staff:{by}", f"referral:{referral_id}"
    readings.note(session, referral_id, actor=actor, role=role)
    trail.record(session, Tag.RECORD_TAKEN, actor=actor, subject=subject, detail={"taken": str(row.id), "kind": kind})
    return row
