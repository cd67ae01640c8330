"""The database marks who is in care by itself: a wrong mark could take somebody off the tracking list."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, text, update

from portal import db
from portal.care.models import Spell
from portal.referrals.models import Case, Referral
from tests.care.conftest import MONDAY, Care


@pytest.fixture
def voices(care: Care) -> list[Any]:
    """Three people in care, and two who wait to be read."""
    return [*(care.accepted() for _ in range(3)), *(care.arrive() for _ in range(2))]


def is_true(engine: Engine) -> bool:
    """Tell whether every mark says what the spells say."""
    with db.reading(engine) as session:
        led = select(Referral.case_id).join(Spell, Spell.referral_id == Referral.id).where(Spell.closed_at.is_(None))
        in_care = set(session.scalars(led))
        found = session.execute(select(Referral.case_id, Referral.in_care)).all()
        return all(marked is (case in in_care) for case, marked in found)


STEPS = st.lists(
    st.tuples(st.sampled_from(["move", "close", "open", "lead", "remove"]), st.integers(0, 4), st.integers(0, 4)),
    max_size=8,
)


@given(STEPS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_mark_is_true_whatever_is_written(care: Care, voices: list[Any], steps: list[tuple[str, int, int]]) -> None:
    for step, one, other in steps:
        with db.writing(care.engine) as session:
            write(session, step, voices[one], voices[other])
        assert is_true(care.engine)


def write(session: Any, step: str, one: Any, other: Any) -> None:
    """Write past every rule of care, as nobody should."""
    theirs = Spell.referral_id == one
    if step == "move":
        session.get_one(Referral, one).case_id = session.get_one(Referral, other).case_id
    elif step == "close":
        session.execute(update(Spell).where(theirs).values(closed_at=MONDAY))
    elif step == "open":
        session.execute(update(Spell).where(theirs).values(closed_at=None))
    elif step == "lead":
        session.execute(update(Spell).where(theirs).values(referral_id=other))
    elif session.scalar(select(Spell.id).where(theirs)):
        own = Case(opened_at=MONDAY)
        session.add(own)
        session.flush()
        session.get_one(Referral, one).case_id = own.id


def test_a_spell_that_is_taken_away_takes_the_mark_away(care: Care, voices: list[Any]) -> None:
    with db.writing(care.engine) as session:
        session.execute(text("DELETE FROM tasks"))
        for table in ("spell_events", "breaches", "delays", "appointments", "transfers"):
            session.execute(text(f"DELETE FROM {table}"))
        session.execute(delete(Spell))
    assert is_true(care.engine)


def test_a_mark_that_somebody_wrote_would_be_noticed(care: Care, voices: list[Any]) -> None:
    with db.writing(care.engine) as session:
        session.execute(update(Referral).where(Referral.id == voices[3]).values(in_care=True))
    assert not is_true(care.engine)
