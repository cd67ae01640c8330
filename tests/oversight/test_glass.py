"""Breaking the glass: one record, one hour, one reason, and somebody who hears of it."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from portal import clock, db
from portal.accounts import glass
from portal.accounts.models import GlassBreak
from portal.accounts.permissions import Permission, Role, may
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import OutboxMessage
from portal.referrals.models import Referral
from tests.oversight.conftest import MONDAY, STORY
from tests.staff import token_of

Sit = Callable[[Role], FlaskClient]
Staff = dict[Role, uuid.UUID]
WHY = "She stands at our door and says she took something."
BREAKERS = [role for role in Role if may(role, Permission.BREAK_GLASS)]


def break_it(browser: FlaskClient, amina: Referral, reason: str = WHY) -> TestResponse:
    page = f"/staff/referrals/{amina.id}/break-glass"
    return browser.post(page, data={"csrf_token": token_of(browser.get(page)), "reason": reason})


@pytest.mark.parametrize("role", BREAKERS)
def test_who_does_not_work_on_it_reads_it_only_behind_broken_glass(sit: Sit, amina: Referral, role: Role) -> None:
    browser, record = sit(role), f"/staff/referrals/{amina.id}"
    closed = browser.get(record)
    assert closed.status_code == 403
    assert f"{record}/break-glass" in closed.text
    assert STORY not in closed.text + browser.get(f"{record}/break-glass").text
    assert break_it(browser, amina).location == record
    page = browser.get(record)
    assert page.status_code == 200
    assert "library" in page.text
    assert "You broke the glass" in page.text
    assert "Take it in hand" not in page.text


def test_it_opens_nothing_but_reading_and_nothing_but_this(
    sit: Sit, amina: Referral, engine: Engine, staff: Staff
) -> None:
    partner = sit(Role.SERVICE_PARTNER)
    break_it(partner, amina)
    for act in ("claim", "release", "decide", "join", "contact", "competence"):
        assert partner.post(f"/staff/referrals/{amina.id}/{act}").status_code == 403
    assert partner.get(f"/staff/referrals/{uuid.uuid4()}").status_code == 403
    assert partner.get("/staff/queue").status_code == 403
    with db.reading(engine) as session:
        for role, user_id in staff.items():
            mine = glass.is_open(session, user_id, amina.id, clock.now())
            assert mine is (role is Role.SERVICE_PARTNER)


def test_it_closes_after_an_hour(sit: Sit, amina: Referral) -> None:
    with time_machine.travel(MONDAY, tick=False) as time:
        partner = sit(Role.SERVICE_PARTNER)
        break_it(partner, amina)
        for _ in range(5):
            time.shift(timedelta(minutes=11, seconds=59))
            assert partner.get(f"/staff/referrals/{amina.id}").status_code == 200
        time.shift(timedelta(seconds=5))
        assert partner.get(f"/staff/referrals/{amina.id}").status_code == 403


def test_a_glass_that_never_closes_would_be_noticed(sit: Sit, amina: Referral, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glass, "LASTS", timedelta(days=1))
    with time_machine.travel(MONDAY, tick=False) as time:
        partner = sit(Role.SERVICE_PARTNER)
        break_it(partner, amina)
        for _ in range(6):
            time.shift(timedelta(minutes=11))
            partner.get("/staff/me")
        assert partner.get(f"/staff/referrals/{amina.id}").status_code == 200


@pytest.mark.parametrize("reason", ["", "because", "1234567890 !!!!!"])
def test_no_reason_opens_nothing_and_what_was_typed_stays(
    sit: Sit, amina: Referral, engine: Engine, reason: str
) -> None:
    partner = sit(Role.SERVICE_PARTNER)
    answer = break_it(partner, amina, reason)
    assert answer.status_code == 422
    assert reason in answer.text
    with db.reading(engine) as session:
        assert session.scalars(select(GlassBreak)).first() is None


def test_the_people_for_safeguarding_hear_of_it_and_read_why(sit: Sit, amina: Referral, engine: Engine) -> None:
    break_it(sit(Role.ADMINISTRATOR), amina)
    with db.reading(engine) as session:
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == Kind.GLASS_BROKEN)).one()
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "glass:broken")).one()
        row = session.scalars(select(GlassBreak)).one()
        assert trail.verify(session).ok
    assert (told.audience, told.referral_id) == (Audience.SAFEGUARDING_DESK, amina.id)
    assert "door" not in str(event.detail)
    assert b"door" not in (row.reason_sealed or b"")
    page = sit(Role.SAFEGUARDING_LEAD).get(f"/staff/referrals/{amina.id}/who-looked").text
    assert WHY in page
    assert "Administrator" in page


def test_the_reading_behind_the_glass_is_in_the_log_as_such(sit: Sit, amina: Referral, engine: Engine) -> None:
    partner = sit(Role.SERVICE_PARTNER)
    break_it(partner, amina)
    partner.get(f"/staff/referrals/{amina.id}")
    with db.reading(engine) as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.tag == "referral:read")).one()
    assert read.detail == {"role": "service_partner", "why": "glass"}


def test_a_record_is_found_by_the_reference_that_somebody_was_told(sit: Sit, amina: Referral) -> None:
    partner = sit(Role.SERVICE_PARTNER)
    found = partner.get(f"/staff/break-glass?reference={amina.reference.lower()}")
    assert found.location == f"/staff/referrals/{amina.id}/break-glass"
    assert "No record has this reference" in partner.get("/staff/break-glass?reference=FD-1").text
