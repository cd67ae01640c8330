"""Amina comes from the page of a service: the form asks about it, she may say no, and the team reads what she said."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import db
from portal.referrals import wording
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from tests.browser import Browser, walk
from tests.directory.conftest import filled, seeded_file  # noqa: F401 - fixtures for these stories
from tests.referrals.test_professional_views import send, to_the_end

ASKED = "I'd like help from this service: CAMHS Ashmere"
ANSWERS = {"contact": {"phone": "07700 900123"}}


@pytest.fixture
def database_url(filled: Engine) -> str:  # noqa: F811 - a fixture asks for another by its name
    """Write into a copy of Wexlow's directory."""
    return str(filled.url)


def first_question(client: FlaskClient, service: str) -> Browser:
    browser = Browser(client)
    browser.open(f"/refer/young-person/?service={service}").send()
    assert "asked_for" not in browser.page, "how old she is comes first"
    browser.send(age="14")
    assert browser.at == "/refer/young-person/worry"
    return browser


def test_the_page_of_a_service_hands_its_name_on(client: FlaskClient) -> None:
    browser = Browser(client)
    assert 'href="/refer?service=camhs-ashmere"' in browser.open("/services/camhs-ashmere").page
    page = browser.open("/refer?service=camhs-ashmere").page
    assert "You came from this service:" in page
    assert 'href="/refer/young-person/?service=camhs-ashmere"' in page


def test_what_amina_asked_for_reaches_the_team(client: FlaskClient, filled: Engine) -> None:  # noqa: F811
    browser = first_question(client, "camhs-ashmere")
    assert ASKED in browser.page
    browser.send(asked_for="camhs-ashmere", story="School is hard.")
    walk(browser, ANSWERS, stop="check")
    assert "CAMHS Ashmere" in browser.page, "she checks a name"
    assert ">camhs-ashmere" not in browser.page
    assert browser.send().at.endswith("/sent")
    with db.reading(filled) as session:
        answers = session.scalars(select(Referral)).one().answers or {}
    assert answers["worry"] == {"asked_for": "camhs-ashmere", "story": "School is hard."}


def test_staff_read_a_name_too_also_of_a_service_that_is_gone(client: FlaskClient) -> None:
    client.get("/services")
    with client.application.test_request_context():
        named = [wording.value_label(Voice.YOUNG_PERSON, "asked_for", slug) for slug in ("camhs-ashmere", "a-lost-one")]
    assert named == ["CAMHS Ashmere", "a lost one"]


def test_it_is_a_question_and_she_may_say_no(client: FlaskClient) -> None:
    browser = first_question(client, "camhs-ashmere")
    browser.send(story="I don't know what I want.").open("/refer/young-person/worry")
    assert ASKED not in browser.page


@pytest.mark.parametrize("service", ["no-such-place", "ashmere-youth-counselling-nope", "%00", "shout-text-line", ""])
def test_what_this_form_is_no_way_into_is_not_asked_about(client: FlaskClient, service: str) -> None:
    assert "You came from this service:" not in client.get(f"/refer?service={service}").text
    browser = first_question(client, service)
    assert "this service:" not in browser.page
    browser.send(asked_for=service or "x", story="Words.").open("/refer/young-person/check")
    assert "A service I have in mind" not in browser.page


def test_nobody_else_sees_the_question(client: FlaskClient) -> None:
    browser = Browser(client).open("/refer/young-person/").send().send()
    assert browser.at.endswith("/worry")
    assert "asked_for" not in browser.page


def test_leaving_forgets_it(client: FlaskClient) -> None:
    first_question(client, "camhs-ashmere")
    client.post("/exit")
    browser = Browser(client).open("/refer/young-person/").send().send()
    assert browser.at.endswith("/worry")
    assert ASKED not in browser.page


# A GP comes from the same page: the long page asks her too, in her words.

FOR_THEM = "I have this service in mind for them: CAMHS Ashmere"
REACH = {"story": "Fifteen, low for months.", "referrer_phone": "01632 960123"}


def long_page(client: FlaskClient, service: str) -> Browser:
    browser = Browser(client).open(f"/refer/professional/?service={service}").send()
    assert browser.at.startswith("/refer/professional/form")
    return browser


def test_the_way_in_for_professionals_hands_the_service_on(client: FlaskClient) -> None:
    page = Browser(client).open("/refer?service=camhs-ashmere").page
    assert 'href="/refer/professional/?service=camhs-ashmere"' in page
    assert 'href="/refer/professional/"' in Browser(client).open("/refer").page


def test_what_the_gp_has_in_mind_reaches_the_team(client: FlaskClient, filled: Engine) -> None:  # noqa: F811
    browser = long_page(client, "camhs-ashmere")
    assert FOR_THEM in browser.page
    assert re.search(r'<input[^>]*name="asked_for"[^>]*checked', browser.page), "it is what she came for"
    send(browser, go="save", asked_for="camhs-ashmere", **REACH)
    assert FOR_THEM in browser.page
    to_the_end(send(browser, go="check", asked_for="camhs-ashmere", **REACH))
    with db.reading(filled) as session:
        answers = session.scalars(select(Referral)).one().answers or {}
    assert answers["summary"] == {"asked_for": "camhs-ashmere", "story": "Fifteen, low for months."}


def test_the_gp_may_say_no_and_is_not_asked_again(client: FlaskClient, filled: Engine) -> None:  # noqa: F811
    browser = long_page(client, "camhs-ashmere")
    send(browser, go="save", **REACH)
    assert "asked_for" not in browser.page
    to_the_end(send(browser, go="check", **REACH))
    with db.reading(filled) as session:
        assert "asked_for" not in str(session.scalars(select(Referral)).one().answers)


def test_coming_again_for_a_begun_form_asks_and_ticks_nothing(client: FlaskClient) -> None:
    send(long_page(client, "camhs-ashmere"), go="save", **REACH)
    browser = long_page(client, "camhs-ashmere")
    assert FOR_THEM in browser.page
    assert not re.search(r'<input[^>]*name="asked_for"[^>]*checked', browser.page)


@pytest.mark.parametrize("service", ["no-such-place", "%00", "shout-text-line", ""])
def test_a_professional_is_asked_about_nothing_else_either(
    client: FlaskClient,
    filled: Engine,  # noqa: F811
    service: str,
) -> None:
    browser = long_page(client, service)
    assert "asked_for" not in browser.page
    to_the_end(send(browser, go="check", asked_for=service or "x", **REACH))
    with db.reading(filled) as session:
        assert "asked_for" not in str(session.scalars(select(Referral)).one().answers)
