"""The database: one base for every table, two engines that behave alike, and the one rule about commits."""

import enum
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import Flask, Response, request
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, TypeDecorator, create_engine, event, text
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from portal import writer_lock

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    # NORMAL loses acknowledged rows on a power cut; a referral that was acknowledged must survive one.
    "synchronous=FULL",
    f"busy_timeout={writer_lock.BUSY_TIMEOUT_MS}",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
    # Checkpoints run under the writers' lock, never beside another process's writes.
    "wal_autocheckpoint=0",
)
POSTGRESQL_MUST = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": {"on", "remote_apply"}}

EnumClass = TypeVar("EnumClass", bound=enum.Enum)
Row = TypeVar("Row")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. A time without a zone is refused on the way in and never comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times and store UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("A stored time needs a zone.")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware time; SQLite forgets the zone, PostgreSQL answers in its own."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def by_value(members: type[EnumClass]) -> Enum:
    """Return a column type that stores an enum's value as plain text."""
    return Enum(
        members,
        values_callable=lambda kind: [str(member.value) for member in kind],
        native_enum=False,
        # A word that is no member would be written well and then stop every page that reads the row.
        validate_strings=True,
        create_constraint=False,
        length=40,
    )


class Base(DeclarativeBase):
    """Every table of ours: an id known before the row is written, and names for every constraint."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        """Set the id first: sealed columns are bound to it."""
        self.id = values.pop("id", None) or uuid.uuid4()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no column {name!r}.")
            setattr(self, name, value)


def engine_for(url: str) -> Engine:
    """Return an engine set up so that what it has acknowledged survives.

    Its errors never quote the values of a statement: somebody will read them in a terminal or a log.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": 5.0})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "checkin", _let_go)
        return engine
    return create_engine(url, hide_parameters=True, pool_size=8, max_overflow=8, pool_pre_ping=True, pool_timeout=5)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Open a database for one piece of work, and close every connection after it."""
    engine = engine_for(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Let SQLAlchemy say when a transaction begins, and make commits durable."""
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """Begin a reading transaction freely and a writing one only under the writers' lock."""
    readonly = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if readonly else 'OFF'}")
    if not readonly and "writer_lock" not in connection.info:
        connection.info["writer_lock"] = writer_lock.take(connection.engine.url.database)
    connection.exec_driver_sql("BEGIN DEFERRED" if readonly else "BEGIN IMMEDIATE")


def _let_go(connection: Any, entry: ConnectionPoolEntry) -> None:
    """Check the log into the database while nobody else writes, then let the next writer in."""
    held = entry.info.pop("writer_lock", None)
    if held is not None:
        try:
            if connection is not None:
                writer_lock.checkpoint(connection)
        finally:
            held.release()


def add_once(session: Session, row: Row, find: Callable[[], Row | None]) -> Row:
    """Add a row, or return the one that the same form, sent twice at the same moment, has put there first.

    The unique key of the table decides. Raises IntegrityError where it was another rule that the row broke.
    """
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        known = find()
        if known is None:
            raise
        return known
    return row


def check_durability(engine: Engine) -> None:
    """Refuse a PostgreSQL server that may forget what it acknowledged. Raises RuntimeError with one line."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        for name, good in POSTGRESQL_MUST.items():
            value = connection.execute(text(f"SHOW {name}")).scalar_one()
            if value not in good:
                raise RuntimeError(f"PostgreSQL has {name} = {value}: set it to on, or referrals can be lost.")


def _session(engine: Engine, readonly: bool) -> Session:
    options: dict[str, Any] = {"readonly": True, "postgresql_readonly": True} if readonly else {}
    return Session(engine.execution_options(**options) if options else engine, expire_on_commit=False)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session that cannot write and always rolls back."""
    with _session(engine, readonly=True) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Open a session that commits when its block ends well, and rolls back otherwise."""
    with _session(engine, readonly=False) as session, session.begin():
        yield session


_current: ContextVar[Session | None] = ContextVar("portal_session", default=None)
_engine: ContextVar[Engine | None] = ContextVar("portal_engine", default=None)


def session() -> Session:
    """Return the session of this request, opened when it is first asked for."""
    found = _current.get()
    if found is None:
        found = _session(engine(), readonly=request.method in SAFE_METHODS)
        _current.set(found)
    return found


def engine() -> Engine:
    """Return the engine of this request, for the few acts that need a transaction of their own."""
    found = _engine.get()
    if found is None:
        raise RuntimeError("No request is being answered.")
    return found


@contextmanager
def apart() -> Iterator[Session]:
    """Give up this request's transaction and open one that commits by itself.

    For what must be kept although the request is refused: a denied access, a wrong password, an exit.
    """
    current = _current.get()
    if current is not None:
        # On SQLite the request may hold the writers' lock: a second writer would wait for itself.
        current.close()
    with writing(engine()) as own:
        yield own


def install(app: Flask, app_engine: Engine) -> None:
    """Give every request of this app a session, and end it by the commit rule.

    A write request answered below 400 commits before its answer leaves; every other one rolls back; a read
    always rolls back. Pages that need no database never open a connection.
    """

    def begin() -> None:
        _engine.set(app_engine)
        _current.set(None)

    def end(response: Response) -> Response:
        current = _current.get()
        if current is not None:
            _current.set(None)
            with current:
                if request.method not in SAFE_METHODS and response.status_code < 400:
                    current.commit()
        return response

    def close(_error: BaseException | None) -> None:
        current = _current.get()
        _current.set(None)
        if current is not None:
            current.close()

    app.before_request(begin)
    app.after_request(end)
    app.teardown_request(close)


def is_unavailable(error: BaseException) -> bool:
    """Tell whether an error means that the database cannot be reached or written right now."""
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout | writer_lock.Busy | TimeoutError)
