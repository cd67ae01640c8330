"""The worker's round for training: who is reminded the day before, once each."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from portal import clock, db
from portal.audit import trail
from portal.audit.tags import Tag
from portal.learning import telling
from portal.learning.kinds import Standing
from portal.learning.models import TrainingBooking, TrainingEvent
from portal.notifications.messages import Kind
from portal.web import logs

FROM_HOUR = 8
"""Nobody's pocket rings at night: the day before begins at eight in the morning."""


def remind(engine: Engine, moment: datetime) -> int:
    """Remind everybody whose event is tomorrow, each in a small transaction of its own; return how many."""
    here = clock.london(moment)
    if here.hour < FROM_HOUR:
        return 0
    tomorrow = here.date() + timedelta(days=1)
    with db.reading(engine) as session:
        wanted = (
            select(TrainingBooking.id, TrainingEvent.starts_at)
            .join(TrainingEvent)
            .where(
                TrainingBooking.standing == Standing.PLACE,
                TrainingBooking.reminded_at.is_(None),
                TrainingBooking.email_sealed.is_not(None),
                # Whoever signed up today has just been told.
                TrainingBooking.signed_up_at < here.replace(hour=0, minute=0, second=0, microsecond=0),
                TrainingEvent.cancelled_at.is_(None),
                TrainingEvent.starts_at > moment,
                TrainingEvent.starts_at < moment + timedelta(days=2),
            )
        )
        due = [own for own, starts_at in session.execute(wanted).all() if clock.london(starts_at).date() == tomorrow]
    return sum(_remind_one(engine, own, moment) for own in sorted(due))


def _remind_one(engine: Engine, booking_id: object, moment: datetime) -> bool:
    """Remind one person, unless another worker has, or they have given their place back since."""
    try:
        with db.writing(engine) as session:
            locked = select(TrainingBooking).where(TrainingBooking.id == booking_id).with_for_update()
            held = session.scalars(locked).one_or_none()
            if held is None or held.reminded_at is not None or held.standing is not Standing.PLACE:
                return False
            if held.event.cancelled_at is not None:
                return False
            held.reminded_at = moment
            session.flush()
            trail.record(session, Tag.TRAINING_REMINDED, actor="worker", subject=f"training:{held.event_id}")
            telling.tell(session, held, held.event, Kind.TRAINING_TOMORROW)
            return True
    except Exception as error:  # one person's trouble keeps nobody else waiting; the next round tries again
        logs.failure(error)
        return False
