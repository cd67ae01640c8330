"""Clearing takes every made-up person away, leaves the trail, and touches nothing where anybody is real."""

import subprocess
import sys
import uuid
from typing import Any
from unittest.mock import ANY

import pytest
from sqlalchemy import Engine, Select, Table, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock, db, schema
from portal.accounts import actions as accounts
from portal.accounts.models import StaffDevice, StaffSession, StaffUser
from portal.accounts.permissions import Role
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.config import PROJECT, Settings
from portal.demo import clearing, loading, marks
from portal.directory import actions as directory
from portal.directory.models import DirectoryVersion
from portal.referrals import drafts
from portal.referrals.models import Referral
from portal.referrals.voices import Voice

pytestmark = pytest.mark.slow

SERVICES = 8
KEPT = {"audit_events", "audit_head", "taxonomies", "taxonomy_terms", "directory_versions", "staff_users"}


def left(engine: Engine) -> dict[str, int]:
    """Return the tables that still hold anything, apart from what belongs to nobody."""
    tables = [table for table in schema.metadata().sorted_tables if table.name not in KEPT]
    with db.reading(engine) as session:
        counts = {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
    return {name: count for name, count in counts.items() if count}


def test_clearing_removes_everything_made_up(engine: Engine, settings: Settings) -> None:
    loading.load(engine, settings, 12)
    with db.writing(engine) as session:
        drafts.start(session, "half a form", Voice.YOUNG_PERSON, "en", clock.now())
        priya = session.scalars(select(StaffUser).where(StaffUser.name == "Priya Nair")).one()
        accounts.sign_in(session, priya.id, "a browser", moment=clock.now())
    removed = clearing.clear(engine)
    assert removed["cases"] == 12
    assert removed["services"] == SERVICES
    assert removed["drafts"] == 1
    assert removed["staff"] + removed["staff_closed"] == 23
    assert left(engine).keys() <= {"staff_sessions"}
    with db.reading(engine) as session:
        assert marks.counts(session) == {"services": 0, "staff": 0, "cases": 0, "open": 0}
        assert all(stay.revoked_at for stay in session.scalars(select(StaffSession)))
        assert session.scalars(select(StaffDevice)).all() == []


def test_the_trail_is_never_touched(engine: Engine, settings: Settings) -> None:
    loading.load(engine, settings, 3)
    with db.reading(engine) as session:
        before = session.scalars(select(AuditEvent.digest).order_by(AuditEvent.seq)).all()
    clearing.clear(engine)
    with db.reading(engine) as session:
        after = session.scalars(select(AuditEvent.digest).order_by(AuditEvent.seq)).all()
        assert trail.verify(session).ok
    assert after[: len(before)] == before


def test_who_acted_is_closed_and_who_did_not_is_gone(engine: Engine, settings: Settings) -> None:
    loading.load(engine, settings, 0)
    with db.writing(engine) as session:
        priya = session.scalars(select(StaffUser).where(StaffUser.name == "Priya Nair")).one()
        accounts.sign_in(session, priya.id, "a browser", moment=clock.now())
    assert clearing.clear(engine) == {
        "notes": 4, "feedback": 0, "training": 15, "messages": ANY, "cases": 0, "drafts": 0, "passports": 0,
        "proposals": 0, "report_cards": 0, "waits": 0,
        "services": SERVICES, "staff": 22, "staff_closed": 1,
    }  # fmt: skip
    with db.reading(engine) as session:
        kept = session.scalars(select(StaffUser)).one()
    assert (kept.name, kept.password_hash) == ("Priya Nair", "")
    assert kept.disabled_at


def test_what_was_cleared_can_be_loaded_again(engine: Engine, settings: Settings) -> None:
    loading.load(engine, settings, 8)
    clearing.clear(engine)
    with db.reading(engine) as session:
        assert marks.wanted(session) == marks.Plan()
    assert loading.load(engine, settings, 8) == {"services": SERVICES, "staff": 23, "cases": 8, "open": ANY}


def test_the_directory_knows_that_it_has_changed(engine: Engine, settings: Settings) -> None:
    loading.load(engine, settings, 0)
    before = version(engine)
    clearing.clear(engine)
    assert version(engine) > before


def version(engine: Engine) -> int:
    with db.reading(engine) as session:
        return session.get_one(DirectoryVersion, directory.COUNTER).number


@pytest.mark.parametrize("who", ["staff", "referrals"])
def test_nothing_is_cleared_where_anybody_is_real(engine: Engine, settings: Settings, who: str) -> None:
    loading.load(engine, settings, 2)
    with db.writing(engine) as session:
        if who == "staff":
            accounts.add_staff(
                session, f"{uuid.uuid4()}@example.org", "Someone", Role.TEAM_LEAD, "a-long-password",
                actor="command", moment=clock.now(),
            )  # fmt: skip
        else:
            session.scalars(select(Referral)).first().fictional = False  # type: ignore[union-attr]
    before = left(engine)
    with pytest.raises(marks.Refused, match=who):
        clearing.clear(engine)
    assert left(engine) == before


def test_forgetting_what_points_at_a_person_is_refused_whole(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading.load(engine, settings, 2)
    before = left(engine)

    def forgetful(session: Session, table: Table, chosen: Select[Any]) -> int:
        session.execute(delete(table).where(table.c.id.in_(chosen)))
        return 0

    monkeypatch.setattr(clearing, "_delete", forgetful)
    with pytest.raises(IntegrityError):
        clearing.clear(engine)
    assert left(engine) == before


def test_a_command_of_its_own_knows_the_tables_of_every_room() -> None:
    """In these stories every room is imported anyway; a command imports only what it names."""
    asked = "import portal.demo.clearing; from portal.db import Base; print(len(Base.metadata.tables))"
    ran = subprocess.run([sys.executable, "-c", asked], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert int(ran.stdout) == len(schema.metadata().tables)
