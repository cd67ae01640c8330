"""Seats at the desk: a signed-in browser for anybody, at once, and the way through the door with both factors."""

import re
import uuid
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from werkzeug.test import TestResponse

from portal import clock, db
from portal.accounts import actions, app_codes
from portal.accounts.models import StaffUser
from portal.accounts.permissions import Role

APP_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""What everybody's app in these stories has been told."""


def take_on(engine: Engine, role: Role, *, organization_id: uuid.UUID | None = None, name: str = "") -> uuid.UUID:
    """Take somebody made up on for a role, with an app; ask twice and it is the same person."""
    email = f"{name or role.value}@example.org".casefold().replace(" ", ".")
    with db.writing(engine) as session:
        known = session.scalars(select(StaffUser.id).where(StaffUser.email == email)).one_or_none()
        if known:
            return known
        user = actions.add_staff(
            session,
            email,
            name or role.value.replace("_", " ").title(),
            role,
            "secret",
            actor="command",
            moment=clock.now(),
            fictional=True,
            organization_id=organization_id,
        )
        user.app_key = APP_KEY
        return user.id


def seat(site: Flask, engine: Engine, who: Role | uuid.UUID, *, confirmed_at: datetime | None = None) -> FlaskClient:
    """Put somebody, or anybody of a role, at a browser in which both factors were given."""
    user_id = take_on(engine, who) if isinstance(who, Role) else who
    with db.writing(engine) as session:
        token = actions.sign_in(session, user_id, f"device of {user_id}", moment=confirmed_at or clock.now())
    browser = site.test_client()
    browser.set_cookie("fd_staff", token, path="/staff")
    return browser


def token_of(page: TestResponse) -> str:
    """Read the form token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


def give_apps(engine: Engine) -> None:
    """Let everybody have an app, whose codes are all unused."""
    with db.writing(engine) as session:
        for user in session.scalars(select(StaffUser)):
            user.app_key = APP_KEY
        session.execute(update(StaffUser).values(app_step=None))


def code_now() -> str:
    """Return what everybody's app shows."""
    return app_codes.current(APP_KEY, clock.now())


def through_the_door(
    browser: FlaskClient, engine: Engine, email: str, password: str, wanted: str = "", **options: Any
) -> TestResponse:
    """Open the door's page, type a password, and after it the app's code; return what came last."""
    place = "/staff/sign-in" + (f"?next={wanted}" if wanted else "")
    form = {"email": email, "password": password, "csrf_token": token_of(browser.get(place))}
    answer = browser.post(place, data=form, **options)
    if answer.status_code != 303:
        return answer
    give_apps(engine)
    form = {"code": code_now(), "csrf_token": token_of(browser.get(answer.location))}
    return browser.post(answer.location, data=form, **options)
