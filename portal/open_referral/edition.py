"""Which state of the directory an answer is made from: worked out once for every version and day, in every process."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.directory import packing, places
from portal.directory import queries as directory
from portal.directory.places import Places
from portal.helplines import registry
from portal.helplines.contact import Contact
from portal.open_referral import feed, queries
from portal.open_referral.feed import Sources

TABLES = ("helplines.toml", "places/places.csv")
"""Files of the area that answers are made from, besides the database."""


@dataclass(frozen=True)
class Edition:
    """A state of the directory on a day: what answers are made from, and words that no other state has."""

    mark: str
    sources: Sources


@dataclass
class Current:
    """The newest edition this process knows, and the area's own tables."""

    places: Places
    helplines: Mapping[str, Contact]
    tables: str
    """A digest of both."""
    _known: tuple[tuple[int, date], Edition] | None = None

    def get(self, session: Session, today: date) -> Edition:
        """Return the edition of a day, read anew when the directory's version has moved."""
        now, known = (directory.version(session), today), self._known
        if known is not None and known[0] == now:
            return known[1]
        state = queries.state(session, today, packing.WAIT_EXPIRES)
        limits = feed.limits(today, queries.assurers(session))
        edition = Edition(f"{now[0]} {state} {self.tables}", Sources(self.places, self.helplines, limits))
        self._known = (now, edition)
        return edition


def read(content: Path, *, drafts: bool) -> Current:
    """Read the area's own tables, and begin without an edition. Raises RegistryError, KeyError or ValueError."""
    area = content / "area"
    tables = hashlib.sha256(b"".join((area / each).read_bytes() for each in TABLES)).hexdigest()
    helplines = registry.load(area, drafts=drafts).contacts
    return Current(places.load(area / "places" / "places.csv"), helplines, tables)
