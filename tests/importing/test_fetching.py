"""Fetching from machines that behave badly. They stand on this computer, and only these tests let us ask them."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from portal.importing import hosts, publishers
from portal.importing.fetching import Failed, Fetcher, Limits
from portal.importing.hosts import Refused
from tests.importing.conftest import NAMES, a_feed, an_id

Answers = Callable[[BaseHTTPRequestHandler], None]
SMALL = Limits(answer_bytes=100_000, answer_seconds=20.0, tries=2)
SHORT = Limits(answer_bytes=100_000, answer_seconds=1.0, tries=2)
BOMB = gzip.compress(b"\0" * 20_000_000)
"""Twenty megabytes in twenty thousand bytes."""


class Patient(ThreadingHTTPServer):
    """A server that does not mind when we hang up."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        return


@contextmanager
def serving(answer: Answers) -> Iterator[str]:
    """Stand a publisher up on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_said: object) -> None:
            return

    server = Patient(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://feed.example.org:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def fetcher(**changes: Any) -> Fetcher:
    """Let this one test ask this one machine, under a public name."""
    how: dict[str, Any] = {
        "limits": SMALL, "plain_http": True, "ports": None, "pause": lambda _seconds: None,
        "resolve": lambda _host, _port: ["127.0.0.1"], "pick": lambda _host, found: next(iter(found)),
    }  # fmt: skip
    return Fetcher(**(how | changes))


def say(asked: BaseHTTPRequestHandler, content: bytes, status: int = 200, **headers: str) -> None:
    asked.send_response(status)
    for name, value in {"Content_Length": str(len(content)), **headers}.items():
        asked.send_header(name.replace("_", "-"), value)
    asked.end_headers()
    asked.wfile.write(content)


def test_a_plain_answer_is_read_and_asked_for_politely() -> None:
    seen: dict[str, str] = {}

    def answer(asked: BaseHTTPRequestHandler) -> None:
        seen.update(asked.headers.items())
        say(asked, b"[1]", Content_Type="application/json; charset=utf-8")

    with serving(answer) as url:
        found = fetcher().get(f"{url}/feed?x=1")
    assert (found.content, found.content_type) == (b"[1]", "application/json")
    assert seen["User-Agent"].startswith("FrontDoor/")
    assert seen["Host"].startswith("feed.example.org")


def test_a_packed_answer_is_unpacked() -> None:
    with serving(lambda asked: say(asked, gzip.compress(b"[2]"), Content_Encoding="gzip")) as url:
        assert fetcher().get(url).content == b"[2]"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda asked: say(asked, b"x" * 200_000), id="long"),
        pytest.param(lambda asked: say(asked, b"x", Content_Length="99999999"), id="declared long"),
        pytest.param(lambda asked: say(asked, BOMB, Content_Encoding="gzip"), id="bomb"),
    ],
)
def test_an_answer_that_is_too_large_is_refused(answer: Answers) -> None:
    with serving(answer) as url, pytest.raises(Failed, match="larger than"):
        fetcher().get(url)


def drip(asked: BaseHTTPRequestHandler, lines: Iterable[bytes]) -> None:
    try:
        for line in lines:
            asked.wfile.write(line)
            asked.wfile.flush()
            time.sleep(0.1)
    except OSError:
        return


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 100], id="a body without an end"),
        pytest.param([b"HTTP/1.1 200 OK\r\n", *[b"A: b\r\n"] * 90], id="headers without an end"),
        pytest.param([b"H", b"T"] + [b""] * 100, id="nothing much"),
    ],
)
def test_an_answer_that_never_ends_is_hung_up_on(lines: list[bytes]) -> None:
    """Each byte comes in time; only all of them together take too long."""
    began = time.monotonic()
    with serving(lambda asked: drip(asked, lines)) as url, pytest.raises(Failed, match="longer than 1 seconds"):
        fetcher(limits=SHORT).get(url)
    assert time.monotonic() - began < 8


def test_a_redirect_is_followed_and_checked_again() -> None:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        if asked.path == "/new":
            say(asked, b"[3]")
        else:
            say(asked, b"", 302, Location="/new")

    with serving(answer) as url:
        assert fetcher().get(f"{url}/old").content == b"[3]"


@pytest.mark.parametrize(
    "where",
    [
        "https://169.254.169.254/latest/",
        "https://localhost/",
        "file:///etc/passwd",
        "https://[::ffff:10.0.0.1]/",
        "//10.0.0.1/",
    ],
)
def test_a_redirect_to_something_near_us_is_refused(where: str) -> None:
    def pick(host: str, found: Iterable[str]) -> str:
        return "127.0.0.1" if host == "feed.example.org" else hosts.pick(host, found)

    def resolve(host: str, _port: int) -> list[str]:
        return ["127.0.0.1"] if host in {"feed.example.org", "localhost"} else [host]

    with serving(lambda asked: say(asked, b"", 302, Location=where)) as url, pytest.raises(Refused):
        fetcher(pick=pick, resolve=resolve).get(url)


def test_redirects_in_a_circle_end() -> None:
    with serving(lambda asked: say(asked, b"", 301, Location="/")) as url, pytest.raises(Failed, match="one address"):
        fetcher().get(url)


def test_the_address_that_was_checked_is_the_one_that_is_asked() -> None:
    """A name that answers differently the second time is asked for only once."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with serving(lambda asked: say(asked, b"[4]")) as url:
        assert fetcher(resolve=lambda _host, _port: next(answers)).get(url).content == b"[4]"
    assert next(answers) == ["10.0.0.1"]


def test_a_planted_second_lookup_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: were the name given to the socket, it would be looked up again, past the check."""
    asked_for: list[Any] = []
    honest = socket.create_connection

    def connect(address: Any, *rest: Any, **more: Any) -> socket.socket:
        asked_for.append(address[0])
        return honest(address, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", connect)
    with serving(lambda asked: say(asked, b"[5]")) as url:
        fetcher().get(url)
    assert asked_for == ["127.0.0.1"]


def test_a_busy_publisher_is_asked_again_a_little_later() -> None:
    calls: list[str] = []

    def answer(asked: BaseHTTPRequestHandler) -> None:
        calls.append(asked.path)
        say(asked, b"[6]", 503 if len(calls) == 1 else 200)

    with serving(answer) as url:
        assert fetcher().get(url).content == b"[6]"


class Api:
    """An Open Referral API with pages, and details that say more than the list."""

    def __init__(self, services: list[Any], *, older: bool = False, broken: str = "", stuck: bool = False) -> None:
        self.services, self.older, self.broken, self.stuck = services, older, broken, stuck
        self.asked: list[str] = []

    def __call__(self, asked: BaseHTTPRequestHandler) -> None:
        path, _, query = asked.path.partition("?")
        self.asked.append(asked.path)
        if path == "/api/":
            say(asked, json.dumps({"version": "HSDS-UK-3.0", "profile": "x", "openapi_url": "x"}).encode())
        elif path == "/api/services":
            number = int(dict(part.split("=") for part in query.split("&") if part).get("page", 1))
            say(asked, json.dumps(self.page(1 if self.stuck else number)).encode())
        else:
            own = path.rpartition("/")[2]
            found = next((each for each in self.services if each["id"] == own), None)
            say(asked, json.dumps(found).encode(), 404 if found is None or own == self.broken else 200)

    def page(self, number: int) -> dict[str, Any]:
        brief = [{key: each[key] for key in ("id", "name", "organization", "status")} for each in self.services]
        part = brief[(number - 1) * 2 : number * 2]
        pages = -(-len(brief) // 2)
        if self.older:
            return {"totalPages": pages, "number": number, "last": number == pages, "content": part}
        return {"total_pages": pages, "page_number": number, "last_page": number == pages, "contents": part}


def test_an_api_is_walked_from_its_foot_page_by_page_into_every_detail() -> None:
    for older in (False, True):
        api = Api(a_feed(), older=older)
        with serving(api) as url:
            found = publishers.gather(fetcher(), f"{url}/api/", "county", None, lambda _done, _all: None)
        assert [raw.said["name"] for raw in found.records] == list(NAMES)
        assert all(raw.said["contacts"] for raw in found.records)
        assert not found.partial


def test_a_detail_that_cannot_be_read_is_set_aside_and_never_taken_for_a_deletion() -> None:
    with serving(Api(a_feed(), broken=an_id(NAMES[1]))) as url:
        found = publishers.gather(fetcher(), f"{url}/api/services", "county", None, lambda _done, _all: None)
    assert [bool(raw.problem) for raw in found.records] == [False, True, False, False, False]


def test_a_publisher_that_answers_every_page_with_the_first_is_refused() -> None:
    with serving(Api(a_feed(), stuck=True)) as url, pytest.raises(Failed, match="every page"):
        publishers.gather(fetcher(), f"{url}/api/services", "county", None, lambda _done, _all: None)


def test_a_table_on_the_web_is_a_feed_too() -> None:
    with serving(lambda asked: say(asked, b"name;organisation\nClub;Trust\n", Content_Type="text/csv")) as url:
        found = publishers.gather(fetcher(), f"{url}/x.csv", "county", None, lambda _done, _all: None)
    assert found.records[0].said["name"] == "Club"


def test_what_is_no_feed_is_told_in_one_sentence() -> None:
    with (
        serving(lambda asked: say(asked, b"<html>")) as url,
        pytest.raises(ValueError, match="neither JSON nor a table"),
    ):
        publishers.gather(fetcher(), url, "county", None, lambda _done, _all: None)
