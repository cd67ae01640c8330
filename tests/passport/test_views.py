"""Amina's page: nothing kept unless she says so, two codes shown once, and strangers learn nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.passport import actions
from portal.web.notes import GOOD_FOR
from portal.web.slowing import FOR_ONE
from tests.browser import Browser
from tests.passport.conftest import MONDAY, WORDS, Drawer

CODE = re.compile(r'data-(own|shown)-code="([^"]+)"')
KEEP, OPEN, CHANGE, ERASE = "Keep a copy", "Open my page", "Keep what I changed", "Erase my page now"
pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def database_url(tmp_path: Any, migrated_file: Any) -> str:
    """One kind of database is enough for pages."""
    (tmp_path / "portal.db").write_bytes(migrated_file.read_bytes())
    return f"sqlite:///{tmp_path / 'portal.db'}"


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def kept(client: FlaskClient, **words: str) -> dict[str, str]:
    """Let Amina have a copy kept, and return her codes."""
    amina = Browser(client).open("/passport").press(KEEP, agree="yes", **(words or WORDS))
    return dict(CODE.findall(amina.page))


def opened(client: FlaskClient, code: str) -> Browser:
    return Browser(client).open("/passport/mine").press(OPEN, code=code)


@pytest.mark.parametrize("root", ["", "/ur"])
def test_the_page_sets_no_cookie_keeps_no_copy_and_begins_with_help(client: FlaskClient, root: str) -> None:
    for path in ("/passport", "/passport/print?size=a5", "/passport/mine"):
        answer = client.get(root + path)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "no-store" in answer.headers["Cache-Control"]
    page = client.get(root + "/passport").text
    assert 0 < page.index("fd-crisis") < page.index("<textarea")
    assert "novalidate" not in page, "the browser itself keeps words back until the box is ticked"
    assert re.search(r'name="agree"[^>]*required', page)


def test_without_a_yes_nothing_is_kept_and_no_word_is_lost(client: FlaskClient, drawer: Drawer) -> None:
    amina = Browser(client).open("/passport").press(KEEP, **WORDS)
    assert amina.status == 422
    assert "Tick this if you want us to keep a copy." in amina.page
    assert WORDS["struggle"] in amina.page
    assert Browser(client).open("/passport").press(KEEP, agree="yes").status == 422, "an empty page helps nobody"
    assert drawer.rows() == []
    assert drawer.trail() == []


def test_a_page_that_is_none_of_ours_keeps_nothing(client: FlaskClient, drawer: Drawer) -> None:
    answer = client.post("/passport", data=WORDS | {"agree": "yes", "note": "made up"})
    assert answer.status_code == 422
    assert WORDS["struggle"] in answer.text
    assert drawer.rows() == []


def test_codes_are_shown_once_and_pressing_twice_keeps_one_copy(client: FlaskClient, drawer: Drawer) -> None:
    amina = Browser(client).open("/passport")
    before = amina.page
    first = dict(CODE.findall(amina.press(KEEP, agree="yes", **WORDS).page))
    assert amina.status == 203, "Back finds no page of it in memory"
    again = Browser(client, "/passport", before).press(KEEP, agree="yes", **WORDS)
    assert dict(CODE.findall(again.page)) == first
    assert len(drawer.rows()) == 1
    assert first["own"] not in opened(client, first["own"]).page
    assert first["own"] not in client.get("/passport").text


def test_she_opens_changes_and_erases_it(client: FlaskClient, drawer: Drawer) -> None:
    codes = kept(client)
    amina = opened(client, codes["own"].lower().replace("-", " "))
    assert amina.status == 203
    assert all(words in amina.page for words in WORDS.values())
    assert codes["shown"] in amina.page
    amina.press(CHANGE, helps="Tea with my aunt.")
    assert "Your page is changed." in amina.page
    amina = opened(client, codes["own"])
    assert "Tea with my aunt." in amina.page
    assert "kingfisher" not in amina.page, "what she took out is gone"
    amina.press(ERASE)
    assert "Your page is erased" in amina.page
    assert drawer.bytes() == b""
    assert [tag for tag, _who, _what in drawer.trail()] == ["passport:kept", "passport:changed", "passport:erased"]


def test_strangers_cannot_tell_a_page_that_is_erased_or_over_from_none(
    client: FlaskClient, site: Flask, monday: Any
) -> None:
    over = kept(client)
    monday.move_to(MONDAY + actions.KEPT_FOR)
    erased, alive = kept(client), kept(client)
    opened(client, erased["own"]).press(ERASE)
    tried = (over["own"], erased["own"], alive["shown"], "MINE-0000-0000-0000-0", "nonsense")
    answers = []
    for code in tried:
        stranger = opened(site.test_client(), code)
        assert stranger.status == 422
        answers.append(stranger.page.replace(code, ""))
    assert len({re.sub(r'nonce="[^"]*"', "", each) for each in answers}) == 1


def test_wrong_tries_are_slowed_and_writing_never_is(client: FlaskClient, drawer: Drawer, monday: Any) -> None:
    codes = kept(client)
    wrong = codes["own"][:9] + "-0000-0000-0"
    found = [opened(client, wrong).status for _ in range(int(FOR_ONE.at_once) + 1)]
    assert (found[0], found[-1]) == (422, 429)
    assert opened(client, codes["own"]).status == 429, "codes that begin alike are counted together"
    assert kept(client)["own"]
    monday.shift(timedelta(minutes=1))
    assert opened(client, codes["own"]).status == 203
    assert [who for tag, who, _what in drawer.trail() if tag == "passport:refused"] == ["person"] * 10


def test_a_page_that_grew_old_asks_for_the_code_and_loses_no_word(client: FlaskClient, monday: Any) -> None:
    codes = kept(client)
    amina = opened(client, codes["own"])
    monday.shift(GOOD_FOR + timedelta(minutes=1))
    amina.press(CHANGE, helps="A blanket.")
    assert amina.status == 422
    assert "A blanket." in amina.page
    amina.press(CHANGE, code=codes["own"], helps="A blanket.")
    assert "Your page is changed." in amina.page
    assert "A blanket." in amina.page
