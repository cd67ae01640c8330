"""Ann's father has sent her form and then writes about Bob: the two are never mixed, and nothing he typed is lost."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import db
from portal.referrals import which_child
from portal.referrals.facts import said, together
from portal.referrals.models import Draft, Referral
from portal.referrals.which_child import is_another
from tests.browser import Browser, walk

HOMES = {"/refer/parent-carer/": "child", "/refer/friend/": "who"}
REACH = {"contact": {"referrer_phone": "07700 900456"}}
SAME, OTHER = "It is the same child", "It is another child"
BOB = {"name": "Bob", "age": "12"}


def about_ann(client: FlaskClient, home: str) -> Browser:
    """Send a form about Ann, and go Back to the page that says whom it is about."""
    page = HOMES[home]
    browser = walk(Browser(client), REACH | {page: {"name": "Ann", "age": "9"}}, stop=page, home=home)
    old = browser.page
    walk(browser, REACH | {page: {"name": "Ann", "age": "9"}}, home=home)
    return Browser(client, home + page, old)


def told(engine: Engine) -> list[dict[str, Any]]:
    with db.reading(engine) as session:
        return [said(together(each.versions)) for each in session.scalars(select(Referral))]


@pytest.mark.parametrize("home", HOMES)
def test_another_childs_name_is_not_added_but_asked_about(client: FlaskClient, engine: Engine, home: str) -> None:
    father = about_ann(client, home).press("Keep going", **BOB)
    assert father.status == 409
    assert 'value="Bob"' in father.page, "what he typed is still there"
    assert [each["name"] for each in told(engine)] == ["Ann"]
    with db.reading(engine) as session:
        assert session.scalars(select(Draft)).all() == []


@pytest.mark.parametrize("home", HOMES)
def test_another_child_has_a_form_of_their_own(client: FlaskClient, engine: Engine, home: str) -> None:
    father = about_ann(client, home).press("Keep going", **BOB).press(OTHER, **BOB)
    assert "add this to it" not in father.page
    walk(father, REACH | {HOMES[home]: BOB}, home=home)
    assert sorted((each["name"], each["age"]) for each in told(engine)) == [("Ann", 9), ("Bob", 12)]


def test_the_same_child_under_another_name_is_added(client: FlaskClient, engine: Engine) -> None:
    father = about_ann(client, "/refer/parent-carer/").press("Keep going", **BOB).press(SAME, **BOB)
    father.open("/refer/parent-carer/check")
    assert "add this to it" in father.page
    father.send()
    assert [each["name"] for each in told(engine)] == ["Bob"]


def test_unsent_words_about_the_first_are_not_left_behind(client: FlaskClient, engine: Engine) -> None:
    father = about_ann(client, "/refer/parent-carer/")
    Browser(client, "/refer/parent-carer/worry", father.page).press("Keep going", story="Ann is worse")
    father.press("Keep going", **BOB).press(OTHER, **BOB)
    assert father.status == 409
    assert "not sent yet" in father.page
    Browser(client).open("/refer/parent-carer/check").send()
    father.press(OTHER, **BOB)
    walk(father, REACH | {"child": BOB}, home="/refer/parent-carer/")
    assert {each["name"]: each.get("story") for each in told(engine)} == {"Ann": "Ann is worse", "Bob": None}


def test_a_page_of_the_first_form_is_not_saved_into_the_second(client: FlaskClient, engine: Engine) -> None:
    old = about_ann(client, "/refer/parent-carer/")
    walk(Browser(client), {"child": BOB}, stop="safe", home="/refer/parent-carer/")
    old.press("Keep going", name="Ann", age="10")
    assert old.status == 409
    assert "begun another form" in old.page
    with db.reading(engine) as session:
        assert said(session.scalars(select(Draft)).one().answers or {})["name"] == "Bob"


@pytest.mark.parametrize(
    ("now", "another"),
    [
        ({"name": "ann"}, False),
        ({"legal_name": "Ann Example"}, False),
        ({"name": "Bob"}, True),
        ({"age": 12}, True),
        ({"age": 9}, False),
        ({"dob": "2012-03-31"}, False),
        ({"story": "worse"}, False),
        ({}, False),
    ],
)
def test_who_is_another_child_goes_by_name_birthday_and_age(now: dict[str, Any], another: bool) -> None:
    assert is_another([{"child": {"name": "Ann", "age": 9}}], now) is another


def test_the_stories_would_notice_that_nobody_asks(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(which_child, "is_another", lambda *_said: False)
    about_ann(client, "/refer/parent-carer/").press("Keep going", **BOB)
    with db.reading(engine) as session:
        assert session.scalars(select(Draft)).one().adds_to_sent
