"""Finding referrals."""

import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.referrals import cases, drafts, references
from portal.referrals.models import Referral


def by_key(session: Session, key: str | None, *, lock: bool = False) -> Referral | None:
    """Return what this browser has already sent, if anything."""
    if not key:
        return None
    found = session.scalars(select(Referral).where(Referral.submission_key == drafts.digest(key))).one_or_none()
    if found is None or not lock:
        return found
    # What is added here may raise the other voices of the case, so the whole case is locked, as whoever joins does.
    return next(voice for voice in cases.lock(session, found.id) if voice.id == found.id)


def by_reference_and_code(session: Session, reference: str, code: str) -> Referral | None:
    """Return the referral that both secrets belong to. Either one alone finds nothing."""
    known = references.read_reference(reference)
    found = session.scalars(select(Referral).where(Referral.reference == (known or ""))).one_or_none()
    # The comparison is made in any case, so that a right reference takes as long as a wrong one.
    right = hmac.compare_digest(((found and found.code) or "").encode(), references.read_code(code).encode())
    return found if found and right else None
