"""Tables of staff: people, their second factors, their devices and sessions, failed sign-ins, and broken glass."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import sealed
from portal.accounts.permissions import Role
from portal.db import Base, by_value


class StaffUser(Base):
    """Somebody who works here. Never deleted: the history of referrals names them."""

    __tablename__ = "staff_users"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Casefolded, so that one person is one row."""
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(by_value(Role))
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    """For a service partner: whose entries these are."""
    password_hash: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    fictional: Mapped[bool] = mapped_column(default=False)
    workplace: Mapped[str | None] = mapped_column(String(160))
    """For a school's or a practice's contact, which no directory of services holds: its name or code."""
    app_key_sealed: Mapped[bytes | None]
    """What this person's app and we share to make codes; nothing until they have shown that it works."""
    app_step: Mapped[int | None]
    """The half minute of the last code that was used: one code opens once."""

    app_key = sealed.text("app_key_sealed")


class StaffSession(Base):
    """One stay of one person. The browser holds a random token; we hold only its keyed hash."""

    __tablename__ = "staff_sessions"

    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """Written at most once a minute."""
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    """When a second factor was last given. Without one this is a password waiting at the door, and opens nothing."""
    challenge: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    """What a passkey has been asked to sign; used once."""


class RecoveryCode(Base):
    """A way in when the app is lost: each opens once, and we hold only its keyed hash."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("code_digest"),)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"), index=True)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A key that stays in somebody's device and signs what we ask it to."""

    __tablename__ = "passkeys"
    __table_args__ = (UniqueConstraint("credential_id"),)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(2048))
    uses: Mapped[int]
    """What the device counts; a copy of the key would count backwards."""
    name: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class GlassBreak(Base):
    """Somebody opened one record they do not work on, and said why."""

    __tablename__ = "glass_breaks"
    __table_args__ = (Index("ix_glass_breaks_user_id_referral_id", "user_id", "referral_id"),)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    at: Mapped[datetime]
    until: Mapped[datetime]
    reason_sealed: Mapped[bytes | None]

    reason = sealed.text("reason_sealed")


class StaffDevice(Base):
    """A browser in which somebody has signed in before. A ward's computer may be known for several people."""

    __tablename__ = "staff_devices"
    __table_args__ = (UniqueConstraint("token_digest", "user_id"),)

    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"), index=True)
    last_used_at: Mapped[datetime]


class FailedSignIn(Base):
    """A wrong password, for an account that may not even exist. Kept for as long as it counts."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = (Index("ix_failed_sign_ins_source_digest_at", "source_digest", "at"),)

    source_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Which line of tries it belongs to: an account from a device it knows, or from anywhere else."""
    at: Mapped[datetime]
