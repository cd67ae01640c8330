"""Ada administers, Grace leads, Priya screens: who may change whose account, and how soon it counts."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from portal import clock, db
from portal.accounts import factors
from portal.accounts.models import StaffUser
from portal.audit.models import AuditEvent
from portal.directory.models import Organization
from tests.staff import code_now, give_apps, seat, through_the_door, token_of

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Cast = dict[str, uuid.UUID]


def press(browser: FlaskClient, page: str, action: str, **typed: str) -> TestResponse:
    return browser.post(action, data={"csrf_token": token_of(browser.get(page)), **typed})


@pytest.fixture
def sit(site: Flask, staff: Cast, engine: Engine) -> Callable[[str], FlaskClient]:
    give_apps(engine)
    return lambda who: seat(site, engine, staff[who])


Sit = Callable[[str], FlaskClient]


def test_ada_takes_somebody_on_who_sets_up_their_factor_first(sit: Sit, site: Flask) -> None:
    made = press(
        sit("admin"), "/staff/people/add", "/staff/people/add",
        email="New@Example.org", name="Nia West", role="duty_clinician",
    )  # fmt: skip
    password = re.search(r"data-password>([^<]+)<", made.text)
    assert password
    browser = site.test_client()
    form = {"email": "new@example.org", "password": password[1], "csrf_token": token_of(browser.get("/staff/sign-in"))}
    browser.post("/staff/sign-in", data=form)
    assert browser.get("/staff/sign-in/code").location.startswith("/staff/sign-in/set-up")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "priya@example.org"}, "is here already"),
        ({"email": "nobody"}, "not an e-mail address"),
        ({"role": "service_partner", "organization": "Nowhere"}, "No one organisation"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(sit: Sit, typed: dict[str, str], said: str) -> None:
    form = {"email": "new@example.org", "name": "Nia West", "role": "duty_clinician"} | typed
    answer = press(sit("admin"), "/staff/people/add", "/staff/people/add", **form)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Nia West" in answer.text


def test_a_partner_belongs_to_an_organisation_and_a_gp_to_a_practice(sit: Sit, engine: Engine, staff: Cast) -> None:
    with db.writing(engine) as session:
        own = Organization(name="The Quiet Room", description="A charity.")
        session.add(own)
    ada = sit("admin")
    for who, typed in (
        ("partner", {"role": "service_partner", "organization": "the quiet room"}),
        ("gp", {"role": "school_or_gp_contact", "workplace": "Ashmere Surgery"}),
    ):
        page = f"/staff/people/{staff[who]}"
        assert press(ada, page, f"{page}/role", **typed).status_code == 303
    with db.reading(engine) as session:
        assert session.get_one(StaffUser, staff["partner"]).organization_id == own.id
        assert session.get_one(StaffUser, staff["gp"]).workplace == "Ashmere Surgery"
    assert "The Quiet Room" in ada.get(f"/staff/people/{staff['partner']}").text


def test_a_new_role_counts_from_the_next_request(sit: Sit, staff: Cast) -> None:
    priya, page = sit("priya"), f"/staff/people/{staff['priya']}"
    assert priya.get("/staff/queue").status_code == 200
    press(sit("admin"), page, f"{page}/role", role="content_editor")
    assert priya.get("/staff/queue").status_code == 403


@pytest.mark.parametrize("act", ["close", "reset", "end-stays", "password"])
def test_each_of_these_puts_priya_out_at_once(sit: Sit, staff: Cast, act: str) -> None:
    priya, page = sit("priya"), f"/staff/people/{staff['priya']}"
    assert press(sit("admin"), page, f"{page}/{act}").status_code in {200, 303}
    assert priya.get("/staff/queue").status_code == 303


def test_a_closed_account_can_be_opened_again(sit: Sit, staff: Cast, site: Flask, engine: Engine) -> None:
    ada, page = sit("admin"), f"/staff/people/{staff['priya']}"
    press(ada, page, f"{page}/close")
    press(ada, page, f"{page}/reopen")
    answer = through_the_door(site.test_client(), engine, "priya@example.org", "a password only for these stories")
    assert answer.status_code == 303


def test_after_a_reset_there_is_no_factor_and_the_old_password_is_still_asked(
    sit: Sit, staff: Cast, engine: Engine
) -> None:
    page = f"/staff/people/{staff['priya']}"
    press(sit("admin"), page, f"{page}/reset")
    with db.reading(engine) as session:
        assert not factors.has_any(session, staff["priya"])
        assert session.get_one(StaffUser, staff["priya"]).password_hash


@pytest.mark.parametrize("act", ["close", "reset", "end-stays", "password", "role"])
def test_nobody_does_these_to_themselves(sit: Sit, staff: Cast, act: str) -> None:
    ada, page = sit("admin"), f"/staff/people/{staff['admin']}"
    form = {"csrf_token": token_of(ada.get("/staff/me")), "role": "content_editor"}
    assert ada.post(f"{page}/{act}", data=form).status_code == 409
    assert ada.get("/staff/people").status_code == 200


def test_the_lead_sees_people_and_changes_nobody(sit: Sit, staff: Cast) -> None:
    lead, page = sit("lead"), f"/staff/people/{staff['priya']}"
    assert "Priya Nair" in lead.get("/staff/people").text
    shown = lead.get(page)
    assert shown.status_code == 200
    assert f"{page}/close" not in shown.text
    assert lead.post(f"{page}/close", data={"csrf_token": token_of(shown)}).status_code == 403


def test_something_grave_asks_for_a_fresh_second_factor_and_leads_back(sit: Sit, staff: Cast, engine: Engine) -> None:
    with time_machine.travel(MONDAY, tick=False) as time:
        ada, page = sit("admin"), f"/staff/people/{staff['priya']}"
        token = token_of(ada.get(page))
        time.shift(timedelta(minutes=11))
        stale = ada.post(f"{page}/close", data={"csrf_token": token})
        assert stale.status_code == 409
        assert "Nothing was changed yet" in stale.text
        asked = ada.get("/staff/people/add")
        assert asked.location == "/staff/confirm?next=/staff/people/add"
        give_apps(engine)
        form = {"csrf_token": token_of(ada.get(asked.location)), "code": code_now()}
        assert ada.post(asked.location, data=form).location == "/staff/people/add"
        assert ada.post(f"{page}/close", data={"csrf_token": token}).status_code == 303


def test_a_wrong_code_confirms_nothing(sit: Sit) -> None:
    with time_machine.travel(MONDAY, tick=False) as time:
        ada = sit("admin")
        time.shift(timedelta(minutes=11))
        assert press(ada, "/staff/confirm", "/staff/confirm", code="000000").status_code == 422
        assert ada.get("/staff/people/add").status_code == 303


def test_signing_out_everywhere_else_leaves_this_browser(sit: Sit) -> None:
    here, there = sit("priya"), sit("priya")
    press(here, "/staff/me", "/staff/me/elsewhere")
    assert here.get("/staff/me").status_code == 200
    assert there.get("/staff/me").status_code == 303


def test_new_recovery_codes_take_the_place_of_the_old(sit: Sit, staff: Cast, engine: Engine) -> None:
    priya = sit("priya")
    first, second = (
        re.findall(r'<code dir="ltr">([A-Z0-9-]+)</code>', press(priya, "/staff/me", "/staff/me/recovery").text)
        for _ in range(2)
    )
    with db.writing(engine) as session:
        assert factors.accept(session, staff["priya"], first[0], moment=clock.now()) is None
        assert factors.accept(session, staff["priya"], second[0], moment=clock.now()) == "recovery"


def test_every_act_is_in_the_trail_and_nobodys_name(sit: Sit, staff: Cast, engine: Engine) -> None:
    ada, page = sit("admin"), f"/staff/people/{staff['priya']}"
    for act in ("reset", "end-stays", "password", "close", "reopen"):
        press(ada, page, f"{page}/{act}")
    with db.reading(engine) as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.actor == f"staff:{staff['admin']}")).all()
    tags = [event.tag for event in events]
    for tag in ("factor:reset", "staff:stays-ended", "staff:changed", "staff:disabled", "staff:reopened"):
        assert tag in tags
    assert "Priya" not in "".join(str(event.detail) for event in events)
