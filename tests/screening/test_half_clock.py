"""Half of a clock is over and nobody has it: people are told one after another, once each, and about nobody."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal import db
from portal.notifications import messages, wording
from portal.notifications.leave import May, Way
from portal.notifications.messages import Kind
from portal.notifications.models import OutboxMessage
from portal.screening import alerts

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Desk = Any
URGENT = {"sui_thoughts": "active", "sui_plan": "yes"}


def told(desk: Desk, minutes: int) -> list[str]:
    with db.writing(desk.engine) as session:
        alerts.tell(session, desk.here, MONDAY + timedelta(minutes=minutes))
    return heard(desk)


def heard(desk: Desk) -> list[str]:
    with db.reading(desk.engine) as session:
        wanted = select(OutboxMessage).where(OutboxMessage.kind == Kind.HALF_CLOCK)
        return [one.audience.value for one in session.scalars(wanted.order_by(OutboxMessage.created_at))]


def test_each_rung_is_told_once_when_its_time_comes(desk: Desk) -> None:
    desk.arrive(**URGENT)
    assert told(desk, 59) == []
    assert told(desk, 60) == ["duty-desk"]
    assert told(desk, 61) == ["duty-desk"]
    assert told(desk, 75) == ["duty-desk", "team-leads"]
    assert told(desk, 300) == ["duty-desk", "team-leads", "on-call"]
    assert told(desk, 400) == ["duty-desk", "team-leads", "on-call"]


def test_whoever_takes_it_in_hand_stops_the_rest_and_putting_it_back_goes_on(desk: Desk) -> None:
    referral = desk.arrive(**URGENT)
    assert told(desk, 60) == ["duty-desk"]
    desk.take(referral, "priya", MONDAY + timedelta(minutes=62))
    assert told(desk, 80) == ["duty-desk"]
    assert told(desk, 83) == ["duty-desk", "team-leads"]


def test_who_waits_for_days_wakes_nobody(desk: Desk) -> None:
    desk.arrive()
    assert told(desk, 60 * 24) == []


def test_who_cannot_wait_at_all_is_told_at_once(desk: Desk) -> None:
    desk.arrive(taken_something="yes")
    assert told(desk, 0) == ["duty-desk"]


def test_the_message_has_a_reference_and_a_link_to_the_queue(desk: Desk) -> None:
    referral = desk.arrive(**URGENT)
    link = messages.path(Kind.HALF_CLOCK, referral.id)
    assert link == "/staff/queue"
    filled = messages.filled("https://example.org", Kind.HALF_CLOCK, referral.id, referral.reference, "en")
    said = wording.load(Path("content")).words(Kind.HALF_CLOCK, "en", Way.EMAIL, May.OPENLY, filled)
    assert "Amina" not in said.body
    assert "14" not in said.body.replace(referral.reference, "")


def test_two_workers_at_once_tell_each_rung_once(desk: Desk) -> None:
    desk.arrive(**URGENT)
    gate = threading.Barrier(2)

    def look() -> None:
        gate.wait()
        with db.writing(desk.engine) as session:
            alerts.tell(session, desk.here, MONDAY + timedelta(minutes=60))

    workers = [threading.Thread(target=look) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert heard(desk) == ["duty-desk"]


def test_without_the_table_it_would_be_told_again(desk: Desk, monkeypatch: Any) -> None:
    desk.arrive(**URGENT)
    assert told(desk, 60) == ["duty-desk"]
    with db.writing(desk.engine) as session:
        for row in session.scalars(select(alerts.Alert)):
            session.delete(row)
    assert told(desk, 61) == ["duty-desk", "duty-desk"]
