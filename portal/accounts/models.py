"""Tables of staff: people, the devices they have used, their sessions, and sign-ins that failed."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
