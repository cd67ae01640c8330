"""A browser without scripts: follows forms the way a person does, by what is on the page."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FORM = re.compile(r"<form.*?</form>", re.DOTALL)
BUTTON = re.compile(r"<button.*?</button>", re.DOTALL)
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass
class Browser:
    """One person's browser, on one page at a time."""

    client: FlaskClient
    at: str = "/"
    page: str = ""
    status: int = 0
    seen: list[str] = field(default_factory=list)

    def open(self, path: str) -> "Browser":
        """Go to an address and wherever it leads."""
        return self._arrive(path, self.client.get(path))

    def send(self, **values: Any) -> "Browser":
        """Fill in the form of this page and press its button."""
        return self._arrive(self.at, self.client.post(self.at, data={"csrf_token": self.token} | values))

    def _arrive(self, path: str, response: TestResponse) -> "Browser":
        while response.status_code in REDIRECTS:
            path = response.headers["Location"]
            if "//" in path:  # away from this site
                break
            response = self.client.get(path)
        self.at, self.page, self.status = path, unescape(response.get_data(as_text=True)), response.status_code
        self.seen.append(path)
        return self

    @property
    def token(self) -> str:
        """The token that the page's form carries."""
        found = TOKEN.search(self.page)
        return found[1] if found else ""

    def press(self, words: str, /, **values: Any) -> "Browser":
        """Fill in the form that has this button, and press it; what the page hides in the form goes with it."""
        form = next(found for found in FORM.findall(self.page) if words in found)
        hidden = {name: value for tag in HIDDEN.findall(form) for name, value in [_named(tag)]}
        button = next(found for found in BUTTON.findall(form) if words in found)
        pressed = re.search(r'name="([^"]+)" value="([^"]+)"', button)
        where = re.match(r'<form[^>]* action="([^"]+)"', form)
        data = hidden | ({pressed[1]: pressed[2]} if pressed else {}) | values
        path = where[1] if where else self.at
        return self._arrive(path, self.client.post(path, data=data))

    @property
    def return_code(self) -> str:
        """The code to come back with."""
        found = re.search(r'data-return-code="([^"]+)"', self.page)
        return found[1] if found else ""

    @property
    def reference(self) -> str:
        """The reference that the page after sending shows."""
        found = re.search(r'data-reference="([^"]+)"', self.page)
        return found[1] if found else ""

    @property
    def code(self) -> str:
        """The code that stands beside the reference."""
        found = re.search(r'data-code="([^"]+)"', self.page)
        return found[1] if found else ""


def _named(tag: str) -> tuple[str, str]:
    """Read the name and the value of a hidden box."""
    return tuple(found[1] if (found := re.search(rf'{part}="([^"]*)"', tag)) else "" for part in ("name", "value"))  # type: ignore[return-value]


def walk(
    browser: Browser, answers: dict[str, dict[str, Any]], stop: str = "", home: str = "/refer/young-person/"
) -> Browser:
    """Walk through a form, the young person's, with these answers by page, as far as `stop` or the end."""
    browser.open(home).send()
    for _ in range(40):
        name = browser.at.rsplit("/", 1)[-1]
        if name in {stop, "sent"}:
            return browser
        if name == "help":
            browser.open(home + "next")
        else:
            browser.send(**answers.get(name, {}))
    raise AssertionError(f"The form never ended: {browser.seen[-5:]}")
