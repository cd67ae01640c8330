"""One writer at a time, in turn, and a log that stays short without anybody waiting for a reader."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from portal import db, writer_lock


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[Engine]:
    """Open a small SQLite database of our own."""
    engine = db.engine_for(f"sqlite:///{tmp_path / 'portal.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notes (body BLOB)"))
    yield engine
    engine.dispose()


def write(engine: Engine, size: int = 10) -> None:
    """Write one note in a transaction of its own."""
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO notes VALUES (randomblob(:size))"), {"size": size})


def log_bytes(engine: Engine) -> int:
    """Measure the log beside the database."""
    return os.stat(f"{engine.url.database}-wal").st_size


def is_free(engine: Engine) -> bool:
    """Tell whether the lock could be had at once, from this process and from any other."""
    gate = writer_lock._gates[str(engine.url.database)]
    if not gate.acquire(blocking=False):
        return False
    gate.release()
    os.close(writer_lock._lock_file(f"{engine.url.database}.lock", time.monotonic()))
    return True


def test_a_database_in_memory_needs_no_lock() -> None:
    assert writer_lock.take(None) is None
    assert writer_lock.take(":memory:") is None


def test_the_lock_is_held_for_the_whole_transaction_and_not_longer(notes: Engine) -> None:
    with notes.begin() as connection:
        connection.execute(text("INSERT INTO notes VALUES (x'00')"))
        assert not is_free(notes)
    assert is_free(notes)


def test_a_reader_takes_no_lock(notes: Engine) -> None:
    with db.reading(notes) as session:
        session.execute(text("SELECT * FROM notes"))
        assert is_free(notes)


def test_the_lock_is_let_go_when_the_transaction_fails(notes: Engine) -> None:
    with pytest.raises(KeyError), notes.begin():
        raise KeyError
    assert is_free(notes)


def test_the_lock_is_let_go_when_the_connection_is_thrown_away(notes: Engine) -> None:
    with notes.connect() as connection:
        connection.execute(text("INSERT INTO notes VALUES (x'00')"))
        connection.invalidate()
    assert is_free(notes)
    write(notes)


def test_a_second_transaction_on_the_same_connection_keeps_the_lock(notes: Engine) -> None:
    with notes.connect() as connection:
        for _transaction in range(2):
            connection.execute(text("INSERT INTO notes VALUES (x'00')"))
            connection.commit()
    assert is_free(notes)


def test_who_waits_too_long_is_told_so_and_leaves_nothing_locked(
    notes: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_lock, "PATIENCE_SECONDS", 0.05)
    with notes.begin(), pytest.raises(writer_lock.Busy):
        writer_lock.take(notes.url.database)
    assert is_free(notes)


def test_another_process_that_holds_the_file_is_waited_for(notes: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    descriptor = writer_lock._lock_file(f"{notes.url.database}.lock", time.monotonic())  # as another process would
    monkeypatch.setattr(writer_lock, "PATIENCE_SECONDS", 0.05)
    with pytest.raises(writer_lock.Busy):
        write(notes)
    os.close(descriptor)
    write(notes)
    assert is_free(notes)


def test_the_lock_file_tells_nothing_and_is_ours_alone(notes: Engine) -> None:
    found = os.stat(f"{notes.url.database}.lock")
    assert (found.st_size, found.st_mode & 0o777) == (0, 0o600)


def test_a_long_log_is_folded_in_and_cut(notes: Engine) -> None:
    write(notes, 3_000_000)
    assert 0 < log_bytes(notes) < 4096 * 1000
    write(notes, 3_000_000)
    assert log_bytes(notes) == 0


def test_the_log_stays_bounded_under_writers_and_readers(notes: Engine) -> None:
    most, stop = 0, threading.Event()

    def read() -> None:
        while not stop.is_set():
            with db.reading(notes) as session:
                session.execute(text("SELECT count(*), sum(length(body)) FROM notes")).one()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(60):
        write(notes, 500_000)
        most = max(most, log_bytes(notes))
    stop.set()
    for reader in readers:
        reader.join()
    print(f"30 MB were written; the log was never longer than {most / 1e6:.1f} MB")
    assert most < 3 * 4096 * 1000


def test_a_long_reader_makes_no_writer_wait_and_what_it_kept_back_goes_later(notes: Engine) -> None:
    write(notes)
    with db.reading(notes) as session:
        session.execute(text("SELECT count(*) FROM notes")).one()
        worst = 0.0
        for _ in range(3):
            began = time.monotonic()
            write(notes, 5_000_000)
            worst = max(worst, time.monotonic() - began)
        assert log_bytes(notes) > 15_000_000
    write(notes)
    print(f"the slowest of three large writes beside a reader took {worst * 1000:.0f} ms")
    assert worst < 1  # SQLite's own patience would be five seconds for each
    assert log_bytes(notes) == 0
    with notes.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == writer_lock.BUSY_TIMEOUT_MS


def test_a_checkpoint_that_fails_still_lets_the_next_writer_in(notes: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_connection: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(writer_lock, "checkpoint", broken)
        with pytest.raises(OSError, match="no room"):
            write(notes)
    assert is_free(notes)
    write(notes)
