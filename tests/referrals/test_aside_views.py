"""A school nurse has begun a referral about one child when another cannot wait: the two are never mixed."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import db
from portal.referrals import aside_views
from portal.referrals.facts import said
from portal.referrals.models import Draft
from tests.browser import Browser
from tests.referrals.test_professional_views import FORM, begin, kept, referrals, send, to_the_end

START, ASIDE = "/refer/professional/", "/refer/professional/aside"
OFFER, NEW = "Put this one aside and start a new one", "I have the code: start a new referral"
REACH = {"referrer_phone": "01632 960123"}


def drafts_of(engine: Engine) -> list[dict[str, Any]]:
    with db.reading(engine) as session:
        return [said(draft.answers or {}) for draft in session.scalars(select(Draft).order_by(Draft.started_at))]


@pytest.fixture
def nurse(client: FlaskClient) -> Browser:
    """She has begun to write about Sam."""
    return send(begin(client), go="save", name="Sam", story="Sam is low")


def put_aside(browser: Browser) -> str:
    browser.open(ASIDE).press("Show me the code")
    code = browser.return_code
    assert code
    browser.press(NEW)
    assert browser.at == FORM
    return code


def test_it_is_offered_where_something_was_begun_and_nowhere_else(client: FlaskClient) -> None:
    assert OFFER not in Browser(client).open(START).page
    browser = begin(client)
    assert OFFER not in browser.open(START).page, "an empty page mixes nobody"
    assert browser.open(ASIDE).at == FORM
    send(browser, go="save", story="Sam is low")
    assert OFFER in browser.open(START).page


def test_two_children_are_two_referrals_and_the_first_comes_back(nurse: Browser, site: Flask, engine: Engine) -> None:
    code = put_aside(nurse)
    assert "Sam" not in nurse.page, "the new one begins empty"
    to_the_end(send(nurse, go="check", name="Ola", story="Ola cannot wait", **REACH))
    assert drafts_of(engine) == [{"name": "Sam", "story": "Sam is low"}]
    elsewhere = Browser(site.test_client()).open("/refer/resume").send(code=code)
    assert elsewhere.at.startswith(FORM)
    assert "Sam is low" in elsewhere.page
    to_the_end(send(elsewhere, go="check", name="Sam", story="Sam is low", **REACH))
    told = [said(each.answers or {})["story"] for each in referrals(engine)]
    assert told == ["Ola cannot wait", "Sam is low"]
    assert len({each.case_id for each in referrals(engine)}) == 2


def test_the_code_is_shown_once_and_kept_nowhere(nurse: Browser, engine: Engine) -> None:
    code = put_aside(nurse)
    assert code not in nurse.page
    assert code not in nurse.open(START).page
    assert code not in nurse.open(ASIDE).page
    assert not any(code in address for address in nurse.seen)
    with db.reading(engine) as session:
        assert code not in str([vars(draft) for draft in session.scalars(select(Draft))])


def test_who_looks_at_the_code_and_stays_has_lost_nothing(nurse: Browser, engine: Engine) -> None:
    nurse.open(ASIDE).press("Show me the code")
    nurse.open("/refer/professional/next")
    assert "Sam is low" in nurse.page
    assert len(drafts_of(engine)) == 1


def test_pressing_twice_starts_one_and_puts_aside_one(nurse: Browser, engine: Engine) -> None:
    nurse.open(ASIDE).press("Show me the code")
    page = nurse.page
    nurse.press(NEW)
    Browser(nurse.client, ASIDE, page).press(NEW)
    assert drafts_of(engine) == [{"name": "Sam", "story": "Sam is low"}, {}]


def test_an_old_button_lets_go_of_nothing_else(nurse: Browser, engine: Engine) -> None:
    nurse.open(ASIDE).press("Show me the code")
    page = nurse.page
    nurse.press(NEW)
    send(nurse, go="save", story="Ola cannot wait")
    old = Browser(nurse.client, ASIDE, page).press(NEW)
    assert OFFER in old.page, "it asks again, about the one that is begun now"
    assert "Ola cannot wait" in nurse.open("/refer/professional/next").page


def test_a_page_left_open_about_the_first_is_not_saved_into_the_second(nurse: Browser, engine: Engine) -> None:
    old = Browser(nurse.client, FORM, nurse.page)
    put_aside(nurse)
    send(nurse, go="save", name="Ola")
    send(old, go="save", name="Sam", story="Sam again")
    assert old.status == 409
    assert "put it aside" in old.page
    assert "Sam again" in old.page, "what was typed is still there"
    assert drafts_of(engine) == [{"name": "Sam", "story": "Sam is low"}, {"name": "Ola"}]


def test_both_can_be_put_aside_and_taken_up_in_turn(nurse: Browser, engine: Engine) -> None:
    sam = put_aside(nurse)
    send(nurse, go="save", story="Ola cannot wait")
    nurse.open("/refer/resume").send(code=sam)
    assert nurse.status == 409, "the one begun here has no code yet"
    assert '/refer/professional/come-back"' in nurse.page
    ola = put_aside(nurse)
    nurse.open("/refer/resume").send(code=sam)
    assert "Sam is low" in nurse.page
    nurse.open("/refer/resume").send(code=ola)
    assert "Ola cannot wait" in nurse.page


def test_leaving_wipes_what_is_begun_and_not_what_was_put_aside(nurse: Browser, engine: Engine) -> None:
    put_aside(nurse)
    send(nurse, go="save", story="Ola cannot wait")
    nurse.client.post("/exit")
    assert kept(engine) == {"name": "Sam", "story": "Sam is low"}


def test_the_service_of_the_second_is_not_asked_about_the_first(nurse: Browser) -> None:
    page = nurse.open(f"{START}?service=camhs-ashmere").page
    assert f'href="{ASIDE}?service=camhs-ashmere"' in page


def test_a_shared_device_stays_a_shared_device(client: FlaskClient, engine: Engine) -> None:
    browser = Browser(client).open(START).send(shared_device="yes")
    send(browser, go="save", story="Sam is low")
    put_aside(browser)
    with db.reading(engine) as session:
        assert [draft.shared_device for draft in session.scalars(select(Draft))] == [True, True]


def test_the_stories_would_notice_a_browser_that_keeps_its_key(
    nurse: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nurse.client.session_transaction() as cookie:
        same = cookie["visit-3"]
    monkeypatch.setattr(aside_views.drafts, "new_key", lambda: same)
    nurse.open(ASIDE).press("Show me the code").press(NEW)
    assert "Sam is low" in nurse.page
