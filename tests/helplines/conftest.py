"""The registry that the repository ships, as its file and as read, and the one room that shows it."""

import copy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal import assembly
from portal.config import PROJECT, Settings
from portal.helplines import registry, views
from portal.helplines.registry import Registry

AREA = PROJECT / "content" / "area"


@pytest.fixture(scope="session")
def shipped() -> Registry:
    """Read the registry of Wexlow."""
    return registry.load(AREA)


@pytest.fixture
def said() -> dict[str, Any]:
    """Give a copy of what the registry's file says, to be spoilt."""
    return copy.deepcopy(tomllib.loads((AREA / registry.FILE).read_text("utf-8")))


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Name a database that does not exist: these pages need none."""
    return f"sqlite:///{tmp_path / 'none.db'}"


@pytest.fixture
def site(settings: Settings) -> Iterator[Flask]:
    """Build the shell with this one room in it."""
    built = assembly.shell(settings)
    views.install(built)
    built.register_blueprint(views.bp)
    yield built
    built.extensions["portal"]["engine"].dispose()
