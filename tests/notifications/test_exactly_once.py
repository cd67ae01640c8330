"""Workers that race, and workers that are killed in the middle of a send: nothing is lost, nothing arrives twice.

The catcher is a mail server that writes down every letter it accepts. Racing workers give it each letter once, counted
as accepted. A worker killed between "accepted" and its mark makes the next one send the same letter again, with the
same Message-ID: then the catcher is read as a mailbox is, by that id, and the letters it took twice are counted too.
"""

import os
import signal
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import db
from portal.config import PROJECT
from portal.notifications import outbox, wording
from portal.notifications.channels import Channel, Envelope
from portal.notifications.delivery import PostRoom, Reached, deliver_due
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import Delivery, OutboxMessage

pytestmark = [pytest.mark.postgresql, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]
WORDING = wording.load(PROJECT / "content")
MESSAGES = 200


def put(url: str, count: int) -> set[str]:
    """Write some messages."""
    engine = db.engine_for(url)
    with db.writing(engine) as session:
        written = [
            outbox.enqueue(session, Kind.ALERT, Audience.ON_CALL, referral_id=uuid.uuid4(), reference="FD")
            for _ in range(count)
        ]
    engine.dispose()
    return {str(each.id) for each in written}


def left(url: str) -> int:
    """Count what is not sent."""
    engine = db.engine_for(url)
    with db.reading(engine) as session:
        found = session.scalar(select(func.count()).where(OutboxMessage.status != Delivery.SENT)) or 0
    engine.dispose()
    return found


def catcher(book: Path, slow: float = 0.0) -> Channel:
    """Accept a letter: one line appended at once, however many write; then take a while to answer."""

    def accept(envelope: Envelope) -> None:
        with open(book, "ab", buffering=0) as lines:
            lines.write(envelope.id.encode() + b"\n")
        time.sleep(slow)

    return accept


def find(_session: Session, _message: OutboxMessage) -> Reached:
    """Look an address up."""
    return Reached(("on-call@example.org",))


def worker(url: str, channel: Channel, lease: timedelta = outbox.LEASE) -> int:
    """Start a worker as a process of its own."""
    child = os.fork()
    if child:
        return child
    try:
        outbox.LEASE = lease
        engine = db.engine_for(url)
        while True:
            deliver_due(engine, PostRoom(channel, find, WORDING, "http://localhost"))
            time.sleep(0.02)
    finally:
        os._exit(0)


def kill(*workers: int) -> None:
    """End workers as a power cut does."""
    for each in workers:
        os.kill(each, signal.SIGKILL)
        os.waitpid(each, 0)


def until(done: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def url(database_url: str) -> str:
    """Play on PostgreSQL alone: on SQLite only one worker writes at a time."""
    if not database_url.startswith("postgresql"):
        pytest.skip("the race is about PostgreSQL")
    return database_url


def test_three_racing_workers_send_each_of_two_hundred_messages_once(url: str, tmp_path: Path) -> None:
    ids, book = put(url, MESSAGES), tmp_path / "book"
    crew = [worker(url, catcher(book)) for _ in range(3)]
    try:
        until(lambda: left(url) == 0)
    finally:
        kill(*crew)
    accepted = Counter(book.read_text().split())
    assert set(accepted) == ids
    assert set(accepted.values()) == {1}


def test_workers_killed_in_the_middle_of_a_send_lose_nothing(url: str, tmp_path: Path) -> None:
    """Eight rounds: wait until a letter was accepted, kill the worker before it can say so, start the next."""
    ids, book = put(url, 12), tmp_path / "book"
    book.touch()
    lease = timedelta(seconds=1)
    for _round in range(8):
        before = book.stat().st_size
        one = worker(url, catcher(book, slow=30), lease)
        try:
            until(lambda before=before: book.stat().st_size > before)  # type: ignore[misc]
        finally:
            kill(one)
    last = worker(url, catcher(book), lease)
    try:
        until(lambda: left(url) == 0)
    finally:
        kill(last)
    accepted = Counter(book.read_text().split())
    assert set(accepted) == ids, "the mailbox holds each letter once, by its Message-ID"
    assert sum(accepted.values()) <= 12 + 8, "only what was killed in between was sent again"
