"""The directory of Wexlow, loaded once; made-up services for smaller stories; and the rooms that show them."""

import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal import assembly, config, db
from portal.directory import actions, index, reference, thrive_views, views
from portal.directory.documents import Document
from portal.directory.index import Index, Term
from portal.directory.reference import Reference
from portal.guides import views as guides
from portal.helplines import views as helplines
from portal.named_contacts import views as contacts

CONTENT = config.PROJECT / "content"
MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

TERMS = {
    "need": ("anxiety", "sleep", "crisis"),
    "thrive": ("thriving", "getting_advice", "getting_help", "getting_more_help", "getting_risk_support"),
    "mode": ("in_person", "online"),
    "cost": ("free", "small_charge"),
    "access": ("self_referral", "wheelchair", "bsl"),
    "cohort": ("deaf", "refugee"),
}


def names(*keys: str) -> dict[str, Term]:
    """Name words after their keys."""
    return {key: Term(key, {"en": key.replace("_", " ")}, "", "") for key in keys}


SMALL_TERMS = {taxonomy: names(*keys) for taxonomy, keys in TERMS.items()}


def a_service(slug: str = "quiet-room", **changes: Any) -> Document:
    """Make up one service: a free counselling room for ages 11 to 18 that you can ask for yourself."""
    said: dict[str, Any] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, slug)),
        "slug": slug,
        "name": slug.replace("-", " ").title(),
        "summary": "",
        "description": "",
        "organization": "A charity",
        "identifiers": (),
        "paused": False,
        "alert": "",
        "closed_until": None,
        "alternatives": (),
        "url": "",
        "email": "",
        "lines": (),
        "contact": "",
        "helpline": "",
        "minimum_age": 11,
        "maximum_age": 18,
        "eligibility": "",
        "how_to_get_in": "",
        "what_happens_next": "",
        "routes": ("self",),
        "self_from": None,
        "via_front_door": False,
        "crisis": False,
        "terms": {},
        "first_languages": (),
        "sites": (),
        "openings": (),
        "hours_notes": (),
        "costs": (),
        "catchment": "residents",
        "wards": (),
        "area": "",
        "accreditations": "",
        "assurance": None,
        "mhst": None,
        "assured": MONDAY,
        "wait": None,
    }
    return Document(**(said | changes))


def an_index(*services: Document) -> Index:
    """Index made-up services."""
    return index.build(services, SMALL_TERMS, MONDAY)


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one database file that holds Wexlow's directory."""
    path = tmp_path_factory.mktemp("directory") / "directory.db"
    engine = db.engine_for(f"sqlite:///{path}")
    db.Base.metadata.create_all(engine)
    with db.writing(engine) as session:
        actions.load_seed(session, CONTENT / "area", MONDAY)
    engine.dispose()
    return path


@pytest.fixture
def filled(seeded_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """Open a copy of Wexlow's directory, to change."""
    for suffix in ("", "-wal"):
        if Path(f"{seeded_file}{suffix}").exists():
            shutil.copy(f"{seeded_file}{suffix}", tmp_path / f"copy.db{suffix}")
    engine = db.engine_for(f"sqlite:///{tmp_path / 'copy.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    """Open a database with tables and nothing in them."""
    engine = db.engine_for(f"sqlite:///{tmp_path / 'empty.db'}")
    db.Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def wexlow(seeded_file: Path) -> Index:
    """Index Wexlow's directory as it is on a Monday."""
    engine = db.engine_for(f"sqlite:///{seeded_file}")
    with db.reading(engine) as session:
        found = index.read(session, MONDAY)
    engine.dispose()
    return found


@pytest.fixture(scope="session")
def tables() -> Reference:
    """Read the area's words, places and year."""
    return reference.load(CONTENT)


@pytest.fixture
def database_url(seeded_file: Path) -> str:
    """Read these pages from the one loaded directory; nothing here writes."""
    return f"sqlite:///{seeded_file}"


@pytest.fixture
def site(settings: config.Settings) -> Iterator[Flask]:
    """Build the shell with the directory and the helplines in it."""
    built = assembly.shell(settings)
    for room in (helplines, contacts, guides, views, thrive_views):
        room.install(built)
        built.register_blueprint(room.bp)
    yield built
    built.extensions["portal"]["engine"].dispose()


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """Open a browser without scripts."""
    return site.test_client()
