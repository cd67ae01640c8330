"""S15: no page with a password alone, a code once and never twice, and no way around the password."""

import re
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update
from werkzeug.test import TestResponse

from portal import clock, db
from portal.accounts import app_codes, factors, queries
from portal.accounts.models import RecoveryCode, StaffUser
from portal.audit.models import AuditEvent
from tests.accounts.conftest import PASSWORD
from tests.staff import APP_KEY, code_now, give_apps, token_of

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SignIn = Callable[..., TestResponse]


def half_in(browser: FlaskClient, who: str = "priya", password: str = PASSWORD) -> TestResponse:
    """Give a password and nothing else."""
    form = {"email": f"{who}@example.org", "password": password, "csrf_token": token_of(browser.get("/staff/sign-in"))}
    return browser.post("/staff/sign-in", data=form)


def type_code(browser: FlaskClient, code: str, where: str = "/staff/sign-in/code") -> TestResponse:
    return browser.post(where, data={"code": code, "csrf_token": token_of(browser.get(where))})


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/staff/me").status_code == 200


def set_up(browser: FlaskClient, who: str = "priya") -> list[str]:
    """Set an app up at the first sign-in, and return the recovery codes."""
    half_in(browser, who)
    page = browser.get("/staff/sign-in/set-up")
    key = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page.text)
    assert key
    code = app_codes.current(key[1].replace(" ", ""), clock.now())
    answer = browser.post("/staff/sign-in/set-up", data={"code": code, "csrf_token": token_of(page)})
    assert answer.status_code == 200
    return re.findall(r'<code dir="ltr">([A-Z0-9-]+)</code>', answer.text)


def test_the_first_sign_in_sets_a_second_factor_up_before_anything_else(client: FlaskClient, staff: object) -> None:
    assert half_in(client).location == "/staff/sign-in/code?next=/staff/"
    assert client.get("/staff/sign-in/code").location.startswith("/staff/sign-in/set-up")
    assert client.get("/staff/queue").location.startswith("/staff/sign-in?")
    assert "<svg" in client.get("/staff/sign-in/set-up").text
    assert len(set_up(client)) == factors.RECOVERY_CODES
    assert is_in(client)


def test_a_first_code_that_is_wrong_keeps_nothing(
    client: FlaskClient, staff: dict[str, uuid.UUID], engine: Engine
) -> None:
    half_in(client)
    assert type_code(client, "000000", "/staff/sign-in/set-up").status_code == 422
    with db.reading(engine) as session:
        assert not factors.has_any(session, staff["priya"])
    assert not is_in(client)


def test_a_password_alone_never_replaces_a_second_factor(site: Flask, staff: object, engine: Engine) -> None:
    give_apps(engine)
    thief = site.test_client()
    half_in(thief)
    assert thief.get("/staff/sign-in/set-up").location.startswith("/staff/sign-in/code")
    token = token_of(thief.get("/staff/sign-in/code"))
    thief.post("/staff/sign-in/set-up", data={"code": "123456", "csrf_token": token})
    assert not is_in(thief)
    with db.reading(engine) as session:
        assert {user.app_key for user in session.scalars(select(StaffUser))} == {APP_KEY}


def twice(site: Flask) -> list[bool]:
    """Use one code in two browsers, one after the other."""
    came_in = []
    for _ in range(2):
        browser = site.test_client()
        half_in(browser)
        type_code(browser, code_now())
        came_in.append(is_in(browser))
    return came_in


@time_machine.travel(MONDAY, tick=False)
def test_a_code_opens_once(site: Flask, staff: object, engine: Engine) -> None:
    give_apps(engine)
    assert twice(site) == [True, False]


@time_machine.travel(MONDAY, tick=False)
def test_a_code_that_opens_twice_would_be_noticed(
    site: Flask, staff: object, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_apps(engine)
    monkeypatch.setattr(factors, "_changed", lambda session, change: True)
    assert twice(site) == [True, True]


def test_of_two_who_use_one_code_at_once_one_comes_in(engine: Engine, staff: dict[str, uuid.UUID]) -> None:
    give_apps(engine)
    moment, came_in, both = clock.now(), [], threading.Barrier(2)

    def use() -> None:
        both.wait()
        with db.writing(engine) as session:
            came_in.append(factors.accept(session, staff["priya"], app_codes.current(APP_KEY, moment), moment=moment))

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, came_in)) == ["None", "app"]


@given(away=st.integers(-600, 600))
def test_a_code_counts_for_its_half_minute_and_the_ones_beside_it(away: int) -> None:
    made = app_codes.current(APP_KEY, MONDAY + timedelta(seconds=away))
    found = app_codes.step_of(APP_KEY, made, MONDAY)
    step = (int(MONDAY.timestamp()) + away) // 30
    assert (found == step) if abs(step - int(MONDAY.timestamp()) // 30) <= 1 else (found is None or found != step)


def test_a_recovery_code_opens_once_and_only_after_the_password(site: Flask, staff: object, engine: Engine) -> None:
    codes = set_up(site.test_client())
    stranger = site.test_client()
    assert stranger.get("/staff/sign-in/code").location.startswith("/staff/sign-in?")
    first, second = site.test_client(), site.test_client()
    for browser in (first, second):
        half_in(browser)
        type_code(browser, codes[3].lower().replace("-", " "))
    assert (is_in(first), is_in(second)) == (True, False)


def test_the_codes_are_never_in_the_database(client: FlaskClient, staff: object, engine: Engine) -> None:
    codes = set_up(client)
    with db.reading(engine) as session:
        kept = b"".join(session.scalars(select(RecoveryCode.code_digest)))
        keys = b"".join(filter(None, session.scalars(select(StaffUser.app_key_sealed))))
        assert not [code for code in codes if code.replace("-", "").encode() in kept]
        user = session.scalars(select(StaffUser).where(StaffUser.app_key_sealed.is_not(None))).one()
        assert user.app_key
        assert user.app_key.encode() not in keys


def test_guesses_are_slowed_for_a_person_and_a_quarter_of_an_hour(site: Flask, staff: object, engine: Engine) -> None:
    give_apps(engine)
    with time_machine.travel(MONDAY, tick=False) as time:
        wrong = f"{(int(code_now()) + 1) % 10**6:06}"
        answers = []
        for _ in range(queries.TRIES + 1):
            guesser = site.test_client()
            half_in(guesser)
            answers.append(type_code(guesser, wrong).status_code)
        assert answers == [403] * queries.TRIES + [429]
        assert type_code(guesser, code_now()).status_code == 429
        tom = site.test_client()
        half_in(tom, "tom")
        assert type_code(tom, code_now()).status_code == 303
        time.shift(queries.CODE_WINDOW + timedelta(seconds=1))
        priya = site.test_client()
        half_in(priya)
        assert type_code(priya, code_now()).status_code == 303


def test_a_password_waits_ten_minutes_and_no_longer(client: FlaskClient, staff: object, engine: Engine) -> None:
    give_apps(engine)
    with time_machine.travel(MONDAY, tick=False) as time:
        half_in(client)
        token = token_of(client.get("/staff/sign-in/code"))
        time.shift(timedelta(minutes=10))
        assert client.get("/staff/sign-in/code").location.startswith("/staff/sign-in?")
        assert client.post("/staff/sign-in/code", data={"code": code_now(), "csrf_token": token}).status_code == 403


def test_the_token_that_waited_is_not_the_token_of_the_stay(client: FlaskClient, staff: object, engine: Engine) -> None:
    give_apps(engine)
    half_in(client)
    before = client.get_cookie("fd_staff", path="/staff")
    type_code(client, code_now())
    after = client.get_cookie("fd_staff", path="/staff")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    client.set_cookie("fd_staff", before.value, path="/staff")
    assert not is_in(client)


def test_a_reset_ends_every_stay_and_still_asks_for_the_password(
    site: Flask, staff: dict[str, uuid.UUID], engine: Engine
) -> None:
    set_up(site.test_client())
    with db.writing(engine) as session:
        factors.forget(session, staff["priya"], actor="command")
    stranger = site.test_client()
    assert half_in(stranger, password="not hers").status_code == 403
    assert stranger.get("/staff/sign-in/set-up").location.startswith("/staff/sign-in?")


def shown_code(browser: FlaskClient) -> str | None:
    found = re.search(r'data-demo-code="(\d{6})"', browser.get("/staff/sign-in/code").text)
    return found[1] if found else None


def test_a_made_up_person_is_shown_the_code_and_says_so(client: FlaskClient, staff: object, engine: Engine) -> None:
    give_apps(engine)
    half_in(client)
    assert "Demonstration only" in client.get("/staff/sign-in/code").text
    assert type_code(client, shown_code(client) or "").status_code == 303


@pytest.mark.parametrize("real", ["person", "installation"])
def test_nobody_real_is_ever_shown_a_code(
    site: Flask, client: FlaskClient, staff: object, engine: Engine, real: str
) -> None:
    give_apps(engine)
    if real == "person":
        with db.writing(engine) as session:
            session.execute(update(StaffUser).values(fictional=False))
    else:
        object.__setattr__(site.extensions["portal"]["settings"], "env", "production")
    half_in(client)
    page = client.get("/staff/sign-in/code")
    assert page.status_code == 200
    assert shown_code(client) is None
    assert code_now() not in page.text


def test_a_wrong_code_is_in_the_trail_without_what_was_typed(
    client: FlaskClient, staff: object, engine: Engine
) -> None:
    give_apps(engine)
    half_in(client)
    type_code(client, "909090")
    with db.reading(engine) as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
    assert last.tag == "staff:refused"
    assert "909090" not in str(last.detail) + last.subject
