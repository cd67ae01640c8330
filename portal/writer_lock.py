"""One writer at a time on SQLite, across threads and processes, and checkpoints only under that lock.

SQLite before 3.51.3 can corrupt its log when one connection checkpoints while another restarts it, and its own
busy handler starves: sixteen writers were seen to wait 2.7 s. A file lock held for every writing transaction and
every checkpoint cures both.
"""

import fcntl
import os
import threading
import time
from typing import Any

PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 0.001
LOG_PAGES_BEFORE_CHECKPOINT = 1000
BUSY_TIMEOUT_MS = 5000
CHECKPOINT_PATIENCE_MS = 10


class Busy(Exception):
    """The database stayed locked for longer than a person should wait."""


class Held:
    """The lock of one database, held by one connection until it is released."""

    def __init__(self, descriptor: int, gate: threading.Lock) -> None:
        self.descriptor, self.gate = descriptor, gate

    def release(self) -> None:
        """Let the next writer in."""
        os.close(self.descriptor)
        self.gate.release()


_gates: dict[str, threading.Lock] = {}


def take(database: str | None) -> Held | None:
    """Wait for the lock of a database file. Raises Busy. A database in memory needs none."""
    if not database or database == ":memory:":
        return None
    gate = _gates.setdefault(database, threading.Lock())
    deadline = time.monotonic() + PATIENCE_SECONDS
    if not gate.acquire(timeout=PATIENCE_SECONDS):
        raise Busy(database)
    try:
        return Held(_lock_file(database + ".lock", deadline), gate)
    except BaseException:
        gate.release()
        raise


def _lock_file(path: str, deadline: float) -> int:
    """Lock a file against every other process, and return its descriptor."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise Busy(path) from None
            time.sleep(PAUSE_SECONDS)
        else:
            return descriptor


def checkpoint(connection: Any) -> None:
    """Move a long log into the database file. The caller holds the lock."""
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    page_bytes = 4096
    try:
        grown = os.stat(path + "-wal").st_size > LOG_PAGES_BEFORE_CHECKPOINT * page_bytes
    except FileNotFoundError:
        return
    if grown:
        # A long reader (a backup, a report) must not make every writer wait: what is left over goes next time.
        connection.execute(f"PRAGMA busy_timeout={CHECKPOINT_PATIENCE_MS}")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
