"""`portal audit verify` says whether the trail is whole, in numbers and in its exit code."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text

from portal import db
from portal.audit import trail
from portal.audit.cli import audit
from portal.audit.tags import Tag


@pytest.fixture
def whole(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Let two things happen, and hand the command this test's database."""
    with db.writing(engine) as session:
        trail.record(session, Tag.DEMO_LOADED, actor="command")
        trail.record(session, Tag.DEMO_CLEARED, actor="command")
    monkeypatch.setattr(db, "engine_for", lambda _url: engine)
    return engine


def test_a_whole_trail_is_good(whole: Engine) -> None:
    said = CliRunner().invoke(audit, ["verify"])
    assert said.exit_code == 0
    assert json.loads(said.output) == {"events": 2, "ok": True, "first_break": None}


def test_a_broken_trail_is_found_wanting(whole: Engine) -> None:
    with whole.begin() as connection:
        connection.execute(text("UPDATE audit_head SET seq = 3"))
    said = CliRunner().invoke(audit, ["verify"])
    assert said.exit_code == 1
    assert json.loads(said.output) == {"events": 2, "ok": False, "first_break": 3}
