"""A nurse opens Amina's page with the code she is given, says why, and Amina sees it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.accounts.permissions import Permission, Role, may
from portal.passport import actions
from tests.browser import Browser
from tests.passport.conftest import WORDS, Drawer
from tests.passport.test_views import kept, opened
from tests.staff import seat, token_of

PAGE = "/staff/passport"


@pytest.fixture
def database_url(tmp_path: Any, migrated_file: Any) -> str:
    """One kind of database is enough for pages."""
    (tmp_path / "portal.db").write_bytes(migrated_file.read_bytes())
    return f"sqlite:///{tmp_path / 'portal.db'}"


def ask(desk: FlaskClient, code: str, why: str = "asked") -> Any:
    """Type a code and a reason."""
    return desk.post(PAGE, data={"csrf_token": token_of(desk.get(PAGE)), "code": code, "why": why})


def openings(drawer: Drawer) -> list[Any]:
    return [(who, what) for tag, who, what in drawer.trail() if tag == "passport:opened"]


@pytest.mark.parametrize(
    ("role", "called"),
    [
        (Role.DUTY_CLINICIAN, "A clinician of our team"),
        (Role.SERVICE_PARTNER, "Somebody at a service that we work with"),
    ],
)
def test_every_opening_is_noted_and_told_to_its_writer(
    site: Flask, client: FlaskClient, engine: Engine, drawer: Drawer, role: Role, called: str
) -> None:
    codes, desk = kept(client), seat(site, engine, role)
    for why in ("asked", "danger"):
        answer = ask(desk, codes["shown"], why)
        assert answer.status_code == 203
        assert WORDS["struggle"] in answer.text
        assert codes["own"] not in answer.text
    assert [what for _who, what in openings(drawer)] == [{"role": role, "why": why} for why in ("asked", "danger")]
    assert all(who.startswith("staff:") for who, _what in openings(drawer))
    amina = opened(client, codes["own"])
    for words in (called, "The young person asked them to read it", "Somebody may have been in danger"):
        assert words in amina.page
    assert role.value.replace("_", " ").title() not in amina.page, "a role, never a name"


def forgets(*_args: Any, **_more: Any) -> None:
    """Plant a fault: a page that is read without a note."""


def test_an_opening_that_is_not_noted_would_be_noticed(
    site: Flask, client: FlaskClient, engine: Engine, drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "note_opening", forgets)
    codes = kept(client)
    assert WORDS["struggle"] in ask(seat(site, engine, Role.DUTY_CLINICIAN), codes["shown"]).text
    assert openings(drawer) == []
    assert "Nobody has opened it" in opened(client, codes["own"]).page


def test_no_reason_no_page_and_a_wrong_code_is_noted(
    site: Flask, client: FlaskClient, engine: Engine, drawer: Drawer
) -> None:
    codes, desk = kept(client), seat(site, engine, Role.DUTY_CLINICIAN)
    for answer in (ask(desk, codes["shown"], ""), ask(desk, codes["shown"], "curious")):
        assert answer.status_code == 422
        assert "kingfisher" not in answer.text
    assert ask(desk, codes["own"]).status_code == 422, "her own code is hers alone"
    opened(client, codes["own"]).press("Erase my page now")
    assert ask(desk, codes["shown"]).status_code == 422
    assert openings(drawer) == []
    assert [tag for tag, who, _what in drawer.trail() if who.startswith("staff:")] == ["passport:refused"] * 2


def test_who_never_meets_a_young_person_has_no_way_in(
    site: Flask, client: FlaskClient, engine: Engine, drawer: Drawer
) -> None:
    codes = kept(client)
    shut = [role for role in Role if not may(role, Permission.OPEN_PASSPORT)]
    assert {Role.ADMINISTRATOR, Role.COMMISSIONER, Role.SCHOOL_OR_GP_CONTACT} <= set(shut)
    for role in shut:
        assert seat(site, engine, role).post(PAGE, data={"code": codes["shown"], "why": "asked"}).status_code == 403
    assert Browser(client).open(PAGE).at.startswith("/staff/sign-in")
    assert openings(drawer) == []
