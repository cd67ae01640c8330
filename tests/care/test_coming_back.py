"""Amina comes back with the code of her page: heard at once, once, and nothing of last year counts as a no."""

import re
import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock, db
from portal.care.models import ReturnTicket
from portal.referrals import changing_forms, facts
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from portal.triage.facts import UNANSWERED
from tests.browser import Browser
from tests.care.conftest import Care
from tests.care.own_pages import asked, at_home, ended, main, state, ticket_on

DAY = timedelta(days=1)


@pytest.fixture
def amina(care: Care) -> uuid.UUID:
    return asked(care)


def come_back(care: Care, site: Flask, one: uuid.UUID) -> Browser:
    """Close care, and come back by the code that her page shows."""
    ended(care, one)
    code = ticket_on(at_home(care, site, one))
    return Browser(site.test_client()).open("/my-referral/come-back").send(ticket=code.lower())


def newest(care: Care) -> Referral:
    with db.reading(care.engine) as session:
        return session.scalars(select(Referral).order_by(Referral.received_at.desc())).first() or pytest.fail("none")


def test_she_comes_back_with_thoughts_and_is_heard_at_once(care: Care, site: Flask, amina: uuid.UUID) -> None:
    browser = come_back(care, site, amina)
    assert "What is different now?" in main(browser)
    assert "School is hard" not in browser.page, "what she said before is shown to no code"
    browser.press("Send it to the team", story="it is back", sui_thoughts="active", sui_plan="yes", safe_now="no")
    assert "We've got it" in main(browser)
    found = newest(care)
    assert (browser.reference, browser.code) == (found.reference, found.code)
    assert (found.band, found.return_ticket, found.status) == ("U2H", True, Status.RECEIVED)
    told = facts.said(found.answers or {})
    assert (told["story"], told["age"], told["phone"]) == ("it is back", 14, "07700 900123")
    assert found.case_id == state(care, amina).case_id
    assert "Your reference" not in main(at_home(care, site, amina))


def test_what_she_leaves_empty_stands_open_and_is_never_last_years_no(
    care: Care, site: Flask, amina: uuid.UUID
) -> None:
    come_back(care, site, amina).press("Send it to the team")
    told = facts.said(newest(care).answers or {})
    assert {told[name] for name in ("safe_now", "sui_thoughts", "self_harm")} == {UNANSWERED}
    assert newest(care).band_rank <= state(care, amina).band_rank


def test_a_page_that_left_old_answers_in_place_would_be_noticed(
    care: Care, site: Flask, amina: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing_forms, "left_open", lambda *_said: {})
    come_back(care, site, amina).press("Send it to the team")
    assert facts.said(newest(care).answers or {}).get("safe_now") != UNANSWERED


def test_a_no_to_being_reached_comes_back_with_her(care: Care, site: Flask) -> None:
    amina = asked(care, phone_call="not_ok", unsafe_contact="yes")
    come_back(care, site, amina).press("Send it to the team", story="again")
    told = facts.said(newest(care).answers or {})
    assert (told["phone_call"], told["unsafe_contact"]) == ("not_ok", "yes")


def test_a_ticket_opens_once_and_a_page_sent_twice_is_one(care: Care, site: Flask, amina: uuid.UUID) -> None:
    browser = come_back(care, site, amina)
    code, page = ticket_on(at_home(care, site, amina)), browser.page
    other = Browser(site.test_client()).open("/my-referral/come-back").send(ticket=code)
    browser.press("Send it to the team", story="again")
    first = browser.reference
    browser.at, browser.page = "/my-referral/come-back", page
    assert browser.press("Send it to the team", story="again").reference == first
    assert "This code opens nothing" in main(other.press("Send it to the team", story="not hers"))
    assert "not hers" in main(other), "and nothing typed is lost"
    assert other.reference == ""
    with db.reading(care.engine) as session:
        assert len(session.scalars(select(Referral)).all()) == 2


def test_a_wrong_a_used_and_an_old_code_are_answered_alike(care: Care, site: Flask, amina: uuid.UUID) -> None:
    come_back(care, site, amina)
    code, pages = ticket_on(at_home(care, site, amina)), set()
    for typed, made_old in (("BK-0000-0000-0000-0", False), ("", False), (code, True)):
        if made_old:
            with db.writing(care.engine) as session:
                session.scalars(select(ReturnTicket)).one().expires_at = clock.now() - DAY
        stranger = Browser(site.test_client()).open("/my-referral/come-back").send(ticket=typed)
        assert stranger.status == 422
        pages.add(re.sub(r'value="[^"]*"|nonce="[^"]*"', "", stranger.page))
    assert len(pages) == 1
    for _ in range(12):
        stranger.open("/my-referral/come-back").send(ticket="BK-0000-0000-0000-0")
    assert stranger.status == 429
