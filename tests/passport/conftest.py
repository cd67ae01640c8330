"""Amina, 14, writes a page on a good day; her words, her two codes, and whoever may read them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from portal import db
from portal.audit.models import AuditEvent
from portal.passport import actions, codes
from portal.passport.codes import Codes
from portal.passport.models import Passport

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WORDS = {"called": "Mina", "struggle": "I go quiet by the kingfisher pond.", "worse": "ہاتھ نہ لگائیں\nDon't shout."}


@dataclass
class Drawer:
    """Where pages lie."""

    engine: Engine
    drawn: Codes = field(default_factory=codes.draw)

    def keep(self, words: dict[str, str] | None = None, at: datetime = MONDAY, drawn: Codes | None = None) -> Codes:
        """Keep a page, and return its codes."""
        with db.writing(self.engine) as session:
            actions.keep(session, words or WORDS, drawn or self.drawn, "en", at)
        return drawn or self.drawn

    def rows(self) -> list[Passport]:
        """Return every page as it lies there."""
        with db.reading(self.engine) as session:
            return list(session.scalars(select(Passport)))

    def bytes(self) -> bytes:
        """Return every value of the table, one after the other."""
        with self.engine.connect() as connection:
            found = connection.execute(text("SELECT * FROM passports")).all()
        return b"|".join(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                         for row in found for value in row)  # fmt: skip

    def trail(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return what the trail says of pages."""
        with db.reading(self.engine) as session:
            wanted = select(AuditEvent).where(AuditEvent.tag.startswith("passport:")).order_by(AuditEvent.seq)
            return [(each.tag, each.actor, each.detail) for each in session.scalars(wanted)]


@pytest.fixture
def drawer(engine: Engine) -> Drawer:
    """Open an empty drawer."""
    return Drawer(engine)
