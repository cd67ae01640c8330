"""A browser in front of the whole house, with Wexlow's directory in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import config, create_app
from tests.directory.conftest import filled, seeded_file  # noqa: F401 - fixtures for these stories
from tests.served import KEYS


@pytest.fixture(scope="session")
def house(seeded_file: Path, instance: Path) -> Iterator[Flask]:  # noqa: F811 - a fixture asks for another by its name
    """Build the application once: nothing here writes a row."""
    environ = {
        "PORTAL_DATABASE_URL": f"sqlite:///{seeded_file}",
        "PORTAL_SECRET_KEY": "a secret for tests only",
        "PORTAL_DATA_KEYS": KEYS,
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_BASE_URL": "http://localhost",
        "PORTAL_LOG_LEVEL": "CRITICAL",
    }
    built = create_app(config.from_environment(environ))
    yield built
    built.extensions["portal"]["engine"].dispose()


@pytest.fixture
def client(house: Flask) -> FlaskClient:
    """Open a browser without scripts that has never been here."""
    return house.test_client()
