"""The staff of these stories, and browsers they sit at."""

import re
import uuid
from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from portal import clock, db
from portal.accounts import actions, passwords
from portal.accounts.permissions import Role

CAST = {
    "priya": ("Priya Nair", Role.DUTY_CLINICIAN),
    "tom": ("Tom Ellery", Role.DUTY_CLINICIAN),
    "lead": ("Grace Obi", Role.TEAM_LEAD),
    "senior": ("Ines Duarte", Role.SENIOR_DUTY_CLINICIAN),
    "editor": ("Ed Marsh", Role.CONTENT_EDITOR),
    "directory": ("Dee Lowe", Role.DIRECTORY_EDITOR),
    "admin": ("Ada Quill", Role.ADMINISTRATOR),
}
PASSWORD = "a password only for these stories"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash quickly: how strong a hash is, is not what these stories are about."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def staff(engine: Engine, quick_hashes: None) -> dict[str, uuid.UUID]:
    """Take the cast on."""
    with db.writing(engine) as session:
        return {
            who: actions.add_staff(
                session, f"{who}@example.org", name, role, PASSWORD, actor="command", moment=clock.now(), fictional=True
            ).id
            for who, (name, role) in CAST.items()
        }


def token(page: TestResponse) -> str:
    """Read the form token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found
    return found[1]


SignIn = Callable[..., TestResponse]


@pytest.fixture
def sign_in(staff: dict[str, uuid.UUID]) -> SignIn:
    """Return a way to the desk: open the door's page, type, press."""

    def enter(browser: FlaskClient, who: str, password: str = PASSWORD, wanted: str = "") -> TestResponse:
        address = who if "@" in who else f"{who}@example.org"
        place = "/staff/sign-in" + (f"?next={wanted}" if wanted else "")
        form = {"email": address, "password": password, "csrf_token": token(browser.get(place))}
        return browser.post(place, data=form)

    return enter


@pytest.fixture
def at_desk(site: Flask, sign_in: SignIn) -> Callable[[str], FlaskClient]:
    """Return a browser in which somebody has signed in."""

    def seat(who: str) -> FlaskClient:
        browser = site.test_client()
        assert sign_in(browser, who).status_code == 303
        return browser

    return seat
