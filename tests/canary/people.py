"""Those who write, each in a browser of their own that remembers every answer it was given."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.referrals.views import NOT_TO_REMEMBER
from tests.canary.paper import Paper, Reader
from tests.canary.planted import CANARIES, Canary

REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Sight:
    """One answer, and what was asked for it."""

    owner: str
    rule: str
    method: str
    url: str
    sent_cookies: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page for people."""
        return dict(self.headers).get("Content-Type", "").startswith("text/html")


def plainly(status: int) -> int:
    """Return what an answer says, whether or not a browser may keep the page for Back."""
    return 200 if status == NOT_TO_REMEMBER else status


@dataclass
class Person:
    """Somebody at a browser."""

    who: str
    site: Flask
    seen: list[Sight]
    client: FlaskClient = field(init=False)
    at: str = "/"
    page: str = ""
    status: int = 0
    wrote: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Sit down at a browser that has never been here."""
        self.client = self.site.test_client()

    @property
    def canary(self) -> Canary:
        """In whose words this person writes."""
        return CANARIES[self.who]

    def open(self, path: str) -> "Person":
        """Go to an address, and wherever it leads."""
        return self._arrive(path, "GET")

    def press(self, button: str, says: Canary | None = None, /, **chosen: str) -> "Person":
        """Fill in every box of the form that has this button, and press it."""
        paper = self.paper(button)
        self.wrote |= {name.rpartition("-")[2] for name in paper.written}
        data = paper.filled((says or self.canary).says, chosen, button)
        return self._arrive(paper.action or self.at, paper.method.upper(), data)

    def paper(self, button: str) -> Paper:
        """Return the form that has a button with these words."""
        papers = Reader(self.page).papers
        found = [each for each in papers if any(button in words for _name, _value, words in each.buttons)]
        assert found, f"No button {button!r} for {self.who} at {self.at} ({self.status}): {[p.buttons for p in papers]}"
        return found[0]

    def has(self, button: str) -> bool:
        """Tell whether this page has a button with these words."""
        return any(button in words for paper in Reader(self.page).papers for _n, _v, words in paper.buttons)

    def _arrive(self, path: str, method: str, data: Any = None) -> "Person":
        options: dict[str, Any] = {"query_string" if method == "GET" else "data": data} if data else {}
        answer = self._ask(path, method, **options)
        while answer.status_code in REDIRECTS and "//" not in answer.headers["Location"]:
            path = answer.headers["Location"]
            answer = self._ask(path, "GET")
        self.at, self.page = path.partition("#")[0], answer.get_data(as_text=True)
        self.status = plainly(answer.status_code)
        return self

    def _ask(self, path: str, method: str, **options: Any) -> TestResponse:
        answer = self.client.open(path, method=method, **options)
        asked = answer.request
        rule, _values = self.site.url_map.bind("localhost").match(asked.path, method, return_rule=True)
        cookies = asked.headers.get("Cookie", "")
        headers = tuple(answer.headers.items())
        self.seen.append(
            Sight(self.who, str(rule), method, asked.url, cookies, plainly(answer.status_code), headers, answer.data)
        )
        return answer

    @property
    def complaints(self) -> list[str]:
        """Read what the page says is wrong."""
        return re.findall(r'error[^>]*">(.{0,300})', self.page, re.DOTALL)[:4]

    def leave(self) -> None:
        """Press *Leave this site*."""
        self._ask("/exit", "POST", data={"put_away": "yes"})

    def marked(self, name: str) -> str:
        """Read what a page marks for programs: a reference or a code."""
        return unescape(self.page).partition(f'data-{name}="')[2].partition('"')[0]
