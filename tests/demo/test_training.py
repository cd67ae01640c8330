"""The made-up area has a year of webinars: some have been, some are coming, and no letter leaves for them."""

from collections import Counter

from sqlalchemy import Engine, select

from portal import clock, db
from portal.config import Settings
from portal.demo import clearing, loading
from portal.learning.kinds import Standing
from portal.learning.models import TrainingBooking, TrainingEvent
from portal.notifications.messages import Audience
from portal.notifications.models import Delivery, OutboxMessage


def test_twelve_webinars_and_three_workshops_come_in_once_and_go_again(engine: Engine, settings: Settings) -> None:
    loading.load(engine, settings, 0)
    loading.load(engine, settings, 0)
    with db.reading(engine) as session:
        events = session.scalars(select(TrainingEvent)).all()
        places = session.scalars(select(TrainingBooking)).all()
        letters = session.scalars(select(OutboxMessage).where(OutboxMessage.audience == Audience.LEARNER)).all()
    now = clock.now()
    assert Counter(each.meeting.value for each in events) == {"webinar": 12, "workshop": 3}
    assert all(each.fictional for each in events)
    past = [each for each in events if each.ends_at < now]
    assert 6 <= len(past) <= 8
    assert all(clock.london(each.starts_at).hour in (10, 13, 14, 16, 19) for each in events)
    over = {each.id for each in past}
    assert {each.event_id for each in places if each.attended_at} == over
    assert all(each.certificate for each in places if each.attended_at and each.name_sealed)
    assert Standing.WAITING in {each.standing for each in places}
    assert letters
    assert {each.status for each in letters} == {Delivery.SENT}
    assert clearing.clear(engine)["training"] == 15
