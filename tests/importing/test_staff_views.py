"""Dee, who edits the directory, looks a county's feed through. Priya at the clinicians' desk may not."""

import io
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from portal import clock, db
from portal.accounts import actions as accounts
from portal.accounts import passwords
from portal.accounts.permissions import Role
from portal.audit.models import AuditEvent
from portal.importing.models import FeedDifference, FeedReading
from portal.upkeep.models import ServiceVersion
from tests.importing.conftest import NAMES, County, a_feed, a_service
from tests.staff import through_the_door

PASSWORD = "a password only for these stories"
CAST = {"dee": Role.DIRECTORY_EDITOR, "priya": Role.DUTY_CLINICIAN}
FEEDS = "/staff/directory/feeds"
Seat = Callable[[str], FlaskClient]


@pytest.fixture
def seat(site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Seat:
    """Return browsers in which the cast has signed in."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with db.writing(engine) as session:
        for who, role in CAST.items():
            address = f"{who}@example.org"
            accounts.add_staff(
                session, address, who, role, PASSWORD, actor="command", moment=clock.now(), fictional=True
            )

    def sit(who: str) -> FlaskClient:
        browser = site.test_client()
        assert through_the_door(browser, engine, f"{who}@example.org", PASSWORD).status_code == 303
        return browser

    return sit


def token(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found
    return found[1]


def send(browser: FlaskClient, services: Any, filename: str = "county.json", **more: str) -> TestResponse:
    content = services if isinstance(services, bytes) else json.dumps(services).encode()
    form = {"csrf_token": token(browser.get(FEEDS)), "name": "county", **more, "file": (io.BytesIO(content), filename)}
    return browser.post(FEEDS, data=form, content_type="multipart/form-data")


def press(browser: FlaskClient, page: str, act: str, **form: Any) -> TestResponse:
    data = {"csrf_token": token(browser.get(page)), **form}
    return browser.post(f"{page}/{act}", data=data)


def ids(county: County, *names: str) -> list[str]:
    with db.reading(county.engine) as session:
        rows = session.scalars(select(FeedDifference).where(FeedDifference.name.in_(names)))
        return [str(each.id) for each in rows]


def test_a_feed_is_looked_through_before_anything_changes(seat: Seat, county: County) -> None:
    dee = seat("dee")
    sent = send(dee, [*a_feed(), a_service("No owner", organization=None), a_service(attributes=[])])
    assert sent.status_code == 303
    page = dee.get(sent.location).text
    for words in (*NAMES, "It does not say which organisation runs it.", "Take over all 5", "Somebody to talk to"):
        assert words in page, words
    assert county.entries() == {}
    assert "county" in dee.get(FEEDS).text


def test_what_is_ticked_is_taken_over_and_nothing_else(seat: Seat, county: County) -> None:
    dee = seat("dee")
    page = send(dee, a_feed()).location
    press(dee, page, "take", what="chosen", record=ids(county, NAMES[0], NAMES[2]))
    assert set(county.entries()) == {NAMES[0], NAMES[2]}
    assert dee.get(page).text.count("Taken over.") == 2
    press(dee, page, "take", what="all")
    assert set(county.entries()) == set(NAMES)
    with db.reading(county.engine) as session:
        assert all(each.author_id for each in session.scalars(select(ServiceVersion)))


def test_the_difference_is_shown_field_by_field_and_what_is_gone(seat: Seat, county: County) -> None:
    county.bring(a_feed())
    dee = seat("dee")
    page = send(dee, [a_service(NAMES[0], maximum_age=21), *map(a_service, NAMES[2:])]).location
    text = dee.get(page).text
    assert re.search(r"To age</th>\s*<td[^>]*>18</td>\s*<td[^>]*>21</td>", text)
    assert "No longer in the feed" in text
    press(dee, page, "gone")
    assert "Marked." in dee.get(page).text
    assert NAMES[1] in county.entries()
    press(dee, page, "take", what="all")
    assert county.entries()[NAMES[0]]["maximum_age"] == 21


def test_a_feed_that_shrank_a_lot_offers_no_button_for_all(seat: Seat, county: County) -> None:
    county.bring(a_feed())
    dee = seat("dee")
    text = dee.get(send(dee, [a_service(NAMES[0], maximum_age=21)]).location).text
    assert "more likely broken" in text
    assert "Take over all" not in text
    assert "as gone from the feed" not in text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"address": ""}, "Choose a file, or give the address"),
        ({"address": "http://feed.example.org"}, "begins with https://"),
        ({"address": "https://127.0.0.1/services"}, "not public"),
        ({"address": "https://169.254.169.254/latest"}, "not public"),
    ],
)
def test_a_source_that_is_none_is_told_kindly_and_nothing_typed_is_lost(
    seat: Seat, form: dict[str, str], words: str
) -> None:
    dee = seat("dee")
    data = {"csrf_token": token(dee.get(FEEDS)), "name": "What I typed", **form}
    answer = dee.post(FEEDS, data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert words in answer.text
    assert "What I typed" in answer.text


@pytest.mark.parametrize("content", [b"<html>", b"", b"[]", b"{"])
def test_a_file_that_is_no_feed_breaks_nothing(seat: Seat, county: County, content: bytes) -> None:
    answer = send(seat("dee"), content)
    assert answer.status_code in {303, 422}
    assert county.entries() == {}


def test_names_out_of_a_feed_are_never_markup(seat: Seat, county: County) -> None:
    dee = seat("dee")
    page = send(
        dee, [a_service("A &lt;img src=x onerror=alert(1)&gt; B"), a_service(id="<script>x</script>", name="")]
    ).location
    text = dee.get(page).text
    assert "<img src=x" not in text
    assert "<script>x" not in text


def test_a_comparison_can_be_forgotten(seat: Seat, county: County) -> None:
    dee = seat("dee")
    page = send(dee, a_feed()).location
    assert press(dee, page, "drop").status_code == 303
    assert dee.get(page).status_code == 404
    assert county.count(FeedReading) == county.count(FeedDifference) == 0


def test_a_button_without_its_token_changes_nothing(seat: Seat, county: County) -> None:
    dee = seat("dee")
    page = send(dee, a_feed()).location
    for what in ("take", "gone", "drop"):
        assert dee.post(f"{page}/{what}", data={"what": "all"}).status_code == 422
    assert county.entries() == {}
    assert county.count(FeedReading) == 1


def test_others_may_not_bring_in_feeds_and_the_attempt_is_noted(seat: Seat, county: County) -> None:
    priya = seat("priya")
    assert priya.get(FEEDS).status_code == 403
    assert priya.post(FEEDS).status_code == 403
    assert priya.get(f"{FEEDS}/readings/{uuid.uuid4()}").status_code == 403
    with db.reading(county.engine) as session:
        assert {each.tag for each in session.scalars(select(AuditEvent))} >= {"access:denied"}
