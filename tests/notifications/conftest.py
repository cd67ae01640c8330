"""A post room with an address for everybody, and messages about a referral nobody made."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import Engine

from portal import db
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import OutboxMessage

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
REFERENCE = "FD-7K3M-9QPD-2XHV-R"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Hold the clock at Monday morning, and let the test move it."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def enqueue(engine: Engine, clock: time_machine.Traveller) -> Callable[..., uuid.UUID]:
    """Put a message in the outbox and return its id."""

    def put(kind: Kind = Kind.NEW_REFERRAL, audience: Audience = Audience.DUTY_DESK) -> uuid.UUID:
        with db.writing(engine) as session:
            return outbox.enqueue(session, kind, audience, referral_id=uuid.uuid4(), reference=REFERENCE).id

    return put


@pytest.fixture
def look(engine: Engine) -> Callable[[uuid.UUID], OutboxMessage]:
    """Look at one message as it is in the database."""

    def find(message_id: uuid.UUID) -> OutboxMessage:
        with db.reading(engine) as session:
            return session.get_one(OutboxMessage, message_id)

    return find
