"""The service from whose page somebody came to the form: asked about, never taken for granted."""

from typing import Any

from portal.directory.documents import Document
from portal.directory.index import Index
from portal.languages import gettext as _


def find(index: Index, slug: str) -> Document | None:
    """Return a service that this form is a way into."""
    found = index.service(slug)
    return found if found and found.via_front_door and not found.paused else None


def offer(form: Any, service: Document | None, *, ticked: bool) -> None:
    """Ask on a form whether they want this service; without one, nobody sees the question."""
    if service is None:
        del form.asked_for
    else:
        words = _("I'd like help from this service: %(name)s", name=service.name)
        form.asked_for.offer(service.slug, words, ticked=ticked)
