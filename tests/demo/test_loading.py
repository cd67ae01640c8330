"""A first start fills an empty house, a second finds it full, and one after a power cut finishes the work."""

import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from unittest.mock import ANY

import pytest
from sqlalchemy import Engine, func, select

from portal import clock, config, db, schema
from portal.accounts import actions as accounts
from portal.accounts import passwords
from portal.accounts.models import StaffUser
from portal.accounts.permissions import Role
from portal.area import Area
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.config import Settings
from portal.demo import loading, marks, playing
from portal.notifications.models import Delivery, OutboxMessage
from portal.referrals.lifecycle import Status
from portal.referrals.models import Draft, Referral
from portal.upkeep.models import Proposal, ProposedField, State

pytestmark = pytest.mark.slow

SERVICES = 8
CASES = 12
AUDIT = {"audit_events", "audit_head"}


def rows(engine: Engine) -> dict[str, int]:
    """Count the rows of every table but the trail's."""
    tables = [table for table in schema.metadata().sorted_tables if table.name not in AUDIT]
    with db.reading(engine) as session:
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def load(engine: Engine, settings: Settings, cases: int = CASES) -> dict[str, int]:
    return loading.load(engine, settings, cases)


def test_loading_twice_changes_nothing(engine: Engine, settings: Settings) -> None:
    first = load(engine, settings)
    before = rows(engine)
    assert load(engine, settings) == first == {"services": SERVICES, "staff": 23, "cases": CASES, "open": ANY}
    assert rows(engine) == before


def test_a_key_that_changed_would_bring_everybody_in_twice(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(engine, settings, 2)
    monkeypatch.setattr(playing, "key", lambda number: f"another-{number}")
    assert load(engine, settings, 2)["cases"] == 4


def test_more_can_be_brought_in_later(engine: Engine, settings: Settings) -> None:
    load(engine, settings, 3)
    assert load(engine, settings, 5)["cases"] == 5


def test_what_is_loaded_came_through_the_real_doors(engine: Engine, settings: Settings) -> None:
    load(engine, settings, 40)
    with db.reading(engine) as session:
        referrals = session.scalars(select(Referral)).all()
        assert all(one.fictional and one.triages and one.history and one.code for one in referrals)
        assert {one.language for one in referrals} == {"en", "pl", "ur"}
        assert {one.status for one in referrals} >= {Status.RECEIVED, Status.IN_SCREENING, Status.AWAITING_FIRST}
        assert max(change.at for one in referrals for change in one.history) <= clock.now()
        mix = Counter(one.triages[0].band for one in referrals)
        assert mix["NOW"] == 1
        assert mix["ROUTINE"] > mix["SOON"] > mix["U48"] > mix["U2H"]
        assert session.scalars(select(Draft)).all() == []
        assert trail.verify(session).ok


def test_no_message_of_made_up_history_wakes_anybody(engine: Engine, settings: Settings) -> None:
    load(engine, settings)
    with db.reading(engine) as session:
        messages = session.scalars(select(OutboxMessage)).all()
    assert len(messages) >= CASES
    assert {message.status for message in messages} == {Delivery.SENT}
    assert all(message.created_at <= message.sent_at for message in messages if message.sent_at)


def test_the_trail_says_that_it_happened_and_names_nobody(engine: Engine, settings: Settings) -> None:
    load(engine, settings)
    with db.reading(engine) as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.tag == Tag.DEMO_LOADED.value)).all()
        said = {str(event.detail) for event in session.scalars(select(AuditEvent))}
    assert sorted(event.detail["part"] for event in events) == [marks.BEGUN, marks.FINISHED]
    assert not [text for text in said if "@" in text or "07700" in text]


def test_staff_sign_in_with_the_passwords_that_are_shown(engine: Engine, settings: Settings) -> None:
    load(engine, settings, 0)
    with db.reading(engine) as session:
        priya = session.scalars(select(StaffUser).where(StaffUser.email == "priya.nair@example.org")).one()
    assert passwords.matches(priya.password_hash, "wexlow-demo-heron", known_device=True)
    assert priya.fictional
    assert priya.app_key


@pytest.mark.parametrize("who", ["staff", "referrals"])
def test_a_database_with_anybody_real_is_left_alone(engine: Engine, settings: Settings, who: str) -> None:
    make_real(engine, settings, who)
    before = rows(engine)
    with pytest.raises(marks.Refused, match=who):
        load(engine, settings)
    assert rows(engine) == before


def test_without_the_look_at_who_is_real_something_would_change(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_real(engine, settings, "staff")
    before = rows(engine)
    monkeypatch.setattr(marks, "refuse_strangers", lambda _session: None)
    load(engine, settings, 0)
    assert rows(engine) != before


def make_real(engine: Engine, settings: Settings, who: str) -> None:
    """Put one person into the database who is not marked as made up."""
    if who == "referrals":
        load(engine, settings, 1)
    with db.writing(engine) as session:
        if who == "staff":
            accounts.add_staff(
                session,
                "someone@example.org",
                "Someone",
                Role.TEAM_LEAD,
                "a-long-password",
                actor="command",
                moment=clock.now(),
            )
        else:
            session.scalars(select(Referral)).one().fictional = False


def test_production_and_a_real_area_refuse(
    engine: Engine, settings: Settings, here: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(marks.Refused, match="production"):
        load(engine, replace(settings, env="production"))
    monkeypatch.setattr(loading.area, "load", lambda _folder: replace(here, fictional=False))
    with pytest.raises(marks.Refused, match="made up"):
        load(engine, settings)
    assert not any(rows(engine).values())


KILLED = f"""
import os, signal
from portal import config, db, sealed
from portal.demo import loading, playing

play = playing._play
def play_and_die(session, case, *rest):
    play(session, case, *rest)
    if case.number == 4:
        os.kill(os.getpid(), signal.SIGKILL)
playing._play = play_and_die
settings = config.from_environment()
sealed.install(sealed.parse_keys(settings.data_keys))
loading.load(db.engine_for(settings.database_url), settings, {CASES})
"""


def test_a_start_after_a_power_cut_completes_what_was_begun(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = os.environ | {
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_DATA_KEYS": settings.data_keys,
        "PORTAL_SECRET_KEY": settings.secret_key,
        "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_CONTENT": str(settings.content),
    }
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environ, cwd=config.PROJECT, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    with db.reading(engine) as session:
        assert marks.counts(session) == {"services": SERVICES, "staff": 23, "cases": 4, "open": ANY}
    plan = loading.welcome(settings, "http://127.0.0.1:5000")
    assert plan == marks.Plan(CASES)
    loading.complete_aside(settings, plan)
    with db.reading(engine) as session:
        assert marks.counts(session) == {"services": SERVICES, "staff": 23, "cases": CASES, "open": ANY}
        assert marks.wanted(session) is None
    assert "priya.nair@example.org" in capsys.readouterr().out


def test_the_whole_area_comes_in_at_a_first_start(engine: Engine, whole: Settings) -> None:
    loading.welcome(whole, "http://127.0.0.1:5000")
    with db.reading(engine) as session:
        assert marks.counts(session) == {"services": 84, "staff": 23, "cases": loading.A_WEEK, "open": ANY}
        waits = session.scalars(select(ProposedField.state).join(Proposal).where(Proposal.fictional.is_(True))).all()
        assert Counter(waits) == {State.WAITING: 9, State.APPROVED: 1}
        partners = session.scalars(select(StaffUser).where(StaffUser.role == Role.SERVICE_PARTNER)).all()
        assert len({one.organization_id for one in partners} - {None}) == 4


def test_every_start_prints_the_address_and_the_sign_ins(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(engine, settings)
    loading.welcome(settings, "http://127.0.0.1:5000")
    first = capsys.readouterr().out
    monkeypatch.setattr(loading, "open_up", lambda *_: pytest.fail("a second start loads nothing"))
    loading.welcome(settings, "http://127.0.0.1:5000")
    assert capsys.readouterr().out == first
    assert "http://127.0.0.1:5000" in first
    lines = [line for line in first.splitlines() if "@example.org" in line]
    assert len(lines) == 23
    assert lines[0].split() == ["duty", "clinician", "priya.nair@example.org", "wexlow-demo-heron"]


@pytest.mark.parametrize("who", ["staff", "referrals"])
def test_a_start_among_real_people_loads_nothing_and_still_says_the_address(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str], who: str
) -> None:
    make_real(engine, settings, who)
    before = rows(engine)
    loading.welcome(settings, "http://127.0.0.1:5000")
    assert rows(engine) == before
    assert "http://127.0.0.1:5000" in capsys.readouterr().out
