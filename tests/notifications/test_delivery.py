"""Every message leaves at least once, under one id however often it is tried, and a failure stays in sight."""

import random
import smtplib
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import clock as wall
from portal import db
from portal.config import PROJECT
from portal.notifications import delivery, outbox, wording
from portal.notifications.channels import Channel, Envelope, Refused
from portal.notifications.delivery import BACK_OFF, ROUND, Find, PostRoom, Reached, Withdrawn, deliver_due
from portal.notifications.messages import Audience, Kind, Words
from portal.notifications.models import Delivery, OutboxMessage

Enqueue = Callable[..., uuid.UUID]
Look = Callable[[uuid.UUID], OutboxMessage]
ADDRESSES = {Audience.DUTY_DESK: "front-door@example.org", Audience.ON_CALL: "on-call@example.org"}
BASE = "https://front-door.example.org"
WORDING = wording.load(PROJECT / "content")


class Post:
    """A way out that fails as often as it is told, and remembers what went through it."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.tried: list[str] = []
        self.sent: list[tuple[str, str, Words]] = []

    def __call__(self, envelope: Envelope) -> None:
        self.tried.append(envelope.id)
        if self.failures:
            self.failures -= 1
            raise smtplib.SMTPServerDisconnected("amina@example.org said: no")
        self.sent.append((envelope.to[0], envelope.id, envelope.words))


def find(_session: Session, message: OutboxMessage) -> Reached:
    """Look an address up."""
    return Reached((ADDRESSES[message.audience],))


def deliver(engine: Engine, post: Channel, ask: Find = find) -> int:
    """Do one round."""
    return deliver_due(engine, PostRoom(post, ask, WORDING, BASE))


def test_a_message_reaches_its_audience_with_a_link(engine: Engine, enqueue: Enqueue, look: Look) -> None:
    message_id, post = enqueue(Kind.ALERT, Audience.ON_CALL), Post()
    assert deliver(engine, post) == 1
    [(to, sent_as, words)] = post.sent
    message = look(message_id)
    assert (to, sent_as) == ("on-call@example.org", str(message_id))
    assert f"{BASE}/staff/referrals/{message.referral_id}" in words.body
    assert (message.status, message.sent_at, message.leased_until) == (Delivery.SENT, wall.now(), None)
    assert deliver(engine, post) == 0
    assert len(post.sent) == 1


def test_a_failure_waits_longer_each_time_and_the_last_one_stays_in_sight(
    engine: Engine, enqueue: Enqueue, look: Look, clock: time_machine.Traveller
) -> None:
    message_id, post = enqueue(), Post(failures=100)
    for number, pause in enumerate(BACK_OFF, start=1):
        assert deliver(engine, post) == 0
        message = look(message_id)
        assert (message.status, message.attempts) == (Delivery.DUE, number)
        assert message.due_at == wall.now() + pause
        clock.shift(pause - timedelta(seconds=1))
        deliver(engine, post)
        assert len(post.tried) == number
        clock.shift(1)
    deliver(engine, post)
    message = look(message_id)
    assert (message.status, message.attempts) == (Delivery.DEAD, len(BACK_OFF) + 1)
    clock.shift(timedelta(days=30))
    deliver(engine, post)
    assert len(post.tried) == len(BACK_OFF) + 1
    assert set(post.tried) == {str(message_id)}


def test_what_will_never_be_taken_is_tried_once_and_stays_in_sight(
    engine: Engine, enqueue: Enqueue, look: Look
) -> None:
    def post(_envelope: Envelope) -> None:
        raise Refused("notify")

    message_id = enqueue()
    assert deliver(engine, post) == 0
    message = look(message_id)
    assert (message.status, message.attempts, message.trouble) == (Delivery.DEAD, 1, "Refused")


def test_a_revived_message_goes_out_under_its_old_id(engine: Engine, enqueue: Enqueue, look: Look) -> None:
    message_id, post = enqueue(), Post()
    with db.writing(engine) as session:
        session.get_one(OutboxMessage, message_id).status = Delivery.DEAD
    with db.writing(engine) as session:
        outbox.revive(session)
    assert deliver(engine, post) == 1
    assert [sent_as for _to, sent_as, _words in post.sent] == [str(message_id)]


def test_what_failed_is_kept_by_its_kind_and_never_by_its_text(engine: Engine, enqueue: Enqueue, look: Look) -> None:
    message_id = enqueue()
    deliver(engine, Post(failures=1))
    assert look(message_id).trouble == "SMTPServerDisconnected"


def test_a_success_clears_the_trouble(
    engine: Engine, enqueue: Enqueue, look: Look, clock: time_machine.Traveller
) -> None:
    message_id, post = enqueue(), Post(failures=1)
    deliver(engine, post)
    clock.shift(BACK_OFF[0])
    assert deliver(engine, post) == 1
    assert (look(message_id).trouble, look(message_id).attempts) == ("", 2)


def test_one_bad_message_does_not_hold_up_the_next(
    engine: Engine, enqueue: Enqueue, clock: time_machine.Traveller
) -> None:
    enqueue()
    clock.shift(1)
    good, post = enqueue(), Post(failures=1)
    assert deliver(engine, post) == 1
    assert post.sent[0][1] == str(good)


def test_a_round_ends_so_that_the_worker_can_show_a_sign_of_life(engine: Engine, enqueue: Enqueue) -> None:
    for _ in range(ROUND + 1):
        enqueue()
    post = Post()
    assert deliver(engine, post) == ROUND
    assert deliver(engine, post) == 1


def test_a_worker_that_dies_while_sending_loses_nothing(
    engine: Engine, enqueue: Enqueue, look: Look, clock: time_machine.Traveller
) -> None:
    message_id, post = enqueue(), Post()

    def die(_envelope: Envelope) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(engine, die)
    assert look(message_id).status is Delivery.LEASED
    assert deliver(engine, post) == 0
    clock.shift(outbox.LEASE + timedelta(seconds=1))
    assert deliver(engine, post) == 1


def test_a_slow_way_out_never_lets_the_next_messages_lease_run_out(
    engine: Engine, enqueue: Enqueue, clock: time_machine.Traveller
) -> None:
    """Twenty messages behind a server that takes 15 seconds each: a second worker finds nothing to send again."""
    for _ in range(6):
        enqueue()
    first, second = Post(), Post()

    def slow(envelope: Envelope) -> None:
        clock.shift(15)
        deliver(engine, second) if len(first.sent) == 4 else None
        first(envelope)

    deliver(engine, slow)
    sent = [message_id for post in (first, second) for _to, message_id, _words in post.sent]
    assert len(sent) == len(set(sent)) == 6


def test_a_late_failure_does_not_undo_what_another_worker_has_sent(
    engine: Engine, enqueue: Enqueue, look: Look, clock: time_machine.Traveller
) -> None:
    message_id, other = enqueue(), Post()

    def hang(_envelope: Envelope) -> None:
        clock.shift(outbox.LEASE + timedelta(seconds=1))
        assert deliver(engine, other) == 1
        raise TimeoutError

    deliver(engine, hang)
    assert len(other.sent) == 1
    assert look(message_id).status is Delivery.SENT


def test_the_control_that_marks_before_it_sends_loses_a_message(
    engine: Engine, enqueue: Enqueue, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id, post = enqueue(), Post()
    real = outbox.lease

    def hasty(*arguments: object) -> OutboxMessage | None:
        message = real(*arguments)  # type: ignore[arg-type]
        if message is not None:
            message.status = Delivery.SENT
        return message

    monkeypatch.setattr(delivery.outbox, "lease", hasty)
    deliver(engine, post)
    clock.shift(timedelta(days=1))
    deliver(engine, post)
    assert str(message_id) not in post.tried


def test_three_workers_and_a_provider_that_fails_a_third_of_the_time_lose_nothing(
    engine: Engine, enqueue: Enqueue, look: Look, clock: time_machine.Traveller
) -> None:
    ids = [enqueue() for _ in range(40)]
    chance, guard, post = random.Random(7), threading.Lock(), Post()

    def shaky(envelope: Envelope) -> None:
        with guard:
            post(envelope)  # it went out
            if chance.random() < 0.3:
                raise TimeoutError  # and nobody heard

    for _round in range(30):
        crew = [threading.Thread(target=deliver, args=(engine, shaky)) for _ in range(3)]
        for worker in crew:
            worker.start()
        for worker in crew:
            worker.join(60)
        clock.shift(timedelta(minutes=41))
        if all(look(message_id).status is not Delivery.DUE for message_id in ids):
            break
    assert {message_id for _to, message_id, _words in post.sent} == {str(message_id) for message_id in ids}
    assert all(look(message_id).status in {Delivery.SENT, Delivery.DEAD} for message_id in ids)


def test_leave_taken_back_before_it_leaves_stops_it_for_good(
    engine: Engine, enqueue: Enqueue, look: Look, clock: time_machine.Traveller
) -> None:
    message_id, post = enqueue(), Post()

    def no(_session: Session, _message: OutboxMessage) -> Reached:
        raise Withdrawn("no-leave-any-more")

    assert deliver(engine, post, no) == 0
    assert (look(message_id).status, look(message_id).trouble) == (Delivery.WITHDRAWN, "no-leave-any-more")
    clock.shift(timedelta(days=1))
    assert deliver(engine, post) == 0
    assert post.tried == []


def test_a_second_try_knows_that_they_may_have_it_already(
    engine: Engine, enqueue: Enqueue, clock: time_machine.Traveller
) -> None:
    enqueue()
    seen: list[bool] = []

    def lost(envelope: Envelope) -> None:
        seen.append(envelope.again)
        raise TimeoutError

    for wait in BACK_OFF[:2]:
        deliver(engine, lost)
        clock.shift(wait)
    assert seen == [False, True]
