"""The databases the stories are played on."""

from sqlalchemy import Engine, text

from portal import schema


def empty(engine: Engine) -> None:
    """Leave a PostgreSQL database to the next story as it was before this one."""
    tables = ", ".join(table.name for table in schema.metadata().sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))
