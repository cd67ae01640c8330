"""Wexlow's directory, loaded once, and the feed on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal import assembly, clock, config, db
from portal.directory import actions
from portal.helplines import views as helplines
from portal.open_referral import api_views, edition
from portal.open_referral.edition import Edition
from tests.served import KEYS

CONTENT = config.PROJECT / "content"
ROOT = "/api/open-referral"
ROUTES = ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms")


def load(engine: Engine) -> None:
    """Load Wexlow as if it had been checked lately."""
    with db.writing(engine) as session:
        actions.load_seed(session, CONTENT / "area", clock.today())


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one database file that holds Wexlow's directory."""
    path = tmp_path_factory.mktemp("feed") / "directory.db"
    engine = db.engine_for(f"sqlite:///{path}")
    db.Base.metadata.create_all(engine)
    load(engine)
    engine.dispose()
    return path


@pytest.fixture
def wexlow_url(seeded_file: Path, tmp_path: Path) -> str:
    """Copy Wexlow's directory, to change."""
    for suffix in ("", "-wal"):
        if Path(f"{seeded_file}{suffix}").exists():
            shutil.copy(f"{seeded_file}{suffix}", tmp_path / f"wexlow.db{suffix}")
    return f"sqlite:///{tmp_path / 'wexlow.db'}"


@pytest.fixture
def environ(wexlow_url: str, instance: Path) -> dict[str, str]:
    """Settle what the environment would say."""
    return {
        "PORTAL_DATABASE_URL": wexlow_url,
        "PORTAL_SECRET_KEY": "a secret for tests only",
        "PORTAL_DATA_KEYS": KEYS,
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_BASE_URL": "https://directory.example.org",
        "PORTAL_LOG_LEVEL": "CRITICAL",
    }


def build(environ: dict[str, str]) -> Flask:
    """Build the shell with the helplines and the feed in it."""
    built = assembly.shell(config.from_environment(environ))
    for room in (helplines, api_views):
        if hasattr(room, "install"):
            room.install(built)
        built.register_blueprint(room.bp)
    return built


@pytest.fixture
def site(environ: dict[str, str]) -> Iterator[Flask]:
    """Serve Wexlow's feed."""
    built = build(environ)
    yield built
    built.extensions["portal"]["engine"].dispose()


@pytest.fixture
def filled(site: Flask) -> Engine:
    """Open the directory that is served, to change it."""
    engine: Engine = site.extensions["portal"]["engine"]
    return engine


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """Be another council's software."""
    return site.test_client()


def ask(client: FlaskClient, path: str, **query: Any) -> Any:
    """Ask for a page and read it."""
    answer = client.get(f"{ROOT}/{path}", query_string={name: value for name, value in query.items() if value != ""})
    assert answer.status_code == 200, (path, query, answer.text)
    return answer.json


def walk(client: FlaskClient, path: str, **query: Any) -> list[Any]:
    """Read a list to its end, page by page, the empty page after the last included."""
    pages = [ask(client, path, **query)]
    while not pages[-1]["empty"]:
        pages.append(ask(client, path, **query, page=len(pages) + 1))
    return pages


def ids(pages: list[Any]) -> list[str]:
    """Return every id of a list."""
    return [each["id"] for page in pages for each in page["contents"]]


@pytest.fixture
def newest(filled: Engine) -> Iterator[Edition]:
    """Read the directory as it is, without the web."""
    current = edition.read(CONTENT, drafts=True)
    with db.reading(filled) as session:
        yield current.get(session, clock.today())
