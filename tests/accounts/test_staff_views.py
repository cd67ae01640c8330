"""The door: Priya and Tom work here, an editor does too, and a stranger does not."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from portal import db
from portal.accounts import access, staff_views
from portal.accounts.models import StaffSession
from portal.accounts.permissions import Permission
from portal.audit import trail
from portal.audit.models import AuditEvent

SignIn = Callable[..., TestResponse]


def tags(engine: Engine) -> list[str]:
    with db.reading(engine) as session:
        assert trail.verify(session).ok
        return list(session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq)))


def test_priya_signs_in_and_is_led_to_the_queue(client: FlaskClient, sign_in: SignIn, engine: Engine) -> None:
    answer = sign_in(client, "priya")
    assert (answer.status_code, answer.location) == (303, "/staff/")
    assert client.get("/staff/").location == "/staff/queue"
    page = client.get("/staff/queue")
    assert page.status_code == 200
    assert "Priya Nair" in page.text
    assert tags(engine)[-1] == "staff:signed-in"


def test_her_address_is_hers_in_any_capitals(client: FlaskClient, sign_in: SignIn) -> None:
    assert sign_in(client, " Priya@Example.ORG ").status_code == 303


def test_an_editor_is_led_to_the_pages_and_has_no_queue(client: FlaskClient, sign_in: SignIn, engine: Engine) -> None:
    sign_in(client, "editor")
    assert client.get("/staff/").location == "/staff/content"
    page = client.get("/staff/content")
    assert page.status_code == 200
    assert "/staff/queue" not in page.text
    assert client.get("/staff/queue").status_code == 403
    assert tags(engine)[-1] == "access:denied"


def test_a_stranger_is_asked_who_they_are_and_then_led_on(client: FlaskClient, sign_in: SignIn) -> None:
    asked = client.get("/staff/queue?band=NOW")
    assert asked.status_code == 303
    assert asked.location == "/staff/sign-in?next=/staff/queue?band%3DNOW"
    assert sign_in(client, "priya", wanted="/staff/queue?band%3DNOW").location == "/staff/queue?band=NOW"


@given(
    wanted=st.one_of(st.text(), st.text().map(lambda rest: "/staff/" + rest), st.text().map(lambda rest: "//" + rest))
)
def test_nobody_is_ever_led_to_another_site(wanted: str) -> None:
    path = access.local_path(wanted)
    assert path.startswith("/staff/")
    assert not re.search(r"[\\\x00-\x1f]", path)


@pytest.mark.parametrize(
    "wanted", ["https://example.org/", "//example.org", "/\\example.org", "/refer", "javascript:1"]
)
def test_addresses_that_lead_away_lead_home(wanted: str) -> None:
    assert access.local_path(wanted) == "/staff/"


def test_what_is_wrong_is_said_beside_the_box(client: FlaskClient, sign_in: SignIn) -> None:
    answer = sign_in(client, "priya", password="")
    assert answer.status_code == 422
    assert "Write your password." in answer.text
    assert 'value="priya@example.org"' in answer.text


def test_a_password_never_comes_back(client: FlaskClient, sign_in: SignIn) -> None:
    assert "wrong but secret" not in sign_in(client, "priya", password="wrong but secret").text


def test_the_cookies_are_kept_from_scripts_and_from_public_pages(client: FlaskClient, sign_in: SignIn) -> None:
    cookies = {header.partition("=")[0]: header for header in sign_in(client, "priya").headers.getlist("Set-Cookie")}
    assert "Path=/staff;" in cookies["fd_staff"] + ";"
    for name in ("fd_staff", "fd_device"):
        assert "HttpOnly" in cookies[name]
    assert "SameSite=Lax" in cookies["fd_staff"]
    assert "SameSite=Strict" in cookies["fd_device"]
    assert "Max-Age" not in cookies["fd_staff"]


def test_on_a_secure_site_the_cookies_are_secure(client: FlaskClient, sign_in: SignIn) -> None:
    client.application.config["STAFF_COOKIE_SECURE"] = True
    cookies = [one for one in sign_in(client, "priya").headers.getlist("Set-Cookie") if one.startswith("fd_")]
    assert len(cookies) == 2
    assert all("Secure" in one for one in cookies)


def test_signing_out_ends_the_stay_and_empties_the_browser_but_keeps_the_device_known(
    client: FlaskClient, sign_in: SignIn, engine: Engine
) -> None:
    sign_in(client, "priya")
    held = client.get_cookie("fd_staff", path="/staff")
    assert held is not None
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/staff/queue").text)
    assert token
    answer = client.post("/staff/sign-out", data={"csrf_token": token[1]})
    assert answer.location == "/staff/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get_cookie("fd_staff", path="/staff") is None
    assert client.get_cookie("fd_device", path="/staff/sign-in") is not None
    client.set_cookie("fd_staff", held.value, path="/staff")
    assert client.get("/staff/queue").status_code == 303
    assert tags(engine)[-1] == "staff:signed-out"
    with db.reading(engine) as session:
        assert all(session.scalars(select(StaffSession.revoked_at)))


def test_the_token_is_never_in_the_database(client: FlaskClient, sign_in: SignIn, engine: Engine) -> None:
    sign_in(client, "priya")
    held = client.get_cookie("fd_staff", path="/staff")
    assert held is not None
    with db.reading(engine) as session:
        assert held.value.encode() not in b"".join(session.scalars(select(StaffSession.token_digest)))


def test_the_home_page_asks_for_the_least_permission() -> None:
    assert staff_views.home.permission is Permission.BE_STAFF  # type: ignore[attr-defined]
