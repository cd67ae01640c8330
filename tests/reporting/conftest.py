"""What the tests of reporting share: the cast of care, and the command on their database."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from portal import config
from portal.cli import portal
from portal.config import Settings
from tests.care.conftest import care as care
from tests.care.conftest import sit as sit

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a way to give the command, as somebody at the server would."""
    for name, value in {
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_SECRET_KEY": settings.secret_key,
        "PORTAL_DATA_KEYS": settings.data_keys,
        "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_CONTENT": str(config.PROJECT / "content"),
    }.items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(portal, words)
