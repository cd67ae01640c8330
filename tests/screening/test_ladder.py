"""Nobody answers: the tries the area asks for, only on ways that are safe, and never an ending by themselves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal import db
from portal.area import NoContact
from portal.notifications.leave import Way
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from portal.screening import ladder, trying
from portal.screening.deciding import Incomplete
from portal.screening.ladder import Try
from portal.screening.models import State
from portal.screening.outcomes import Decision, Outcome
from portal.screening.trying import Attempt, NotSafe

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Desk, Seat = Any, Callable[[str], Any]
THEM = ladder.THEM


def after(days: float, way: Way = Way.PHONE, to: str = THEM, reached: bool = False) -> Try:
    return Try(MONDAY + timedelta(days=days), to, way, reached)


@pytest.fixture
def rungs(desk: Desk) -> dict[str, NoContact]:
    found: dict[str, NoContact] = desk.here.clocks.no_contact
    return found


def test_now_is_two_calls_then_somebody_safe_then_the_police(rungs: dict[str, NoContact]) -> None:
    done = [after(0), after(0.01)]
    assert ladder.stand(done[:1], rungs["NOW"]).next_step == "Try 2 of 2 by phone"
    assert ladder.stand(done, rungs["NOW"]).next_step == ladder.STEPS["somebody_else"]
    assert ladder.stand(done, rungs["NOW"], {"somebody_else"}).next_step == ladder.STEPS["welfare_check"]
    asked = [*done, after(0.02, to="police")]
    assert ladder.stand(asked, rungs["NOW"], {"somebody_else"}).exhausted
    assert not ladder.stand([after(0, Way.TEXT), after(0.01, Way.TEXT)], rungs["NOW"]).exhausted


def test_a_day_is_three_tries_over_it_on_two_ways(rungs: dict[str, NoContact]) -> None:
    u48 = rungs["U48"]
    assert ladder.stand([after(0)], u48).due == MONDAY + timedelta(hours=12)
    assert not ladder.stand([after(0), after(0.1, Way.TEXT), after(0.2)], u48).exhausted
    assert not ladder.stand([after(0), after(0.5), after(1)], u48).exhausted
    assert ladder.stand([after(0), after(0.5, Way.TEXT), after(1)], u48).exhausted


def test_weeks_are_three_tries_then_a_safe_letter_and_the_referrer(rungs: dict[str, NoContact]) -> None:
    done = [after(0), after(5), after(10)]
    for band in ("SOON", "ROUTINE"):
        assert ladder.stand(done, rungs[band]).next_step == ladder.STEPS["letter"]
        assert ladder.stand(done, rungs[band], {"letter"}).next_step == ladder.STEPS["referrer"]
        assert ladder.stand(done, rungs[band], {"letter", "referrer"}).exhausted
        assert ladder.stand([*done, after(11, Way.LETTER), after(11, to="referrer")], rungs[band]).exhausted


def test_reaching_them_begins_it_anew(rungs: dict[str, NoContact]) -> None:
    done = [after(0), after(5), after(10), after(11, reached=True)]
    assert ladder.stand(done, rungs["ROUTINE"], {"letter", "referrer"}).made == 0


def attempt(desk: Desk, referral: Referral, one: Attempt, days: float = 0) -> None:
    with db.writing(desk.engine) as session:
        version = session.get_one(Referral, referral.id).version
        told = {"by": desk.staff["priya"], "here": desk.here.clocks, "moment": MONDAY + timedelta(days=days)}
        trying.record(session, referral.id, version, one, **told)


def test_a_way_that_is_not_safe_is_refused_with_its_reason(desk: Desk) -> None:
    referral = desk.arrive(unsafe_contact="yes", contact_text="not_ok")
    with pytest.raises(NotSafe) as why:
        attempt(desk, referral, Attempt(THEM, Way.TEXT, reached=False))
    assert "Not by text to the young person" in str(why.value)
    with pytest.raises(NotSafe):
        attempt(desk, referral, Attempt("somebody_else", Way.PHONE, reached=False))


def test_without_every_try_nobody_is_closed_and_after_them_a_clinician_decides(desk: Desk) -> None:
    held = desk.take(desk.arrive())
    close = Decision(Outcome.NOT_REACHED, "Three calls", "Ring the front door any time")
    with pytest.raises(Incomplete) as wanting:
        desk.decide(held, close)
    assert "Not every try" in wanting.value.wanting["outcome"]
    for days in (0, 5, 10):
        attempt(desk, held, Attempt(THEM, Way.PHONE, reached=False), days)
    assert desk.look(held).status is Status.IN_SCREENING
    row = desk.decide(held, close)
    assert row.state is State.RECORDED
    assert desk.look(held).status is Status.CLOSED


def test_who_was_urgent_is_not_closed_by_one_after_no_contact(desk: Desk) -> None:
    held = desk.take(desk.arrive(sui_thoughts="active", sui_plan="yes"))
    for minute in (0, 1):
        attempt(desk, held, Attempt(THEM, Way.PHONE, reached=False), minute / 1440)
    attempt(desk, held, Attempt("police", Way.PHONE, reached=True))
    row = desk.decide(held, Decision(Outcome.NOT_REACHED, "Nobody there", "Ring any time"))
    assert row.state is State.WAITING
    assert desk.look(held).status is Status.RECEIVED
