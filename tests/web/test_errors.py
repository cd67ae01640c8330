"""When something goes wrong: a page that says what happened, what is safe, what to do, and whom to call."""

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from portal.languages import LANGUAGES
from portal.web import errors

STATUSES = (400, 403, 404, 405, 409, 413, 429, 500, 503)


@pytest.fixture
def failing(site: Flask) -> FlaskClient:
    """Open a browser on a site that fails as it is asked to, with a database that is gone."""

    def fail(status: int) -> str:
        abort(status)

    def crash() -> str:
        raise ValueError("canary in the error's text")

    def lose_the_database() -> str:
        raise OperationalError("select canary", {}, Exception("canary"))

    site.add_url_rule("/fail/<int:status>", "fail", fail, methods=["GET", "POST"])
    site.add_url_rule("/crash", "crash", crash, methods=["GET", "POST"])
    site.add_url_rule("/gone", "gone", lose_the_database, methods=["GET", "POST"])
    return site.test_client()


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_page_carries_help_in_every_language(failing: FlaskClient, status: int) -> None:
    for code in LANGUAGES:
        answer = failing.get(f"{'' if code == 'en' else '/' + code}/fail/{status}")
        assert answer.status_code == status
        assert 'href="tel:999"' in answer.text
        assert 'href="tel:08081570300"' in answer.text
        assert f'lang="{code}"' in answer.text
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_crash_is_a_page_and_tells_nobody_what_was_in_play(failing: FlaskClient) -> None:
    answer = failing.get("/crash")
    assert answer.status_code == 500
    assert "canary" not in answer.text


def test_a_lost_database_is_said_honestly_and_gives_the_words_back(failing: FlaskClient) -> None:
    answer = failing.post("/gone", data={"story": "a sentence that took an hour", "password": "not this one here"})
    assert answer.status_code == 503
    assert "a sentence that took an hour" in answer.text
    assert "not this one here" not in answer.text


def test_when_the_error_page_itself_fails_a_plain_one_does_not(
    failing: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_status: int) -> None:
        raise RuntimeError

    monkeypatch.setattr(errors, "trouble_page", broken)
    answer = failing.get("/crash")
    assert answer.status_code == 500
    assert "tel:999" in answer.text


def test_too_much_at_once_is_413_and_never_500(failing: FlaskClient) -> None:
    answer = failing.post("/refer/young-person/worry", data={"story": "x" * 10_000_000})
    assert answer.status_code == 413
    assert 'href="tel:999"' in answer.text


def test_every_answer_keeps_its_guard(failing: FlaskClient) -> None:
    for path in ("/", "/help-now", "/fail/404", "/crash", "/refer/young-person/", "/healthz"):
        headers = failing.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in failing.get("/refer/young-person/").headers["Cache-Control"]
