"""What services outside our records say of their waits: written down by an editor, and gone by itself after a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.directory.models import Service
from portal.directory.queries import IN_USE
from portal.waiting_times.lists import Lists
from portal.waiting_times.models import OutsideWait

SOON = timedelta(days=14)
"""How long before it expires somebody should ask the service again."""
LOOKED_BACK = timedelta(days=90)


@dataclass(frozen=True)
class Line:
    """What a service says, as the editors' list shows it."""

    wait: OutsideWait
    name: str
    state: str
    """`shown`, `soon` where somebody should ask again, `replaced` or `expired`."""


def services(session: Session, lists: Lists) -> list[tuple[str, str]]:
    """Return the slugs and names of the services that can be asked: not those whose waits we measure ourselves."""
    wanted = select(Service.slug, Service.name).where(Service.status.in_(IN_USE)).order_by(Service.name, Service.slug)
    return [(row.slug, row.name) for row in session.execute(wanted) if not lists.of_service(row.slug)]


def lines(session: Session, today: date) -> Sequence[Line]:
    """Return what was said of late: what everybody reads first, the one that expires soonest on top."""
    wanted = select(OutsideWait, Service.name).outerjoin(Service, Service.slug == OutsideWait.service_slug)
    wanted = wanted.where(OutsideWait.expires_on >= today - LOOKED_BACK)
    order = (OutsideWait.said_on.desc(), OutsideWait.entered_at.desc(), OutsideWait.id.desc())
    newest: set[tuple[str, str]] = set()
    found = []
    for wait, name in session.execute(wanted.order_by(*order)):
        about = (wait.service_slug, wait.milestone.value)
        found.append(Line(wait, name or wait.service_slug, _state(wait, today, replaced=about in newest)))
        newest.add(about)
    rank = ("soon", "shown", "replaced", "expired")
    return sorted(found, key=lambda line: (rank.index(line.state), line.wait.expires_on, line.name))


def _state(wait: OutsideWait, today: date, *, replaced: bool) -> str:
    """Return whether anybody reads it."""
    if wait.expires_on < today:
        return "expired"
    if replaced:
        return "replaced"
    return "soon" if wait.expires_on <= today + SOON else "shown"
