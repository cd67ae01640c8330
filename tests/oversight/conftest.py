"""Amina has asked for help; some people work on it, and some do not."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal import clock, db
from portal.accounts import passwords
from portal.accounts.permissions import Role
from portal.area import Area
from portal.referrals import actions, drafts, facts
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from tests.staff import seat, take_on

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
STORY = "School is hard and I hide in the library."
CODE = "ABCDE-FGHJK"


@pytest.fixture
def amina(engine: Engine, here: Area, judgement: facts.Judgement) -> Referral:
    """Let Amina, 14, ask for help."""
    answers = {
        "worry": {"story": STORY},
        "age": {"age": 14},
        "safe": {"safe_now": "yes"},
        "thoughts": {"sui_thoughts": "none", "sui_plan": "no", "sui_intent": "no", "sui_attempt": "none"},
        "contact": {"name": "Amina", "phone": "07700 900123", "unsafe_contact": "no"},
    }
    with db.writing(engine) as session:
        draft = drafts.start(session, drafts.new_key(), Voice.YOUNG_PERSON, "en", clock.now())
        draft.answers = answers
        return actions.submit(session, draft, None, judgement, here, clock.now())


@pytest.fixture
def staff(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> dict[Role, uuid.UUID]:
    """Take one of each role on."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return {role: take_on(engine, role) for role in Role}


@pytest.fixture
def sit(site: Flask, engine: Engine, staff: dict[Role, uuid.UUID]) -> Callable[[Role], FlaskClient]:
    """Return a way to put somebody of a role at a browser."""
    return lambda role: seat(site, engine, staff[role])
