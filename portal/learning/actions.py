"""What staff do with training: make it, change it, cancel it, and add what there is to read."""

import re
import unicodedata
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.audit import trail
from portal.audit.tags import Tag
from portal.learning import queries, signing_up, telling
from portal.learning.kinds import Standing
from portal.learning.models import TrainingEvent, TrainingMaterial
from portal.learning.signing_up import actor
from portal.notifications.messages import Kind

MOVES = ("starts_at", "ends_at", "place")
"""What somebody who has a place must hear of when it changes."""


def make(
    session: Session, said: Mapping[str, Any], *, by: uuid.UUID | None, moment: datetime, fictional: bool = False
) -> TrainingEvent:
    """Put an event into the calendar."""
    slug = _free_slug(session, said["title"], said["starts_at"])
    made = TrainingEvent(
        slug=slug, made_by=by, made_at=moment, changed_at=moment, sequence=0, cancelled_why="", fictional=fictional,
        **said,
    )  # fmt: skip
    session.add(made)
    session.flush()
    trail.record(session, Tag.TRAINING_MADE, actor=actor(by), subject=f"training:{made.id}")
    return made


def _free_slug(session: Session, title: str, starts_at: datetime) -> str:
    """Make an address out of a title and a day that no other event has."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "training"
    stem = f"{words}-{clock.london(starts_at).date().isoformat()}"
    tries = (stem, *(f"{stem}-{number}" for number in range(2, 100)))
    return next(each for each in tries if queries.by_slug(session, each) is None)


def change(
    session: Session, event_id: uuid.UUID, said: Mapping[str, Any], *, by: uuid.UUID, moment: datetime
) -> TrainingEvent:
    """Change an event; whoever comes hears of another day, hour or place. Raises LookupError."""
    event = _held(session, event_id)
    moved = [name for name in MOVES if getattr(event, name) != said[name]]
    later = said["starts_at"] > event.starts_at
    for name, value in said.items():
        setattr(event, name, value)
    event.sequence, event.changed_at = event.sequence + 1, moment
    session.flush()
    detail = {"moved": bool(moved)}
    trail.record(session, Tag.TRAINING_CHANGED, actor=actor(by), subject=f"training:{event.id}", detail=detail)
    if moved and event.starts_at > moment:
        _tell_all(session, event, Kind.TRAINING_MOVED, again=later)
    signing_up.fill(session, event, moment)
    return event


def _tell_all(session: Session, event: TrainingEvent, kind: Kind, *, again: bool = False) -> None:
    """Tell everybody who has a place or waits for one; `again`: a later day is reminded of anew."""
    for each in queries.people(session, event.id):
        if again and each.standing is Standing.PLACE:
            each.reminded_at = None
        each.dispose_on = clock.london(event.ends_at + signing_up.KEPT_FOR).date()
        telling.tell(session, each, event, kind)
    session.flush()


def cancel(session: Session, event_id: uuid.UUID, why: str, *, by: uuid.UUID, moment: datetime) -> TrainingEvent:
    """Cancel an event and tell everybody who would have come. It stays in every calendar, as cancelled."""
    event = _held(session, event_id)
    if event.cancelled_at is None and event.starts_at > moment:
        event.cancelled_at, event.cancelled_why = moment, why
        event.sequence, event.changed_at = event.sequence + 1, moment
        session.flush()
        trail.record(session, Tag.TRAINING_CANCELLED, actor=actor(by), subject=f"training:{event.id}")
        _tell_all(session, event, Kind.TRAINING_CANCELLED)
    return event


def add_material(
    session: Session,
    event_id: uuid.UUID,
    title: str,
    address: str,
    words: str,
    *,
    by: uuid.UUID | None,
    moment: datetime,
) -> TrainingMaterial:
    """Add something to read about an event. Raises LookupError."""
    event = _held(session, event_id)
    made = TrainingMaterial(event_id=event.id, title=title, address=address, words=words, added_at=moment, added_by=by)
    session.add(made)
    session.flush()
    trail.record(session, Tag.TRAINING_MATERIAL_ADDED, actor=actor(by), subject=f"training:{event.id}")
    return made


def remove_material(session: Session, material_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Take something to read away again. Raises LookupError."""
    found = queries.material(session, material_id)
    if found is None:
        raise LookupError(material_id)
    trail.record(session, Tag.TRAINING_MATERIAL_REMOVED, actor=actor(by), subject=f"training:{found.event_id}")
    session.delete(found)
    session.flush()


def _held(session: Session, event_id: uuid.UUID) -> TrainingEvent:
    """Return an event, locked. Raises LookupError."""
    event = queries.event(session, event_id, lock=True)
    if event is None:
        raise LookupError(event_id)
    return event
