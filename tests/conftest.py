"""The cast's stage: a database of each kind, the application on it, and browsers to look at it."""

import os
import shutil
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal import area, config, create_app, db, languages, schema, sealed
from portal.referrals import facts
from tests import compiled
from tests.databases import close, empty
from tests.served import CHROMIUM, KEYS, chromium, public_paths, wexlow, wexlow_house, wexlow_site  # noqa: F401 - fixtures for every folder

REQUIRED = set(filter(None, os.environ.get("PORTAL_TEST_REQUIRE", "").split(",")))
POSTGRESQL = os.environ.get("PORTAL_TEST_POSTGRESQL", "postgresql+psycopg://root@127.0.0.1:5432/test")

# Share-alike, so it lies beside the repository and never in it.
_BESIDE = (each / "shared" / "data" / "open-referral-uk" for each in config.PROJECT.parents)
OPEN_REFERRAL_DATA = next((each for each in _BESIDE if each.is_dir()), None)


def has_postgresql() -> bool:
    """Tell whether a PostgreSQL server answers."""
    host, _, port = POSTGRESQL.rpartition("@")[2].partition("/")[0].partition(":")
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host or "127.0.0.1", int(port or 5432))) == 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine lacks, with a line that says so, unless it was said to be required."""
    beside = "shared/data/open-referral-uk is not beside the repository"
    lacking = {
        "postgresql": None if has_postgresql() else "no PostgreSQL server answers",
        "chromium": None if CHROMIUM else "Chromium is not installed",
        "open-referral-data": None if OPEN_REFERRAL_DATA else beside,
    }
    for name, reason in lacking.items():
        if reason and name in REQUIRED:
            pytest.exit(f"PORTAL_TEST_REQUIRE names {name}, but {reason}", returncode=1)
    marks = {
        "postgresql": lacking["postgresql"],
        "browser": lacking["chromium"],
        "open_referral_data": lacking["open-referral-data"],
    }
    for item in items:
        for mark, reason in marks.items():
            if reason and item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Compile statements and addresses once in this process, whichever story asks."""
    with pytest.MonkeyPatch.context() as patch:
        compiled.share(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def keys() -> None:
    """Give sealed columns the test's own keys."""
    sealed.install(sealed.parse_keys(KEYS))


@pytest.fixture(autouse=True)
def english() -> None:
    """Begin every test in English: a request before it may have chosen another language in this thread."""
    languages.choose(languages.SOURCE)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "portal.db"
    engine = db.engine_for(f"sqlite:///{path}")
    command.upgrade(schema.alembic_config(engine), "head")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Make one migrated PostgreSQL database for this test process."""
    name = f"portal_{uuid.uuid4().hex[:12]}"
    admin = db.engine_for(POSTGRESQL).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = POSTGRESQL.rpartition("/")[0] + "/" + name
    engine = db.engine_for(url)
    command.upgrade(schema.alembic_config(engine), "head")
    engine.dispose()
    yield url
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a test an empty, migrated database of each kind."""
    if request.param == "sqlite":
        migrated: Path = request.getfixturevalue("migrated_file")
        for suffix in ("", "-wal"):
            if Path(f"{migrated}{suffix}").exists():
                shutil.copy(f"{migrated}{suffix}", tmp_path / f"portal.db{suffix}")
        yield f"sqlite:///{tmp_path / 'portal.db'}"
        return
    url: str = request.getfixturevalue("postgresql_url")
    yield url
    engine = db.engine_for(url)
    empty(engine)
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Open the test's database."""
    opened = db.engine_for(database_url)
    yield opened
    close(opened)


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Share one folder of built static files between the tests of this process."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture
def settings(database_url: str, instance: Path) -> config.Settings:
    """Settle everything the environment would decide."""
    environ = {
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_SECRET_KEY": "a secret for tests only",
        "PORTAL_DATA_KEYS": KEYS,
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_BASE_URL": "http://localhost",
        "PORTAL_LOG_LEVEL": "CRITICAL",
    }
    return config.from_environment(environ)


@pytest.fixture(scope="session")
def here() -> area.Area:
    """Read the area that the repository ships: Wexlow."""
    return area.load(config.PROJECT / "content" / "area")


@pytest.fixture(scope="session")
def judgement() -> facts.Judgement:
    """Read the area's own rules and word lists."""
    return facts.load(config.PROJECT / "content" / "area" / "triage")


@pytest.fixture
def site(settings: config.Settings) -> Iterator[Flask]:
    """Build the application on the test's database.

    Not called `app`: pytest-flask would keep one context open around the whole test, and `g` would survive
    from one request to the next.
    """
    built = create_app(settings)
    yield built
    close(built.extensions["portal"]["engine"])


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """Open a browser without scripts."""
    return site.test_client()
