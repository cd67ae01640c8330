"""Signs of life, as whoever runs this asks for them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal import db, schema_head
from portal.notifications import outbox


@pytest.fixture
def app(site: Flask) -> Flask:
    """Lend the site to pytest-flask, which opens one request around the test."""
    return site


def test_the_process_answers_without_a_database(client: FlaskClient, accept_json: Any, app: Flask) -> None:
    assert client.get(url_for("health.healthz"), headers=accept_json).json == {"ok": True}


def test_ready_means_database_migrations_and_a_worker_seen_lately(client: FlaskClient, engine: Engine) -> None:
    before = client.get("/readyz")
    assert (before.status_code, before.json["worker_late"]) == (200, True)
    with db.writing(engine) as session:
        outbox.beat(session)
    assert client.get("/readyz").json["worker_late"] is False


def test_a_database_behind_the_code_is_not_ready(client: FlaskClient, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/readyz")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": schema_head.head()})
    assert (answer.status_code, answer.json["migrations"]) == (503, False)


@pytest.mark.parametrize("path", ["/", "/help-now", "/guides", "/guides/who-sees-what-i-write", "/ur/help-now"])
def test_reading_goes_on_when_the_database_is_gone(
    client: FlaskClient, site: Flask, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/services")

    def gone(*_arguments: Any, **_options: Any) -> Callable[..., Any]:
        raise TimeoutError

    monkeypatch.setattr(site.extensions["portal"]["engine"].pool, "connect", gone)
    assert client.get(path).status_code == 200
    assert client.get("/readyz").status_code == 503
