"""The version the tables must have: kept in a file, so that looking costs no migration machinery."""

from functools import cache

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from portal.config import PROJECT

MIGRATIONS = PROJECT / "migrations"


@cache
def head() -> str:
    """Return the newest migration's number."""
    return (MIGRATIONS / "HEAD").read_text().strip()


def is_current(session: Session) -> bool:
    """Tell whether this database has every migration. A database that does not answer raises its own error."""
    if not inspect(session.connection()).has_table("alembic_version"):
        return False
    return session.execute(text("SELECT version_num FROM alembic_version")).scalar() == head()
