"""A passkey from end to end: Priya makes one on her device, and comes in with it."""

import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Engine

from portal import clock, db
from portal.accounts import actions, factors
from portal.web.assets import with_static_files
from tests.accounts.conftest import PASSWORD
from tests.served import serving
from tests.staff import give_apps

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    """Serve the site with its static files under a name: browsers give no passkey to a number."""
    with serving(with_static_files(site)) as port:
        here = f"http://localhost:{port}"
        object.__setattr__(site.extensions["portal"]["settings"], "base_url", here)
        yield here


def test_priya_makes_a_passkey_and_comes_in_with_it(
    chromium: Browser, address: str, staff: dict[str, uuid.UUID], engine: Engine
) -> None:
    give_apps(engine)
    with db.writing(engine) as session:
        token = actions.sign_in(session, staff["priya"], "device", moment=clock.now())
    context = chromium.new_context()
    context.add_cookies([{"name": "fd_staff", "value": token, "url": f"{address}/staff"}])
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{address}/staff/me/passkeys/add")
    page.fill("[name=name]", "Ward tablet")
    page.click("text=Make a passkey on this device")
    page.wait_for_url(f"{address}/staff/me", timeout=10_000)
    assert "Ward tablet" in page.inner_text("main")
    with db.reading(engine) as session:
        assert len(factors.passkeys(session, staff["priya"])) == 1
    context.clear_cookies()
    page.goto(f"{address}/staff/sign-in?next=/staff/me")
    page.fill("[name=email]", "priya@example.org")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.click("text=Use a passkey instead")
    page.wait_for_url(f"{address}/staff/me", timeout=10_000)
    assert "Priya Nair" in page.inner_text("main")
    context.close()
