"""Two PostgreSQL databases side by side, a small and a large one, asked in turns: what disturbs one disturbs both."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from portal import db
from tests.conftest import POSTGRESQL

FEW, MANY = 1_000, 100_000
TURNS, MOST_TURNS = 15, 60
Ask = Callable[[Session], object]


@contextmanager
def two(migrated_url: str, fill: Callable[[Engine, int], None]) -> Iterator[tuple[Engine, Engine]]:
    """Make two databases like the migrated one, the first with few rows and the second with many."""
    admin = db.engine_for(POSTGRESQL).execution_options(isolation_level="AUTOCOMMIT")
    server, _, migrated = migrated_url.rpartition("/")
    names = [f"portal_scale_{uuid.uuid4().hex[:12]}" for _ in range(2)]
    with admin.connect() as connection:
        for name in names:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {migrated}"))
    few, many = (db.engine_for(f"{server}/{name}") for name in names)
    try:
        for engine, number in ((few, FEW), (many, MANY)):
            fill(engine, number)
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
        yield few, many
    finally:
        few.dispose()
        many.dispose()
        with admin.connect() as connection:
            for name in names:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def best(few: Engine, many: Engine, ask: Ask) -> tuple[float, float]:
    """Return the best time of each, in seconds. Noise only ever adds to a time; what is slow is slow every time.

    As long as the larger takes more than twice as long, both are asked further turns before anybody believes it.
    """
    took: dict[Engine, list[float]] = {few: [], many: []}
    for turn in range(MOST_TURNS):
        if turn >= TURNS and min(took[many]) <= 2 * min(took[few]):
            break
        for engine, times in took.items():
            with db.reading(engine) as session:
                began = time.perf_counter()
                ask(session)
                times.append(time.perf_counter() - began)
    return min(took[few]), min(took[many])


def said(what: str, times: tuple[float, float]) -> str:
    """Write both times for whoever reads what the test says."""
    return f"{what}: a thousand {times[0] * 1000:.1f} ms, a hundred thousand {times[1] * 1000:.1f} ms"
