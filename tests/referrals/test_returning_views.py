"""Amina saves what she wrote on her brother's phone, and goes on at the library."""

import io
import re
import sys
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from portal import clock, db
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.notifications.models import OutboxMessage
from portal.referrals import drafts, leaving_views, return_codes, returning
from portal.referrals.models import Amendment, Draft, Referral
from portal.web import logs, slowing
from tests.browser import Browser, walk

ANSWERS = {"worry": {"story": "i cant sleep"}, "contact": {"phone": "07700 900123"}}


@pytest.fixture
def phone(site: Flask) -> Browser:
    return Browser(site.test_client())


@pytest.fixture
def library(site: Flask) -> Browser:
    return Browser(site.test_client())


def count(engine: Engine, table: type[db.Base]) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def save(phone: Browser, stop: str = "safe", **values: str) -> str:
    """Write as far as one page, press the second button, and get a code."""
    walk(phone, ANSWERS, stop=stop)
    phone.press("Save and come back later", **values)
    assert phone.at.endswith("/come-back")
    phone.press("Show me my code")
    return phone.return_code


def resume(browser: Browser, code: str) -> Browser:
    return browser.open("/refer/resume").send(code=code)


def test_saving_keeps_what_stands_on_the_page_and_says_until_when(phone: Browser, engine: Engine) -> None:
    walk(phone, ANSWERS, stop="safe")
    phone.press("Save and come back later", safe_now="yes")
    assert "We keep them until" in phone.page
    with db.reading(engine) as session:
        draft = session.scalars(select(Draft)).one()
        assert (draft.answers or {})["safe"] == {"safe_now": "yes"}
        assert draft.code_digest is None, "a code is made only when she asks for it"


def test_danger_shows_help_first_also_when_she_saves(phone: Browser) -> None:
    walk(phone, ANSWERS, stop="safe")
    phone.press("Save and come back later", safe_now="no", attempt_in_progress="yes")
    assert phone.at.endswith("/help")


def test_she_types_it_once_and_a_slip_shows_it_again(phone: Browser) -> None:
    code = save(phone)
    assert return_codes.read(code) == code
    phone.press("Check my code", typed=code[:-1] + "?")
    assert "not quite the code" in phone.page
    assert phone.return_code == code
    phone.press("Check my code", typed="")
    assert "not quite" not in phone.page
    assert phone.return_code == code
    phone.press("Check my code", typed=code.lower())
    assert "You have your code" in phone.page
    assert code not in phone.page
    assert phone.open("/refer/young-person/come-back").return_code == "", "it is shown once"
    assert "You already have a code" in phone.page


def test_pressing_twice_or_again_after_a_lost_answer_shows_the_same_code(phone: Browser, engine: Engine) -> None:
    walk(phone, ANSWERS, stop="safe")
    phone.open("/refer/young-person/come-back")
    offer = phone.page
    first = phone.press("Show me my code").return_code
    phone.page, phone.at = offer, "/refer/young-person/come-back"
    assert phone.press("Show me my code").return_code == first
    with db.reading(engine) as session:
        assert returning.find(session, first, clock.now())


def test_a_page_from_another_draft_or_from_long_ago_makes_no_code(
    phone: Browser, library: Browser, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    walk(phone, ANSWERS, stop="safe")
    walk(library, ANSWERS, stop="safe")
    library.open("/refer/young-person/come-back")
    mine = phone.open("/refer/young-person/come-back").token
    theirs = re.sub(r'(name="csrf_token"[^>]*value=")[^"]+', rf"\g<1>{mine}", library.page)
    phone.page = theirs
    assert phone.press("Show me my code").return_code == ""
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert phone.press("Show me my code").return_code == "", "too old"
    assert phone.press("Show me my code").return_code != "", "a fresh offer works at once"


def test_she_goes_on_elsewhere_and_it_is_one_referral(phone: Browser, library: Browser, engine: Engine) -> None:
    code = save(phone)
    resume(library, code)
    assert library.at.endswith("/thoughts")
    while not library.at.endswith("/sent"):
        if library.at.endswith("/help"):
            library.open("/refer/young-person/next")
        else:
            library.send(**ANSWERS.get(library.at.rsplit("/", 1)[-1], {}))
    assert library.reference
    # The phone still shows a question, and its own check page: both lead to the same referral.
    assert phone.open("/refer/young-person/next").reference == library.reference
    assert [count(engine, table) for table in (Referral, Draft, OutboxMessage)] == [1, 0, 1]


def test_both_devices_send_and_a_retry_comes_too(phone: Browser, library: Browser, engine: Engine) -> None:
    walk(phone, ANSWERS, stop="check")
    phone.open("/refer/young-person/come-back").press("Show me my code")
    code = phone.return_code
    resume(library, code)
    phone.open("/refer/young-person/check")
    assert library.at.endswith("/check")
    tokens = [(browser, browser.token) for browser in (phone, library, phone, library)]
    for browser, token in tokens:
        browser._arrive("", browser.client.post("/refer/young-person/check", data={"csrf_token": token}))
    assert phone.reference == library.reference != ""
    assert [count(engine, table) for table in (Referral, Amendment, OutboxMessage)] == [1, 0, 1]
    assert resume(phone, code).status == 422, "the code of what was sent opens nothing"


def test_two_tabs_write_into_the_one_draft(phone: Browser, library: Browser, engine: Engine) -> None:
    resume(library, save(phone, stop="thoughts"))
    old = library.open("/refer/young-person/age").token
    phone.open("/refer/young-person/thoughts").send(sui_thoughts="none")
    library._arrive("", library.client.post("/refer/young-person/age", data={"csrf_token": old, "age": "14"}))
    with db.reading(engine) as session:
        answers = session.scalars(select(Draft)).one().answers or {}
        assert (answers["thoughts"], answers["age"]) == ({"sui_thoughts": "none"}, {"age": 14})


def test_a_second_device_with_a_key_of_its_own_would_be_noticed(
    phone: Browser, library: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: the other device gets a draft, but not the key that a submission is known by."""
    walk(phone, ANSWERS, stop="check")
    phone.open("/refer/young-person/come-back").press("Show me my code")
    monkeypatch.setattr(returning, "Hold", lambda **said: returning_hold(**(said | {"key": drafts.new_key()})))
    assert resume(library, phone.return_code).at.endswith("/refer/young-person/")


def returning_hold(**said: str) -> object:
    from dataclasses import make_dataclass

    return make_dataclass("Hold", said)(**said)


def test_wrong_codes_of_every_kind_get_the_same_page_and_the_same_work(
    phone: Browser, library: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = save(phone)
    digests: list[str] = []
    real = returning.digest
    monkeypatch.setattr(returning, "digest", lambda text: (digests.append(text), real(text))[1])
    later = clock.now() + timedelta(days=31)
    pages = set()
    for wrong in ("", "hello", "ہیلو", return_codes.new_code(), code[:-1] + ("0" if code[-1] != "0" else "1")):
        pages.add(re.sub(r'value="[^"]*"|nonce="[^"]*"', "", resume(library, wrong).page))
        assert library.status == 422
    monkeypatch.setattr(clock, "now", lambda: later)
    pages.add(re.sub(r'value="[^"]*"|nonce="[^"]*"', "", resume(library, code).page))
    assert len(pages) == 1
    assert "opens nothing" in pages.pop()
    assert len(digests) == 6, "each is looked for once, also what cannot be a code"
    with db.reading(engine) as session:
        refused = select(func.count()).where(AuditEvent.tag == Tag.RETURN_REFUSED.value)
        assert session.scalar(refused) == 6


def test_guessing_is_slowed_and_asking_for_help_never_is(phone: Browser, library: Browser, engine: Engine) -> None:
    code = save(phone)
    near = code[:8] + "0000-0000-0"
    seen = [resume(library, near).status for _ in range(int(slowing.FOR_ONE.at_once) + 2)]
    assert (seen[0], seen[-1]) == (422, 429)
    assert "Start a new form" in library.page
    assert "999" in library.page
    assert near in library.page, "what was typed is still there"
    assert resume(library, code).status == 429, "guessing right is slowed too"
    assert library.open("/help-now").status == 200
    walk(library, ANSWERS)
    assert library.reference
    other = save(Browser(phone.client.application.test_client()))
    assert resume(Browser(phone.client.application.test_client()), other).status == 200


def test_nothing_begun_in_this_browser_is_lost_to_a_code(phone: Browser, library: Browser, engine: Engine) -> None:
    code = save(phone)
    walk(library, {"worry": {"story": "somebody else's words"}}, stop="safe")
    assert resume(library, code).status == 409
    assert "begun another form" in library.page
    own = library.open("/refer/young-person/come-back").press("Show me my code").return_code
    assert resume(library, code).status == 200
    assert count(engine, Draft) == 2
    assert resume(phone, own).status == 200, "and both can change places"


def test_leaving_a_private_device_keeps_what_a_code_brings_back(
    phone: Browser, library: Browser, engine: Engine
) -> None:
    code = save(phone)
    phone.client.post("/exit")
    assert phone.open("/refer/young-person/age").at.endswith("/refer/young-person/")
    assert resume(library, code).at.endswith("/thoughts")


def test_leaving_a_shared_device_wipes_and_a_wish_keeps(phone: Browser, library: Browser, engine: Engine) -> None:
    phone.open("/refer/young-person/").send(shared_device="yes")
    phone.send().send(story="canary")
    code = phone.open("/refer/young-person/come-back").press("Show me my code").return_code
    assert "wipes your answers, and then your code opens nothing" in phone.page
    phone.press("Keep my answers and leave")
    assert phone.open("/refer/young-person/next").at.endswith("/refer/young-person/")
    assert resume(library, code).status == 200
    library.client.post("/exit")
    assert count(engine, Draft) == 0
    assert resume(phone, code).status == 422


def test_an_exit_that_forgets_to_wipe_would_be_noticed(
    phone: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving_views.drafts, "leave", lambda *_args, **_named: False)
    walk(phone, ANSWERS, stop="safe")
    phone.client.post("/exit")
    assert count(engine, Draft) == 1


def test_the_start_page_says_until_when(phone: Browser) -> None:
    phone.open("/refer/young-person/")
    assert "kept for 30 days, or for one day" in phone.page
    phone.send(shared_device="yes")
    assert "and kept until" in phone.open("/refer/young-person/").page


def test_a_canary_is_in_no_address_title_cookie_or_log(
    site: Flask, phone: Browser, library: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = io.StringIO()
    monkeypatch.setattr(logs, "_paper", paper)
    monkeypatch.setattr(logs, "_wanted", True)
    monkeypatch.setattr(sys, "stderr", paper)
    code = save(phone)
    phone.press("Check my code", typed="CB-" + "0000-0000-0000-0")
    resume(library, "CB-0000-0000-0000-7")
    resume(library, code)
    for browser in (phone, library):
        assert not any(code[3:7] in path or "0000-0000" in path for path in browser.seen)
        title = re.search(r"<title>.*?</title>", browser.page, re.DOTALL)
        assert title
        assert code not in title[0]
        assert all(code not in str(cookie) for cookie in browser.client._cookies.values())
    assert paper.getvalue()
    assert code not in paper.getvalue()
    assert "0000-0000" not in paper.getvalue()
