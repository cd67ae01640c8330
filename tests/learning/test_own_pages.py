"""A certificate comes after attendance, on nobody's page but its owner's, and its number never leads to a name."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from portal import clock, db
from portal.learning import signing_up
from portal.learning.models import TrainingBooking, TrainingEvent
from portal.learning.signing_up import NotYet
from tests.browser import Browser
from tests.learning.conftest import JOIN, Kept, Make, main

Book = Callable[..., TrainingBooking]


@pytest.fixture
def been(make: Make, book: Book, engine: Engine) -> tuple[TrainingEvent, TrainingBooking]:
    """Let an event have been yesterday, with one GP who had a place."""
    event = make()
    place = book(event, "Hollis Pemberly")
    with db.writing(engine) as session:
        held = session.get_one(TrainingEvent, event.id)
        for name in ("starts_at", "ends_at", "closes_at"):
            setattr(held, name, getattr(held, name) - timedelta(days=11))
    return event, place


def mark(engine: Engine, event: TrainingEvent, *there: TrainingBooking) -> None:
    with db.writing(engine) as session:
        held = session.get_one(TrainingEvent, event.id)
        ids = {each.id for each in there}
        signing_up.mark_attendance(session, held, ids, by=event.id, moment=clock.now())


def certificates(reader: Browser, place: TrainingBooking) -> list[str]:
    """Return every number that somebody's own pages show."""
    own = f"/training/mine/{place.code}"
    return re.findall(r'data-certificate="([^"]+)"', reader.open(f"{own}/certificate").page)


def test_before_attendance_there_is_none(
    reader: Browser, been: tuple[TrainingEvent, TrainingBooking], make: Make, book: Book, engine: Engine
) -> None:
    _event, place = been
    assert reader.open(f"/training/mine/{place.code}/certificate").status == 404
    assert "Once we have marked who was there" in main(reader.open(f"/training/mine/{place.code}"))
    assert JOIN not in reader.page
    coming = make()
    early = book(coming, "Anneka Strand")
    with pytest.raises(NotYet):
        mark(engine, coming, early)
    assert certificates(reader, early) == []


def test_a_page_that_does_not_ask_would_be_noticed(
    reader: Browser, been: tuple[TrainingEvent, TrainingBooking], engine: Engine
) -> None:
    """Plant a number without attendance: the pages tell it."""
    with db.writing(engine) as session:
        session.get_one(TrainingBooking, been[1].id).certificate = "TC-7K3M-9QPD-2XHV-R"
    assert certificates(reader, been[1]) == ["TC-7K3M-9QPD-2XHV-R"]


def test_afterwards_it_says_who_what_when_and_no_more_than_attendance(
    reader: Browser, been: tuple[TrainingEvent, TrainingBooking], engine: Engine
) -> None:
    event, place = been
    mark(engine, event, place)
    assert "See your certificate" in main(reader.open(f"/training/mine/{place.code}"))
    page = main(reader.open(f"/training/mine/{place.code}/certificate"))
    for words in ("Hollis Pemberly", event.title, "1 hour", "Wexlow Front Door", "Certificate of attendance"):
        assert words in page
    assert "It does not say what they can do." in page
    assert str(clock.london(clock.now()).year) in page
    urdu = main(reader.open(f"/ur/training/mine/{place.code}/certificate"))
    assert "1 hour of continuing professional development" in urdu, "the sheet is in English"


def test_anybody_can_check_its_number_and_nobody_learns_a_name(
    reader: Browser, site: Flask, been: tuple[TrainingEvent, TrainingBooking], engine: Engine
) -> None:
    event, place = been
    mark(engine, event, place)
    number = certificates(reader, place)[0]
    stranger = Browser(site.test_client())
    for typed in (number, number.lower(), number.replace("-", "")):
        page = stranger.open(f"/training/certificates/{typed}").page
        assert event.title in page
        assert "Hollis" not in page
        assert place.code not in page  # type: ignore[operator]
    for wrong in ("TC-0000-0000-0000-0", "nonsense", number[:-1] + ("0" if number[-1] != "0" else "1")):
        assert stranger.open(f"/training/certificates/{wrong}").status == 404


def test_a_tick_taken_away_takes_the_certificate_and_one_that_stays_keeps_its_number(
    reader: Browser, been: tuple[TrainingEvent, TrainingBooking], engine: Engine, told: Callable[[], list[str]]
) -> None:
    event, place = been
    mark(engine, event, place)
    number = certificates(reader, place)
    mark(engine, event, place)
    assert certificates(reader, place) == number
    assert told().count("training-certificate") == 1
    mark(engine, event)
    assert certificates(reader, place) == []
    assert reader.open(f"/training/certificates/{number[0]}").status == 404


def test_who_came_without_a_name_has_no_certificate(
    reader: Browser, make: Make, book: Book, engine: Engine, kept: Kept
) -> None:
    event = make(groups="parent")
    place = book(event)
    with db.writing(engine) as session:
        held = session.get_one(TrainingEvent, event.id)
        held.starts_at = held.closes_at = clock.now() - timedelta(hours=2)
        held.ends_at = clock.now() - timedelta(hours=1)
    mark(engine, event, place)
    assert kept(TrainingBooking)[0].attended_at
    assert certificates(reader, place) == []
    assert "Thank you for being there" in main(reader.open(f"/training/mine/{place.code}"))


def test_somebody_elses_guess_opens_nothing(reader: Browser, make: Make, book: Book) -> None:
    place = book(make(), "Hollis Pemberly")
    assert place.code
    assert len(place.code) >= 32
    for guess in ("", "x", place.code[:-1], place.code.swapcase(), str(place.id)):
        assert reader.open(f"/training/mine/{guess}").status == 404


def test_no_copy_of_these_pages_is_kept_and_no_title_says_what_it_is(reader: Browser, make: Make, book: Book) -> None:
    event = make()
    place = book(event, "Hollis Pemberly")
    for path in (f"/training/mine/{place.code}", f"/ur/training/mine/{place.code}", f"/training/sign-up/{event.slug}"):
        answer = reader.client.get(path)
        assert answer.headers["Cache-Control"] == "no-store, max-age=0"
        assert "Self-harm" not in answer.text.partition("</title>")[0]
    assert reader.client.get(f"/training/{event.slug}").headers["Cache-Control"] == "no-cache"


def test_what_is_cancelled_says_so_with_its_reason(reader: Browser, make: Make, book: Book, engine: Engine) -> None:
    event = make(datetime.now(UTC) + timedelta(days=5))
    place = book(event, "Hollis Pemberly")
    with db.writing(engine) as session:
        held = session.get_one(TrainingEvent, event.id)
        held.cancelled_at, held.cancelled_why = clock.now(), "The speaker is ill."
    page = main(reader.open(f"/training/mine/{place.code}"))
    assert "This will not take place" in page
    assert "The speaker is ill." in page
    assert JOIN not in page
