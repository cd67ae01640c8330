"""The desk of these stories: who works there, and who has asked for help."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
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
from portal.care.models import Spell
from portal.referrals import actions, drafts, facts
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.screening import actions as screening
from portal.screening import deciding, letters
from portal.screening.models import ScreeningDecision
from portal.screening.outcomes import Decision, Told
from portal.screening.stamps import stamp

CAST = {
    "priya": ("Priya Nair", Role.DUTY_CLINICIAN),
    "tom": ("Tom Ellery", Role.DUTY_CLINICIAN),
    "sena": ("Sena Okafor", Role.SENIOR_DUTY_CLINICIAN),
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
    book: letters.Book

    @property
    def cared(self) -> list[tuple[Any, ...]]:
        """Return whose care began, and to whom they were offered with which story."""
        with db.reading(self.engine) as session:
            spells = session.scalars(select(Spell).order_by(Spell.opened_at)).all()
            offered = [(each.to_organization_id, each.story) for spell in spells for each in spell.transfers]
            return [*((spell.referral_id,) for spell in spells), *offered]

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

    def take(self, referral: Referral, who: str = "priya", at: datetime = MONDAY) -> Referral:
        """Take a referral in hand, as it is now."""
        with db.writing(self.engine) as session:
            seen = stamp(session.get_one(Referral, referral.id).case.referrals)
            return screening.claim(session, referral.id, seen, by=self.staff[who], here=self.here.clocks, moment=at)

    def decide(
        self,
        referral: Referral,
        decision: Decision,
        who: str = "priya",
        at: datetime = MONDAY,
        version: int = 0,
        whole: bool = True,
    ) -> ScreeningDecision:
        """Decide, having read it all and told nobody yet, unless the story says otherwise."""
        with db.writing(self.engine) as session:
            voices = session.get_one(Referral, referral.id).case.referrals
            if whole:
                read = frozenset(voice.id for voice in voices)
                decision = replace(decision, read=read, told=Told(("nobody",)))
            made = (session, referral.id, version or stamp(voices), decision)
            return deciding.decide(*made, by=self.staff[who], here=self.here.clocks, book=self.book, moment=at)

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
    return Desk(engine, here, judgement, staff, letters.load(Path("content"), here.service_name))


@dataclass
class Seat:
    """Somebody's browser."""

    client: FlaskClient

    def open(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **options)

    def press(
        self, referral: Referral | uuid.UUID, act: str, page: TestResponse | None = None, **typed: Any
    ) -> TestResponse:
        """Press a button on a referral's page, as it was when the page was opened."""
        one = referral if isinstance(referral, uuid.UUID) else referral.id
        shown = (page or self.open(f"/staff/referrals/{one}")).text
        form = {name: value(shown, name) for name in ("csrf_token", "version")}
        return self.client.post(f"/staff/referrals/{one}/{act}", data=form | typed)

    def decide(self, referral: Referral, page: TestResponse | None = None, **typed: Any) -> TestResponse:
        """Decide on a referral's page: everything read, nobody told yet, and the letter read when there is one."""
        shown = page or self.open(f"/staff/referrals/{referral.id}")
        read = re.findall(r'name="read"[^>]*value="([^"]+)"', shown.text)
        sent = self.press(referral, "decide", shown, **({"told": "nobody", "read": read} | typed))
        if sent.status_code != 200 or "Read the letter" not in sent.text:
            return sent
        seen = value(sent.text, "letter_seen")
        return self.press(
            referral, "decide", shown, **({"told": "nobody", "read": read} | typed | {"letter_seen": seen})
        )


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
