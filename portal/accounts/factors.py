"""Second factors: setting one up, accepting a code once, and taking all of them away."""

import secrets
import uuid
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Update, delete, func, or_, select, update
from sqlalchemy.orm import Session

from portal import sealed
from portal.accounts import app_codes
from portal.accounts.models import Passkey, RecoveryCode, StaffUser
from portal.accounts.passwords import ALPHABET
from portal.audit import trail
from portal.audit.tags import Tag

RECOVERY_CODES, RECOVERY_GROUPS, RECOVERY_GROUP = 10, 3, 4  # 12 letters of 30: 58 random bits behind a password


def has_app(session: Session, user_id: uuid.UUID) -> bool:
    """Tell whether somebody has an app that makes codes."""
    wanted = select(StaffUser.id).where(StaffUser.id == user_id, StaffUser.app_key_sealed.is_not(None))
    return session.scalar(wanted) is not None


def has_any(session: Session, user_id: uuid.UUID) -> bool:
    """Tell whether somebody has set up a second factor."""
    return has_app(session, user_id) or bool(passkeys(session, user_id))


def passkeys(session: Session, user_id: uuid.UUID) -> list[Passkey]:
    """Return somebody's passkeys, the first one first."""
    return list(session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.added_at)))


def key_offered(user_id: uuid.UUID, session_id: uuid.UUID) -> str:
    """Return the key that a stay offers to a new app: the same on every look, and kept only once it is shown to work.

    Nobody can work it out without this installation's own keys.
    """
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    return "".join(alphabet[byte % 32] for byte in sealed.blind_index(f"{user_id}|{session_id}", "staff-app"))


def set_up(session: Session, user_id: uuid.UUID, key: str, code: str, *, moment: datetime) -> bool:
    """Keep an app's key once its first code is right, and tell whether it was."""
    step = app_codes.step_of(key, code, moment)
    if step is None:
        return False
    user = session.get_one(StaffUser, user_id)
    user.app_key, user.app_step = key, step
    session.flush()
    trail.record(
        session, Tag.FACTOR_ADDED, actor=f"staff:{user_id}", subject=f"staff:{user_id}", detail={"kind": "app"}
    )
    return True


def accept(session: Session, user_id: uuid.UUID, said: str, *, moment: datetime) -> str | None:
    """Use a code of the app or a recovery code up, and return which kind it was; None when it opens nothing."""
    typed = "".join(letter for letter in said.upper() if letter.isalnum() and letter.isascii())
    if len(typed) == app_codes.DIGITS and typed.isdecimal():
        return "app" if _accept_app(session, user_id, typed, moment) else None
    if len(typed) == RECOVERY_GROUPS * RECOVERY_GROUP and _use_recovery(session, user_id, typed, moment):
        trail.record(session, Tag.RECOVERY_USED, actor=f"staff:{user_id}", subject=f"staff:{user_id}")
        return "recovery"
    return None


def _accept_app(session: Session, user_id: uuid.UUID, code: str, moment: datetime) -> bool:
    """Use one code of the app up: of two that come at once, one finds the half minute taken."""
    user = session.get_one(StaffUser, user_id)
    step = app_codes.step_of(user.app_key, code, moment) if user.app_key else None
    if step is None:
        return False
    unused = or_(StaffUser.app_step.is_(None), StaffUser.app_step < step)
    return _changed(session, update(StaffUser).where(StaffUser.id == user_id, unused).values(app_step=step))


def _use_recovery(session: Session, user_id: uuid.UUID, code: str, moment: datetime) -> bool:
    """Use one recovery code up."""
    unused = (
        RecoveryCode.user_id == user_id,
        RecoveryCode.code_digest == _digest(user_id, code),
        RecoveryCode.used_at.is_(None),
    )
    return _changed(session, update(RecoveryCode).where(*unused).values(used_at=moment))


def _changed(session: Session, change: Update) -> bool:
    """Change one row if it still is as it was, and tell whether it was."""
    return cast(CursorResult[Any], session.execute(change)).rowcount == 1


def _digest(user_id: uuid.UUID, code: str) -> bytes:
    """Return what is kept of a recovery code."""
    return sealed.blind_index(f"{user_id}|{code}", "staff-recovery")


def new_recovery_codes(session: Session, user_id: uuid.UUID, *, moment: datetime) -> list[str]:
    """Make ten codes that are shown once; those of before open nothing any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=user_id, code_digest=_digest(user_id, code), made_at=moment) for code in codes)
    session.flush()
    trail.record(session, Tag.RECOVERY_MADE, actor=f"staff:{user_id}", subject=f"staff:{user_id}")
    return ["-".join(code[at : at + RECOVERY_GROUP] for at in range(0, 12, RECOVERY_GROUP)) for code in codes]


def recovery_left(session: Session, user_id: uuid.UUID) -> int:
    """Count the recovery codes that still open."""
    unused = (RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def forget(session: Session, user_id: uuid.UUID, *, actor: str) -> None:
    """Take every second factor away. The password stays: the next sign-in asks for it, then sets up a new one."""
    session.execute(update(StaffUser).where(StaffUser.id == user_id).values(app_key_sealed=None, app_step=None))
    for rows in (RecoveryCode, Passkey):
        session.execute(delete(rows).where(rows.user_id == user_id))
    session.flush()
    trail.record(session, Tag.FACTOR_RESET, actor=actor, subject=f"staff:{user_id}")
