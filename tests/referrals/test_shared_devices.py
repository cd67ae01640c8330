"""Amina writes on her brother's phone: it stays a shared device after sending, and shows him nothing."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import clock, db
from portal.referrals.models import Draft
from tests.browser import Browser, walk
from tests.referrals.owners import AMINA


@pytest.fixture
def amina(client: FlaskClient) -> Browser:
    return Browser(client)


def on_a_shared_device(browser: Browser, home: str = "/refer/young-person/") -> Browser:
    browser.open(home).send(shared_device="yes")
    return browser


def test_on_a_shared_device_her_reference_and_code_are_shown_once(amina: Browser, site: Flask) -> None:
    walk(on_a_shared_device(amina), AMINA)
    reference, code = amina.reference, amina.code
    assert "we show this page only once" in amina.page
    for path in ("/refer/young-person/sent", "/refer/young-person/next", "/refer/young-person/"):
        amina.open(path)
        assert amina.at == "/refer/young-person/"
        assert reference not in amina.page
        assert code not in amina.page
    later = Browser(site.test_client())
    assert "A trained person" in later.open("/my-referral").send(reference=reference, code=code).page


def test_on_her_own_device_the_page_stays(amina: Browser) -> None:
    walk(amina, AMINA)
    first = amina.reference
    assert "only once" not in amina.page
    assert amina.open("/refer/young-person/sent").reference == first


def test_a_shared_device_is_still_one_after_sending(amina: Browser, engine: Engine) -> None:
    walk(on_a_shared_device(amina), AMINA)
    token = amina.open("/my-referral").token
    amina.client.post("/refer/young-person/worry", data={"csrf_token": token, "story": "one more thing"})
    with db.reading(engine) as session:
        draft = session.scalars(select(Draft)).one()
    assert draft.shared_device


def test_a_shared_device_is_still_one_after_the_answers_have_grown_old(
    amina: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(on_a_shared_device(amina), AMINA, stop="safe")
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    amina.send(safe_now="yes")
    with db.reading(engine) as session:
        new = session.scalars(select(Draft).where(Draft.expires_at > later)).one()
    assert new.shared_device


def test_whoever_says_next_time_that_the_device_is_theirs_is_believed(amina: Browser, engine: Engine) -> None:
    walk(on_a_shared_device(amina), AMINA)
    amina.open("/refer/young-person/").send()
    with db.reading(engine) as session:
        assert not session.scalars(select(Draft)).one().shared_device
