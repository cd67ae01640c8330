"""A log line holds a time, a place and a number, and never a word of anybody's."""

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal import db
from portal.web import errors, logs

CANARY = "amina-khan-7q2x9"


@pytest.fixture(scope="module")
def paper() -> Iterator[io.StringIO]:
    """Write logs as the servers do, on paper of our own."""
    before, paper = structlog.get_config(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", paper)
        patch.setattr(logs, "log", structlog.get_logger())
        logs.configure("INFO")
        structlog.configure(cache_logger_on_first_use=False)
        patch.setattr(logs, "configure", lambda _level: None)
        yield paper
    structlog.configure(**before)


def lines(paper: io.StringIO) -> list[dict[str, Any]]:
    """Read what was written, and clean the paper."""
    written = [json.loads(line) for line in paper.getvalue().splitlines()]
    paper.seek(0)
    paper.truncate()
    return written


@given(fields=st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), st.text(max_size=20), max_size=6))
def test_only_the_named_fields_are_ever_written(paper: io.StringIO, fields: dict[str, str]) -> None:
    logs.log.info("answered", **{f"free_{name}": value for name, value in fields.items()}, status=200)
    for line in lines(paper):
        assert set(line) == {"event", "level", "timestamp", "status"}


@given(st.dictionaries(st.text(), st.integers()))
def test_the_filter_lets_nothing_else_through(fields: dict[str, int]) -> None:
    assert set(logs.only_allowed(None, "", dict(fields))) == set(fields) & logs.ALLOWED


def broken(words: str) -> Exception:
    """Make an error whose text, cause and values all quote somebody."""
    try:
        try:
            raise KeyError(words)
        except KeyError as cause:
            raise ValueError(f"cannot read {words}") from cause
    except ValueError as error:
        return error


def test_an_error_is_told_by_its_kind_and_place_and_never_by_its_text(paper: io.StringIO) -> None:
    with Flask("tiny").app_context():
        logs.failure(broken(CANARY))
    written = paper.getvalue()
    [line] = lines(paper)
    assert CANARY not in written
    assert line["error"] == "ValueError"
    assert line["where"][-1].endswith("broken")


def test_an_error_outside_any_request_is_told_as_well(paper: io.StringIO) -> None:
    logs.failure(broken(CANARY))
    [line] = lines(paper)
    assert (line["event"], line["error"], line["request_id"]) == ("failed", "ValueError", None)


def test_a_request_is_logged_by_its_endpoint_and_nothing_it_carried(
    paper: io.StringIO, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    app = Flask("tiny")
    logs.install(app, "INFO")
    errors.install(app, lambda status, _path: str(status))

    @app.route("/say/<word>", methods=["GET", "POST"])
    def say(word: str) -> str:
        raise LookupError(word)

    app.test_client().post(
        f"/say/{CANARY}?q={CANARY}", data={"story": CANARY}, headers={"User-Agent": CANARY, "Cookie": f"a={CANARY}"}
    )
    app.test_client().open(f"/{CANARY}", method=CANARY.upper())
    written = paper.getvalue()
    told = lines(paper)
    assert CANARY not in (written + caplog.text + "".join(capfd.readouterr())).lower()
    assert [line["status"] for line in told if line["event"] == "answered"] == [500, 404]
    assert {line.get("method") for line in told} == {None, "POST", "other"}
    assert any(line.get("endpoint") == "say" for line in told)


def test_a_failing_statement_quotes_no_value(paper: io.StringIO) -> None:
    engine = db.engine_for("sqlite://")
    with pytest.raises(OperationalError) as failed, db.writing(engine) as session:
        session.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": CANARY})
    assert CANARY not in str(failed.value)
    logs.failure(failed.value)
    assert CANARY not in paper.getvalue()
    assert lines(paper)
    engine.dispose()


def test_the_control_a_logger_without_the_filter_would_tell(paper: io.StringIO) -> None:
    plain = structlog.wrap_logger(structlog.PrintLogger(paper), processors=[structlog.processors.JSONRenderer()])
    plain.info("answered", story=CANARY)
    assert CANARY in paper.getvalue()
    lines(paper)
