"""The databases the stories are played on."""

from functools import cache

from sqlalchemy import Engine, text
from sqlalchemy.pool import QueuePool

from portal import schema


@cache
def tables() -> tuple[str, ...]:
    """List every table of the house."""
    return tuple(table.name for table in schema.metadata().sorted_tables)


def empty(engine: Engine) -> None:
    """Leave a PostgreSQL database to the next story as it was before this one.

    Rows are deleted where there are any, keys and triggers put aside: emptying sixty tables by TRUNCATE, which makes
    new files for each, took longer than most stories.
    """
    filled = " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in tables())
    with engine.begin() as connection:
        found = connection.scalars(text(filled)).all()
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in found:
            connection.execute(text(f"DELETE FROM {name}"))


def close(engine: Engine) -> None:
    """Dispose of an engine, and tell whoever still holds one of its connections: it would close at random, later."""
    held = engine.pool.checkedout() if isinstance(engine.pool, QueuePool) else 0
    engine.dispose()
    assert held == 0, f"{held} connections were never given back"
