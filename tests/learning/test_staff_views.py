"""Wim runs training: makes it, changes it, sees who is coming (which is noted), and marks who was there."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from portal import clock, db
from portal.accounts.permissions import Role
from portal.audit.models import AuditEvent
from portal.learning import kinds
from portal.learning.kinds import Group
from portal.learning.models import TrainingBooking, TrainingEvent, TrainingMaterial
from tests.browser import Browser
from tests.learning.conftest import Kept, Make
from tests.staff import seat

Book = Callable[..., TrainingBooking]
NEW: dict[str, Any] = {
    "title": "Ask, listen, pass on", "meeting": "workshop", "groups": ["gp", "parent"], "subject": "self-harm",
    "series": "", "day-day": "25", "day-month": "6", "day-year": "2099", "begins": "16:00", "minutes": "90",
    "place": "Guildhall, Ashmere", "joining": "", "places": "12", "closes": "24", "cpd_minutes": "90",
    "given_by": "A nurse", "summary": "About asking.", "outcomes": "Ask\nListen", "access": "No steps.",
}  # fmt: skip


@pytest.fixture
def wim(site: Flask, engine: Engine) -> Browser:
    return Browser(seat(site, engine, Role.CONTENT_EDITOR))


def begun(engine: Engine, event: TrainingEvent) -> None:
    with db.writing(engine) as session:
        held = session.get_one(TrainingEvent, event.id)
        held.starts_at = held.closes_at = clock.now() - timedelta(hours=2)
        held.ends_at = clock.now() - timedelta(hours=1)


def tags(kept: Kept) -> list[str]:
    return [each.tag for each in kept(AuditEvent) if each.tag.startswith("training:")]


def test_he_makes_an_event_and_everybody_sees_it(wim: Browser, reader: Browser, kept: Kept) -> None:
    wim.open("/staff/training/new").press("Put it into the calendar", **NEW)
    assert wim.status == 200
    event = kept(TrainingEvent)[0]
    assert event.starts_at == datetime(2099, 6, 25, 15, 0, tzinfo=UTC), "summer time"
    assert event.ends_at - event.starts_at == timedelta(minutes=90)
    assert event.starts_at - event.closes_at == timedelta(days=1)
    assert event.for_whom == (Group.GP, Group.PARENT)
    assert event.slug == "ask-listen-pass-on-2099-06-25"
    page = reader.open(f"/training/{event.slug}").page
    for words in ("Ask, listen, pass on", "Guildhall, Ashmere", "16:00–17:30", "Keep a place for me, without my name"):
        assert words in page
    assert tags(kept) == ["training:made"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Write a title."),
        ({"groups": []}, "Tick at least one."),
        ({"begins": "half past"}, "Write a time like 16:00."),
        ({"begins": "1:30", "day-day": "29", "day-month": "3"}, "the clocks go forward"),
        ({"minutes": "5"}, "from 15 to 600"),
        ({"joining": "http://meet.example.org"}, "begins with https://"),
        ({"day-month": "13"}, "We cannot find that date."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    wim: Browser, kept: Kept, wrong: dict[str, Any], sentence: str
) -> None:
    wim.open("/staff/training/new").press("Put it into the calendar", **NEW | wrong)
    assert wim.status == 422
    assert sentence in wim.page
    assert "Guildhall, Ashmere" in wim.page
    assert kept(TrainingEvent) == []


def test_a_change_shows_what_was_there_and_keeps_the_address(wim: Browser, make: Make, kept: Kept) -> None:
    event = make()
    page = wim.open(f"/staff/training/{event.id}/change").page
    for words in (event.title, "16:00", "A specialist nurse", "only-for-those-who-come"):
        assert words in page
    wim.press("Keep the changes", **NEW)
    after = kept(TrainingEvent)[0]
    assert (after.slug, after.title, after.sequence) == (event.slug, "Ask, listen, pass on", 1)


def test_every_look_at_the_names_is_noted_and_the_page_of_the_event_names_nobody(
    wim: Browser, make: Make, book: Book, kept: Kept
) -> None:
    event = make()
    book(event, "Hollis Pemberly", access="Captions")
    assert "Hollis" not in wim.open(f"/staff/training/{event.id}").page
    assert "training:list-read" not in tags(kept)
    page = wim.open(f"/staff/training/{event.id}/people").page
    for words in ("Hollis Pemberly", "hollis@example.org", "Captions", "has a place"):
        assert words in page
    assert tags(kept).count("training:list-read") == 1
    assert "Was there" not in page


def test_he_marks_who_was_there_and_takes_a_mistake_back(
    wim: Browser, make: Make, book: Book, engine: Engine, kept: Kept
) -> None:
    event = make()
    here, away = book(event, "Hollis Pemberly"), book(event, "Anneka Strand")
    wim.open(f"/staff/training/{event.id}/people")
    token = re.findall(r'name="csrf_token" value="([^"]+)"', wim.page)[0]
    where = f"/staff/training/{event.id}/attendance"
    early = wim.client.post(where, data={"csrf_token": token, "there": str(here.id)})
    assert early.status_code == 409
    assert "nobody can have been there" in early.text
    begun(engine, event)
    for there in ([here], [here, away], [away]):
        data = {"csrf_token": token, "there": [str(each.id) for each in there] + ["nonsense"]}
        assert wim.client.post(where, data=data).status_code == 303
        rows = {each.id: each for each in kept(TrainingBooking)}
        assert {each.id for each in rows.values() if each.attended_at} == {each.id for each in there}
        assert {each.id for each in rows.values() if each.certificate} == {each.id for each in there}
    assert tags(kept).count("training:attended") == 3


def test_a_second_form_is_taken_off_and_whoever_waits_moves_up(
    wim: Browser, make: Make, book: Book, kept: Kept, told: Callable[[], list[str]]
) -> None:
    event = make(places=2)
    for name in ("Hollis Pemberly", "Hollis Again", "Anneka Strand"):
        book(event, name)
    twice = kept(TrainingBooking)[1]
    where = f"/staff/training/places/{twice.id}/take-off"
    assert where in wim.open(f"/staff/training/{event.id}/people").page
    assert wim.client.post(where).status_code == 409
    token = re.findall(r'name="csrf_token" value="([^"]+)"', wim.page)[0]
    assert wim.client.post(where, data={"csrf_token": token}).status_code == 303
    assert [each.standing.value for each in kept(TrainingBooking)] == ["place", "left", "place"]
    assert kept(TrainingBooking)[1].name is None
    assert told().count("training-place") == 1


def test_without_a_token_nothing_is_marked(wim: Browser, make: Make, book: Book, engine: Engine, kept: Kept) -> None:
    event = make()
    here = book(event, "Hollis Pemberly")
    begun(engine, event)
    wim.client.post(f"/staff/training/{event.id}/attendance", data={"there": str(here.id)})
    assert kept(TrainingBooking)[0].attended_at is None


def test_cancelling_asks_why_and_tells_everybody(
    wim: Browser, make: Make, book: Book, kept: Kept, told: Callable[[], list[str]]
) -> None:
    event = make(places=1)
    for name in ("Hollis Pemberly", "Anneka Strand"):
        book(event, name)
    wim.open(f"/staff/training/{event.id}").press("Cancel it and tell them", why="")
    assert wim.status == 422
    assert "Write one sentence." in wim.page
    assert kept(TrainingEvent)[0].cancelled_at is None
    wim.press("Cancel it and tell them", why="The speaker is ill.")
    assert kept(TrainingEvent)[0].cancelled_why == "The speaker is ill."
    assert told().count("training-cancelled") == 2
    assert "Cancel it and tell them" not in wim.page


def test_he_adds_what_there_is_to_read_and_takes_it_away(wim: Browser, make: Make, kept: Kept) -> None:
    event = make()
    for wrong in ({"title": "Slides"}, {"title": "Slides", "address": "javascript:alert(1)"}):
        wim.open(f"/staff/training/{event.id}").press("Add it", **wrong)
        assert wim.status == 422
    wim.open(f"/staff/training/{event.id}").press("Add it", title="Slides", address="https://files.example.org/a.pdf")
    wim.press("Add it", title="One page", words="**Ask** plainly.")
    assert {each.title for each in kept(TrainingMaterial)} == {"Slides", "One page"}
    wim.press("Take it away")
    assert len(kept(TrainingMaterial)) == 1
    assert tags(kept)[-3:] == ["training:material-added", "training:material-added", "training:material-removed"]


def test_uptake_hides_who_could_be_found(wim: Browser, make: Make, book: Book, engine: Engine, kept: Kept) -> None:
    event = make()
    people = [book(event, f"Doctor{n} Who", listed_code="Q9X101") for n in range(7)]
    people += [book(event, f"Teacher{n} Who", group=Group.SCHOOL, listed_code="990001") for n in range(2)]
    begun(engine, event)
    wim.open(f"/staff/training/{event.id}/people")
    token = re.findall(r'name="csrf_token" value="([^"]+)"', wim.page)[0]
    data = {"csrf_token": token, "there": [str(each.id) for each in people]}
    wim.client.post(f"/staff/training/{event.id}/attendance", data=data)
    page = wim.open("/staff/training/uptake").page
    rows = dict(re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>', page))
    assert rows["GPs and practices"] == rows["Millfields Surgery"] == "about 5"
    assert rows["Schools and colleges"] == rows["Volunteers"] == "fewer than 5"
    assert rows["Ashmere Harbourfield Academy"] == rows["Highbank Medical Practice"] == "fewer than 5"


def test_exact_figures_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinds.uptake({"a": 3, "b": 12, "c": 0}) == [("b", "about 10"), ("a", "fewer than 5"), ("c", "fewer than 5")]
    monkeypatch.setattr(kinds, "told", str)
    assert ("b", "12") in kinds.uptake({"b": 12})


@pytest.mark.parametrize("role", [Role.DUTY_CLINICIAN, Role.COMMISSIONER, Role.SERVICE_PARTNER, Role.ADMINISTRATOR])
def test_who_does_not_run_training_sees_no_names(site: Flask, engine: Engine, make: Make, role: Role) -> None:
    event, other = make(), seat(site, engine, role)
    for path in ("/staff/training", f"/staff/training/{event.id}/people", "/staff/training/uptake"):
        assert other.get(path).status_code == 403
