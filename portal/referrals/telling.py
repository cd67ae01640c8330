"""Telling people outside the house that there is something to read or to answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.notifications.messages import Audience, Kind
from portal.referrals.models import Referral


def tell(session: Session, referral: Referral, kind: Kind, *, moment: datetime) -> tuple[Audience, ...]:
    """Write a message to everybody this kind is for, by a way that is safe for each; returns who will be told."""
    return ()
