"""What happens to a case after screening."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.referrals.models import Referral


def open_spell(session: Session, referral: Referral, *, by: uuid.UUID, here: Clocks, moment: datetime) -> Any:
    """Begin care for a referral's case, or return the spell that is open; its clock starts with the first receipt."""
    raise NotImplementedError


def hand_over(
    session: Session, spell: Any, *, to: uuid.UUID, story: str, by: uuid.UUID, here: Clocks, moment: datetime
) -> Any:
    """Offer a spell to another organisation. Its owner stays responsible until the other side accepts."""
    raise NotImplementedError


def close(
    session: Session, spell: Any, *, reason: str, next_step: str, by: uuid.UUID, here: Clocks, moment: datetime
) -> Any:
    """End care with a named next step and a return ticket."""
    raise NotImplementedError
