"""`portal notifications` shows where messages are, without their words, and tries again."""

import json
import uuid
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from portal import db
from portal.notifications.cli import notifications
from portal.notifications.models import Delivery, OutboxMessage


@pytest.fixture
def gone(engine: Engine, enqueue: Callable[..., uuid.UUID], monkeypatch: pytest.MonkeyPatch) -> uuid.UUID:
    """Give up one message, and hand the command this test's database."""
    message_id = enqueue()
    with db.writing(engine) as session:
        session.get_one(OutboxMessage, message_id).status = Delivery.DEAD
    monkeypatch.setattr(db, "engine_for", lambda _url: engine)
    return message_id


def test_the_list_names_every_message_and_none_of_its_words(gone: uuid.UUID) -> None:
    said = CliRunner().invoke(notifications, ["list"])
    assert said.exit_code == 0
    [row] = json.loads(said.output)
    assert (row["id"], row["status"], row["sent_at"]) == (str(gone), "dead", None)
    assert "screened" not in said.output


def test_retry_revives_what_was_given_up(gone: uuid.UUID) -> None:
    assert json.loads(CliRunner().invoke(notifications, ["retry"]).output) == {"revived": 1}
    assert json.loads(CliRunner().invoke(notifications, ["retry"]).output) == {"revived": 0}
