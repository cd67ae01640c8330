"""The schools and practices of Wexlow, the file that names people for them, and the room that shows them."""

import copy
import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import assembly
from portal.config import PROJECT, Settings
from portal.helplines import views as helplines
from portal.named_contacts import registry, views
from portal.named_contacts.registry import Registry

AREA = PROJECT / "content" / "area"
Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def shipped() -> Registry:
    """Read who is named in Wexlow."""
    return registry.load(AREA, fictional=True)


@pytest.fixture(scope="session")
def _said() -> Rows:
    with (AREA / registry.FILE).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def rows(_said: Rows) -> Rows:
    """Give a copy of the file's rows, to be spoilt."""
    return copy.deepcopy(_said)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Name a database that does not exist: these pages need none."""
    return f"sqlite:///{tmp_path / 'none.db'}"


@pytest.fixture
def site(settings: Settings) -> Iterator[Flask]:
    """Build the shell with this room and the numbers in it; there is no directory."""
    built = assembly.shell(settings)
    for room in (helplines, views):
        room.install(built)
        built.register_blueprint(room.bp)
    yield built
    built.extensions["portal"]["engine"].dispose()


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """Open a browser without scripts."""
    return site.test_client()
