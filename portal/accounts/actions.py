"""Changing who works here and who is in: each act with its line in the trail."""

import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal import sealed
from portal.accounts import passwords
from portal.accounts.models import FailedSignIn, StaffDevice, StaffSession, StaffUser
from portal.accounts.permissions import Role
from portal.accounts.queries import CODE_WINDOW, Caller, by_email, casefolded
from portal.audit import trail
from portal.audit.tags import Tag

LONGEST_STAY = timedelta(hours=12)
LONGEST_WAIT = timedelta(minutes=10)
"""For how long a password that was right may wait for its second factor."""


class AlreadyHere(Exception):
    """Somebody with this address is on the list already."""


class NotHere(Exception):
    """Nobody with this address is on the list."""


def add_staff(
    session: Session,
    email: str,
    name: str,
    role: Role,
    password: str,
    *,
    actor: str,
    moment: datetime,
    fictional: bool = False,
    organization_id: uuid.UUID | None = None,
    workplace: str | None = None,
) -> StaffUser:
    """Take somebody on; a service partner belongs to an organisation. Raises AlreadyHere."""
    if by_email(session, email):
        raise AlreadyHere(email)
    user = StaffUser(
        email=casefolded(email),
        name=name,
        role=role,
        password_hash=passwords.hashed(password),
        added_at=moment,
        fictional=fictional,
        organization_id=organization_id,
        workplace=workplace,
    )
    session.add(user)
    session.flush()
    detail = {"role": role.value} | ({"organization": str(organization_id)} if organization_id else {})
    trail.record(session, Tag.STAFF_ADDED, actor=actor, subject=f"staff:{user.id}", detail=detail)
    return user


def change_role(
    session: Session,
    user: StaffUser,
    role: Role,
    *,
    organization_id: uuid.UUID | None,
    workplace: str | None,
    actor: str,
) -> None:
    """Change what somebody may do, from their next request on."""
    user.role, user.organization_id, user.workplace = role, organization_id, workplace
    session.flush()
    detail = {"role": role.value} | ({"organization": str(organization_id)} if organization_id else {})
    trail.record(session, Tag.STAFF_CHANGED, actor=actor, subject=f"staff:{user.id}", detail=detail)


def new_password(session: Session, user: StaffUser, *, actor: str, moment: datetime) -> str:
    """Give somebody a new password and end their stays. Their second factor stays, and is still asked for."""
    made = passwords.new_password()
    user.password_hash = passwords.hashed(made)
    revoke(session, user.id, moment=moment)
    trail.record(session, Tag.STAFF_CHANGED, actor=actor, subject=f"staff:{user.id}", detail={"password": "new"})
    return made


def reopen(session: Session, user: StaffUser, *, actor: str) -> None:
    """Open a closed account again; its password and second factor are asked for as before."""
    user.disabled_at = None
    session.flush()
    trail.record(session, Tag.STAFF_REOPENED, actor=actor, subject=f"staff:{user.id}")


def disable_staff(session: Session, email: str, *, actor: str, moment: datetime) -> StaffUser:
    """Close an account and end every stay of its owner. Raises NotHere."""
    user = by_email(session, email)
    if user is None:
        raise NotHere(email)
    user.disabled_at = user.disabled_at or moment
    revoke(session, user.id, moment=moment)
    session.execute(delete(StaffDevice).where(StaffDevice.user_id == user.id))
    session.flush()
    trail.record(session, Tag.STAFF_DISABLED, actor=actor, subject=f"staff:{user.id}")
    return user


def begin(session: Session, user_id: uuid.UUID, *, moment: datetime) -> str:
    """Let a right password wait for its second factor. Returns a token that opens nothing but that question."""
    _stay, token = _new_stay(session, user_id, moment, moment + LONGEST_WAIT)
    return token


def sign_in(session: Session, user_id: uuid.UUID, device_token: str, *, moment: datetime) -> str:
    """Begin a stay of somebody who gave both factors, and know the device from now on. Returns its new token."""
    stay, token = _new_stay(session, user_id, moment, moment + LONGEST_STAY)
    stay.confirmed_at = moment
    _know_device(session, user_id, sealed.blind_index(device_token, "staff-device"), moment)
    session.flush()
    trail.record(session, Tag.STAFF_SIGNED_IN, actor=f"staff:{user_id}", subject=f"session:{stay.id}")
    return token


def complete(
    session: Session, waiting_id: uuid.UUID, user_id: uuid.UUID, device_token: str, *, moment: datetime
) -> str:
    """Turn a waiting password into a stay, under a token that nobody has held before."""
    session.execute(update(StaffSession).where(StaffSession.id == waiting_id).values(revoked_at=moment))
    return sign_in(session, user_id, device_token, moment=moment)


def _new_stay(session: Session, user_id: uuid.UUID, moment: datetime, ends_at: datetime) -> tuple[StaffSession, str]:
    """Write a stay, and return it with the token that only the browser will hold."""
    token = secrets.token_urlsafe(32)
    stay = StaffSession(
        token_digest=sealed.blind_index(token, "staff-session"),
        user_id=user_id,
        created_at=moment,
        seen_at=moment,
        ends_at=ends_at,
    )
    session.add(stay)
    session.flush()
    return stay, token


def confirm(session: Session, session_id: uuid.UUID, user_id: uuid.UUID, *, moment: datetime) -> None:
    """Note that the person in a stay has given their second factor again."""
    session.execute(update(StaffSession).where(StaffSession.id == session_id).values(confirmed_at=moment))
    session.flush()
    trail.record(session, Tag.STAFF_CONFIRMED, actor=f"staff:{user_id}", subject=f"session:{session_id}")


def _know_device(session: Session, user_id: uuid.UUID, digest: bytes, moment: datetime) -> None:
    """Remember that this person has signed in on this device."""
    wanted = select(StaffDevice).where(StaffDevice.token_digest == digest, StaffDevice.user_id == user_id)
    device = session.scalars(wanted).one_or_none()
    if device is None:
        session.add(StaffDevice(token_digest=digest, user_id=user_id, last_used_at=moment))
    else:
        device.last_used_at = moment


def refuse(session: Session, caller: Caller, *, moment: datetime) -> None:
    """Note a failed sign-in, in the same way for an account that exists and for one that does not."""
    _note_failure(session, caller.source, moment)
    trail.record(session, Tag.STAFF_REFUSED, actor="person", subject=f"account:{caller.source.hex()[:16]}")


def refuse_vouched(session: Session, source: bytes | None, why: str) -> None:
    """Note a sign-in through an organisation that opened nothing; no password was tried, so none is slowed down."""
    subject = f"account:{source.hex()[:16]}" if source else ""
    trail.record(session, Tag.STAFF_REFUSED, actor="person", subject=subject, detail={"way": "oidc", "why": why})


def refuse_code(session: Session, user_id: uuid.UUID, source: bytes, *, moment: datetime) -> None:
    """Note a wrong code: whoever typed it has given this person's password."""
    _note_failure(session, source, moment)
    trail.record(session, Tag.STAFF_REFUSED, actor="person", subject=f"staff:{user_id}", detail={"factor": "second"})


def _note_failure(session: Session, source: bytes, moment: datetime) -> None:
    """Keep one failure for as long as any failure counts."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.at <= moment - CODE_WINDOW))
    session.add(FailedSignIn(source_digest=source, at=moment))
    session.flush()


def sign_out(session: Session, session_id: uuid.UUID, user_id: uuid.UUID, *, moment: datetime) -> None:
    """End one stay."""
    session.execute(update(StaffSession).where(StaffSession.id == session_id).values(revoked_at=moment))
    session.flush()
    trail.record(session, Tag.STAFF_SIGNED_OUT, actor=f"staff:{user_id}", subject=f"session:{session_id}")


def revoke(session: Session, user_id: uuid.UUID, *, moment: datetime) -> None:
    """End every stay of one person, from their next request on."""
    open_ones = (StaffSession.user_id == user_id, StaffSession.revoked_at.is_(None))
    session.execute(update(StaffSession).where(*open_ones).values(revoked_at=moment))
    session.flush()


def end_stays(session: Session, user_id: uuid.UUID, *, actor: str, moment: datetime) -> None:
    """End every stay of somebody else."""
    revoke(session, user_id, moment=moment)
    trail.record(session, Tag.STAFF_STAYS_ENDED, actor=actor, subject=f"staff:{user_id}")


def revoke_others(session: Session, user_id: uuid.UUID, kept: uuid.UUID, *, moment: datetime) -> None:
    """End every stay of one person but the one they are in."""
    others = (StaffSession.user_id == user_id, StaffSession.revoked_at.is_(None), StaffSession.id != kept)
    session.execute(update(StaffSession).where(*others).values(revoked_at=moment))
    session.flush()
    trail.record(session, Tag.STAFF_STAYS_ENDED, actor=f"staff:{user_id}", subject=f"staff:{user_id}")


def touch(session: Session, session_id: uuid.UUID, *, moment: datetime) -> None:
    """Note that somebody is at the keyboard."""
    session.execute(update(StaffSession).where(StaffSession.id == session_id).values(seen_at=moment))
