"""Priya signs in the way she does at her organisation; nobody does whom it does not vouch for in a word to us."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("authlib", reason="the client is in the extra `production`")

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal import clock, db
from portal.accounts import actions, claims, issuer, queries
from portal.accounts.models import FailedSignIn, StaffSession, StaffUser
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.config import Settings
from tests.accounts.issuer import KEY, NOBODY, SPOILT, START, FakeIssuer, answering, come, go, unsigned
from tests.staff import code_now, give_apps, token_of


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIssuer]:
    """Open the organisation's own sign-in."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with answering() as fake:
        yield fake


@pytest.fixture
def settings(settings: Settings, there: FakeIssuer) -> Settings:
    return replace(settings, oidc=there.known)


@pytest.fixture
def priya(staff: dict[str, uuid.UUID], engine: Engine) -> uuid.UUID:
    give_apps(engine)
    return staff["priya"]


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/staff/me").status_code == 200


def refused(engine: Engine) -> list[tuple[str, dict[str, Any]]]:
    with db.reading(engine) as session:
        assert trail.verify(session).ok
        found = session.scalars(select(AuditEvent).where(AuditEvent.tag == "staff:refused").order_by(AuditEvent.seq))
        return [(event.subject, event.detail) for event in found]


def stays(engine: Engine) -> list[StaffSession]:
    with db.reading(engine) as session:
        return list(session.scalars(select(StaffSession)))


def test_priya_comes_in_with_both_factors_given_there(
    client: FlaskClient, priya: uuid.UUID, there: FakeIssuer, engine: Engine
) -> None:
    assert START in client.get("/staff/sign-in").text
    answer = come(client, there, "/staff/queue")
    assert (answer.status_code, answer.location) == (303, "/staff/queue")
    assert "Priya Nair" in client.get("/staff/queue").text
    (stay,) = stays(engine)
    assert stay.user_id == priya
    assert stay.confirmed_at is not None
    assert refused(engine) == []
    with client.session_transaction() as held:
        assert "oidc" not in held


def test_without_a_second_factor_there_ours_is_asked_next(
    client: FlaskClient, priya: uuid.UUID, there: FakeIssuer
) -> None:
    there.claims["amr"] = ["pwd", "sms"]
    answer = come(client, there, "/staff/me")
    assert answer.location == "/staff/sign-in/code?next=/staff/me"
    assert not is_in(client)
    before = client.get_cookie("fd_staff", path="/staff")
    form = {"code": code_now(), "csrf_token": token_of(client.get(answer.location))}
    assert client.post(answer.location, data=form).location == "/staff/me"
    after = client.get_cookie("fd_staff", path="/staff")
    assert before
    assert after
    assert before.value != after.value
    assert is_in(client)


def test_what_is_grave_asks_for_our_own_factor_and_says_so_to_who_has_none(
    client: FlaskClient, staff: dict[str, uuid.UUID], there: FakeIssuer
) -> None:
    come(client, there)
    assert client.get("/staff/me/app").status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert client.get("/staff/me/app").location == "/staff/confirm?next=/staff/me/app"
        assert "You have none here yet" in client.get("/staff/confirm").text


def close_tom(engine: Engine) -> None:
    with db.writing(engine) as session:
        actions.disable_staff(session, "tom@example.org", actor="command", moment=clock.now())


def let_in_wrongly(site: Flask, there: FakeIssuer, spoils: dict[str, Callable[[FakeIssuer], object]]) -> list[str]:
    """Come back with every spoilt word, and name those that open something."""
    wrong = []
    for name, spoil in spoils.items():
        there.claims, there.key, there.alg, there.email = {}, KEY, "ES256", "priya@example.org"
        spoil(there)
        browser = site.test_client()
        answer = come(browser, there)
        if answer.status_code != 403 or browser.get_cookie("fd_staff", path="/staff"):
            wrong.append(name)
    return wrong


def test_a_word_that_is_not_the_issuers_to_us_about_now_opens_nothing(
    site: Flask, priya: uuid.UUID, there: FakeIssuer, engine: Engine
) -> None:
    assert let_in_wrongly(site, there, SPOILT) == []
    assert stays(engine) == []
    assert refused(engine) == [("", {"way": "oidc", "why": "token"})] * len(SPOILT)


def test_nobody_whose_address_is_unknown_closed_or_not_verified_comes_in_and_all_read_the_same(
    site: Flask, priya: uuid.UUID, there: FakeIssuer, engine: Engine
) -> None:
    close_tom(engine)
    assert let_in_wrongly(site, there, NOBODY) == []
    assert stays(engine) == []
    noted = refused(engine)
    assert [detail for _, detail in noted] == [{"way": "oidc", "why": "account"}] * len(NOBODY)
    assert "example" not in str(noted)
    pages = set()
    for email in ("stranger@example.org", "tom@example.org"):
        there.claims, there.email = {}, email
        page = come(site.test_client(), there).text
        pages.add(page.partition("<main")[2].partition("</main")[0])
    assert len(pages) == 1
    with db.reading(engine) as session:
        assert not session.scalars(select(StaffUser).where(StaffUser.email == "stranger@example.org")).all()
        assert not session.scalars(select(FailedSignIn)).all()


def test_what_has_been_used_opens_nothing_again(client: FlaskClient, priya: uuid.UUID, there: FakeIssuer) -> None:
    address = there.sign_in(go(client))
    held = client.get_cookie("fd")
    assert held
    assert client.get(address).status_code == 303
    for browser in (client, client.application.test_client()):
        again = browser.get(address)
        assert again.status_code == 400
        assert "This sign-in is over" in again.text
    thief = client.application.test_client()
    thief.set_cookie("fd", held.value)
    assert thief.get(address).status_code == 400
    assert not is_in(thief)


def test_a_sign_in_belongs_to_the_browser_that_began_it_and_not_for_ever(
    site: Flask, priya: uuid.UUID, there: FakeIssuer, engine: Engine
) -> None:
    hers, other = site.test_client(), site.test_client()
    address, _ = there.sign_in(go(hers)), go(other)
    assert other.get(address).status_code == 400
    assert stays(engine) == []
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert hers.get(address).status_code == 400
    assert stays(engine) == []


def test_who_turned_back_there_reads_that_they_are_not_in(client: FlaskClient, priya: uuid.UUID) -> None:
    state = go(client).partition("state=")[2].partition("&")[0]
    answer = client.get(f"{START}/back?error=access_denied&state={state}")
    assert answer.status_code == 403
    assert "You were not signed in" in answer.text


def test_the_device_stays_known_although_its_cookie_stays_behind(
    client: FlaskClient, priya: uuid.UUID, there: FakeIssuer, engine: Engine
) -> None:
    client.set_cookie("fd_device", "d" * 43, path="/staff/sign-in")
    address = there.sign_in(go(client))
    client.delete_cookie("fd_device", path="/staff/sign-in")
    assert client.get(address).status_code == 303
    with db.reading(engine) as session:
        assert queries.caller(session, "priya@example.org", "d" * 43, clock.now()).known_device


def test_an_issuer_that_is_away_gets_a_kind_page_and_is_left_alone_for_a_while(
    site: Flask, priya: uuid.UUID, there: FakeIssuer
) -> None:
    gone = replace(there.known, issuer="http://127.0.0.1:1")
    module, away = site.extensions["oidc"][0], issuer.Issuer(gone)
    site.extensions["oidc"] = module, away
    answer = site.test_client().get(START)
    assert answer.status_code == 503
    assert "does not answer" in answer.text
    away.known = there.known
    assert site.test_client().get(START).status_code == 503
    assert there.asked == []
    with time_machine.travel(clock.now() + timedelta(seconds=21), tick=False):
        assert come(site.test_client(), there).status_code == 303


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": None},
    ],
)
def test_who_does_not_say_what_an_issuer_says_is_not_asked(
    site: Flask, there: FakeIssuer, document: dict[str, Any]
) -> None:
    there.document = document
    assert site.test_client().get(START).status_code == 503


def test_an_issuer_that_dies_in_between_signs_nobody_in(
    client: FlaskClient, priya: uuid.UUID, there: FakeIssuer, engine: Engine
) -> None:
    there.document = {"token_endpoint": "http://127.0.0.1:1/token"}
    assert come(client, there).status_code == 503
    assert stays(engine) == []


FAULTS: dict[str, tuple[set[str], Callable[[pytest.MonkeyPatch], None]]] = {
    "any signature will do": (
        {"another's key", "unsigned", "signed with a secret"},
        lambda planted: planted.setattr("portal.accounts.issuer.jwt.decode", unsigned),
    ),
    "anything in it will do": (
        {
            "wrong nonce",
            "no nonce",
            "another audience",
            "two audiences, not given to us",
            "another issuer",
            "over",
            "never over",
        },
        lambda planted: planted.setattr("portal.accounts.issuer.CodeIDToken.validate", lambda *_said, **_named: None),
    ),
    "any nonce will do": (
        {"wrong nonce", "no nonce"},
        lambda planted: planted.setattr("portal.accounts.issuer.CodeIDToken.validate_nonce", lambda _self: None),
    ),
    "any address will do": (
        {"not verified", "a text that says true", "no word about it"},
        lambda planted: planted.setattr(claims, "_email", lambda said: said.get("email")),
    ),
    "a closed account will do": (
        {"closed"},
        lambda planted: planted.setattr(queries, "at_work", lambda session, email: found(session, email)),
    ),
}


def found(session: Session, email: str) -> uuid.UUID | None:
    """Find somebody, closed or not."""
    user = queries.by_email(session, email)
    return user.id if user else None


@pytest.mark.parametrize("fault", FAULTS)
def test_a_check_that_is_left_out_is_noticed(
    site: Flask,
    priya: uuid.UUID,
    there: FakeIssuer,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    opened, plant = FAULTS[fault]
    close_tom(engine)
    plant(monkeypatch)
    assert set(let_in_wrongly(site, there, SPOILT | NOBODY)) == opened


def test_a_browser_that_need_not_be_the_same_is_noticed(
    site: Flask, priya: uuid.UUID, there: FakeIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for planted in (False, True):
        if planted:
            monkeypatch.setattr("portal.accounts.oidc.staff_views.hmac.compare_digest", lambda *_both: True)
        hers, other = site.test_client(), site.test_client()
        address, _ = there.sign_in(go(hers)), go(other)
        other.get(address)
        assert ("/token" in there.asked) is planted
