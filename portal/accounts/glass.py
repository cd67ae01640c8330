"""Broken glass: somebody opens one record they do not work on, says why, and is looked at for it."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import GlassBreak
from portal.audit import trail
from portal.audit.tags import Tag
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind

LASTS = timedelta(hours=1)


def break_glass(
    session: Session, user_id: uuid.UUID, referral_id: uuid.UUID, reference: str, reason: str, *, moment: datetime
) -> GlassBreak:
    """Open one record for reading, for an hour, and tell the people for safeguarding."""
    row = GlassBreak(user_id=user_id, referral_id=referral_id, at=moment, until=moment + LASTS, reason=reason)
    session.add(row)
    session.flush()
    actor, subject = f"staff:{user_id}", f"referral:{referral_id}"
    trail.record(session, Tag.GLASS_BROKEN, actor=actor, subject=subject, detail={"glass": str(row.id)})
    outbox.enqueue(session, Kind.GLASS_BROKEN, Audience.SAFEGUARDING_DESK, referral_id=referral_id, reference=reference)
    return row


def is_open(session: Session, user_id: uuid.UUID, referral_id: uuid.UUID, moment: datetime) -> bool:
    """Tell whether somebody may read a record because they broke the glass in front of it."""
    return open_until(session, user_id, referral_id, moment) is not None


def open_until(session: Session, user_id: uuid.UUID, referral_id: uuid.UUID, moment: datetime) -> datetime | None:
    """Return when the glass closes again; None when it is closed."""
    own = (GlassBreak.user_id == user_id, GlassBreak.referral_id == referral_id)
    open_ones = (GlassBreak.at <= moment, GlassBreak.until > moment)
    wanted = select(GlassBreak.until).where(*own, *open_ones).order_by(GlassBreak.until.desc()).limit(1)
    return session.scalar(wanted)


def broken(session: Session, referral_id: uuid.UUID) -> list[GlassBreak]:
    """Return everybody who broke the glass in front of a record, the latest first."""
    wanted = select(GlassBreak).where(GlassBreak.referral_id == referral_id).order_by(GlassBreak.at.desc())
    return list(session.scalars(wanted))
