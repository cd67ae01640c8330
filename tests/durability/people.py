"""Young people who ask for help through the real form and do not give up when the line breaks."""

import random
import re
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode

from portal.referrals import journeys

START = "/refer/young-person/"
CHECK = START + "check"
SENT = START + "sent"
PAGES = tuple(page.key for page in journeys.YOUNG_PERSON)
MARK = "marked-words"
CSRF = re.compile(rb'name="csrf_token"[^>]* value="([^"]+)"')
REFERENCE = re.compile(rb'data-reference(?:="([^"]*)")?[^>]*>\s*([^<]*?)\s*<')
SENDS_TWICE = 0.05
CANNOT_WAIT = 0.1
LOOKS = 8
LOOK_PAUSE = 0.05
REFUSALS_BEFORE_GIVING_UP = 50


@dataclass
class Memory:
    """What everybody together was promised."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    """The mark in somebody's words, and the reference they were shown for them."""
    broken: list[str] = field(default_factory=list)
    """Promises that the pages themselves did not keep, each in one line."""
    statuses: Counter[int] = field(default_factory=Counter)
    dropped: int = 0
    """How often the line broke."""
    sendings: int = 0
    """How often somebody has pressed the last button."""
    thanks: int = 0
    """How often somebody was told that it had been sent."""


class Stopped(Exception):
    """The day is over."""


class Person:
    """One browser. Uses the same cookie for the same step until the step has worked."""

    def __init__(self, port: int, memory: Memory, up: threading.Event, stop: threading.Event, seed: int) -> None:
        self.port, self.memory, self.up, self.stop = port, memory, up, stop
        self.chance = random.Random(seed)
        self.connection: HTTPConnection | None = None
        self.cookie, self.token = "", ""

    def live(self) -> None:
        """Ask for help again and again until the day is over; then finish what was begun."""
        try:
            while not self.stop.is_set():
                self.ask_for_help()
        except Stopped:
            pass
        finally:
            self._hang_up()

    def ask_for_help(self) -> None:
        """Fill in the whole form once, send it, and look at the reference."""
        mark = secrets.token_hex(8)
        self.cookie = ""
        self.token = _found(CSRF, self.get(START)[1])
        self.post(START)
        for page in PAGES:
            self.post(START + page, self._answers(page, mark))
        if self.chance.random() < SENDS_TWICE:
            self._send_twice_at_once()
        self._expect_sent(mark, self.post(CHECK))

    def _answers(self, page: str, mark: str) -> dict[str, str]:
        """Answer three pages and leave the others empty."""
        if page == "worry":
            return {"story": f"{MARK} {mark} I can't sleep and I feel low."}
        if page == "safe" and self.chance.random() < CANNOT_WAIT:
            return {"safe_now": "no"}
        return {"age": {"age": "14"}, "contact": {"contact": "none"}}.get(page, {})

    def _send_twice_at_once(self) -> None:
        """Press the button twice within a moment: two lines, and neither answer awaited before both were sent."""
        lines = [HTTPConnection("127.0.0.1", self.port, timeout=15) for _ in range(2)]
        try:
            for line in lines:
                line.request("POST", CHECK, self._body({}), self._headers())
            for line in lines:
                self.memory.statuses[line.getresponse().status] += 1
        except (OSError, HTTPException):
            self.memory.dropped += 1
        finally:
            for line in lines:
                line.close()

    def _expect_sent(self, mark: str, location: str) -> None:
        """Having been thanked, look for the reference; a thank-you that is taken back is a broken promise."""
        if not location.endswith("/sent"):
            self.memory.broken.append(f"{mark}: every page was saved, yet sending led to {location}")
            return
        self.memory.thanks += 1
        for _look in range(LOOKS):
            body = self.get(SENT)[1]
            found = REFERENCE.search(body)
            if found:
                self.memory.acknowledged[mark] = (found[1] or found[2]).decode()
                return
            time.sleep(LOOK_PAUSE)
        self.memory.broken.append(f"{mark}: was told it had been sent, and then nobody knew of it")

    def get(self, path: str) -> tuple[HTTPResponse, bytes]:
        """Look at a page."""
        return self._step("GET", path, None, {200, 302, 303})

    def post(self, path: str, answers: dict[str, str] | None = None) -> str:
        """Press a button, and return where it led."""
        response, _body = self._step("POST", path, self._body(answers or {}), {303})
        return response.headers["Location"]

    def _body(self, answers: dict[str, str]) -> str:
        return urlencode(answers | {"csrf_token": self.token})

    def _headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}

    def _step(self, method: str, path: str, body: str | None, good: set[int]) -> tuple[HTTPResponse, bytes]:
        """Take one step until it works. Raises Stopped when the server stays away after the day is over."""
        refusals = 0
        while True:
            self.memory.sendings += method == "POST" and path == CHECK
            try:
                response, answer = self._try(method, path, body)
            except (OSError, HTTPException):
                self.memory.dropped += 1
                self._hang_up()
                self._wait_for_the_line()
                continue
            self.memory.statuses[response.status] += 1
            if response.status in good:
                return response, answer
            refusals += 1
            if refusals > REFUSALS_BEFORE_GIVING_UP:
                raise RuntimeError(f"{method} {path} was answered with {response.status}")
            time.sleep(0.02)

    def _wait_for_the_line(self) -> None:
        """Wait a moment, and as long as the server is known to be down: knocking would only slow its start."""
        time.sleep(0.02)
        while not self.up.wait(1):
            if self.stop.is_set():
                raise Stopped

    def _try(self, method: str, path: str, body: str | None) -> tuple[HTTPResponse, bytes]:
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=15)
        self.connection.request(method, path, body, self._headers() if body is not None else {"Cookie": self.cookie})
        response = self.connection.getresponse()
        answer = response.read()
        given = response.headers.get("Set-Cookie")
        if given:
            self.cookie = given.partition(";")[0]
        return response, answer

    def _hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _found(pattern: re.Pattern[bytes], page: bytes) -> str:
    """Return what a page must contain."""
    found = pattern.search(page)
    if found is None:
        raise RuntimeError(f"The page lacks {pattern.pattern!r}")
    return found[1].decode()
