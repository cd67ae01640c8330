"""Amina says that a page did not help, without a name; her father joins the panel and leaves it again."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from portal import db
from portal.feedback import actions, views
from portal.feedback.kinds import Mark, Who
from portal.feedback.models import Feedback, PanelMember
from portal.web import slowing
from tests.browser import Browser

Kept = Callable[[Any], list[Any]]
HERS = "I had tried all of it and felt stupid"
FATHER = {"name": "Sam", "age_group": "parent", "contact": "sam@example.org", "only_mine": "no"}


def main(browser: Browser) -> str:
    return browser.page[browser.page.index("<main") :]


def test_every_guide_leads_here_and_the_page_is_named(reader: Browser, kept: Kept) -> None:
    assert 'href="/feedback/about/sleep"' in reader.open("/guides/sleep").page
    page = main(reader.open("/feedback/about/sleep"))
    assert "Did this page help?" in page
    assert "They can't see who you are" in page
    reader.press("Send it", mark="did_not", words=HERS, who="young_person")
    assert "Thank you for telling us" in main(reader)
    found = kept(Feedback)[0]
    assert (found.page, found.mark, found.who, found.words) == ("sleep", Mark.DID_NOT, Who.YOUNG_PERSON, HERS)
    assert not found.urgent
    assert not found.quotable


def test_a_choice_is_all_that_is_needed_and_nothing_is_lost_without_it(reader: Browser, kept: Kept) -> None:
    reader.open("/feedback").press("Send it", words=HERS)
    assert "Did this site help?" in reader.page
    assert reader.status == 422
    assert HERS in reader.page
    reader.press("Send it", mark="helped")
    found = kept(Feedback)[0]
    assert (found.page, found.who, found.words) == (None, None, None)


def test_sent_twice_it_is_one(reader: Browser, kept: Kept) -> None:
    page = reader.open("/feedback/about/sleep").page
    for _ in range(2):
        reader.at, reader.page = "/feedback/about/sleep", page
        reader.press("Send it", mark="helped")
    assert len(kept(Feedback)) == 1


def test_words_of_danger_bring_help_first_and_are_read_first(reader: Browser, kept: Kept) -> None:
    reader.open("/feedback/about/sleep").press("Send it", mark="did_not", words="i want to kill myself")
    page = main(reader)
    assert page.index("Are you safe right now?") < page.index("Thank you for telling us")
    assert "999" in page
    assert kept(Feedback)[0].urgent


def test_without_the_ear_nothing_is_read_first(reader: Browser, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "heard", lambda _words: set())
    reader.open("/feedback").press("Send it", mark="did_not", words="i want to kill myself")
    with pytest.raises(AssertionError):
        assert kept(Feedback)[0].urgent


def test_no_word_stands_in_the_database_as_it_was_written(reader: Browser, engine: Engine) -> None:
    reader.open("/feedback").press("Send it", mark="wrong", words=HERS)
    reader.open("/feedback/panel").press("Join the panel", **FATHER)
    with engine.connect() as connection:
        rows = [list(connection.execute(text(f"SELECT * FROM {table}"))) for table in ("feedback", "panel_members")]
    assert all(rows)
    for secret in ("stupid", "sam@example.org", "Sam"):
        assert secret not in str(rows)


def test_a_page_that_does_not_exist_is_not_asked_about(reader: Browser) -> None:
    assert reader.open("/feedback/about/no-such-page").status == 404
    assert reader.open("/pl/feedback/about/sleep").status == 200


def test_the_page_of_a_guide_stays_when_notes_cannot_be_read(reader: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(views.queries, "published", broken)
    assert "Did this page help?" in reader.open("/guides/sleep").page


def code_on(browser: Browser) -> str:
    found = re.search(r"PA(?:-[0-9A-Z]{4}){3}-[0-9A-Z]", browser.page)
    assert found
    return found[0]


def test_her_father_joins_and_leaves_and_nothing_of_him_is_left(reader: Browser, site: Flask, kept: Kept) -> None:
    assert "We don't tell your parents or carers by ourselves." in reader.open("/feedback/panel").page
    reader.press("Join the panel", **FATHER)
    assert "We will not write there what it is about." in main(reader)
    assert kept(PanelMember)[0].contact == "sam@example.org"
    code = code_on(reader)
    elsewhere = Browser(site.test_client()).open("/feedback/panel/leave")
    elsewhere.press("Leave the panel", code="PA-0000-0000-0000-1")
    assert elsewhere.status == 422
    elsewhere.press("Leave the panel", code=code.lower().replace("-", " "))
    assert "You have left the panel" in elsewhere.page
    assert kept(PanelMember) == []
    assert reader.open("/feedback/panel/joined").at == "/feedback/panel"


def test_joining_twice_with_one_form_is_once(reader: Browser, kept: Kept) -> None:
    page = reader.open("/feedback/panel").page
    for _ in range(2):
        reader.at, reader.page = "/feedback/panel", page
        reader.press("Join the panel", **FATHER)
    assert len(kept(PanelMember)) == 1


def test_guessing_codes_is_slowed(reader: Browser) -> None:
    reader.open("/feedback/panel/leave")
    for _ in range(int(slowing.FOR_ONE.at_once) + 1):
        reader.press("Leave the panel", code="nonsense")
    assert reader.status == 429
    assert "we slow down" in main(reader)


def test_after_leaving_the_site_the_next_person_sees_no_code(reader: Browser) -> None:
    reader.open("/feedback/panel").press("Join the panel", **FATHER)
    answer = reader.client.get("/feedback/panel/joined")
    assert answer.headers["Cache-Control"] == "no-store, max-age=0"
    reader.client.post("/exit")
    assert reader.open("/feedback/panel/joined").at == "/feedback/panel"


def test_words_of_danger_in_the_box_for_the_contact_are_heard(reader: Browser, kept: Kept) -> None:
    reader.open("/feedback/panel").press("Join the panel", **FATHER | {"contact": "i want to kill myself"})
    assert "Are you safe right now?" in main(reader)
    assert kept(PanelMember)[0].urgent


def test_a_code_that_is_nobodys_takes_nobody_away(engine: Engine) -> None:
    with db.writing(engine) as session:
        assert not actions.withdraw(session, None)
        assert not actions.withdraw(session, "PA-0000-0000-0000-0")
