"""A write answered well is kept, a refused one is nowhere, a read changes nothing: the commit rule."""

from collections.abc import Iterator

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import Engine, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import db
from portal.db import Base


class Note(Base):
    """A row that exists only here."""

    __tablename__ = "notes_of_a_test"

    name: Mapped[str] = mapped_column(String(40), unique=True)


TABLE = Note.__table__
Base.metadata.remove(TABLE)  # type: ignore[arg-type]


@pytest.fixture
def notes(engine: Engine) -> Iterator[Engine]:
    """Open a database that has the table of this test."""
    with engine.begin() as connection:
        TABLE.create(connection)  # type: ignore[attr-defined]
    yield engine
    with engine.begin() as connection:
        TABLE.drop(connection)  # type: ignore[attr-defined]


def names(engine: Engine) -> list[str]:
    """Read what is there, from outside."""
    with db.reading(engine) as session:
        return list(session.scalars(select(Note.name).order_by(Note.name)))


def add_monday() -> None:
    """Write one row in the request's own session."""
    db.session().add(Note(name="Monday"))
    db.session().flush()


@pytest.fixture
def browser(notes: Engine) -> FlaskClient:
    """Open a browser on a tiny application that writes a row and then answers as it is told."""
    app = Flask("tiny")
    db.install(app, notes)

    @app.route("/write/<int:status>", methods=["GET", "POST", "PUT"])
    def write(status: int) -> tuple[str, int]:
        add_monday()
        return "", status

    @app.post("/stop/<int:status>")
    def stop(status: int) -> str:
        add_monday()
        abort(status)

    @app.post("/fail")
    def fail() -> str:
        add_monday()
        raise LookupError("our mistake")

    @app.post("/apart/<int:status>")
    def apart(status: int) -> tuple[str, int]:
        db.session().add(Note(name="refused"))
        db.session().flush()
        with db.apart() as own:
            own.add(Note(name="kept"))
        db.session().add(Note(name="afterwards"))
        return "", status

    @app.post("/clash")
    def clash() -> str:
        db.session().add_all([Note(name="twin"), Note(name="twin")])
        return "thank you"

    @app.get("/quiet")
    def quiet() -> str:
        return "no database at all"

    return app.test_client()


@pytest.mark.parametrize("status", [200, 204, 302, 303])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_write_that_went_well_is_kept(browser: FlaskClient, notes: Engine, status: int, method: str) -> None:
    assert browser.open(f"/write/{status}", method=method).status_code == status
    assert names(notes) == ["Monday"]


@pytest.mark.parametrize("address", ["/write/400", "/write/422", "/write/500", "/stop/403", "/stop/409", "/fail"])
def test_a_write_that_was_refused_leaves_nothing(browser: FlaskClient, notes: Engine, address: str) -> None:
    assert browser.post(address).status_code >= 400
    assert names(notes) == []
    assert browser.post("/write/200").status_code == 200  # and nothing is left locked
    assert names(notes) == ["Monday"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_read_cannot_write(browser: FlaskClient, notes: Engine, method: str) -> None:
    assert browser.open("/write/200", method=method).status_code == 500
    assert names(notes) == []


def test_what_is_done_apart_is_kept_although_the_request_is_refused(browser: FlaskClient, notes: Engine) -> None:
    assert browser.post("/apart/403").status_code == 403
    assert names(notes) == ["kept"]


def test_the_request_goes_on_after_what_was_done_apart(browser: FlaskClient, notes: Engine) -> None:
    assert browser.post("/apart/200").status_code == 200
    assert names(notes) == ["afterwards", "kept"]


def test_a_commit_that_fails_is_never_answered_with_thanks(browser: FlaskClient, notes: Engine) -> None:
    answer = browser.post("/clash")
    assert answer.status_code == 500
    assert b"thank you" not in answer.data
    assert names(notes) == []


def test_the_answer_leaves_only_after_the_commit(browser: FlaskClient, notes: Engine) -> None:
    seen = []
    real = Session.commit

    def slow(session: Session) -> None:
        seen.append(names(notes))
        real(session)
        seen.append(names(notes))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "commit", slow)
        browser.post("/write/200")
    assert seen == [[], ["Monday"]]


def test_a_page_that_needs_no_database_opens_none(browser: FlaskClient, notes: Engine) -> None:
    notes.dispose()
    assert browser.get("/quiet").status_code == 200
    assert notes.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert notes.pool.checkedin() == 0  # type: ignore[attr-defined]


def test_nothing_stays_open_after_a_request(browser: FlaskClient, notes: Engine) -> None:
    for address in ("/write/200", "/write/400", "/fail", "/clash", "/apart/403"):
        browser.post(address)
        assert notes.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_outside_a_request_there_is_no_session() -> None:
    db._engine.set(None)
    with pytest.raises(RuntimeError, match="No request"):
        db.engine()


def test_the_control_that_commits_every_answer_would_keep_a_refused_write(
    browser: FlaskClient, notes: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "close", Session.commit)
    browser.post("/write/422")
    assert names(notes) == ["Monday"]
