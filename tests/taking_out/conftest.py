"""Amina, 14, and her father have both asked for help; a clinician has put the two together."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from portal import db
from portal.accounts import passwords
from portal.accounts.permissions import Role
from portal.area import Area
from portal.referrals import actions, cases, drafts, facts
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from tests.staff import seat, take_on, token_of

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HER_STORY = "School is hard and I hide in the library."
HIS_STORY = "She never talks to me any more and I am worried."
NUMBER = "999 000 0018"
"""Both give it, so the second one is a second contact about the same child."""
WHY = "Amina asked for a copy of her record by letter."


@dataclass
class Two:
    """Two voices of one case, and a way to take their record out."""

    engine: Engine
    site: Flask
    amina: uuid.UUID
    father: uuid.UUID

    def path(self) -> str:
        """Return the address of the page."""
        return f"/staff/referrals/{self.amina}/take-out"

    def sit(self, role: Role = Role.TEAM_LEAD) -> FlaskClient:
        """Put somebody at a browser."""
        return seat(self.site, self.engine, role)

    def take(self, *left_out: str, kind: str = "page", browser: FlaskClient | None = None, **said: Any) -> TestResponse:
        """Fill the form in and press its button."""
        browser = browser or self.sit()
        form = {"why": WHY, "left_out": list(left_out), "kind": kind, "looked": "yes"} | said
        return browser.post(self.path(), data=form | {"csrf_token": token_of(browser.get(self.path()))})


@pytest.fixture
def two(site: Flask, engine: Engine, here: Area, judgement: facts.Judgement, monkeypatch: pytest.MonkeyPatch) -> Two:
    """Let both ask, and join them."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    clinician = take_on(engine, Role.DUTY_CLINICIAN)
    ask = asking(engine, here, judgement)
    amina, father = ask(Voice.YOUNG_PERSON, HER_STORY), ask(Voice.PARENT_CARER, HIS_STORY)
    with db.writing(engine) as session:
        cases.join(session, amina.id, father.id, "The same child.", by=clinician, here=here.clocks, moment=MONDAY)
    return Two(engine, site, amina.id, father.id)


def asking(engine: Engine, here: Area, judgement: facts.Judgement) -> Callable[[Voice, str], Referral]:
    """Return a way to ask for help."""

    def ask(voice: Voice, story: str) -> Referral:
        answers = {
            "worry": {"story": story},
            "age": {"age": 14},
            "safe": {"safe_now": "yes"},
            "thoughts": {"sui_thoughts": "none", "sui_plan": "no", "sui_intent": "no", "sui_attempt": "none"},
            "contact": {"name": "Amina", "phone": "07700 900123", "unsafe_contact": "no", "nhs_number": NUMBER},
        }
        with db.writing(engine) as session:
            draft = drafts.start(session, drafts.new_key(), voice, "en", MONDAY)
            draft.answers = answers
            return actions.submit(session, draft, None, judgement, here, MONDAY)

    return ask
