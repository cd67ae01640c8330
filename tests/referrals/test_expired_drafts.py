"""Amina comes back after the time we keep answers for: they are gone, she is told so, and what she writes is kept."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import clock, db
from portal.referrals import drafts
from portal.referrals.models import Draft
from tests.browser import Browser, walk

ANSWERS = {"worry": {"story": "i cant sleep"}, "contact": {"phone": "07700 900123"}}


@pytest.fixture
def phone(client: FlaskClient) -> Browser:
    return Browser(client)


def a_month_later(monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)


def sweep(engine: Engine) -> None:
    with db.writing(engine) as session:
        drafts.forget_expired(session, clock.now())


@pytest.fixture(params=[False, True], ids=["kept", "swept"])
def too_late(
    phone: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Browser:
    """Come back when a form that was begun has grown too old, before and after it was forgotten."""
    walk(phone, ANSWERS, stop="safe")
    a_month_later(monkeypatch)
    if request.param:
        sweep(engine)
    return phone


def test_what_has_expired_is_not_shown_and_she_is_told_kindly(too_late: Browser) -> None:
    phone = too_late
    phone.open("/refer/young-person/worry")
    assert phone.at.endswith("/refer/young-person/")
    assert "i cant sleep" not in phone.page
    assert "The answers you began here before are gone" in phone.page
    assert "You can start again" in phone.page
    walk(phone, ANSWERS)
    assert phone.reference
    assert "are gone" not in phone.open("/refer/young-person/").page


def test_what_she_writes_after_that_is_kept_and_she_is_told_once(too_late: Browser, engine: Engine) -> None:
    phone = too_late
    phone.send(safe_now="yes")
    assert "The answers you began here before are gone" in phone.page
    assert "What you wrote just now is saved" in phone.page
    phone.send(age="14").send(story="i still cry")
    assert "are gone" not in phone.page
    with db.reading(engine) as session:
        kept = [draft.answers or {} for draft in session.scalars(select(Draft)) if draft.expires_at > clock.now()]
    assert kept == [{"safe": {"safe_now": "yes"}, "age": {"age": 14}, "worry": {"story": "i still cry"}}]


def test_what_is_added_after_sending_can_expire_and_be_added_again(
    phone: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(phone, ANSWERS)
    old = Browser(phone.client, "/refer/young-person/worry", phone.open("/my-referral").page)
    old.send(story="worse").open("/refer/young-person/check")
    a_month_later(monkeypatch)
    Browser(phone.client, "/refer/young-person/worry", phone.open("/my-referral").page).send(story="much worse")
    assert "much worse" in phone.open("/refer/young-person/check").page
    with db.reading(engine) as session:
        assert len(session.scalars(select(Draft)).all()) == 1
