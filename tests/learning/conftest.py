"""A GP with four minutes, a school lead, Amina who says no name, and Wim who runs training."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from portal import clock, db
from portal.learning import actions, signing_up
from portal.learning.kinds import Group
from portal.learning.models import TrainingBooking, TrainingEvent
from portal.learning.signing_up import Person
from portal.notifications.models import OutboxMessage
from tests.browser import Browser

JOIN = "https://meet.example.org/only-for-those-who-come"
GP = {
    "name": "Hollis Pemberly",
    "email": "hollis@example.org",
    "role": "GP",
    "workplace": "Millfields Surgery",
    "group": "gp",
    "access": "Captions, please",
}
Make = Callable[..., TrainingEvent]
Kept = Callable[[Any], list[Any]]


def columns(starts: datetime, **more: Any) -> dict[str, Any]:
    """Say all there is to say of an event."""
    said: dict[str, Any] = {
        "title": "Self-harm: the first ten minutes", "meeting": "webinar", "groups": "gp school",
        "subject": "self-harm", "series": "thursdays", "summary": "The first person matters most.",
        "outcomes": "Stay calm\nAsk about safety", "access": "Live captions.", "given_by": "A specialist nurse",
        "starts_at": starts, "ends_at": starts + timedelta(hours=1), "closes_at": starts - timedelta(hours=2),
        "place": "", "joining": JOIN, "places": 20, "cpd_minutes": 60,
    }  # fmt: skip
    return said | more


@pytest.fixture
def make(engine: Engine) -> Make:
    """Return a way to put an event into the calendar: in ten days at 16:00, unless it is said otherwise."""

    def made(starts: datetime | None = None, **more: Any) -> TrainingEvent:
        day = clock.london(clock.now() + timedelta(days=10)).replace(hour=16, minute=0, second=0, microsecond=0)
        with db.writing(engine) as session:
            return actions.make(session, columns(starts or day.astimezone(UTC), **more), by=None, moment=clock.now())

    return made


@pytest.fixture
def book(engine: Engine) -> Callable[..., TrainingBooking]:
    """Return a way to sign somebody up."""

    def booked(event: TrainingEvent, name: str = "", moment: datetime | None = None, **more: Any) -> TrainingBooking:
        given: dict[str, Any] = {"group": Group.GP, "language": "en", "once": uuid.uuid4().hex, "name": name}
        given |= {"email": f"{name.split()[0].lower()}@example.org" if name else ""} | more
        with db.writing(engine) as session:
            return signing_up.sign_up(session, event.id, Person(**given), moment or clock.now())

    return booked


@pytest.fixture
def reader(site: Flask) -> Browser:
    """Open a browser that has never been here."""
    return Browser(site.test_client())


@pytest.fixture
def kept(engine: Engine) -> Kept:
    """Return a way to see every row of a table."""

    def rows(kind: Any) -> list[Any]:
        with db.reading(engine) as session:
            found = select(kind)
            return list(session.scalars(found.order_by(kind.signed_up_at) if kind is TrainingBooking else found))

    return rows


@pytest.fixture
def told(engine: Engine) -> Callable[[], list[str]]:
    """Return a way to see what was written to whoever signed up, in its order."""

    def kinds() -> list[str]:
        with db.reading(engine) as session:
            order = (OutboxMessage.created_at, OutboxMessage.id)
            return [each.kind.value for each in session.scalars(select(OutboxMessage).order_by(*order))]

    return kinds


def main(browser: Browser) -> str:
    """Read what stands between the header and the footer."""
    return browser.page[browser.page.index("<main") : browser.page.index("</main>")]
