"""The editors' queue: Ed reads, answers and closes; a partner of a service never sees it."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import db
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.problems import shown
from portal.problems.kinds import OUTCOMES, STAFF_KINDS, STAFF_OUTCOMES, Kind, Outcome, Status
from tests.problems.conftest import MONDAY, SLUG, Shelf, hidden, send

QUEUE = "/staff/directory/problems"
Seat = Callable[[str], FlaskClient]


@pytest.fixture
def database_url(tmp_path: Any, migrated_file: Any) -> str:
    """One kind of database is enough for pages."""
    (tmp_path / "portal.db").write_bytes(migrated_file.read_bytes())
    return f"sqlite:///{tmp_path / 'portal.db'}"


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY + timedelta(hours=3), tick=True) as clock:
        yield clock


def events(shelf: Shelf) -> list[tuple[str, str, str]]:
    with db.reading(shelf.engine) as session:
        found = session.scalars(
            select(AuditEvent).where(AuditEvent.tag.startswith("problem:")).order_by(AuditEvent.seq)
        )
        return [(each.tag, each.actor, each.subject) for each in found]


@pytest.mark.parametrize("who", ["partner", "clinician", "writer"])
def test_nobody_but_editors_sees_what_readers_say(seat: Seat, shelf: Shelf, who: str) -> None:
    one = f"{QUEUE}/{shelf.tell().id}"
    client = seat(who)
    for answer in (client.get(QUEUE), client.get(one), client.post(f"{one}/answer")):
        assert answer.status_code == 403
        assert "The door was shut." not in answer.text
    assert [tag for tag, _who, _what in events(shelf)] == [Tag.PROBLEM_REPORTED]


def test_an_empty_queue_says_so_kindly(seat: Seat, shelf: Shelf) -> None:
    assert "Nobody has told us of a mistake that is not dealt with." in seat("editor").get(QUEUE).text


def test_the_queue_says_age_and_due_in_words_and_nothing_that_was_written(seat: Seat, shelf: Shelf) -> None:
    shelf.tell()
    shelf.tell(at=MONDAY - timedelta(days=10), kind=Kind.CLOSED, contact="")
    shelf.tell(urgent=True)
    page = seat("editor").get(QUEUE).text
    for words in ("3 hours ago", "10 days ago", "Late by 2 days", "By 17:00 on Monday 30 November", "Read first",
                  "Closed, moved or renamed", "left a way", "by reference only"):  # fmt: skip
        assert words in page, words
    assert "The door was shut." not in page
    assert "07700" not in page
    assert page.index("Read first") < page.index("Late by")


def test_reading_one_is_noted_by_name(seat: Seat, shelf: Shelf) -> None:
    report = shelf.tell()
    page = seat("editor").get(f"{QUEUE}/{report.id}").text
    assert "The door was shut." in page
    assert "07700 900123" in page
    assert f'href="/services/{SLUG}"' in page
    assert events(shelf)[-1] == (Tag.PROBLEM_READ, f"staff:{shelf.staff['editor']}", f"problem:{report.id}")


def test_ed_answers_and_then_closes(seat: Seat, shelf: Shelf) -> None:
    report, client = shelf.tell(), seat("editor")
    one = f"{QUEUE}/{report.id}"
    assert send(client, one, answer="We rang; nobody answered yet.", outcome="keep_open").status_code == 303
    assert shelf.look(report).status is Status.ANSWERED
    assert send(client, one, answer="They close at three. Changed.", outcome="put_right").status_code == 303
    kept = shelf.look(report)
    assert (kept.status, kept.outcome, kept.contact) == (Status.CLOSED, Outcome.PUT_RIGHT, None)
    page = client.get(one).text
    assert "Closed: put right" in page
    assert "wiped when this was closed" in page
    assert '<form method="post" novalidate' not in page
    assert "Quiet Room" in client.get(f"{QUEUE}?show=closed").text


def test_keeping_it_open_needs_words_and_what_was_typed_comes_back(seat: Seat, shelf: Shelf) -> None:
    one, client = f"{QUEUE}/{shelf.tell().id}", seat("editor")
    empty = send(client, one, outcome="keep_open")
    assert empty.status_code == 422
    assert "Write what the reporter should know so far." in empty.text
    undecided = send(client, one, answer="We rang them.")
    assert undecided.status_code == 422
    assert "We rang them." in undecided.text


def test_the_second_editor_sees_what_the_first_one_did_and_keeps_her_words(seat: Seat, shelf: Shelf) -> None:
    report = shelf.tell()
    one, second = f"{QUEUE}/{report.id}", seat("second")
    opened = second.get(one)
    send(seat("editor"), one, answer="We rang them.", outcome="keep_open")
    answer = send(second, one, page=opened, answer="I wrote to them.", outcome="put_right")
    assert answer.status_code == 409
    for words in ("Somebody else has answered", "We rang them.", "I wrote to them."):
        assert words in answer.text
    assert send(second, one, page=answer, answer="I wrote to them.", outcome="put_right").status_code == 303
    assert shelf.look(report).answer == "I wrote to them."


def test_a_report_that_is_gone_is_a_404(seat: Seat, shelf: Shelf) -> None:
    nobody, client = f"{QUEUE}/{uuid.uuid4()}", seat("editor")
    assert client.get(nobody).status_code == 404
    page = client.get(f"{QUEUE}/{shelf.tell().id}").text
    form = {"csrf_token": hidden(page, "csrf_token"), "version": "1", "answer": "Done.", "outcome": "put_right"}
    assert client.post(f"{nobody}/answer", data=form).status_code == 404


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(5, "less than an hour"), (60, "1 hour"), (150, "2 hours"), (60 * 24, "1 day"), (60 * 24 * 9, "9 days")],
)
def test_age_in_words(minutes: int, words: str) -> None:
    assert shown.age(timedelta(minutes=minutes)) == words


def test_every_kind_and_reason_has_its_words_on_both_sides() -> None:
    assert set(STAFF_KINDS) == set(Kind)
    assert set(OUTCOMES) == set(STAFF_OUTCOMES) == set(Outcome)
