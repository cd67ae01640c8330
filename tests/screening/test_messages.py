"""What was sent about a case, on its page: what about, to whom, by which way, and why one did not leave."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import db
from portal.accounts.permissions import Role
from portal.notifications import outbox
from portal.notifications.leave import Leave, May, Way
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import Delivery
from portal.post_room import words
from portal.referrals.models import Referral
from tests import staff
from tests.screening.conftest import MONDAY, Desk


@pytest.fixture
def amina(desk: Desk) -> Referral:
    """Let Amina ask, tell her by text, give a letter up, and find no way to tell the parents."""
    asked = desk.arrive()
    about = {"referral_id": asked.id, "reference": asked.reference}
    with db.writing(desk.engine) as session:
        leave = Leave(Audience.YOUNG_PERSON, Way.TEXT, May.OPENLY, ())
        told = outbox.enqueue(session, Kind.APPOINTMENT, Audience.YOUNG_PERSON, leave=leave, **about)
        told.status, told.sent_at = Delivery.SENT, MONDAY
        dead = outbox.enqueue(session, Kind.ALERT, Audience.ON_CALL, **about)
        dead.status, dead.trouble = Delivery.DEAD, "TimeoutError"
        outbox.untold(session, Kind.SCREENED, Audience.PARENT, because="no-safe-way", **about)
    return asked


def lines(browser: FlaskClient, referral: Referral) -> dict[str, str]:
    """Read the messages of a page: by what each is about."""
    page = browser.get(f"/staff/referrals/{referral.id}").text
    block = page.partition('aria-labelledby="messages"')[2].partition("</section>")[0]
    plain = [" ".join(re.sub(r"<[^>]+>", " ", one).split()).replace(" :", ":") for one in block.split("<li ")[1:]]
    return {next(about for about in words.KINDS.values() if about in one): one for one in plain}


def test_a_lead_reads_what_left_and_can_help_what_did_not(desk: Desk, site: Flask, amina: Referral) -> None:
    lead = staff.seat(site, desk.engine, Role.TEAM_LEAD)
    said = lines(lead, amina)
    assert "to the young person, by text" in said["A time to meet"]
    assert "Sent 10:00" in said["A time to meet"]
    assert "Given up: TimeoutError. Send it again" in said["Somebody cannot wait"]
    assert "to the parent or carer Nobody could be told safely: there is no safe way" in said["It has been read"]
    assert 'href="/staff/messages"' in lead.get(f"/staff/referrals/{amina.id}").text


def test_a_clinician_reads_the_same_and_is_told_who_can_help(desk: Desk, site: Flask, amina: Referral) -> None:
    clinician = staff.seat(site, desk.engine, Role.DUTY_CLINICIAN)
    assert "Given up: TimeoutError. A team lead can send it again." in lines(clinician, amina)["Somebody cannot wait"]
    page = clinician.get(f"/staff/referrals/{amina.id}").text
    assert 'href="/staff/messages"' not in page
    assert "07700 900123" not in page.partition('aria-labelledby="messages"')[2].partition("</section>")[0]


def test_every_kind_and_every_state_has_words() -> None:
    assert set(words.KINDS) == set(Kind)
    assert set(words.AUDIENCES) == set(Audience)
    assert set(words.STATES) == set(Delivery)
    assert len(set(words.KINDS.values())) == len(Kind)
