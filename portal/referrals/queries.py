"""Finding referrals."""

import hmac
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import sealed
from portal.referrals import cases, drafts, references
from portal.referrals.case_models import Letter
from portal.referrals.models import Referral

NOBODY = uuid.UUID(int=0)


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
    """Return the referral that both secrets belong to. Either one alone finds nothing.

    A right reference with a wrong code is the same work as a wrong reference: one question to the database, one
    value sealed, one opened, one comparison.
    """
    known = references.read_reference(reference) or ""
    row = session.execute(select(Referral.id, Referral.code_sealed).where(Referral.reference == known)).one_or_none()
    nothing = sealed.ring().seal(b"no code at all", _place(NOBODY))
    referral_id, kept = (row.id, row.code_sealed) if row and row.code_sealed else (NOBODY, nothing)
    right = hmac.compare_digest(sealed.ring().open(kept, _place(referral_id)), references.read_code(code).encode())
    return session.get(Referral, referral_id) if right else None


def own(session: Session, referral_id: str) -> Referral | None:
    """Return the referral of a page that both secrets opened, as it is now, its case locked until the end."""
    mine = uuid.UUID(referral_id)
    # What is added here may raise the other voices of the case, as above.
    known = session.scalar(select(Referral.id).where(Referral.id == mine))
    return next(voice for voice in cases.lock(session, mine) if voice.id == mine) if known else None


def letter(session: Session, referral_id: uuid.UUID) -> Letter | None:
    """Return the newest letter that was written to whoever sent a referral."""
    wanted = select(Letter).where(Letter.referral_id == referral_id).order_by(Letter.at.desc(), Letter.id)
    return session.scalars(wanted.limit(1)).first()


def _place(referral_id: uuid.UUID) -> str:
    """Return where the code of a referral is sealed."""
    return f"referrals.code_sealed:{referral_id}"
