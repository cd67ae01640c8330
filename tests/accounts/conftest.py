"""The staff of these stories, and browsers they sit at."""

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
from tests.staff import through_the_door

CAST = {
    "priya": ("Priya Nair", Role.DUTY_CLINICIAN),
    "tom": ("Tom Ellery", Role.DUTY_CLINICIAN),
    "lead": ("Grace Obi", Role.TEAM_LEAD),
    "senior": ("Ines Duarte", Role.SENIOR_DUTY_CLINICIAN),
    "editor": ("Ed Marsh", Role.CONTENT_EDITOR),
    "directory": ("Dee Lowe", Role.DIRECTORY_EDITOR),
    "admin": ("Ada Quill", Role.ADMINISTRATOR),
    "safe": ("Sana Iqbal", Role.SAFEGUARDING_LEAD),
    "partner": ("Pat Ny", Role.SERVICE_PARTNER),
    "gp": ("Dr Owen Bell", Role.SCHOOL_OR_GP_CONTACT),
    "payer": ("Cora Finch", Role.COMMISSIONER),
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


SignIn = Callable[..., TestResponse]


@pytest.fixture
def sign_in(staff: dict[str, uuid.UUID], engine: Engine) -> SignIn:
    """Return a way to the desk: open the door's page, type, press, and give the app's code."""

    def enter(browser: FlaskClient, who: str, password: str = PASSWORD, wanted: str = "") -> TestResponse:
        return through_the_door(browser, engine, who if "@" in who else f"{who}@example.org", password, wanted)

    return enter


@pytest.fixture
def at_desk(site: Flask, sign_in: SignIn) -> Callable[[str], FlaskClient]:
    """Return a browser in which somebody has signed in."""

    def seat(who: str) -> FlaskClient:
        browser = site.test_client()
        assert sign_in(browser, who).status_code == 303
        return browser

    return seat
