"""Putting two accounts of one person together, and apart again. A clinician does both; the machine does neither."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.referrals import raising
from portal.referrals.case_models import CaseChange, Change
from portal.referrals.models import Case, Referral

TURNS = 5


class NotTwo(Exception):
    """There are no two voices here to join, or to part."""


def lock(session: Session, *referral_ids: uuid.UUID) -> list[Referral]:
    """Lock the cases of some referrals, then every voice in them, and return the voices as they are now.

    Always in this order, and by id: two people who act at once wait for each other once, and never both.
    """
    for _turn in range(TURNS):
        wanted = select(Referral.case_id).where(Referral.id.in_(referral_ids))
        cases = sorted(set(session.scalars(wanted)))
        session.execute(select(Case.id).where(Case.id.in_(cases)).order_by(Case.id).with_for_update())
        voices = (
            select(Referral)
            .where(Referral.case_id.in_(cases))
            .order_by(Referral.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        found = list(session.scalars(voices))
        # Somebody may have joined or parted them while this one waited.
        if set(referral_ids) <= {voice.id for voice in found} or not cases:
            return found
    raise NotTwo(referral_ids)


def join(
    session: Session,
    referral_id: uuid.UUID,
    other_id: uuid.UUID,
    reason: str,
    *,
    by: uuid.UUID,
    here: Clocks,
    moment: datetime,
) -> Case:
    """Put all voices of another case beside this one; the most urgent sets the band of all. Raises NotTwo."""
    voices = lock(session, referral_id, other_id)
    found = {voice.id: voice for voice in voices}
    if referral_id not in found or other_id not in found or not reason.strip():
        raise NotTwo(referral_id, other_id)
    case, other = found[referral_id].case, found[other_id].case
    if case.id == other.id:
        raise NotTwo(referral_id, other_id)
    for voice in [each for each in voices if each.case_id == other.id]:
        _move(session, voice, case, Change.JOINED, reason, by, moment)
    raising.raise_case(voices, here, moment)
    session.flush()
    return case


def part(session: Session, referral_id: uuid.UUID, reason: str, *, by: uuid.UUID, moment: datetime) -> Case:
    """Take one voice out of its case into one of its own. Nothing becomes less urgent by it. Raises NotTwo."""
    voices = lock(session, referral_id)
    found = {voice.id: voice for voice in voices}
    if referral_id not in found or len(voices) < 2 or not reason.strip():
        raise NotTwo(referral_id)
    own = Case(opened_at=moment)
    session.add(own)
    session.flush()
    _move(session, found[referral_id], own, Change.PARTED, reason, by, moment)
    return own


def _move(
    session: Session, voice: Referral, case: Case, change: Change, reason: str, by: uuid.UUID, moment: datetime
) -> None:
    """Put one voice into another case, with its line of history and its line in the trail."""
    before = voice.case_id
    session.add(
        CaseChange(
            at=moment,
            change=change,
            referral_id=voice.id,
            from_case_id=before,
            to_case_id=case.id,
            author_id=by,
            reason=reason.strip(),
        )
    )
    voice.case = case
    session.flush()
    tag = Tag.CASE_JOINED if change is Change.JOINED else Tag.CASE_PARTED
    detail = {"from": str(before), "to": str(case.id)}
    trail.record(session, tag, actor=f"staff:{by}", subject=f"referral:{voice.id}", detail=detail)


def raise_together(session: Session, referral: Referral, here: Clocks, moment: datetime) -> None:
    """Let what one voice said raise the others of its case."""
    raising.raise_case(lock(session, referral.id), here, moment)
    session.flush()


def changes(session: Session, case_id: uuid.UUID) -> Sequence[CaseChange]:
    """Return what was joined to a case and parted from it, in order."""
    touched = (CaseChange.from_case_id == case_id) | (CaseChange.to_case_id == case_id)
    return session.scalars(select(CaseChange).where(touched).order_by(CaseChange.at, CaseChange.id)).all()
