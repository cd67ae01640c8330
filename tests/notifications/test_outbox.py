"""A message is written with its act, taken by one worker at a time, and comes back when that worker dies."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Engine

from portal import clock as wall
from portal import db
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import Delivery, OutboxMessage

Enqueue = Callable[..., uuid.UUID]
Look = Callable[[uuid.UUID], OutboxMessage]


def take(engine: Engine) -> OutboxMessage | None:
    """Take the next message as a worker does."""
    with db.writing(engine) as session:
        return outbox.lease(session, wall.now())


def test_a_message_goes_with_its_act_or_not_at_all(engine: Engine) -> None:
    def refuse() -> None:
        with db.writing(engine) as session:
            outbox.enqueue(session, Kind.ALERT, Audience.ON_CALL, referral_id=None, reference="FD")
            raise LookupError

    with pytest.raises(LookupError):
        refuse()
    assert take(engine) is None


def test_the_oldest_message_is_taken_first_and_only_once(
    engine: Engine, enqueue: Enqueue, clock: time_machine.Traveller
) -> None:
    ids = []
    for _ in range(3):
        ids.append(enqueue())
        clock.shift(1)
    taken = [take(engine) for _ in range(4)]
    assert [message and message.id for message in taken] == [*ids, None]
    assert all(message.status is Delivery.LEASED and message.attempts == 1 for message in taken if message)


def test_nothing_is_taken_before_it_is_due(engine: Engine, enqueue: Enqueue, clock: time_machine.Traveller) -> None:
    message_id = enqueue()
    with db.writing(engine) as session:
        session.get_one(OutboxMessage, message_id).due_at = wall.now() + timedelta(seconds=30)
    assert take(engine) is None
    clock.shift(30)
    assert take(engine) is not None


def test_the_lease_of_a_dead_worker_runs_out(engine: Engine, enqueue: Enqueue, clock: time_machine.Traveller) -> None:
    message_id = enqueue()
    first = take(engine)
    clock.shift(outbox.LEASE)
    assert take(engine) is None
    clock.shift(1)
    again = take(engine)
    assert first is not None
    assert again is not None
    assert (first.id, again.id, again.attempts) == (message_id, message_id, 2)


def test_two_workers_racing_never_take_the_same_message(engine: Engine, enqueue: Enqueue) -> None:
    ids = {enqueue() for _ in range(30)}
    gate, taken = threading.Barrier(4), []

    def work() -> None:
        gate.wait()
        while (message := take(engine)) is not None:
            taken.append(message.id)

    crew = [threading.Thread(target=work) for _ in range(4)]
    for worker in crew:
        worker.start()
    for worker in crew:
        worker.join(60)
    # On PostgreSQL a worker that finds the next one locked goes home; the message stays for the next round.
    while (left := take(engine)) is not None:
        taken.append(left.id)
    assert len(taken) == len(set(taken)) == 30
    assert set(taken) == ids


def test_the_control_that_looks_and_then_takes_takes_twice(engine: Engine, enqueue: Enqueue) -> None:
    """Looking in one transaction and taking in the next is how a message is sent twice."""
    enqueue()
    with db.reading(engine) as session:
        seen = [session.scalars(outbox.due(wall.now())).first() for _worker in range(2)]
    assert seen[0] is not None
    assert seen[0] == seen[1]


def test_the_dead_are_revived_and_nobody_else_is(engine: Engine, enqueue: Enqueue, look: Look) -> None:
    dead, sent, due = enqueue(), enqueue(), enqueue()
    with db.writing(engine) as session:
        session.get_one(OutboxMessage, dead).status = Delivery.DEAD
        session.get_one(OutboxMessage, dead).attempts = 6
        session.get_one(OutboxMessage, sent).status = Delivery.SENT
    with db.writing(engine) as session:
        assert outbox.revive(session) == 1
    assert [look(message_id).status for message_id in (dead, sent, due)] == [Delivery.DUE, Delivery.SENT, Delivery.DUE]
    assert look(dead).attempts == 0
    with db.writing(engine) as session:
        assert outbox.revive(session) == 0


def test_the_listing_shows_every_message_oldest_first(
    engine: Engine, enqueue: Enqueue, clock: time_machine.Traveller
) -> None:
    ids = []
    for _ in range(3):
        ids.append(enqueue())
        clock.shift(1)
    with db.reading(engine) as session:
        assert [message.id for message in outbox.listing(session)] == ids


def test_the_worker_leaves_one_sign_of_life(engine: Engine, clock: time_machine.Traveller) -> None:
    with db.reading(engine) as session:
        assert outbox.last_beat(session) is None
    for _ in range(2):
        clock.shift(10)
        with db.writing(engine) as session:
            outbox.beat(session)
    with db.reading(engine) as session:
        assert outbox.last_beat(session) == wall.now()
