"""Calendars to subscribe to: everything, what is for one group, or one event. Nobody's name and no way to join."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, request

from portal import clock, db
from portal.area import Area
from portal.config import Settings
from portal.learning import calendar, queries
from portal.learning.asked import wanted
from portal.learning.calendar import Entry
from portal.learning.kinds import STAFF_GROUPS
from portal.learning.models import TrainingEvent

bp = Blueprint("training_feeds", __name__)
BACK = timedelta(days=120)
"""A calendar still shows so much of what has been: an entry must not vanish the day after."""
ONLINE = "Online. The way to join is sent to people who have a place."


@bp.get("/training/calendar.ics")
def feed() -> Response:
    """Give the calendar, narrowed as the page is."""
    asked = wanted()
    fitting = [each for each in queries.since(db.session(), clock.now() - BACK) if asked.fits(each)]
    named = STAFF_GROUPS[asked.group] if asked.group else ""
    return _written(" – ".join(filter(None, (f"{_area().service_name}: training", named))), fitting)


@bp.get("/training/<slug>/calendar.ics")
def one(slug: str) -> Response:
    """Give one event."""
    found = queries.by_slug(db.session(), slug) or abort(404)
    return _written(found.title, [found])


def _area() -> Area:
    area: Area = current_app.extensions["portal"]["area"]
    return area


def _written(name: str, events: Sequence[TrainingEvent]) -> Response:
    """Write a calendar; who has this one already is told so."""
    text = calendar.calendar(name, map(_entry, events))
    answer = Response(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="training.ics"'
    answer.set_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    answer.make_conditional(request)
    return answer


def _entry(event: TrainingEvent) -> Entry:
    """Return what everybody may know of an event."""
    settings: Settings = current_app.extensions["portal"]["settings"]
    address = f"{settings.base_url}/training/{event.slug}"
    about = [event.cancelled_why, event.summary, f"Given by: {event.given_by}", event.access, address]
    return Entry(
        uid=f"{event.id}@{_area().id}.training.invalid",
        title=event.title,
        about="\n\n".join(filter(None, about)),
        place=event.place or ONLINE,
        address=address,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=event.changed_at,
        sequence=event.sequence,
        cancelled=event.cancelled_at is not None,
        categories=tuple(STAFF_GROUPS[each] for each in event.for_whom),
    )
