"""What a page says of one school or practice today: who may be rung, who was named once, and since when."""

from dataclasses import dataclass
from datetime import date

from babel import dates

from portal import languages
from portal.named_contacts.contact import NO_TEAM, NamedContacts, Person, State
from portal.named_contacts.organisations import SCHOOL, Organisation
from portal.named_contacts.registry import Registry


@dataclass(frozen=True)
class Told:
    """One place with its people, as far as they may be trusted today."""

    place: Organisation
    path: str
    """The address of its page, below the root of the reader's language."""
    named: NamedContacts
    link: State
    lead: State
    days: str
    """The days of the link person, in the reader's language."""

    @property
    def is_school(self) -> bool:
        """Tell whether pupils go there, and not patients."""
        return self.place.kind == SCHOOL

    @property
    def lapsed(self) -> bool:
        """Tell whether somebody is named who may have changed since."""
        return State.LAPSED in (self.link, self.lead)

    @property
    def has_no_team(self) -> bool:
        """Tell whether it is known that no support team works there."""
        return self.named.support_team == NO_TEAM


def tell(known: Registry, place: Organisation, today: date) -> Told:
    """Say who is named for a place today."""
    named = known.of(place)
    return Told(
        place=place,
        path=known.path(place),
        named=named,
        link=named.state(named.link, today),
        lead=named.state(named.lead, today),
        days=days(named.link),
    )


def days(person: Person | None) -> str:
    """Say on which days somebody works for a place, in the reader's language."""
    names = dates.get_day_names("wide", locale=languages.current())
    return languages.listed(names[day] for day in person.days) if person else ""
