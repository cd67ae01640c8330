"""The desk of these stories: who works there, and who has asked for help."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from portal import clock, db
from portal.accounts import actions as accounts
from portal.accounts import passwords
from portal.accounts.permissions import Role
from portal.area import Area
from portal.referrals import actions, drafts, facts
from portal.referrals.models import Referral
from portal.referrals.voices import Voice

CAST = {
    "priya": ("Priya Nair", Role.DUTY_CLINICIAN),
    "tom": ("Tom Ellery", Role.DUTY_CLINICIAN),
    "editor": ("Ed Marsh", Role.CONTENT_EDITOR),
}
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SAFE = {
    "worry": {"story": "School is hard and I can't sleep."},
    "age": {"age": 14},
    "safe": {"safe_now": "yes"},
    "thoughts": {"sui_thoughts": "none", "sui_plan": "no", "sui_intent": "no", "sui_attempt": "none"},
    "self-harm": {"self_harm": "none"},
    "contact": {"name": "Amina", "phone": "07700 900123", "unsafe_contact": "no"},
}
"""What Amina, 14, says when nothing is urgent."""


def said(**answers: Any) -> dict[str, dict[str, Any]]:
    """Return what Amina says, with some answers changed; None leaves one out."""
    pages = {page: dict(given) for page, given in SAFE.items()}
    for name, value in answers.items():
        page = next((page for page, given in SAFE.items() if name in given), "life")
        pages.setdefault(page, {})[name] = value
        if value is None:
            del pages[page][name]
    return pages


@pytest.fixture
def amina_says() -> Callable[..., dict[str, dict[str, Any]]]:
    """Return a way to say what Amina says."""
    return said


@dataclass
class Desk:
    """The database of a story, with the people in it."""

    engine: Engine
    here: Area
    judgement: facts.Judgement
    staff: dict[str, uuid.UUID]

    def arrive(
        self,
        at: datetime = MONDAY,
        key: str = "",
        language: str = "en",
        voice: Voice = Voice.YOUNG_PERSON,
        **answers: Any,
    ) -> Referral:
        """Send a referral, or more words with a key that was used before."""
        key = key or drafts.new_key()
        with db.writing(self.engine) as session:
            wanted = select(Referral).where(Referral.submission_key == drafts.digest(key))
            known = session.scalars(wanted).one_or_none()
            draft = drafts.start(session, key, voice, language, at)
            draft.answers = said(**answers)
            return actions.submit(session, draft, known, self.judgement, self.here, at)

    def look(self, referral: Referral | uuid.UUID) -> Referral:
        """Return a referral as it is now."""
        one = referral if isinstance(referral, uuid.UUID) else referral.id
        with db.reading(self.engine) as session:
            found = session.get_one(Referral, one)
            assert [*found.history, *found.triages, *found.amendments]
            return found


@pytest.fixture
def desk(engine: Engine, here: Area, judgement: facts.Judgement, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Open the desk."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with db.writing(engine) as session:
        staff = {
            who: accounts.add_staff(
                session, f"{who}@example.org", name, role, "secret", actor="command", moment=MONDAY, fictional=True
            ).id
            for who, (name, role) in CAST.items()
        }
    return Desk(engine, here, judgement, staff)


@dataclass
class Seat:
    """Somebody's browser."""

    client: FlaskClient

    def open(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **options)

    def press(
        self, referral: Referral | uuid.UUID, act: str, page: TestResponse | None = None, **typed: str
    ) -> TestResponse:
        """Press a button on a referral's page, as it was when the page was opened."""
        one = referral if isinstance(referral, uuid.UUID) else referral.id
        shown = (page or self.open(f"/staff/referrals/{one}")).text
        form = {name: value(shown, name) for name in ("csrf_token", "version")}
        return self.client.post(f"/staff/referrals/{one}/{act}", data=form | typed)


def value(page: str, name: str) -> str:
    """Read a hidden field of a page; a page without one has an empty one."""
    boxes = re.findall(r"<input[^>]*>", page)
    found = [re.search(r'value="([^"]*)"', box) for box in boxes if f'name="{name}"' in box and "hidden" in box]
    return found[-1][1] if found and found[-1] else ""


@pytest.fixture
def seat(site: Flask, desk: Desk) -> Callable[[str], Seat]:
    """Return a way to put somebody at a browser, signed in."""

    def sit(who: str) -> Seat:
        with db.writing(desk.engine) as session:
            token = accounts.sign_in(session, desk.staff[who], f"device of {who}", moment=clock.now())
        client = site.test_client()
        client.set_cookie("fd_staff", token, path="/staff")
        return Seat(client)

    return sit
