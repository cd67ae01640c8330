"""Every reading of a record is in the log, and those who answer for it can see who looked."""

import csv
import io
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, text

from portal import clock, db
from portal.accounts.models import StaffUser
from portal.accounts.permissions import Permission, Role, may
from portal.audit.models import AuditEvent
from portal.oversight import log
from portal.referrals import readings
from portal.referrals.models import Referral
from tests.oversight.conftest import MONDAY, STORY
from tests.staff import token_of

Sit = Callable[[Role], FlaskClient]
Staff = dict[Role, uuid.UUID]


def read_of(engine: Engine, referral: Referral) -> int:
    with db.reading(engine) as session:
        mine = (AuditEvent.tag == "referral:read", AuditEvent.subject == f"referral:{referral.id}")
        return session.scalar(select(func.count()).select_from(AuditEvent).where(*mine)) or 0


def unnoted(site: Flask, browser: FlaskClient, engine: Engine, amina: Referral) -> list[str]:
    """Open every staff page about Amina in every way, and name those that show her words and leave no line."""
    found, token = [], token_of(browser.get("/staff/me"))
    for rule in site.url_map.iter_rules():
        if "<uuid:referral_id>" not in rule.rule or not rule.rule.startswith("/staff"):
            continue
        path = rule.rule.replace("<uuid:referral_id>", str(amina.id))
        path = re.sub(r"<uuid:\w+>", str(uuid.uuid4()), path)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for form in ({}, {"csrf_token": token}, {"csrf_token": token, "version": "1", "move": "accept"}):
                before = read_of(engine, amina)
                answer = browser.open(path, method=method, data=form if method == "POST" else None)
                if STORY in answer.text and read_of(engine, amina) == before:
                    found.append(f"{method} {path}: {answer.status_code}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in Role if may(role, Permission.READ_REFERRAL)])
def test_every_page_that_shows_a_record_notes_who_looked(
    site: Flask, sit: Sit, engine: Engine, amina: Referral, role: Role
) -> None:
    browser = sit(role)
    assert STORY in browser.get(f"/staff/referrals/{amina.id}").text
    assert unnoted(site, browser, engine, amina) == []


@pytest.mark.slow
def test_a_page_that_forgets_to_note_would_be_named(
    site: Flask, sit: Sit, engine: Engine, amina: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "note", lambda *_said, **_more: None)
    assert unnoted(site, sit(Role.TEAM_LEAD), engine, amina)


def test_a_lead_sees_who_looked_when_and_why(sit: Sit, amina: Referral) -> None:
    sit(Role.DUTY_CLINICIAN).get(f"/staff/referrals/{amina.id}")
    assert f"/staff/referrals/{amina.id}/who-looked" in sit(Role.TEAM_LEAD).get(f"/staff/referrals/{amina.id}").text
    page = sit(Role.TEAM_LEAD).get(f"/staff/referrals/{amina.id}/who-looked").text
    assert "Duty Clinician" in page
    assert "Their work" in page
    assert STORY not in page


def test_looking_at_the_log_is_in_the_log(sit: Sit, amina: Referral, engine: Engine, staff: Staff) -> None:
    sit(Role.ADMINISTRATOR).get(f"/staff/referrals/{amina.id}/who-looked")
    with db.reading(engine) as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
    assert (last.tag, last.actor) == ("log:read", f"staff:{staff[Role.ADMINISTRATOR]}")


def test_filters_are_an_address(sit: Sit, amina: Referral, staff: Staff) -> None:
    with time_machine.travel(MONDAY, tick=False) as time:
        sit(Role.DUTY_CLINICIAN).get(f"/staff/referrals/{amina.id}")
        lead = sit(Role.TEAM_LEAD)
        lead.get(f"/staff/referrals/{amina.id}")
        mine = f"person={staff[Role.DUTY_CLINICIAN]}"
        for query, expected in (
            (f"{mine}&kind=looked", 1),
            (f"reference={amina.reference}&kind=looked", 2),
            (f"{mine}&kind=looked&day=2026-11-23", 1),
            (f"{mine}&kind=looked&day=2026-11-22", 0),
            ("kind=glass", 0),
        ):
            assert lead.get(f"/staff/audit?{query}").text.count("<td>Referral read") == expected, query
        time.shift(timedelta(minutes=1))


def test_what_cannot_be_read_is_said(sit: Sit) -> None:
    page = sit(Role.TEAM_LEAD).get("/staff/audit?day=yesterday&reference=x&person=me&page=-1&kind=king")
    assert page.status_code == 200
    assert "Write it like 2026-11-23" in page.text
    assert "Check its last characters" in page.text


@given(asked=st.dictionaries(st.sampled_from(["person", "reference", "day", "kind", "page"]), st.text(max_size=30)))
def test_no_address_breaks_the_filters(asked: dict[str, str]) -> None:
    filters = log.read_filters(asked)
    assert filters.page >= 1
    assert set(filters.as_query()) <= {"person", "reference", "day", "kind"}


def test_a_trail_that_somebody_touched_is_said_to_be_broken(sit: Sit, amina: Referral, engine: Engine) -> None:
    lead = sit(Role.TEAM_LEAD)
    assert 'data-chain="whole"' in lead.get("/staff/audit?check=1").text
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER IF EXISTS audit_events_no_update"))
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
            for name in names.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE audit_events DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE audit_events SET actor = 'staff:nobody' WHERE seq = 2"))
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_events ENABLE TRIGGER USER"))
    assert "broken at line 2" in lead.get("/staff/audit?check=1").text


def test_the_table_to_keep_needs_a_fresh_factor_is_noted_and_holds_no_formula(
    sit: Sit, amina: Referral, engine: Engine, staff: Staff
) -> None:
    with db.writing(engine) as session:
        session.get_one(StaffUser, staff[Role.DUTY_CLINICIAN]).name = "=cmd|' /C calc'!A0"
    sit(Role.DUTY_CLINICIAN).get(f"/staff/referrals/{amina.id}")
    with time_machine.travel(clock.now(), tick=False) as time:
        lead = sit(Role.TEAM_LEAD)
        table = lead.get("/staff/audit.csv?kind=looked")
        rows = list(csv.reader(io.StringIO(table.text)))
        assert rows[1][2] == "'=cmd|' /C calc'!A0"
        time.shift(timedelta(minutes=11))
        assert lead.get("/staff/audit.csv").location.startswith("/staff/confirm?next=/staff/audit.csv")
    with db.reading(engine) as session:
        assert session.scalars(select(AuditEvent).where(AuditEvent.tag == "log:exported")).one()
