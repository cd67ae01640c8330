"""Finding staff, their sessions, and how often a sign-in has just failed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, String, Uuid, column, func, select, table
from sqlalchemy.orm import Session

from portal import sealed
from portal.accounts.models import FailedSignIn, StaffDevice, StaffSession, StaffUser
from portal.accounts.permissions import Role

IDLE = timedelta(minutes=15)
TRIES = 5
WINDOW = timedelta(seconds=60)
CODE_WINDOW = timedelta(minutes=15)
"""Longer than for passwords: six digits are soon guessed, and only who has the password gets as far as a code."""
NOBODY = uuid.UUID(int=0)
ORGANIZATIONS = table("organizations", column("id", Uuid()), column("name", String()))


@dataclass(frozen=True)
class Stay:
    """A session that counts at this moment, with the person it belongs to."""

    session_id: uuid.UUID
    user_id: uuid.UUID
    name: str
    role: Role
    organization_id: uuid.UUID | None
    seen_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Waiting:
    """A right password that waits for its second factor."""

    session_id: uuid.UUID
    user_id: uuid.UUID
    name: str
    email: str
    fictional: bool


@dataclass(frozen=True)
class Caller:
    """Somebody at the door: the account they name, if there is one, and whether they may try now."""

    source: bytes
    user_id: uuid.UUID | None
    password_hash: str | None
    known_device: bool
    too_many: bool


def casefolded(email: str) -> str:
    """Write an address the way it is kept."""
    return email.strip().casefold()


def by_email(session: Session, email: str) -> StaffUser | None:
    """Find somebody by their address, in any capitals."""
    return session.scalars(select(StaffUser).where(StaffUser.email == casefolded(email))).one_or_none()


def organization(session: Session, said: str) -> uuid.UUID | None:
    """Find an organisation of the directory by its id or its name, in any capitals; None when it is not the only one.

    By the table's name: the directory stands on a higher floor.
    """
    found = list(session.execute(select(ORGANIZATIONS.c.id, ORGANIZATIONS.c.name)))
    matching = [own for own, name in found if said.strip().casefold() in (str(own), name.casefold())]
    return matching[0] if len(matching) == 1 else None


def organization_names(session: Session) -> Sequence[str]:
    """Return what the organisations of the directory are called, in order."""
    return session.scalars(select(ORGANIZATIONS.c.name).order_by(ORGANIZATIONS.c.name)).all()


def addresses_of(session: Session, organization_id: uuid.UUID) -> tuple[str, ...]:
    """Return the addresses of everybody who works for an organisation now, in a settled order."""
    wanted = select(StaffUser.email).where(
        StaffUser.organization_id == organization_id, StaffUser.disabled_at.is_(None)
    )
    return tuple(session.scalars(wanted.order_by(StaffUser.email)))


def organization_name(session: Session, own: uuid.UUID | None) -> str:
    """Return what an organisation of the directory is called."""
    return session.scalar(select(ORGANIZATIONS.c.name).where(ORGANIZATIONS.c.id == own)) or "" if own else ""


def everybody(session: Session) -> Sequence[StaffUser]:
    """Return all staff by address, those who left included."""
    return session.scalars(select(StaffUser).order_by(StaffUser.email, StaffUser.id)).all()


def at_work(session: Session, email: str) -> uuid.UUID | None:
    """Find who works here now under an address."""
    user = by_email(session, email)
    return user.id if user is not None and user.disabled_at is None else None


def account_source(email: str, where: str = "anywhere") -> bytes:
    """Return the line of tries that sign-ins under one address belong to, without the address in it."""
    return sealed.blind_index(f"{casefolded(email)}|{where}", "staff-sign-in")


def caller(session: Session, email: str, device_token: str, moment: datetime) -> Caller:
    """Say who is at the door. The same questions are asked whether or not the account exists."""
    user = by_email(session, email)
    digest = sealed.blind_index(device_token, "staff-device")
    wanted = select(StaffDevice.id).where(
        StaffDevice.token_digest == digest, StaffDevice.user_id == (user.id if user else NOBODY)
    )
    known = session.scalars(wanted).first() is not None
    source = account_source(email, device_token) if known else account_source(email)
    works_here = user is not None and user.disabled_at is None
    return Caller(
        source=source,
        user_id=user.id if user else None,
        password_hash=user.password_hash if user and works_here else None,
        known_device=known,
        too_many=_failures(session, source, moment - WINDOW) >= TRIES,
    )


def code_source(user_id: uuid.UUID) -> bytes:
    """Return the line of tries that wrong codes of one person belong to."""
    return sealed.blind_index(str(user_id), "staff-code")


def too_many_codes(session: Session, user_id: uuid.UUID, moment: datetime) -> bool:
    """Tell whether somebody's codes have been guessed at too often just now."""
    return _failures(session, code_source(user_id), moment - CODE_WINDOW) >= TRIES


def _failures(session: Session, source: bytes, since: datetime) -> int:
    """Count the failures that still slow this line of tries down."""
    recent = (FailedSignIn.source_digest == source, FailedSignIn.at > since)
    return session.scalar(select(func.count()).select_from(FailedSignIn).where(*recent)) or 0


def stay(session: Session, token: str, moment: datetime) -> Stay | None:
    """Return the stay a token opens: both factors given, not revoked, not idle, not over, and its person works here."""
    found = session.execute(_open(token, moment).where(StaffSession.confirmed_at.is_not(None))).one_or_none()
    if found is None:
        return None
    row, user = found
    return Stay(row.id, user.id, user.name, user.role, user.organization_id, row.seen_at, row.confirmed_at)


def waiting(session: Session, token: str, moment: datetime) -> Waiting | None:
    """Return whose password waits for a second factor under a token."""
    found = session.execute(_open(token, moment).where(StaffSession.confirmed_at.is_(None))).one_or_none()
    if found is None:
        return None
    row, user = found
    return Waiting(row.id, user.id, user.name, user.email, user.fictional)


def _open(token: str, moment: datetime) -> Select[StaffSession, StaffUser]:
    """Find what a token belongs to, while that counts."""
    return (
        select(StaffSession, StaffUser)
        .join(StaffUser, StaffUser.id == StaffSession.user_id)
        .where(
            StaffSession.token_digest == sealed.blind_index(token, "staff-session"),
            StaffSession.revoked_at.is_(None),
            StaffSession.seen_at > moment - IDLE,
            StaffSession.ends_at > moment,
            StaffUser.disabled_at.is_(None),
        )
    )


def stays_of(session: Session, user_id: uuid.UUID, moment: datetime) -> Sequence[StaffSession]:
    """Return where somebody is signed in now, the latest first."""
    open_ones = (
        StaffSession.user_id == user_id,
        StaffSession.confirmed_at.is_not(None),
        StaffSession.revoked_at.is_(None),
        StaffSession.seen_at > moment - IDLE,
        StaffSession.ends_at > moment,
    )
    return session.scalars(select(StaffSession).where(*open_ones).order_by(StaffSession.seen_at.desc())).all()
