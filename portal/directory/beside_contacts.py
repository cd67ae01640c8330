"""What the directory lends the room of named contacts, which lies below it: support teams, and an ear for danger."""

from flask import Flask

from portal import clock, languages
from portal.directory import reference
from portal.directory.index import Index
from portal.directory.wanted import Wanted
from portal.named_contacts import views as contacts
from portal.named_contacts.lent import Team
from portal.named_contacts.organisations import PRACTICE, SCHOOL


class BesideContacts:
    """The directory as the named contacts see it."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def team(self, slug: str) -> Team | None:
        """Return a service of the directory by its name in addresses."""
        found = self._index().service(slug)
        return Team(found.slug, found.name, found.summary) if found else None

    def danger(self, words: str) -> bool:
        """Listen to a search as the search for services does."""
        tables, wanted = self._app.extensions["directory"], Wanted(q=words)
        return reference.ask(tables, self._index(), wanted, languages.current(), clock.now()).danger

    def _index(self) -> Index:
        extensions = self._app.extensions
        index: Index = extensions["directory_index"].get(extensions["portal"]["engine"])
        return index


def page_of(organization: str) -> str:
    """Return the address of who is named for a school or practice that offers a service; of others nothing."""
    known = contacts.known()
    place = known.meant((SCHOOL, PRACTICE), "", organization)
    return known.path(place) if place else ""
