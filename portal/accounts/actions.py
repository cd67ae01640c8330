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
from portal.accounts.queries import WINDOW, Caller, by_email, casefolded
from portal.audit import trail
from portal.audit.tags import Tag

LONGEST_STAY = timedelta(hours=12)


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
    )
    session.add(user)
    session.flush()
    detail = {"role": role.value} | ({"organization": str(organization_id)} if organization_id else {})
    trail.record(session, Tag.STAFF_ADDED, actor=actor, subject=f"staff:{user.id}", detail=detail)
    return user


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


def sign_in(session: Session, user_id: uuid.UUID, device_token: str, *, moment: datetime) -> str:
    """Begin a stay and know the device from now on. Returns the stay's new token."""
    token = secrets.token_urlsafe(32)
    stay = StaffSession(
        token_digest=sealed.blind_index(token, "staff-session"),
        user_id=user_id,
        created_at=moment,
        seen_at=moment,
        ends_at=moment + LONGEST_STAY,
    )
    session.add(stay)
    _know_device(session, user_id, sealed.blind_index(device_token, "staff-device"), moment)
    session.flush()
    trail.record(session, Tag.STAFF_SIGNED_IN, actor=f"staff:{user_id}", subject=f"session:{stay.id}")
    return token


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
    session.execute(delete(FailedSignIn).where(FailedSignIn.at <= moment - WINDOW))
    session.add(FailedSignIn(source_digest=caller.source, at=moment))
    session.flush()
    trail.record(session, Tag.STAFF_REFUSED, actor="person", subject=f"account:{caller.source.hex()[:16]}")


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


def touch(session: Session, session_id: uuid.UUID, *, moment: datetime) -> None:
    """Note that somebody is at the keyboard."""
    session.execute(update(StaffSession).where(StaffSession.id == session_id).values(seen_at=moment))
