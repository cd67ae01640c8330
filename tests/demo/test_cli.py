"""`portal demo` speaks JSON, says in one line why it refuses, and tells the three exits apart."""

import json
from collections.abc import Callable
from unittest.mock import ANY

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from portal import clock, db
from portal.accounts import actions as accounts
from portal.accounts.permissions import Role
from portal.config import Settings
from portal.demo.cli import demo

SERVICES = 8
Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name, value in {
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_SECRET_KEY": settings.secret_key,
        "PORTAL_DATA_KEYS": settings.data_keys,
        "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_CONTENT": str(settings.content),
    }.items():
        monkeypatch.setenv(name, value)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(demo, words)

    return invoke


def test_load_and_clear_print_counts(run: Run) -> None:
    loaded = run("load", "--cases", "3", "--seed", "1")
    assert loaded.exit_code == 0
    assert json.loads(loaded.stdout) == {"services": SERVICES, "staff": 23, "cases": 3, "open": ANY}
    cleared = run("clear")
    assert cleared.exit_code == 0
    assert json.loads(cleared.stdout)["cases"] == 3


@pytest.mark.parametrize("command", ["load", "clear"])
def test_a_refusal_is_one_line_and_exit_one(run: Run, engine: Engine, command: str) -> None:
    with db.writing(engine) as session:
        accounts.add_staff(
            session,
            "someone@example.org",
            "Someone",
            Role.TEAM_LEAD,
            "a-long-password",
            actor="command",
            moment=clock.now(),
        )
    refused = run(command)
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert len(refused.stderr.strip().splitlines()) == 1


def test_production_refuses_to_load(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_ENV", "production")
    assert run("load").exit_code == 1


def test_nonsense_is_exit_two(run: Run) -> None:
    assert run("load", "--cases", "many").exit_code == 2
    assert run("load", "--cases", "-1").exit_code == 2
