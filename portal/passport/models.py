"""The table of pages that somebody lets us keep. Nothing in it opens without a code that we do not have."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Passport(Base):
    """One page. Its words stand here twice, so that neither code tells the other."""

    __tablename__ = "passports"

    own_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """The keyed hash of the writer's own code."""
    own_sealed: Mapped[bytes]
    """The words, and the code to show, sealed under the writer's own code."""
    shown_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """The keyed hash of the code that staff are shown."""
    shown_sealed: Mapped[bytes]
    """The words, sealed under the code that staff are shown."""
    language: Mapped[str] = mapped_column(String(10))
    """The language its writer came in."""
    kept_at: Mapped[datetime]
    """When its words were last kept."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
