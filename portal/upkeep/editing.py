"""From a form that came in to a proposal, or to what the page says instead: both texts, where two met."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.directory.places import Places
from portal.upkeep import actions, differences, forms, queries, words
from portal.upkeep.differences import Difference
from portal.upkeep.documents import Document
from portal.upkeep.models import Proposal
from portal.upkeep.queries import Sight
from portal.upkeep.row_tables import Around


@dataclass(frozen=True)
class Clash:
    """A field that somebody else has changed since the page was made: what it says now, and what was typed."""

    label: str
    now: Sequence[str]
    yours: Sequence[str]


@dataclass(frozen=True)
class Desk:
    """Where a form is filled in: by whom, and with what the area knows."""

    sight: Sight
    area: str
    places: Places

    def around(self, service_id: str) -> Around:
        """Return what new lines need to know."""
        return Around(service_id, self.area, self._point)

    def _point(self, postcode: str) -> tuple[float, float] | None:
        place = self.places.find(postcode)
        return place.point if place else None


def visible(document: Document, sight: Sight) -> Document:
    """Return what somebody may see and type over: an address kept secret is for the directory's editors only."""
    if sight.everything:
        return document
    shown = [each for each in document.get("service_at_locations") or () if differences.masked(each) == each]
    return document | {"service_at_locations": shown}


def send(
    session: Session, form: Any, now: Document, desk: Desk, reason: str, moment: datetime, *, new: bool
) -> Proposal | None:
    """Propose what a form says. Raises what `actions.propose` raises."""
    base = now if new else base_of(session, now, form.seen.data or "")
    seen = visible(base if base is not None else now, desk.sight)
    typed = forms.document(form, seen, desk.around(now["id"]))
    wished = differences.between(seen, typed)
    if base is None and wished:
        raise actions.Conflict(wished, now)
    said = differences.apply(base or now, wished)
    source = "staff" if desk.sight.everything else "partner"
    by = desk.sight.user_id
    return actions.propose(session, said, author=by, source=source, reason=reason, moment=moment, base=base or now)


def base_of(session: Session, now: Document, seen: str) -> Document | None:
    """Return the entry as it was when a page or table was made: now, or one of its kept states. None: nobody knows."""
    if differences.digest(now) == seen:
        return now
    kept = (each.document for each in queries.versions(session, uuid.UUID(now["id"])))
    return next((each for each in kept if differences.digest(each) == seen), None)


def clashes(conflict: actions.Conflict, names: words.Names) -> list[Clash]:
    """Return both texts of each field in a conflict."""
    return [
        Clash(
            words.row_name(one.path, one.before, one.after),
            words.lines(one.path, conflict.now[one.path], names),
            words.lines(one.path, one.after, names),
        )
        for one in conflict.wishes
    ]


def again(session: Session, form: Any, now: Document, desk: Desk) -> Document:
    """Return the entry as it is now with what was typed over it, so that sending again asks for that and no more."""
    base = base_of(session, now, form.seen.data or "") or now
    seen = visible(base, desk.sight)
    typed: list[Difference] = list(differences.between(seen, forms.document(form, seen, desk.around(now["id"]))))
    return differences.apply(now, typed)


def find_blank_id(sent: str) -> uuid.UUID:
    """Return the id a new entry's page was made with, so that sending it twice is one entry; or a new one."""
    try:
        return uuid.UUID(sent)
    except ValueError:
        return uuid.uuid4()
