"""The cast of care: a desk of clinicians, two organisations with a partner each, and Amina who waits."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal import clock, db
from portal.accounts import actions as accounts
from portal.accounts import passwords
from portal.accounts.models import StaffUser
from portal.accounts.permissions import Role
from portal.area import Area
from portal.care import actions
from portal.care.models import Spell
from portal.directory.models import Organization
from portal.notifications.messages import Audience, Kind
from portal.referrals import actions as referrals
from portal.referrals import drafts, facts, telling
from portal.referrals.lifecycle import Move
from portal.referrals.models import Referral
from portal.referrals.voices import Voice

CAST = {
    "priya": ("Priya Nair", Role.DUTY_CLINICIAN, ""),
    "tom": ("Tom Ellery", Role.DUTY_CLINICIAN, ""),
    "sade": ("Sade Cole", Role.SENIOR_DUTY_CLINICIAN, ""),
    "lena": ("Lena Ford", Role.TEAM_LEAD, ""),
    "admin": ("Ade Bell", Role.ADMINISTRATOR, ""),
    "editor": ("Ed Marsh", Role.CONTENT_EDITOR, ""),
    "directory": ("Dee Lowe", Role.DIRECTORY_EDITOR, ""),
    "kite": ("Kay Webb", Role.SERVICE_PARTNER, "Kite"),
    "harbour": ("Hal Reed", Role.SERVICE_PARTNER, "Harbour"),
    "adrift": ("Ari Moss", Role.SERVICE_PARTNER, ""),
}
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SAFE: dict[str, dict[str, Any]] = {
    "worry": {"story": "School is hard and I can't sleep."},
    "age": {"age": 14},
    "safe": {"safe_now": "yes"},
    "thoughts": {"sui_thoughts": "none", "sui_plan": "no", "sui_intent": "no", "sui_attempt": "none"},
    "self-harm": {"self_harm": "none"},
    "contact": {"name": "Amina", "phone": "07700 900123", "unsafe_contact": "no"},
}


@dataclass
class Care:
    """The database of a story, with the people in it."""

    engine: Engine
    here: Area
    judgement: facts.Judgement
    staff: dict[str, uuid.UUID]
    organizations: dict[str, uuid.UUID]
    told: list[tuple[Kind, uuid.UUID]] = field(default_factory=list)

    def arrive(self, at: datetime = MONDAY, voice: Voice = Voice.YOUNG_PERSON, **answers: Any) -> uuid.UUID:
        """Let somebody ask for help."""
        with db.writing(self.engine) as session:
            draft = drafts.start(session, drafts.new_key(), voice, "en", at)
            draft.answers = {**{page: dict(given) for page, given in SAFE.items()}, "life": answers}
            return referrals.submit(session, draft, None, self.judgement, self.here, at).id

    def accepted(self, at: datetime = MONDAY, later: datetime | None = None, **answers: Any) -> uuid.UUID:
        """Let somebody ask for help, and a clinician take them on; returns the referral."""
        one = self.arrive(at, **answers)
        self.take_on(one, later or at)
        return one

    def take_on(self, one: uuid.UUID, moment: datetime) -> uuid.UUID:
        """Accept a referral and open care; returns the spell."""
        by = self.staff["priya"]
        with db.writing(self.engine) as session:
            referral = session.get_one(Referral, one)
            referrals.move(session, referral, Move.CLAIM, author=by, moment=moment)
            referrals.move(session, referral, Move.ACCEPT, author=by, moment=moment, rationale="We can help.")
            return actions.open_spell(session, referral, by=by, here=self.here.clocks, moment=moment).id

    def do(
        self, act: Callable[..., Any], one: uuid.UUID, who: str = "priya", at: datetime = MONDAY, **said: Any
    ) -> Any:
        """Let somebody act on the spell of a referral."""
        with db.writing(self.engine) as session:
            spell = spell_of(session, one)
            return act(session, spell, **said, by=self.staff[who], here=self.here.clocks, moment=at)

    def look(self, one: uuid.UUID) -> Spell:
        """Return the newest spell of a referral with all that hangs on it."""
        with db.reading(self.engine) as session:
            found = spell_of(session, one)
            assert found.referral
            _ = [found.events, found.appointments, found.transfers, found.delays, found.breaches]
            return found


def spell_of(session: Session, one: uuid.UUID) -> Spell:
    """Find the newest spell that a referral leads."""
    wanted = select(Spell).where(Spell.referral_id == one).order_by(Spell.opened_at.desc())
    return session.scalars(wanted).first() or pytest.fail("no spell")


def staffed(engine: Engine, here: Area, judgement: facts.Judgement) -> Care:
    """Take everybody on."""
    with db.writing(engine) as session:
        homes = {
            name: Organization(name=name, description="Helps.", email=None, website=None)
            for name in ("Kite", "Harbour")
        }
        session.add_all(homes.values())
        session.flush()
        staff = {}
        for who, (name, role, home) in CAST.items():
            added = accounts.add_staff(
                session, f"{who}@example.org", name, role, "secret", actor="command", moment=MONDAY, fictional=True
            )
            session.get_one(StaffUser, added.id).organization_id = homes[home].id if home else None
            staff[who] = added.id
        return Care(engine, here, judgement, staff, {name: each.id for name, each in homes.items()})


@pytest.fixture
def care(engine: Engine, here: Area, judgement: facts.Judgement, monkeypatch: pytest.MonkeyPatch) -> Care:
    """Open the desk; whoever is told something is remembered."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    made = staffed(engine, here, judgement)

    def tell(session: Session, referral: Referral, kind: Kind, *, moment: datetime) -> tuple[Audience, ...]:
        # The receipt belongs to asking, not to care.
        if kind is not Kind.RECEIVED:
            made.told.append((kind, referral.id))
        return (Audience.YOUNG_PERSON,)

    monkeypatch.setattr(telling, "tell", tell)
    return made


@pytest.fixture
def sit(site: Flask, care: Care) -> Callable[[str], FlaskClient]:
    """Return a way to put somebody at a browser, signed in. The only place that knows how that is done."""

    def at(who: str) -> FlaskClient:
        with db.writing(care.engine) as session:
            token = accounts.sign_in(session, care.staff[who], f"device of {who}", moment=clock.now())
        client = site.test_client()
        client.set_cookie("fd_staff", token, path="/staff")
        return client

    return at
