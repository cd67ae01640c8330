"""Ed reads what people say, answers it and tells everybody what was done, in his own words."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal import clock, db
from portal.accounts.permissions import Permission, Role, may
from portal.audit import trail
from portal.feedback import actions
from portal.feedback.actions import Said
from portal.feedback.kinds import About, Mark
from portal.feedback.models import Feedback, Note
from tests.browser import Browser
from tests.care.conftest import Care

HERS = "I had tried all of it and felt stupid"
Kept = Callable[[Any], list[Any]]
Trailed = Callable[[], list[tuple[str, str | None]]]


def say(engine: Engine, *, urgent: bool = False, **changes: Any) -> Feedback:
    said = {"about": About.PAGE, "words": HERS, "language": "en", "once": str(changes), "mark": Mark.DID_NOT} | changes
    with db.writing(engine) as session:
        return actions.send(session, Said(**said), clock.now(), urgent=urgent)


@pytest.fixture
def ed(care: Care, sit: Callable[[str], FlaskClient]) -> Browser:
    return Browser(sit("editor"))


def test_only_who_writes_pages_or_leads_the_team_reads_it() -> None:
    readers = {role for role in Role if may(role, Permission.READ_FEEDBACK)}
    assert readers == {Role.CONTENT_EDITOR, Role.TEAM_LEAD}


def test_what_is_urgent_stands_on_top_and_filters_are_addresses(ed: Browser, engine: Engine) -> None:
    say(engine, page="sleep", mark=Mark.HELPED, urgent=True)
    say(engine, page="low-mood")
    page = ed.open("/staff/feedback").page
    assert page.index("Read first") < page.index("low-mood")
    assert HERS not in page
    assert "low-mood" not in ed.open("/staff/feedback?mark=helped").page.split("<table")[1]
    assert "low-mood" in ed.open("/staff/feedback?page=low-mood").page.split("<table")[1]
    for nonsense in ("mark=x", "about=%00", "show=all&show=1", "page=%00"):
        assert ed.open(f"/staff/feedback?{nonsense}").status == 200


def test_reading_is_noted_and_answered_is_out_of_the_way(ed: Browser, engine: Engine, trailed: Trailed) -> None:
    one = say(engine, page="sleep")
    assert HERS in ed.open(f"/staff/feedback/{one.id}").page
    assert ("feedback:read", f"feedback:{one.id}") in trailed()
    ed.press("Mark as answered")
    assert ed.at == "/staff/feedback"
    assert "Nothing here." in ed.page
    ed.open(f"/staff/feedback/{one.id}").press("Open it again")
    assert "Mark as answered" in ed.page
    with db.reading(engine) as session:
        assert trail.verify(session).ok


def test_her_words_go_nowhere_without_leave(ed: Browser, engine: Engine, kept: Kept) -> None:
    one = say(engine, page="sleep")
    ed.open(f"/staff/feedback/{one.id}/note")
    ed.press("Keep this note", said="One of you felt: tried all of it and felt stupid.", did="New tips.", page="sleep")
    assert ed.status == 422
    assert "they have not said that we may share their words" in ed.page
    assert kept(Note) == []
    ed.press("Keep this note", said="The tips for sleep were not new to you.", did="New tips.", page="sleep")
    assert ed.at == "/staff/feedback/notes"
    assert len(kept(Note)) == 1


def test_with_leave_they_may(ed: Browser, engine: Engine, kept: Kept) -> None:
    one = say(engine, quotable=True)
    ed.open(f"/staff/feedback/{one.id}/note").press("Keep this note", said=HERS, did="New tips.", page="")
    assert kept(Note)[0].said == HERS


def test_without_the_check_her_words_would_go_out(
    ed: Browser, engine: Engine, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "quotes", lambda _note, _words: False)
    one = say(engine)
    ed.open(f"/staff/feedback/{one.id}/note").press("Keep this note", said=HERS, did="New tips.", page="")
    assert kept(Note)[0].said == HERS


def test_a_note_is_read_by_nobody_before_it_is_published_nor_after_it_is_taken_back(
    ed: Browser, site: Flask, kept: Kept
) -> None:
    reader = Browser(site.test_client())
    ed.open("/staff/feedback/notes/new")
    ed.press("Keep this note", said="The tips were not new.", did="We wrote three new ones.", page="no-such-page")
    assert ed.status == 422
    ed.press("Keep this note", said="The tips were not new.", did="We wrote three new ones.", page="sleep")
    places = ("/guides/sleep", "/feedback", "/feedback/about/sleep")
    assert not [path for path in places if "three new ones" in reader.open(path).page]
    ed.press("Let everybody read it")
    assert all("three new ones" in reader.open(path).page for path in places)
    assert "three new ones" not in reader.open("/guides/low-mood").page
    ed.press("Take it back")
    assert not [path for path in places if "three new ones" in reader.open(path).page]


def test_the_panels_list_is_read_with_a_trace(ed: Browser, site: Flask, trailed: Trailed) -> None:
    her = {"name": "Robin", "age_group": "under_16", "contact": "robin@example.org", "only_mine": "no"}
    Browser(site.test_client()).open("/feedback/panel").press("Join the panel", **her)
    page = ed.open("/staff/feedback/panel").page
    for words in ("Robin", "robin@example.org", "somebody else may: be quiet", "Under 16"):
        assert words in page
    assert "panel:read" in [tag for tag, _ in trailed()]


def test_a_link_to_a_record_is_for_those_who_may_read_records(
    care: Care, ed: Browser, engine: Engine, sit: Callable[[str], FlaskClient]
) -> None:
    amina = care.arrive(clock.now())
    one = say(engine, about=About.HELP, mark=None, referral_id=amina)
    path = f"/staff/referrals/{amina}"
    assert path not in ed.open(f"/staff/feedback/{one.id}").page
    assert path in Browser(sit("lena")).open(f"/staff/feedback/{one.id}").page
