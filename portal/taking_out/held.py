"""What a file is made from: the voices that go into it, and the names of those who worked for them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, languages
from portal.accounts.models import StaffUser
from portal.accounts.permissions import ROLE_NAMES
from portal.accounts.queries import ORGANIZATIONS
from portal.area import Clocks
from portal.care import words as care_words
from portal.db import Base
from portal.referrals.models import Referral

MACHINE = "the machine"
Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True)
class Held:
    """The voices that go into a file, and what is needed to say it in words."""

    session: Session
    voices: Sequence[Referral]
    whole: bool
    """No voice is left out. Otherwise nothing may tell that there is another one."""
    staff: Mapping[uuid.UUID, str]
    organizations: Mapping[uuid.UUID, str]
    bands: Mapping[str, str]
    """How soon each band promises contact."""

    def soon(self, band: str) -> str:
        """Say a band; one that the area has dropped keeps its name."""
        return self.bands.get(band, band)

    @property
    def ids(self) -> list[uuid.UUID]:
        """Whose rows go into the file."""
        return [voice.id for voice in self.voices]

    @property
    def case_id(self) -> uuid.UUID:
        """Which case it is."""
        return self.voices[0].case_id

    def by(self, who: uuid.UUID | None, otherwise: str = MACHINE) -> str:
        """Name somebody of the staff."""
        return self.staff.get(who, "somebody of the staff") if who else otherwise

    def organization(self, which: uuid.UUID | None) -> str:
        """Name an organisation; none is the front door's own team."""
        return self.organizations.get(which, "another organisation") if which else care_words.FRONT_DOOR

    def when(self, moment: datetime | None) -> str:
        """Say a moment with its year: the file is read long after."""
        return f"{clock.london(moment):%H:%M}, {languages.format_day(moment)}" if moment else ""

    def rows(self, kind: type[Row]) -> Sequence[Row]:
        """Return the rows of a table that hang on these voices."""
        column = kind.referral_id  # type: ignore[attr-defined]
        return self.session.scalars(select(kind).where(column.in_(self.ids))).all()


def held(session: Session, voices: Sequence[Referral], here: Clocks, *, whole: bool) -> Held:
    """Gather what a file about some voices of a case needs."""
    people = session.execute(select(StaffUser.id, StaffUser.name, StaffUser.role))
    organizations = session.execute(select(ORGANIZATIONS.c.id, ORGANIZATIONS.c.name))
    staff = {row.id: f"{row.name}, {ROLE_NAMES[row.role]}" for row in people}
    bands = {name: care_words.soon(band.contact_within) for name, band in here.bands.items()}
    return Held(session, voices, whole, staff, {row.id: row.name for row in organizations}, bands)
