"""Who is named for one school or practice, and how far that may be trusted today. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NO_TEAM = "none"
"""What stands in the place of a support team where there is none; nothing there means that nobody knows."""


class State(StrEnum):
    """How far a name may be trusted."""

    CURRENT = "current"
    LAPSED = "lapsed"
    """The day to ask again has passed: the name is told as what it was, and its numbers are not."""
    NOBODY = "nobody"


@dataclass(frozen=True)
class Person:
    """Somebody who is named: at the service, or at the school or practice itself."""

    name: str
    role: str
    phone: str
    email: str = ""
    days: tuple[int, ...] = ()
    """The days of the week they work for this place, Monday being 0; none means that nobody has said."""
    where: str = ""
    """Where a young person finds them, in the school's own words."""

    @property
    def href(self) -> str:
        """Return where the link of their number goes."""
        return "tel:" + self.phone.replace(" ", "")


@dataclass(frozen=True)
class NamedContacts:
    """All that is known of whom to turn to about one school or practice."""

    kind: str
    code: str
    link: Person | None = None
    """The person at the service who works with this place."""
    lead: Person | None = None
    """The place's own lead for mental health."""
    support_team: str = ""
    """How the directory calls the support team that works here; `none` where there is none; nothing if unknown."""
    safeguarding: str = ""
    """Who leads on safeguarding there, by role."""
    checked_on: date | None = None
    check_again_on: date | None = None

    def lapsed(self, on: date) -> bool:
        """Tell whether nobody has asked the place, or not lately enough."""
        return self.check_again_on is None or self.checked_on is None or on > self.check_again_on

    def state(self, person: Person | None, on: date) -> State:
        """Say how far one of the two names may be trusted."""
        if person is None:
            return State.NOBODY
        return State.LAPSED if self.lapsed(on) else State.CURRENT
