"""Migrations: up, down and up again on both databases, and never apart from the models."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from portal import db, schema, schema_head
from tests.conftest import POSTGRESQL

VERSIONS = sorted(schema_head.MIGRATIONS.joinpath("versions").glob("*.py"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open a database of each kind with nothing in it."""
    if request.param == "sqlite":
        engine = db.engine_for(f"sqlite:///{tmp_path / 'bare.db'}")
        yield engine
        engine.dispose()
        return
    name = f"portal_bare_{uuid.uuid4().hex[:12]}"
    admin = db.engine_for(POSTGRESQL).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = db.engine_for(POSTGRESQL.rpartition("/")[0] + "/" + name)
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_last_step_equals_the_models_and_the_way_back_leaves_nothing(bare: Engine) -> None:
    config = schema.alembic_config(bare)
    command.upgrade(config, "head")
    assert schema.differences(bare) == []
    assert tables(bare) == {table.name for table in schema.metadata().sorted_tables}
    command.downgrade(config, "base")
    assert tables(bare) == set()
    command.upgrade(config, "head")
    assert schema.differences(bare) == []


def test_each_step_can_be_taken_back_by_itself(bare: Engine) -> None:
    config, before = schema.alembic_config(bare), set()
    for path in VERSIONS:
        command.upgrade(config, path.name[:4])
        command.downgrade(config, "-1")
        assert tables(bare) == before
        command.upgrade(config, path.name[:4])
        before = tables(bare)


def test_a_column_that_the_models_lack_would_be_noticed(bare: Engine) -> None:
    command.upgrade(schema.alembic_config(bare), "head")
    with bare.begin() as connection:
        connection.execute(text("ALTER TABLE drafts ADD COLUMN forgotten INTEGER"))
    assert schema.differences(bare)


def test_the_pinned_head_is_the_newest_and_numbers_have_no_gaps() -> None:
    numbers = [path.name[:4] for path in VERSIONS]
    assert numbers == [f"{number:04}" for number in range(1, len(VERSIONS) + 1)]
    assert schema_head.head() == numbers[-1]
    assert all(re.fullmatch(r"\d{4}(_[a-z]+){2,}\.py", path.name) for path in VERSIONS)


@pytest.mark.parametrize("act", ["UPDATE audit_events SET tag = 'x'", "DELETE FROM audit_events"])
def test_the_database_itself_refuses_to_change_what_happened(engine: Engine, act: str) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO audit_events (id, seq, at, tag, actor, subject, detail, previous, digest) VALUES"
                " ('00000000000040008000000000000009', 1, '2026-11-22 00:00:00', 't', 'a', 's', '{}', 'p', 'd')"
            )
        )
    with pytest.raises(DBAPIError, match="only ever added to"), engine.begin() as connection:
        connection.execute(text(act))
