"""Writers in several processes lose nothing of each other's, take turns, and keep the log short."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from portal import db, writer_lock

PROCESSES, UPDATES = 4, 500
COUNT = text("SELECT n FROM counter")
COUNT_LOCKED = text("SELECT n FROM counter FOR UPDATE")
STORE = text("UPDATE counter SET n = :n")


def count_up(url: str, updates: int) -> None:
    """Read a number and write the next one, as our own code does: in one transaction that locks what it read."""
    engine = db.engine_for(url)
    for _ in range(updates):
        with db.writing(engine) as session:
            locked = COUNT_LOCKED if engine.dialect.name == "postgresql" else COUNT
            session.execute(STORE, {"n": session.execute(locked).scalar_one() + 1})
    engine.dispose()


def count_up_carelessly(url: str, updates: int) -> None:
    """The fault: an engine as it comes, and a read that locks nothing."""
    engine = create_engine(url, connect_args={"timeout": 30.0} if url.startswith("sqlite") else {})
    for _ in range(updates):
        with engine.begin() as connection:
            connection.execute(STORE, {"n": connection.execute(COUNT).scalar_one() + 1})
    engine.dispose()


def begin_together(gate: Any, act: Callable[..., None], *arguments: Any) -> None:
    """Wait for the others, then act."""
    gate.wait(60)
    act(*arguments)


def crowd(processes: int, act: Callable[..., None], *arguments: Any) -> None:
    """Let several processes do the same at the same time."""
    together = multiprocessing.get_context("spawn")
    gate = together.Barrier(processes)
    started = [together.Process(target=begin_together, args=(gate, act, *arguments)) for _ in range(processes)]
    for process in started:
        process.start()
    for process in started:
        process.join(120)
    assert [process.exitcode for process in started] == [0] * processes


@pytest.fixture
def counter(engine: Engine) -> Callable[[], int]:
    """Make a counter, and return what reads it."""
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS counter"))
        connection.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))

    def read() -> int:
        with db.reading(engine) as session:
            return int(session.execute(COUNT).scalar_one())

    return read


@pytest.mark.slow
def test_every_update_of_four_processes_survives(counter: Callable[[], int], database_url: str) -> None:
    crowd(PROCESSES, count_up, database_url, UPDATES)
    print(f"{counter()} of {PROCESSES * UPDATES} updates survived")
    assert counter() == PROCESSES * UPDATES


@pytest.mark.slow
def test_the_control_as_engines_come_loses_some(counter: Callable[[], int], database_url: str) -> None:
    crowd(PROCESSES, count_up_carelessly, database_url, 100)
    print(f"without the rule {counter()} of {PROCESSES * 100} updates survived")
    assert counter() < PROCESSES * 100


def write_in_turn(url: str, threads: int, times: int, results: Any) -> None:
    """Write from several threads, and report the longest wait for a turn."""
    engine, worst = db.engine_for(url), [0.0] * threads

    def write(number: int) -> None:
        for _ in range(times):
            began = time.monotonic()
            with engine.begin() as connection:
                worst[number] = max(worst[number], time.monotonic() - began)
                connection.execute(text("INSERT INTO notes VALUES (randomblob(8000))"))

    crew = [threading.Thread(target=write, args=(number,)) for number in range(threads)]
    for writer in crew:
        writer.start()
    for writer in crew:
        writer.join()
    engine.dispose()
    results.put(max(worst))


@pytest.mark.slow
def test_sixteen_writers_take_turns_and_the_log_stays_short(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'portal.db'}"
    engine = db.engine_for(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notes (body BLOB)"))
    results: Any = multiprocessing.get_context("spawn").Queue()
    crowd(4, write_in_turn, url, 4, 60, results)
    worst = max(results.get(timeout=5) for _ in range(4))
    log = os.stat(f"{tmp_path / 'portal.db'}-wal").st_size if (tmp_path / "portal.db-wal").exists() else 0
    with engine.connect() as connection:
        written = connection.execute(text("SELECT count(*) FROM notes")).scalar_one()
    engine.dispose()
    print(f"16 writers, {written} writes: the longest wait was {worst * 1000:.0f} ms, the log is {log / 1e6:.1f} MB")
    assert written == 4 * 4 * 60
    assert worst < 1
    assert log < 2 * writer_lock.LOG_PAGES_BEFORE_CHECKPOINT * 4096
