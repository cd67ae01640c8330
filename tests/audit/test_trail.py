"""Nobody can change, add, move or take away what happened without being found out."""

import json
import multiprocessing
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from portal import db
from portal.audit import trail
from portal.audit.models import HEAD_ID, AuditEvent, AuditHead
from portal.audit.tags import Tag
from portal.audit.trail import GENESIS, Verdict

LENGTH = 8
words = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)
details = st.dictionaries(words, words | st.integers(-(2**53), 2**53) | st.booleans() | st.none(), max_size=4)


def fill(engine: Engine, count: int = LENGTH) -> None:
    """Let so many things happen."""
    with db.writing(engine) as session:
        for number in range(count):
            trail.record(
                session, Tag.REFERRAL_READ, actor="staff:7", subject=f"referral:{number}", detail={"n": number}
            )


def verdict(engine: Engine) -> Verdict:
    """Check the chain."""
    with db.reading(engine) as session:
        return trail.verify(session)


def tamper(engine: Engine, act: Callable[[Connection], object]) -> None:
    """Change the tables as somebody who owns the database server could: the guarding triggers are taken away first."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_events DISABLE TRIGGER USER"))
        else:
            kept = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
            for name, _sql in kept:
                connection.execute(text(f"DROP TRIGGER {name}"))
        act(connection)
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_events ENABLE TRIGGER USER"))
        else:
            for _name, sql in kept:
                connection.exec_driver_sql(sql)


def edit(column: str, value: str) -> Callable[[Connection], object]:
    """Change one thing about the fourth event."""
    return lambda connection: connection.execute(
        text(f"UPDATE audit_events SET {column} = :value WHERE seq = 4"), {"value": value}
    )


def take_away(*seqs: int) -> Callable[[Connection], object]:
    """Delete events and close the gap behind them."""

    def act(connection: Connection) -> None:
        for seq in sorted(seqs, reverse=True):
            connection.execute(text("DELETE FROM audit_events WHERE seq = :seq"), {"seq": seq})
            for later in range(seq + 1, LENGTH + 1):
                connection.execute(text("UPDATE audit_events SET seq = seq - 1 WHERE seq = :seq"), {"seq": later})

    return act


def swap(connection: Connection) -> None:
    """Exchange the places of two events."""
    for old, new in ((3, 99), (5, 3), (99, 5)):
        connection.execute(text("UPDATE audit_events SET seq = :new WHERE seq = :old"), {"old": old, "new": new})


def slip_in(connection: Connection) -> None:
    """Add an event behind the last, with a digest that fits it, and leave the head as it was."""
    last = connection.execute(text("SELECT digest FROM audit_events ORDER BY seq DESC LIMIT 1")).scalar_one()
    event = AuditEvent(
        seq=LENGTH + 1, at=datetime(2026, 11, 23, tzinfo=UTC), tag="referral:read", actor="staff:9", subject="",
        detail={}, previous=last,
    )  # fmt: skip
    event.digest = trail.digest(event)
    values = {column.name: getattr(event, column.name) for column in AuditEvent.__table__.columns}
    connection.execute(AuditEvent.__table__.insert(), values)  # type: ignore[attr-defined]


def cut_tail(connection: Connection) -> None:
    """Forget the last three events."""
    connection.execute(text("DELETE FROM audit_events WHERE seq > :last"), {"last": LENGTH - 3})


def empty(connection: Connection) -> None:
    """Forget everything but the head."""
    connection.execute(text("DELETE FROM audit_events"))


def behead(connection: Connection) -> None:
    """Forget the head."""
    connection.execute(text("DELETE FROM audit_head"))


def test_an_empty_trail_is_right(engine: Engine) -> None:
    assert verdict(engine) == Verdict(0, True, None)


def test_each_event_vouches_for_the_one_before(engine: Engine) -> None:
    fill(engine)
    with db.reading(engine) as session:
        events = session.query(AuditEvent).order_by(AuditEvent.seq).all()
        head = session.get_one(AuditHead, HEAD_ID)
    assert [event.seq for event in events] == list(range(1, LENGTH + 1))
    assert [event.previous for event in events] == [GENESIS, *(event.digest for event in events[:-1])]
    assert (head.seq, head.digest) == (LENGTH, events[-1].digest)
    assert verdict(engine) == Verdict(LENGTH, True, None)


def test_what_did_not_happen_leaves_no_trace(engine: Engine) -> None:
    fill(engine)

    def think_again() -> None:
        with db.writing(engine) as session:
            trail.record(session, Tag.REFERRAL_MOVED, actor="staff:7")
            raise LookupError

    with pytest.raises(LookupError):
        think_again()
    assert verdict(engine) == Verdict(LENGTH, True, None)


@pytest.mark.parametrize("statement", ["UPDATE audit_events SET actor = 'nobody'", "DELETE FROM audit_events"])
def test_the_database_itself_refuses_to_change_what_happened(engine: Engine, statement: str) -> None:
    fill(engine)
    with pytest.raises(DBAPIError, match="only ever added to"), engine.begin() as connection:
        connection.execute(text(statement))
    assert verdict(engine).ok


@pytest.mark.parametrize(
    ("act", "first_break"),
    [
        (edit("actor", "staff:8"), 4),
        (edit("subject", "referral:elsewhere"), 4),
        (edit("tag", "referral:moved"), 4),
        (edit("detail", json.dumps({"n": 4})), 4),
        (edit("at", "2026-01-01 00:00:00.000000+00:00"), 4),
        (edit("digest", GENESIS), 4),
        (edit("previous", GENESIS), 4),
        (edit("id", uuid.uuid4().hex), None),  # the row's own id says nothing, and is not part of the chain
        (take_away(4), 4),
        (take_away(1), 1),
        (take_away(2, 6), 2),
        (swap, 3),
        (slip_in, LENGTH + 2),
        (cut_tail, LENGTH - 2),
        (empty, 1),
        (behead, LENGTH + 1),
    ],
)
def test_tampering_is_found_where_it_was_done(
    engine: Engine, act: Callable[[Connection], object], first_break: int | None
) -> None:
    fill(engine)
    tamper(engine, act)
    found = verdict(engine)
    assert (found.ok, found.first_break) == (first_break is None, first_break)


def test_the_control_without_the_head_would_miss_a_cut_tail(engine: Engine) -> None:
    fill(engine)

    def cut_and_mend(connection: Connection) -> None:
        cut_tail(connection)
        last = connection.execute(text("SELECT seq, digest FROM audit_events ORDER BY seq DESC LIMIT 1")).one()
        connection.execute(text("UPDATE audit_head SET seq = :seq, digest = :digest"), last._asdict())

    tamper(engine, cut_and_mend)
    assert verdict(engine).ok  # why signed heads must leave the database: this chain alone cannot tell


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.sampled_from(Tag), details), min_size=1, max_size=5))
def test_whatever_is_recorded_reads_back_right(engine: Engine, said: list[tuple[Tag, dict[str, object]]]) -> None:
    with db.writing(engine) as session:
        for tag, detail in said:
            trail.record(session, tag, actor="worker", detail=detail)
    assert verdict(engine).ok


def record_many(url: str, count: int, gate: object) -> None:
    """Record events one transaction at a time, beside other processes that do the same."""
    engine = db.engine_for(url)
    gate.wait()  # type: ignore[attr-defined]
    for number in range(count):
        with db.writing(engine) as session:
            trail.record(session, Tag.STATUS_READ, actor="person", subject=f"referral:{number}")
    engine.dispose()


def test_four_processes_make_one_unbroken_chain(engine: Engine, database_url: str) -> None:
    together = multiprocessing.get_context("spawn")
    gate = together.Barrier(4)
    crowd = [together.Process(target=record_many, args=(database_url, 250, gate)) for _ in range(4)]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join(60)
    assert [process.exitcode for process in crowd] == [0] * 4
    assert verdict(engine) == Verdict(1000, True, None)


def test_two_sessions_in_one_process_continue_the_same_chain(engine: Engine) -> None:
    """A session that has seen the head before must look again."""
    with db.reading(engine) as early:
        early.get(AuditHead, HEAD_ID)
        fill(engine, 3)
    fill(engine, 2)
    assert verdict(engine) == Verdict(5, True, None)
