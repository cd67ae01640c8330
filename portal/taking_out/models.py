"""The table of what was taken out: by whom, when, why, and what stayed here."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal import sealed
from portal.db import Base


class RecordTaken(Base):
    """Somebody took the record of a case out of here, and said why. Appended, never edited."""

    __tablename__ = "records_taken"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    """On whose page it was asked for; the file holds its case."""
    at: Mapped[datetime]
    said_sealed: Mapped[bytes | None]

    said = sealed.structured("said_sealed")
    """Why, as which kind of file, and what was left out."""
