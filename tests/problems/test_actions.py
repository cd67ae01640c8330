"""A report is kept once, answered, closed with a reason, and leaves its trace; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from portal import db
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.problems import actions, queries
from portal.problems.kinds import Kind, Outcome, Status
from portal.problems.models import ProblemReport
from tests.problems.conftest import MONDAY, Shelf

LATER = MONDAY + timedelta(hours=1)


def tags(shelf: Shelf) -> list[str]:
    with db.reading(shelf.engine) as session:
        assert trail.verify(session).ok
        wanted = select(AuditEvent.tag).where(AuditEvent.tag.startswith("problem:")).order_by(AuditEvent.seq)
        return list(session.scalars(wanted))


def answer(
    shelf: Shelf, report: ProblemReport, words: str = "We rang them.", seen: int = 1, **more: Any
) -> ProblemReport:
    with db.writing(shelf.engine) as session:
        return actions.answer(session, report.id, seen, words, by=shelf.staff["editor"], moment=LATER, **more)


def test_a_report_is_kept_with_its_promise(shelf: Shelf) -> None:
    kept = shelf.look(shelf.tell())
    assert (kept.kind, kept.words, kept.contact) == (Kind.HOURS, "The door was shut.", "07700 900123")
    assert kept.status is Status.OPEN
    assert kept.due_at == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert tags(shelf) == [Tag.PROBLEM_REPORTED]


def test_what_may_be_about_safety_is_due_the_same_day(shelf: Shelf) -> None:
    assert shelf.tell(urgent=True).due_at == shelf.here.clocks.screen_by(MONDAY)
    assert shelf.tell(urgent=True).due_at < shelf.tell().due_at


def test_one_form_is_one_report_however_often_it_is_sent(shelf: Shelf) -> None:
    first, again = shelf.tell("form 1"), shelf.tell("form 1", words="The door was shut!")
    assert first.id == again.id
    assert len(shelf.all()) == 1
    assert shelf.tell("form 2").id != first.id
    assert tags(shelf) == [Tag.PROBLEM_REPORTED] * 2


def test_a_form_sent_twice_at_the_same_moment_is_one_report(shelf: Shelf) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = {report.id for report in pool.map(lambda _n: shelf.tell("form 1"), range(8))}
    assert len(found) == len(shelf.all()) == 1


def test_the_database_cannot_read_what_was_written(shelf: Shelf) -> None:
    shelf.tell(words="zx words", contact="zx contact")
    with db.reading(shelf.engine) as session:
        row = session.execute(text("select * from problem_reports")).one()
    stored = b"".join(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row)
    assert b"zx" not in stored


def test_an_answer_is_what_the_reporter_reads(shelf: Shelf) -> None:
    kept = answer(shelf, shelf.tell())
    assert (kept.status, kept.answer) == (Status.ANSWERED, "We rang them.")
    assert shelf.look(kept).contact == "07700 900123"
    assert tags(shelf) == [Tag.PROBLEM_REPORTED, Tag.PROBLEM_ANSWERED]


def test_closing_gives_a_reason_and_forgets_how_to_reach_them(shelf: Shelf) -> None:
    kept = shelf.look(answer(shelf, shelf.tell(), outcome=Outcome.PUT_RIGHT))
    assert (kept.status, kept.outcome, kept.contact) == (Status.CLOSED, Outcome.PUT_RIGHT, None)
    assert kept.answered_by == shelf.staff["editor"]
    assert tags(shelf)[-1] == Tag.PROBLEM_CLOSED


def test_closing_without_new_words_keeps_the_answer_given_before(shelf: Shelf) -> None:
    kept = answer(shelf, shelf.tell())
    assert answer(shelf, kept, "", seen=2, outcome=Outcome.WAS_RIGHT).answer == "We rang them."


def test_two_editors_do_not_answer_over_each_other(shelf: Shelf) -> None:
    report = shelf.tell()
    answer(shelf, report)
    with pytest.raises(actions.Conflict):
        answer(shelf, report, "Something else.", seen=1)
    answer(shelf, report, seen=2, outcome=Outcome.WAS_RIGHT)
    with pytest.raises(actions.Conflict):
        answer(shelf, report, "Too late.", seen=3)
    assert shelf.look(report).answer == "We rang them."


def test_a_report_that_is_not_there_is_said_so(shelf: Shelf) -> None:
    ghost = shelf.tell()
    ghost.id = shelf.staff["editor"]
    with pytest.raises(LookupError):
        answer(shelf, ghost)


def test_the_queue_begins_with_safety_then_with_what_is_due(shelf: Shelf) -> None:
    late = shelf.tell(at=MONDAY - timedelta(days=10))
    new = shelf.tell()
    urgent = shelf.tell(urgent=True, at=MONDAY + timedelta(days=2))
    done = answer(shelf, shelf.tell(), outcome=Outcome.SAID_BEFORE)
    answered = answer(shelf, shelf.tell(at=MONDAY - timedelta(days=20)))
    with db.reading(shelf.engine) as session:
        assert [each.id for each in queries.waiting(session)] == [urgent.id, late.id, new.id, answered.id]
        assert [each.id for each in queries.closed(session)] == [done.id]
        assert queries.counts(session) == {Status.OPEN: 3, Status.ANSWERED: 1, Status.CLOSED: 1}


def test_a_reference_cannot_be_guessed_and_an_empty_one_finds_nothing(shelf: Shelf) -> None:
    references = {shelf.tell().reference for _ in range(20)}
    assert len(references) == 20
    assert all(each.startswith("PR-") and len(each) == 19 for each in references)
    with db.reading(shelf.engine) as session:
        assert queries.by_reference(session, None) is None
        assert queries.by_reference(session, "") is None
