"""What was acknowledged is on the disk, what was refused is nowhere, and a read changes nothing."""

import enum
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, LargeBinary, String, bindparam, insert, select, text, type_coerce
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Mapped, mapped_column

from portal import db, writer_lock
from portal.db import Base, UtcDateTime, by_value

EXPECTED_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "busy_timeout": 5000,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "secure_delete": 1,
    "wal_autocheckpoint": 0,
}


class Mood(enum.StrEnum):
    """How a day was."""

    GOOD = "quite-good"
    BAD = "not-so-good"


class Day(Base):
    """A row that exists only here."""

    __tablename__ = "days_of_a_test"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    mood: Mapped[Mood] = mapped_column(by_value(Mood))
    at: Mapped[datetime]
    blob: Mapped[bytes | None] = mapped_column(LargeBinary)


TABLE = Day.__table__
Base.metadata.remove(TABLE)  # type: ignore[arg-type]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def days(engine: Engine) -> Iterator[Engine]:
    """Open a database that has the table of this test."""
    with engine.begin() as connection:
        TABLE.create(connection)  # type: ignore[attr-defined]
    yield engine
    with engine.begin() as connection:
        TABLE.drop(connection)  # type: ignore[attr-defined]


def day(name: str = "Monday", mood: Mood = Mood.GOOD, at: datetime = NOON) -> Day:
    """Make a row."""
    return Day(name=name, mood=mood, at=at)


def names(engine: Engine) -> list[str]:
    """Read what is there, from outside."""
    with db.reading(engine) as session:
        return list(session.scalars(select(Day.name).order_by(Day.name)))


# Rows


def test_a_row_knows_its_id_before_it_is_written_and_refuses_strangers() -> None:
    assert isinstance(day().id, uuid.UUID)
    assert day().id != day().id
    with pytest.raises(TypeError, match="colour"):
        Day(colour="red")


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30))])
def test_a_time_comes_back_as_the_same_moment_in_utc(days: Engine, zone: timezone) -> None:
    with db.writing(days) as session:
        session.add(day(at=NOON.astimezone(zone)))
    with db.reading(days) as session:
        found = session.scalars(select(Day.at)).one()
    assert (found, found.tzinfo) == (NOON, UTC)


def test_a_time_without_a_zone_is_refused(days: Engine) -> None:
    with pytest.raises(StatementError, match="needs a zone"), db.writing(days) as session:
        session.add(day(at=datetime(2026, 11, 23, 12)))  # noqa: DTZ001
    assert names(days) == []


@given(st.datetimes(timezones=st.timezones()))
def test_no_moment_is_changed_by_being_stored(moment: datetime) -> None:
    kind = UtcDateTime()
    dialect = db.engine_for("sqlite://").dialect
    try:
        bound = kind.process_bind_param(moment, dialect)
    except OverflowError:
        return  # the first and the last hours of all years
    assert bound is not None
    assert kind.process_result_value(bound.replace(tzinfo=None), dialect) == bound
    assert bound.timestamp() == moment.timestamp()


def test_an_enum_is_stored_by_its_value_and_nothing_else_gets_in(days: Engine) -> None:
    with db.writing(days) as session:
        session.add(day(mood=Mood.BAD))
    with db.reading(days) as session:
        assert session.scalar(text("SELECT mood FROM days_of_a_test")) == "not-so-good"
        assert session.scalars(select(Day.mood)).one() is Mood.BAD
    with pytest.raises(StatementError), db.writing(days) as session:
        session.execute(insert(Day).values(id=uuid.uuid4(), name="x", at=NOON, mood="splendid"))


# Engines


def test_sqlite_is_set_up_to_keep_what_it_acknowledged(tmp_path: Path) -> None:
    engine = db.engine_for(f"sqlite:///{tmp_path / 'portal.db'}")
    for _connection in range(2):
        with engine.connect() as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in EXPECTED_PRAGMAS}
        assert found == EXPECTED_PRAGMAS
        engine.dispose()


def test_a_new_database_in_memory_works_too() -> None:
    engine = db.engine_for("sqlite://")
    with engine.begin() as connection:
        TABLE.create(connection)  # type: ignore[attr-defined]
    assert names(engine) == []
    engine.dispose()


def test_errors_never_quote_what_was_written(days: Engine) -> None:
    with db.writing(days) as session:
        session.add(day("Amina"))
    with pytest.raises(IntegrityError) as refused, db.writing(days) as session:
        session.add(day("Amina", mood=Mood.BAD))
    assert "not-so-good" not in str(refused.value)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO heartbeats (id, name, at) VALUES ('00000000000040008000000000000001', 'x', '2026-01-01')",
        "UPDATE audit_head SET seq = 9",
        "DELETE FROM audit_events",
        "CREATE TABLE sneaky (x INTEGER)",
        "DROP TABLE outbox",
    ],
)
def test_a_reading_session_cannot_write(engine: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError), db.reading(engine) as session:
        session.execute(text(statement))
    with db.writing(engine) as session:
        session.execute(text("DELETE FROM outbox"))  # and the next one, on the same connection, can


def test_readers_do_not_wait_for_a_writer_and_see_only_what_is_committed(days: Engine) -> None:
    with db.writing(days) as session:
        session.add(day("unfinished"))
        session.flush()
        assert names(days) == []
    assert names(days) == ["unfinished"]


def test_a_block_that_fails_leaves_nothing(days: Engine) -> None:
    def change_our_mind() -> None:
        with db.writing(days) as session:
            session.add(day())
            session.flush()
            raise RuntimeError("no, after all")

    with pytest.raises(RuntimeError, match="after all"):
        change_our_mind()
    assert names(days) == []


def test_what_cannot_be_reached_is_told_apart_from_what_is_our_mistake(tmp_path: Path) -> None:
    nowhere = db.engine_for(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    with pytest.raises((DBAPIError, OSError)) as gone, db.reading(nowhere) as session:
        session.execute(text("SELECT 1"))
    assert db.is_unavailable(gone.value)
    assert db.is_unavailable(writer_lock.Busy("x"))
    assert not db.is_unavailable(KeyError("x"))


# PostgreSQL must not forget


@pytest.mark.postgresql
@pytest.mark.parametrize("weak", ["off", "local"])
def test_a_postgresql_that_may_forget_is_refused(postgresql_url: str, weak: str) -> None:
    name = postgresql_url.rpartition("/")[2]
    engine = db.engine_for(postgresql_url)
    db.check_durability(engine)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = {weak}"))
        engine.dispose()
        with pytest.raises(RuntimeError, match=f"synchronous_commit = {weak}"):
            db.check_durability(engine)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"ALTER DATABASE {name} RESET synchronous_commit"))
        engine.dispose()
    db.check_durability(engine)
    engine.dispose()


def test_the_check_has_nothing_to_ask_of_sqlite(tmp_path: Path) -> None:
    db.check_durability(db.engine_for(f"sqlite:///{tmp_path / 'portal.db'}"))
    assert not list(tmp_path.iterdir())


def test_utc_is_a_type_that_can_be_compared(days: Engine) -> None:
    with db.writing(days) as session:
        session.add_all([day("early", at=NOON), day("late", at=NOON + timedelta(microseconds=1))])
    since = bindparam("since", type_=UtcDateTime())
    with db.reading(days) as session:
        late = session.scalars(
            select(Day.name).where(Day.at > since), {"since": NOON.astimezone(timezone(timedelta(hours=-8)))}
        )
        assert list(late) == ["late"]
        assert session.scalar(select(type_coerce(NOON, UtcDateTime()))) == NOON
