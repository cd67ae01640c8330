"""A smaller area, so that filling a house takes no longer than a story about it needs."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from portal import config
from portal.accounts import passwords
from portal.config import Settings
from portal.demo import loading
from portal.referrals import facts


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with less work than real ones need."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(autouse=True)
def rules_read_once(monkeypatch: pytest.MonkeyPatch, judgement: facts.Judgement) -> None:
    """Read the rules and the word lists once for all of these stories."""
    monkeypatch.setattr(loading.facts, "load", lambda _folder: judgement)


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the area with one file of services."""
    folder = tmp_path_factory.mktemp("content")
    shutil.copytree(config.PROJECT / "content" / "area", folder / "area")
    shutil.copytree(config.PROJECT / "content" / "en" / "letters", folder / "en" / "letters")
    for path in (folder / "area" / "services").glob("*.json"):
        if path.stem != "digital":
            path.unlink()
    return folder


@pytest.fixture
def whole(settings: Settings) -> Settings:
    """Settle on the whole area that the repository ships."""
    return replace(settings, content=config.PROJECT / "content")


@pytest.fixture
def settings(settings: Settings, small_content: Path) -> Settings:
    """Settle on the smaller area."""
    return replace(settings, content=small_content)
