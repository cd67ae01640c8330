"""The directory's desk: two editors, partners of two organisations, a clinician, and a few entries they all know."""

import copy
import json
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from werkzeug.test import TestResponse

from portal import clock, config, db, schema
from portal.accounts import actions as accounts
from portal.accounts import passwords
from portal.accounts.models import StaffUser
from portal.accounts.permissions import Role
from portal.directory import actions as directory
from portal.directory import queries
from portal.directory.models import Service
from portal.upkeep import actions, differences, documents
from portal.upkeep.documents import Document
from portal.upkeep.models import Proposal, ServiceVersion
from tests.databases import empty

HOME = "/staff/directory"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FOLDER = config.PROJECT / "content" / "area"
COUNSELLING, LOFT, HARBOUR = "ashmere-youth-counselling", "the-paint-loft", "bright-harbour-lgbtq-youth"
CARERS, CLUBS, SECRET = "young-carers", "youth-service", "risewell-sexual-violence-support"
SLUGS = frozenset({COUNSELLING, LOFT, HARBOUR, CARERS, CLUBS, SECRET})
ENTRIES: dict[str, Document] = {
    each["x_cypmh"]["slug"]: each
    for file in ("council", "vcs")
    for each in json.loads((FOLDER / "services" / f"{file}.json").read_text("utf-8"))["contents"]
    if each["x_cypmh"]["slug"] in SLUGS
}
CAST = {
    "edith": ("Edith Lowe", Role.DIRECTORY_EDITOR, None),
    "omar": ("Omar Rahman", Role.DIRECTORY_EDITOR, None),
    "paula": ("Paula Reed", Role.SERVICE_PARTNER, COUNSELLING),
    "lena": ("Lena Fox", Role.SERVICE_PARTNER, LOFT),
    "rita": ("Rita Hale", Role.SERVICE_PARTNER, SECRET),
    "nobody": ("Nils Orphan", Role.SERVICE_PARTNER, None),
    "priya": ("Priya Nair", Role.DUTY_CLINICIAN, None),
    "wen": ("Wen Li", Role.CONTENT_EDITOR, None),
    "ada": ("Ada Stone", Role.ADMINISTRATOR, None),
}


def of(slug: str) -> uuid.UUID:
    """Return the id of an entry."""
    return uuid.UUID(ENTRIES[slug]["id"])


@pytest.fixture(scope="session")
def small_area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the area with a handful of entries."""
    folder = tmp_path_factory.mktemp("area")
    (folder / "services").mkdir()
    shutil.copy(FOLDER / "taxonomies.toml", folder / "taxonomies.toml")
    said = {"version": "1", "fictional": True, "as_of": "2026-11-23", "contents": list(ENTRIES.values())}
    (folder / "services" / "some.json").write_text(json.dumps(said), "utf-8")
    return folder


@dataclass
class Room:
    """The database of a story, with the people in it."""

    engine: Engine
    staff: dict[str, uuid.UUID]

    def now(self, slug: str) -> Document:
        """Return what an entry says now."""
        with db.reading(self.engine) as session:
            found = documents.now(session, of(slug))
        assert found
        return found

    def says(self, slug: str, path: str) -> Any:
        """Return what an entry says in one field."""
        return differences.value_at(self.now(slug), path)

    def wish(self, slug: str, **changed: Any) -> Document:
        """Return an entry with fields changed, by their names: double underscores lead into what is ours."""
        said = copy.deepcopy(self.now(slug))
        for name, value in changed.items():
            place = said["x_cypmh"] if name.startswith("x_") else said
            place[name.removeprefix("x_")] = value
        return said

    def propose(self, who: str | None, slug: str, source: str = "staff", **changed: Any) -> uuid.UUID | None:
        """Let somebody propose changes of an entry."""
        said = self.wish(slug, **changed)
        with db.writing(self.engine) as session:
            made = actions.propose(
                session,
                said,
                author=self.staff[who] if who else None,
                source=source,
                reason="It changed.",
                moment=clock.now(),
            )
            return made.id if made else None

    def approve(self, who: str, proposal: uuid.UUID | None, *paths: str) -> Any:
        """Let somebody approve fields of a proposal."""
        assert proposal
        with db.writing(self.engine) as session:
            return actions.approve(session, proposal, paths, approver=self.staff[who], moment=clock.now())

    def look(self, proposal: uuid.UUID | None) -> Proposal:
        """Return a proposal with its fields."""
        with db.reading(self.engine) as session:
            found = session.get_one(Proposal, proposal)
            assert found.fields
            return found

    def states(self, proposal: uuid.UUID | None) -> dict[str, str]:
        """Return how far each field of a proposal has come."""
        return {each.path: each.state.value for each in self.look(proposal).fields}

    def rows(self) -> dict[str, int]:
        """Count the rows of every table."""
        with db.reading(self.engine) as session:
            tables = schema.metadata().sorted_tables
            return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}

    def moves(self) -> int:
        """Return the number that moves with every public change of the directory."""
        with db.reading(self.engine) as session:
            return queries.version(session)


BOTH = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
"""For stories in which the database itself has a part; the others are told once."""


@pytest.fixture(scope="session")
def filled_file(migrated_file: Path, small_area: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one file with the entries and the staff in it, to copy from."""
    path = tmp_path_factory.mktemp("filled") / "portal.db"
    copy_database(migrated_file, path)
    engine = db.engine_for(f"sqlite:///{path}")
    populate(engine, small_area)
    engine.dispose()
    return path


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite file with what is not yet checked into it."""
    for suffix in ("", "-wal"):
        if Path(f"{source}{suffix}").exists():
            shutil.copy(f"{source}{suffix}", f"{target}{suffix}")


def populate(engine: Engine, area: Path) -> None:
    """Load the entries and take the cast on."""
    with db.writing(engine) as session, pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        directory.load_seed(session, area, date(2026, 11, 23))
        for who, (name, role, slug) in CAST.items():
            user: StaffUser = accounts.add_staff(
                session, f"{who}@example.org", name, role, "secret", actor="command", moment=MONDAY, fictional=True
            )
            user.organization_id = session.get_one(Service, of(slug)).organization_id if slug else None


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a story a filled database: a file, unless it asks for the other kind."""
    if getattr(request, "param", "sqlite") == "sqlite":
        copy_database(request.getfixturevalue("filled_file"), tmp_path / "portal.db")
        yield f"sqlite:///{tmp_path / 'portal.db'}"
        return
    url: str = request.getfixturevalue("postgresql_url")
    engine = db.engine_for(url)
    populate(engine, request.getfixturevalue("small_area"))
    yield url
    empty(engine)
    engine.dispose()


@pytest.fixture
def room(engine: Engine) -> Room:
    """Open the directory's desk."""
    with db.reading(engine) as session:
        staff = {user.email.partition("@")[0]: user.id for user in session.scalars(select(StaffUser))}
    return Room(engine, staff)


@dataclass
class Seat:
    """Somebody's browser."""

    client: FlaskClient

    def open(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    def send(self, path: str, page: TestResponse | None = None, **typed: Any) -> TestResponse:
        """Send a form with the token, and the hidden fields, of the page it stands on."""
        shown = (page or self.open(path)).text
        return self.client.post(path, data=hidden(shown) | typed)


def hidden(page: str) -> dict[str, str]:
    """Read the hidden fields of a page."""
    boxes = [box for box in re.findall(r"<input[^>]*>", page) if 'type="hidden"' in box]
    pairs = [(re.search(r'name="([^"]*)"', box), re.search(r'value="([^"]*)"', box)) for box in boxes]
    return {name[1]: unescape(value[1]) for name, value in pairs if name and value}


@pytest.fixture
def seat(site: Flask, room: Room) -> Callable[[str], Seat]:
    """Return a way to put somebody at a browser, signed in."""

    def sit(who: str) -> Seat:
        with db.writing(room.engine) as session:
            token = accounts.sign_in(session, room.staff[who], f"device of {who}", moment=clock.now())
        client = site.test_client()
        client.set_cookie("fd_staff", token, path="/staff")
        return Seat(client)

    return sit


@pytest.fixture
def monday() -> Iterator[Any]:
    """Let it be a Monday in November, ten in the morning."""
    with time_machine.travel(MONDAY, tick=True) as clock:
        yield clock


def versions(room: Room, slug: str) -> list[ServiceVersion]:
    wanted = select(ServiceVersion).where(ServiceVersion.service_id == of(slug)).order_by(ServiceVersion.number)
    with db.reading(room.engine) as session:
        return list(session.scalars(wanted))


def fill(page: str, **changed: Any) -> dict[str, Any]:
    """Fill in a form's boxes the way they stand on the page, with some typed over."""
    found: dict[str, Any] = {}
    for box in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', box), re.search(r'value="([^"]*)"', box)
        kind = re.search(r'type="([^"]*)"', box)
        if not name or (kind and kind[1] in ("checkbox", "radio") and " checked" not in box):
            continue
        found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name, typed in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', page, re.S):
        found[name] = [unescape(typed).removeprefix("\n")]
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', inside)
        found[name] = [unescape(chosen[1])] if chosen else []
    return found | changed


def page_of(slug: str, more: str = "") -> str:
    return f"{HOME}/{of(slug)}{more}"


def last_proposal(room: Room) -> Proposal:
    with db.reading(room.engine) as session:
        found = session.scalars(select(Proposal).order_by(Proposal.made_at.desc())).first()
        assert found
        assert found.fields
        return found
