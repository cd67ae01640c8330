"""Finding events, and who comes to them."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal import sealed
from portal.learning.kinds import Group, Meeting, Standing, Taken
from portal.learning.models import TrainingBooking, TrainingEvent, TrainingMaterial

MOST = 300
CODE = "training-booking"
"""What the keyed hash of somebody's own address is for."""


@dataclass(frozen=True)
class Wanted:
    """Which events a list shows."""

    group: Group | None = None
    meeting: Meeting | None = None

    def fits(self, event: TrainingEvent) -> bool:
        """Tell whether an event belongs to the list."""
        by_group = self.group is None or self.group in event.for_whom
        return by_group and (self.meeting is None or event.meeting is self.meeting)


def coming(session: Session, moment: datetime) -> Sequence[TrainingEvent]:
    """Return what is not over, the next first; what was cancelled stays in sight until its hour."""
    wanted = select(TrainingEvent).where(TrainingEvent.ends_at > moment).options(selectinload(TrainingEvent.materials))
    return session.scalars(wanted.order_by(TrainingEvent.starts_at, TrainingEvent.slug).limit(MOST)).all()


def past(session: Session, moment: datetime, most: int = MOST) -> Sequence[TrainingEvent]:
    """Return what has been, the newest first, with what there is to read about it."""
    wanted = select(TrainingEvent).where(TrainingEvent.ends_at <= moment).options(selectinload(TrainingEvent.materials))
    return session.scalars(wanted.order_by(TrainingEvent.starts_at.desc(), TrainingEvent.slug).limit(most)).all()


def since(session: Session, moment: datetime) -> Sequence[TrainingEvent]:
    """Return what began after a moment, the first first."""
    wanted = select(TrainingEvent).where(TrainingEvent.starts_at > moment)
    return session.scalars(wanted.order_by(TrainingEvent.starts_at, TrainingEvent.slug).limit(MOST)).all()


def by_slug(session: Session, slug: str) -> TrainingEvent | None:
    """Return the event that stands at an address."""
    return session.scalars(select(TrainingEvent).where(TrainingEvent.slug == slug)).one_or_none()


def event(session: Session, event_id: uuid.UUID, *, lock: bool = False) -> TrainingEvent | None:
    """Return one event; locked until the transaction ends if asked."""
    wanted = select(TrainingEvent).where(TrainingEvent.id == event_id).execution_options(populate_existing=lock)
    return session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()


def material(session: Session, material_id: uuid.UUID) -> TrainingMaterial | None:
    """Return something to read about an event."""
    return session.get(TrainingMaterial, material_id)


def taken(session: Session, events: Collection[TrainingEvent]) -> Mapping[uuid.UUID, Taken]:
    """Count the places of some events, by the event."""
    ids = [each.id for each in events]
    counted = select(TrainingBooking.event_id, TrainingBooking.standing, func.count()).where(
        TrainingBooking.event_id.in_(ids)
    )
    rows = session.execute(counted.group_by(TrainingBooking.event_id, TrainingBooking.standing)).all()
    held = {(event_id, standing): number for event_id, standing, number in rows}
    return {
        each.id: Taken(each.places, held.get((each.id, Standing.PLACE), 0), held.get((each.id, Standing.WAITING), 0))
        for each in events
    }


def by_sending(session: Session, key: bytes) -> TrainingBooking | None:
    """Return what one form has sent already."""
    return session.scalars(select(TrainingBooking).where(TrainingBooking.sending_key == key)).one_or_none()


def by_code(session: Session, code: str) -> TrainingBooking | None:
    """Return the place whose own page has this code in its address."""
    digest = sealed.blind_index(code, CODE)
    return session.scalars(select(TrainingBooking).where(TrainingBooking.code_digest == digest)).one_or_none()


def by_certificate(session: Session, number: str | None) -> TrainingBooking | None:
    """Return the place that a certificate was given for."""
    if not number:
        return None
    return session.scalars(select(TrainingBooking).where(TrainingBooking.certificate == number)).one_or_none()


def booking(session: Session, booking_id: uuid.UUID) -> TrainingBooking | None:
    """Return somebody's place."""
    return session.get(TrainingBooking, booking_id)


def people(session: Session, event_id: uuid.UUID) -> Sequence[TrainingBooking]:
    """Return everybody who has a place or waits for one, whoever came first on top."""
    order = (TrainingBooking.standing, TrainingBooking.signed_up_at, TrainingBooking.id)
    wanted = select(TrainingBooking).where(
        TrainingBooking.event_id == event_id, TrainingBooking.standing != Standing.LEFT
    )
    return session.scalars(wanted.order_by(*order)).all()


def waiting(session: Session, event_id: uuid.UUID) -> Sequence[TrainingBooking]:
    """Return the waiting list, the first one first."""
    return [each for each in people(session, event_id) if each.standing is Standing.WAITING]


def ahead(session: Session, booking: TrainingBooking) -> int:
    """Count who stands before somebody on the waiting list."""
    return [each.id for each in waiting(session, booking.event_id)].index(booking.id)


def attended(session: Session, since: datetime) -> tuple[Counter[Group], Counter[str]]:
    """Count who was there since a day, by group and by the code of their workplace ("" where it is not listed)."""
    wanted = (
        select(TrainingBooking.group, TrainingBooking.listed_code)
        .join(TrainingEvent)
        .where(TrainingBooking.attended_at.is_not(None), TrainingEvent.starts_at > since)
    )
    rows = session.execute(wanted).all()
    return Counter(group for group, _code in rows), Counter(code for _group, code in rows)
