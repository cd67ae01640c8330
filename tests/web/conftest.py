"""A small stage for the shell: the templates of an area with nothing in it, and no database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask, Response, make_response, request

from portal import languages
from portal.web import assets, forms, headers, templating
from tests.served import serving


@dataclass(frozen=True)
class Place:
    """What the layouts show of an area."""

    name: str = "Wexlow"
    service_name: str = "Wexlow Front Door"
    fictional: bool = True
    exit_to: str = "https://weather.example.org/"


@dataclass(frozen=True)
class Line:
    """A crisis contact."""

    name: str
    display: str
    href: str


LINES = (Line("Danger to life", "999", "tel:999"), Line("Wexlow Crisis Line", "0808 157 0123", "tel:08081570123"))


@pytest.fixture
def shell() -> Flask:
    """Build an application that has the templates and nothing to show in them."""
    shell = Flask("shell", static_folder=None)
    shell.config.update(SECRET_KEY="a secret for tests only", TESTING=True, SERVER_NAME="localhost")
    headers.install(shell, secure=False, leave=Place.exit_to)
    templating.install(shell, Place(), assets.names(), lambda: LINES)
    forms.install(shell)
    shell.wsgi_app = languages.LanguagePrefix(shell.wsgi_app)  # type: ignore[method-assign]
    return shell


@pytest.fixture
def on_a_page(shell: Flask) -> Iterator[Flask]:
    """Stand on a page of the shell, so that forms and templates can be rendered."""
    with shell.test_request_context("/refer/young-person/safe?from=home"):
        yield shell


@pytest.fixture
def lines() -> tuple[Line, ...]:
    """Name the area's crisis lines."""
    return LINES


class Stage:
    """A running site of some pages, a neutral page, and a record of what was asked of them."""

    def __init__(self, shell: Flask, instance: Path, pages: dict[str, Callable[[], str]]) -> None:
        self.asked: list[str] = []
        assets.build(instance / "static")
        shell.extensions["portal"] = {"settings": type("Settings", (), {"instance": instance})()}
        shell.config["SERVER_NAME"] = None
        for path, page in pages.items():
            shell.add_url_rule(path, path, page, methods=["GET", "POST"])
        shell.add_url_rule("/exit", "exit", self._exit, methods=["POST"])
        shell.add_url_rule("/weather", "weather", lambda: "<title>Weather</title><p>Sunny spells</p>")
        shell.before_request(lambda: self.asked.append(f"{request.method} {request.path}"))
        self.site = assets.with_static_files(shell)
        self.url = ""

    def _exit(self) -> Response:
        answer = make_response("", 303, {"Location": "/weather"})
        answer.set_cookie("left", "1", max_age=600, samesite="Lax")
        return answer


@pytest.fixture
def stages(shell: Flask, tmp_path: Path) -> Iterator[Callable[[dict[str, Callable[[], str]]], Stage]]:
    """Run a site of the pages a test brings, as long as the test looks at it."""
    with ExitStack() as running:

        def run(pages: dict[str, Callable[[], str]]) -> Stage:
            stage = Stage(shell, tmp_path, pages)
            stage.url = f"http://127.0.0.1:{running.enter_context(serving(stage.site))}"
            shell.jinja_env.globals["leave"] = f"{stage.url}/weather"
            return stage

        yield run
