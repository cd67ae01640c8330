"""S5, S6 and S16: who may open which page, what a foreign page cannot do, and when a stay ends."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from werkzeug.test import TestResponse

from portal import config, create_app, db
from portal.accounts import access, actions, queries
from portal.accounts.models import StaffSession
from portal.accounts.permissions import Permission
from portal.audit.models import AuditEvent

SignIn = Callable[..., TestResponse]
Seat = Callable[[str], FlaskClient]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ROLES = ("priya", "senior", "lead", "admin", "editor", "directory")
NOWHERE = uuid.UUID(int=7)


def staff_routes(site: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield every staff page with a way to ask for it."""
    for rule in site.url_map.iter_rules():
        if rule.rule.startswith("/staff"):
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                path = re.sub(r"<uuid:\w+>", str(NOWHERE), rule.rule)
                yield rule.endpoint, method, re.sub(r"<int:\w+>", "1", path)


def declared(site: Flask, endpoint: str) -> Permission | None:
    return getattr(site.view_functions[endpoint], "permission", None)


def is_open(site: Flask, endpoint: str) -> bool:
    return getattr(site.view_functions[endpoint], "open_to_strangers", False)


def is_halfway(site: Flask, endpoint: str) -> bool:
    return getattr(site.view_functions[endpoint], "halfway", False)


def undeclared(site: Flask) -> set[str]:
    """Name the staff pages that do not say whom they are for."""
    routes = {endpoint for endpoint, _method, _path in staff_routes(site)}
    said = {name for name in routes if declared(site, name) or is_open(site, name) or is_halfway(site, name)}
    return routes - said


def test_every_staff_page_says_whom_it_is_for(site: Flask) -> None:
    assert undeclared(site) == set()


def test_a_page_that_says_nothing_is_named_and_closed_to_everybody(site: Flask, sign_in: SignIn) -> None:
    forgotten = access.staff_blueprint("forgotten", __name__)
    forgotten.get("/forgotten")(lambda: "open")
    site.register_blueprint(forgotten)
    assert undeclared(site) == {"forgotten.<lambda>"}
    for who in ROLES:
        browser = site.test_client()
        sign_in(browser, who)
        assert browser.get("/staff/forgotten").status_code == 403


ELSEWHERE = {"/staff/sign-in/oidc", "/staff/sign-in/oidc/back"}
"""The way in through an organisation: these pages exist only where there is one."""


def test_strangers_open_nothing_but_the_door(site: Flask, staff: dict[str, uuid.UUID]) -> None:
    for endpoint, method, path in staff_routes(site):
        answer = site.test_client().open(path, method=method)
        if is_open(site, endpoint):
            assert answer.status_code in ({404} if path in ELSEWHERE else {200, 422})
        elif method == "GET":
            assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/staff/sign-in")
        else:
            assert answer.status_code == 403


def test_the_door_is_the_only_open_page(site: Flask) -> None:
    assert {path for endpoint, _m, path in staff_routes(site) if is_open(site, endpoint)} == {
        "/staff/sign-in",
        *ELSEWHERE,
    }


def writes(site: Flask) -> list[str]:
    return sorted({path for _endpoint, method, path in staff_routes(site) if method == "POST"})


def stays(engine: Engine) -> list[tuple[uuid.UUID, datetime | None]]:
    with db.reading(engine) as session:
        found = session.execute(select(StaffSession.id, StaffSession.revoked_at).order_by(StaffSession.id))
        return [(one, revoked) for one, revoked in found]


def test_writes_without_a_token_from_elsewhere_or_with_anothers_token_change_nothing(
    site: Flask, at_desk: Seat, engine: Engine
) -> None:
    toms = at_desk("tom")
    page = toms.get("/staff/queue").text
    stolen = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert stolen
    priyas = at_desk("priya")
    before = stays(engine)
    for path in writes(site):
        for form, headers in (
            ({}, {}),
            ({"csrf_token": stolen}, {}),
            ({"csrf_token": "nonsense"}, {"Sec-Fetch-Site": "cross-site"}),
        ):
            data = form | {"email": "priya@example.org", "password": "a password only for these stories"}
            assert priyas.post(path, data=data, headers=headers).status_code != 200
    assert stays(engine) == before
    assert priyas.get("/staff/queue").status_code == 200


def test_fifteen_idle_minutes_end_a_stay(site: Flask, at_desk: Seat) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        priya = at_desk("priya")
        clock.shift(timedelta(minutes=14))
        assert priya.get("/staff/queue").status_code == 200
        clock.shift(timedelta(minutes=14))
        assert priya.get("/staff/queue").status_code == 200
        clock.shift(timedelta(minutes=15))
        assert priya.get("/staff/queue").status_code == 303


def test_a_page_that_refreshes_itself_keeps_nobody_signed_in(at_desk: Seat) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        priya = at_desk("priya")
        for _ in range(14):
            clock.shift(timedelta(minutes=1))
            assert priya.get("/staff/queue", headers={"FD-Refresh": "1"}).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert priya.get("/staff/queue", headers={"FD-Refresh": "1"}).status_code == 303


def test_nobody_stays_longer_than_twelve_hours(at_desk: Seat) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        priya = at_desk("priya")
        for _ in range(71):
            clock.shift(timedelta(minutes=10))
            assert priya.get("/staff/").status_code == 303
            assert priya.get("/staff/").location == "/staff/queue"
        clock.shift(timedelta(minutes=10))
        assert priya.get("/staff/").location.startswith("/staff/sign-in")


def test_being_seen_is_written_at_most_once_a_minute(at_desk: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[uuid.UUID] = []
    honest = actions.touch
    monkeypatch.setattr(
        actions, "touch", lambda own, one, moment: written.append(one) or honest(own, one, moment=moment)
    )
    with time_machine.travel(MONDAY, tick=False) as clock:
        priya = at_desk("priya")
        for _ in range(180):
            clock.shift(timedelta(seconds=1))
            priya.get("/staff/")
    assert len(written) == 3


def test_a_new_stay_has_a_new_token_and_forgets_the_strangers_form_token(client: FlaskClient, sign_in: SignIn) -> None:
    client.set_cookie("fd_staff", "planted by somebody else", path="/staff")
    client.get("/staff/sign-in")
    before = client.get_cookie("fd")
    sign_in(client, "priya")
    first = client.get_cookie("fd_staff", path="/staff")
    assert first is not None
    assert first.value != "planted by somebody else"
    assert before is not None
    assert client.get_cookie("fd") is None or client.get_cookie("fd").value != before.value  # type: ignore[union-attr]
    sign_in(client, "priya")
    second = client.get_cookie("fd_staff", path="/staff")
    assert second is not None
    assert second.value != first.value


def test_a_revoked_stay_ends_with_the_next_request_on_every_worker(
    site: Flask, settings: config.Settings, at_desk: Seat, staff: dict[str, uuid.UUID], engine: Engine
) -> None:
    priya = at_desk("priya")
    held = priya.get_cookie("fd_staff", path="/staff")
    assert held is not None
    other_worker = create_app(settings)
    there = other_worker.test_client()
    there.set_cookie("fd_staff", held.value, path="/staff")
    assert there.get("/staff/queue").status_code == priya.get("/staff/queue").status_code == 200
    with db.writing(engine) as session:
        actions.revoke(session, staff["priya"], moment=MONDAY)
    assert there.get("/staff/queue").status_code == priya.get("/staff/queue").status_code == 303
    other_worker.extensions["portal"]["engine"].dispose()


def test_somebody_who_left_is_out_with_the_next_request(at_desk: Seat, engine: Engine) -> None:
    tom = at_desk("tom")
    with db.writing(engine) as session:
        actions.disable_staff(session, "tom@example.org", actor="command", moment=MONDAY)
    assert tom.get("/staff/queue").status_code == 303


def test_a_worker_that_remembers_who_was_in_would_be_noticed(
    at_desk: Seat, staff: dict[str, uuid.UUID], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, kept = queries.stay, {}

    def remembered(session: object, token: str, moment: datetime) -> queries.Stay | None:
        return kept.setdefault(token, honest(session, token, moment))  # type: ignore[arg-type]

    monkeypatch.setattr(queries, "stay", remembered)
    priya = at_desk("priya")
    priya.get("/staff/queue")
    with db.writing(engine) as session:
        actions.revoke(session, staff["priya"], moment=MONDAY)
    assert priya.get("/staff/queue").status_code == 200  # the fault that the test above would show


def test_what_was_typed_after_the_stay_ended_is_shown_and_not_lost(at_desk: Seat) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        priya = at_desk("priya")
        clock.shift(timedelta(minutes=16))
        typed = {"rationale": "Long <b>and</b> careful words", "csrf_token": "a token", "move": "accept"}
        answer = priya.post(f"/staff/referrals/{NOWHERE}/decide", data=typed)
    assert answer.status_code == 403
    assert "Long &lt;b&gt;and&lt;/b&gt; careful words" in answer.text
    assert "a token" not in answer.text


def test_public_pages_do_not_know_about_staff(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, "priya")
    page = client.get("/help-now")
    assert page.status_code == 200
    assert "Priya" not in page.text
    assert "Cookie" not in page.headers.get("Vary", "")


def test_refused_access_is_kept_in_the_trail(at_desk: Seat, engine: Engine, staff: dict[str, uuid.UUID]) -> None:
    assert at_desk("editor").post(f"/staff/referrals/{NOWHERE}/claim").status_code == 403
    with db.reading(engine) as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
        assert (last.tag, last.actor) == ("access:denied", f"staff:{staff['editor']}")
        assert last.detail == {"endpoint": "screening_staff.claim"}
        assert session.scalar(select(func.count()).select_from(AuditEvent)) > 1
