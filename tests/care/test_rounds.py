"""The worker's rounds over those who wait: each thing once, nobody dropped, silence brought to a person."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import db
from portal.care import actions, checking_in, delays, limits, rounds, transfers
from portal.care.models import AskedBy
from portal.care.stages import Event, Stage
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import OutboxMessage
from portal.referrals import telling
from portal.referrals.case_models import Duty, Task
from tests.care.conftest import MONDAY, Care

DAY = timedelta(days=1)


def owed(care: Care) -> list[Duty]:
    with db.reading(care.engine) as session:
        return sorted(session.scalars(select(Task.kind).where(Task.done_at.is_(None))))


def go(care: Care, at: datetime) -> int:
    return rounds.go(care.engine, care.here.clocks, at)


def test_a_missed_check_in_is_a_task_and_never_an_ending(care: Care) -> None:
    amina = care.accepted()
    assert go(care, MONDAY + 27 * DAY) == 0
    assert go(care, MONDAY + 28 * DAY) == 2, "asked how she is, and told how it goes"
    assert go(care, MONDAY + 28 * DAY) == 0, "once"
    assert {kind for kind, _one in care.told} == {Kind.CHECK_IN, Kind.UPDATE}
    assert Duty.CHECK_IN_MISSED not in owed(care)
    go(care, MONDAY + 32 * DAY)
    assert Duty.CHECK_IN_MISSED in owed(care)
    assert care.look(amina).stage is Stage.AWAITING_FIRST


def test_whoever_wants_it_is_asked_more_often_and_never_less(care: Care) -> None:
    amina = care.accepted()

    def asked_by(day: int) -> int:
        go(care, MONDAY + day * DAY)
        return sum(each.event is Event.ASK_HOW_THEY_ARE for each in care.look(amina).events)

    care.do(checking_in.ask_every, amina, days=7, said="Every week, please.")
    assert [asked_by(day) for day in (6, 7, 13, 14)] == [0, 1, 1, 2], "a routine wait asks once a month"
    care.do(checking_in.ask_every, amina, at=MONDAY + 15 * DAY, days=None, said="That is enough now.")
    assert [asked_by(day) for day in (20, 21, 48, 49)] == [2, 3, 3, 4], "the next one as planned, then as usual"


def test_nobody_urgent_is_asked_less_often_than_that_says(care: Care) -> None:
    clocks = care.here.clocks
    usual = limits.ask_again(clocks, "U48", None, MONDAY)
    assert usual is not None
    for wanted in (7, 14, 60):
        assert limits.ask_again(clocks, "U48", wanted, MONDAY) == min(usual, MONDAY + wanted * DAY)


def test_where_nobody_can_be_asked_somebody_rings(care: Care, monkeypatch: pytest.MonkeyPatch) -> None:
    care.accepted()
    monkeypatch.setattr(telling, "tell", lambda *_said, **_more: ())
    go(care, MONDAY + 28 * DAY)
    assert Duty.CHECK_IN_MISSED in owed(care)


def test_a_limit_that_passes_is_written_down_once(care: Care) -> None:
    amina = care.accepted()
    for after in (127, 128):
        go(care, MONDAY + after * DAY)
    assert len(care.look(amina).breaches) == 1
    in_time = care.accepted()
    care.do(actions.contact, in_time, at=MONDAY + DAY, met=actions.Contact(MONDAY + DAY, "assessment"))
    assert care.look(in_time).breaches == []


def test_a_transfer_nobody_accepts_is_told_after_a_day_and_the_owner_stays(care: Care) -> None:
    amina = care.accepted(yp_consent="yes")
    care.do(transfers.offer, amina, to=care.organizations["Kite"], story="All of it.")
    assert go(care, MONDAY + timedelta(hours=20)) == 0
    for _ in range(2):
        go(care, MONDAY + 2 * DAY)
    assert Duty.TRANSFER_LATE in owed(care)
    assert care.look(amina).owner_organization_id is None
    with db.reading(care.engine) as session:
        told = session.execute(select(OutboxMessage.kind, OutboxMessage.audience)).all()
    assert told.count((Kind.TRANSFER_LATE, Audience.TEAM_LEADS)) == 1
    assert told.count((Kind.TRANSFER_WAITING, Audience.PARTNER)) == 1
    care.do(transfers.accept, amina, "kite", at=MONDAY + 3 * DAY)
    assert Duty.TRANSFER_LATE not in owed(care)


def test_half_a_year_before_eighteen_somebody_plans_it_and_nothing_ends(care: Care) -> None:
    amina = care.accepted(dob="2009-08-31")
    due = care.look(amina).transition_due_at
    assert due is not None
    assert due.astimezone(UTC).date().isoformat() == "2027-03-03"
    go(care, due - DAY)
    assert Duty.TRANSITION not in owed(care)
    for _ in range(2):
        go(care, due)
    assert owed(care).count(Duty.TRANSITION) == 1
    assert care.look(amina).closed_at is None


def test_when_the_delay_they_chose_is_over_somebody_offers_a_time(care: Care) -> None:
    """Nobody is forgotten because they once asked to wait."""
    amina = care.accepted()
    care.do(delays.choose, amina, until=MONDAY + 14 * DAY, asked_by=AskedBy.FAMILY, reason="Exams first.")
    assert care.look(amina).next_action == "wait"
    assert Duty.OFFER_APPOINTMENT not in owed(care)
    go(care, MONDAY + 13 * DAY)
    assert care.look(amina).next_action == "wait"
    go(care, MONDAY + 14 * DAY)
    found = care.look(amina)
    assert (found.next_action, found.delayed_until) == ("offer_first", None)
    assert Duty.OFFER_APPOINTMENT in owed(care)
    assert go(care, MONDAY + 14 * DAY) == 0
