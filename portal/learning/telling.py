"""Telling people at work what has become of their place; where it goes is looked up as each message leaves."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import clock, languages
from portal.learning import queries
from portal.learning.kinds import Standing
from portal.learning.models import TrainingBooking, TrainingEvent
from portal.notifications import outbox
from portal.notifications.delivery import Reached, Withdrawn
from portal.notifications.messages import SOURCE, Audience, Kind
from portal.notifications.models import OutboxMessage

NO_ADDRESS, GIVEN_BACK, CANCELLED, CHANGED = (
    "no-address-any-more",
    "place-given-back",
    "training-cancelled",
    "training-changed",
)
BEFORE_IT = frozenset(
    {Kind.TRAINING_BOOKED, Kind.TRAINING_WAITING, Kind.TRAINING_PLACE, Kind.TRAINING_TOMORROW, Kind.TRAINING_MOVED}
)
"""Kinds that say nothing any more once it is over, or does not take place."""


def tell(session: Session, booking: TrainingBooking, event: TrainingEvent, kind: Kind) -> None:
    """Write a message to somebody who left an address. Who comes for themselves left none."""
    if booking.email_sealed is None:
        return
    outbox.enqueue(
        session,
        kind,
        Audience.LEARNER,
        referral_id=None,
        reference=event.slug[:40],
        language=booking.language,
        booking_id=booking.id,
    )


def reach(session: Session, message: OutboxMessage) -> Reached:
    """Return where somebody is written to now, and the address of their own page. Raises Withdrawn."""
    booking = queries.booking(session, message.booking_id) if message.booking_id else None
    if booking is None or not booking.email or not booking.code:
        raise Withdrawn(NO_ADDRESS)
    if booking.standing is Standing.LEFT:
        raise Withdrawn(GIVEN_BACK)
    if why := _needless(booking, booking.event, message.kind, clock.now()):
        raise Withdrawn(why)
    return Reached((booking.email,), path=own_path(booking.code, message.language), reference=_when(booking))


def _needless(booking: TrainingBooking, event: TrainingEvent, kind: Kind, moment: datetime) -> str:
    """Say why a message has nothing to say any more, or nothing."""
    if event.cancelled_at is not None and kind in BEFORE_IT:
        return CANCELLED
    gone = kind in BEFORE_IT and event.starts_at <= moment
    # A move to a later day takes the reminder's day away; a new one comes.
    return CHANGED if gone or (kind is Kind.TRAINING_TOMORROW and booking.reminded_at is None) else ""


def _when(booking: TrainingBooking) -> str:
    """Say in their language when it is. A message never says what it is about: mailboxes are shared."""
    at = booking.event.starts_at
    with languages.using(booking.language):
        return f"{languages.format_date(at)}, {languages.format_time(at)}"


def own_path(code: str, language: str) -> str:
    """Return the address of somebody's own page, below this site."""
    root = "" if language == SOURCE else f"/{language}"
    return f"{root}/training/mine/{code}"
