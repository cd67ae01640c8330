"""A page that somebody asked for a moment ago is sent again, and never when anything it says may have changed."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from flask.testing import FlaskClient

from portal.directory import listing, search_page
from portal.directory.kept_pages import KeptPages

MONDAY = datetime(2026, 3, 2, 9, 58, 30, tzinfo=UTC)
NOON = ("index", "12:00")


def maker(made: list[str], name: str = "page") -> Callable[[bytes], bytes]:
    def make(nonce: bytes) -> bytes:
        made.append(name)
        return b"<" + nonce + b">" + name.encode() + b"<" + nonce + b">"

    return make


def test_a_page_is_made_once_and_each_answer_has_its_own_nonce() -> None:
    made: list[str] = []
    pages = KeptPages()
    assert pages.page("q", NOON, b"one", maker(made)) == b"<one>page<one>"
    assert pages.page("q", NOON, b"two", maker(made)) == b"<two>page<two>"
    assert made == ["page"]


def test_nothing_outlives_what_it_depends_on() -> None:
    made: list[str] = []
    pages = KeptPages()
    for state in (NOON, ("index", "12:01"), ("another index", "12:01"), NOON):
        pages.page("q", state, b"n", maker(made))
    assert made == ["page"] * 4


def test_the_oldest_go_when_there_is_no_room() -> None:
    made: list[str] = []
    pages = KeptPages(most_bytes=25)
    for name in ("aaaaaaaa", "bbbbbbbb", "cccccccc", "cccccccc", "aaaaaaaa"):
        pages.page(name, NOON, b"n", maker(made, name))
    assert made == ["aaaaaaaa", "bbbbbbbb", "cccccccc", "aaaaaaaa"]


def test_a_page_larger_than_the_room_is_still_answered() -> None:
    made: list[str] = []
    assert KeptPages(most_bytes=3).page("q", NOON, b"n", maker(made)) == b"<n>page<n>"


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often a page is filled."""
    found: list[int] = []

    really = listing.write

    def write(*args: object, **named: object) -> bytes:
        found.append(1)
        return really(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(search_page.listing, "write", write)
    return found


def test_two_children_ask_the_same_and_then_a_minute_passes(client: FlaskClient, writes: list[int]) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        first, second = client.get("/services?q=sleep").text, client.get("/services?q=sleep").text
        assert len(writes) == 1
        nonces = [set(re.findall(r'nonce="([^"]+)"', page)) for page in (first, second)]
        assert len(nonces[0]) == len(nonces[1]) == 1
        assert nonces[0] != nonces[1]
        client.get("/ur/services?q=sleep")
        client.get("/services?q=sleep&page=2")
        assert len(writes) == 3
        now.shift(60)
        client.get("/services?q=sleep")
        assert len(writes) == 4


def test_what_is_open_is_counted_anew_each_minute(client: FlaskClient) -> None:
    seen = set[str]()
    with time_machine.travel(MONDAY, tick=False) as now:
        for _ in range(16):
            seen.update(re.findall(r"Open now \((\d+)\)", client.get("/services").text))
            now.shift(3600)
    assert len(seen) > 2


def test_a_mistake_in_the_boxes_is_answered_each_time(client: FlaskClient) -> None:
    for _ in range(2):
        assert "We don&#39;t know that place" in client.get("/services?near=Atlantis").text
