"""A GP with four minutes, a school lead and a worried friend, through the real pages."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import db
from portal.referrals.facts import said
from portal.referrals.models import Draft, Referral
from portal.referrals.voices import Voice
from tests.browser import Browser

FORM = "/refer/professional/form"


@pytest.fixture
def gp(client: FlaskClient) -> Browser:
    browser = Browser(client)
    browser.open("/refer/professional/").send()
    assert browser.at.startswith(FORM)
    return browser


def referrals(engine: Engine) -> list[Referral]:
    with db.reading(engine) as session:
        return list(session.scalars(select(Referral).order_by(Referral.received_at)))


def drafted(engine: Engine) -> dict[str, object]:
    with db.reading(engine) as session:
        return said(session.scalars(select(Draft)).one().answers or {})


def through(browser: Browser) -> Browser:
    """Walk from the check, or the page that says where to call, to the end."""
    if browser.at.endswith("/help"):
        browser.open("/refer/professional/next")
    assert browser.at.endswith("/check"), browser.at
    return browser.send()


def test_a_gp_pastes_a_summary_and_is_done(gp: Browser, engine: Engine) -> None:
    gp.send(go="check", story="15, low for months, school worried.", referrer_phone="01632 960123", safe_now="yes")
    through(gp)
    assert gp.reference == referrals(engine)[0].reference
    assert referrals(engine)[0].voice is Voice.PROFESSIONAL
