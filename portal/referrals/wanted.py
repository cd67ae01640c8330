"""The service from whose page somebody came to the form: asked about, never taken for granted."""

from typing import Any

from portal.directory.documents import Document
from portal.directory.index import Index
from portal.directory.views import current_index
from portal.languages import gettext as _


def find(index: Index, slug: str) -> Document | None:
    """Return a service that this form is a way into."""
    found = index.service(slug)
    return found if found and found.via_front_door and not found.paused else None


def name_of(slug: str) -> str:
    """Return the name of a service that somebody asked for, also when it is full or gone."""
    found = current_index().service(slug)
    return found.name if found else slug.replace("-", " ")


def offer(form: Any, service: Document | None, *, ticked: bool, work: bool = False) -> None:
    """Ask on a form whether they want this service; without one, nobody sees the question.

    `work` words it for somebody who asks for another person.
    """
    if service is None:
        del form.asked_for
    else:
        own = _("I'd like help from this service: %(name)s", name=service.name)
        words = _("I have this service in mind for them: %(name)s", name=service.name) if work else own
        form.asked_for.offer(service.slug, words, ticked=ticked)
