"""Priya and Tom at the desk: exactly one has a referral, and nothing of anybody's is overwritten."""

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from portal import db
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.notifications.models import OutboxMessage
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Referral
from portal.screening import actions, deciding
from portal.screening.actions import Conflict, Taken
from portal.screening.outcomes import Decision, Outcome
from portal.triage.outcome import Band

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Desk = Any
ACCEPT = Decision(Outcome.ROUTINE, "Needs a first talk")


def claim(desk: Desk, referral: Referral, who: str, at: datetime = MONDAY, version: int | None = None) -> Referral:
    with db.writing(desk.engine) as session:
        seen = referral.version if version is None else version
        return actions.claim(session, referral.id, seen, by=desk.staff[who], here=desk.here.clocks, moment=at)


def decide(
    desk: Desk, referral: Referral, who: str, decision: Decision = ACCEPT, at: datetime = MONDAY, version: int = 0
) -> Referral:
    desk.decide(referral, decision, who, at, version or referral.version)
    return desk.look(referral)


def release(desk: Desk, referral: Referral, who: str, at: datetime = MONDAY) -> Referral:
    with db.writing(desk.engine) as session:
        return actions.release(session, referral.id, referral.version, by=desk.staff[who], moment=at)


def test_priya_takes_it_and_tom_is_told_who_has_it(desk: Desk) -> None:
    referral = desk.arrive()
    claim(desk, referral, "priya")
    with pytest.raises(Taken) as told:
        claim(desk, desk.look(referral), "tom", MONDAY + timedelta(minutes=5))
    assert (told.value.by_name, told.value.until) == ("Priya Nair", MONDAY + timedelta(minutes=20))
    assert desk.look(referral).status is Status.IN_SCREENING


def test_tom_who_opened_the_page_before_priya_took_it_is_told_too(desk: Desk) -> None:
    referral = desk.arrive()
    claim(desk, referral, "priya")
    with pytest.raises(Taken):
        claim(desk, referral, "tom")


def test_after_twenty_minutes_it_is_anybodys(desk: Desk) -> None:
    referral = desk.arrive()
    claim(desk, referral, "priya")
    taken = claim(desk, desk.look(referral), "tom", MONDAY + timedelta(minutes=20))
    assert taken.claimed_by == desk.staff["tom"]
    with pytest.raises(Taken) as told:
        decide(desk, desk.look(referral), "priya", at=MONDAY + timedelta(minutes=21))
    assert told.value.by_name == "Tom Ellery"


def test_a_hold_that_ran_out_still_counts_while_nobody_else_took_it(desk: Desk) -> None:
    held = claim(desk, desk.arrive(), "priya")
    assert decide(desk, held, "priya", at=MONDAY + timedelta(minutes=45)).status is Status.AWAITING_FIRST


def test_keeping_it_longer_is_not_a_second_line_of_history(desk: Desk) -> None:
    referral = claim(desk, desk.arrive(MONDAY - timedelta(hours=1)), "priya")
    longer = claim(desk, referral, "priya", MONDAY + timedelta(minutes=10))
    assert longer.claimed_until == MONDAY + timedelta(minutes=30)
    assert [change.move for change in desk.look(referral).history] == [Move.RECEIVE, Move.CLAIM]


def test_put_back_it_is_nobodys_and_waits_again(desk: Desk) -> None:
    back = release(desk, claim(desk, desk.arrive(), "priya"), "priya")
    assert (back.status, back.claimed_by, back.claimed_until) == (Status.RECEIVED, None, None)
    assert claim(desk, desk.look(back), "tom").claimed_by == desk.staff["tom"]


def test_nobody_decides_without_having_it_in_hand(desk: Desk) -> None:
    referral = desk.arrive()
    with pytest.raises(Conflict):
        decide(desk, referral, "priya")
    claim(desk, referral, "priya")
    with pytest.raises(Taken):
        decide(desk, desk.look(referral), "tom")
    with pytest.raises(Taken):
        release(desk, desk.look(referral), "tom")


@pytest.mark.parametrize(
    ("outcome", "move", "status"),
    [
        (Outcome.CONTACT_NOW, Move.ESCALATE, Status.AWAITING_FIRST),
        (Outcome.CRISIS_TEAM, Move.ESCALATE, Status.AWAITING_FIRST),
        (Outcome.URGENT_APPOINTMENT, Move.ACCEPT, Status.AWAITING_FIRST),
        (Outcome.ROUTINE, Move.ACCEPT, Status.AWAITING_FIRST),
        (Outcome.MORE_NEEDED, Move.ASK_FOR_MORE, Status.INFO_REQUESTED),
        (Outcome.ADVICE_GIVEN, Move.ADVISE, Status.CLOSED),
        (Outcome.SIGNPOST, Move.SIGNPOST, Status.CLOSED),
        (Outcome.NOT_FOR_US, Move.DECLINE, Status.CLOSED),
    ],
)
def test_each_decision_leads_where_the_table_says_with_its_author_and_reason(
    desk: Desk, outcome: Outcome, move: Move, status: Status
) -> None:
    held = claim(desk, desk.arrive(MONDAY - timedelta(hours=1)), "priya")
    said = Decision(outcome, "Because I read it", "Ashmere Youth Counselling on Tuesday")
    decide(desk, held, "priya", said, MONDAY + timedelta(minutes=9))
    now = desk.look(held)
    assert (now.status, now.claimed_by, now.claimed_until) == (status, None, None)
    last = now.history[-1]
    assert (last.move, last.author_id, last.rationale) == (move, desk.staff["priya"], "Because I read it")
    assert last.next_step == "Ashmere Youth Counselling on Tuesday"


@pytest.mark.parametrize(
    "decision",
    [
        Decision(Outcome.ROUTINE, "  "),
        Decision(Outcome.SIGNPOST, "Not for us"),
        Decision(Outcome.SIGNPOST, "Not for us", "  "),
    ],
)
def test_a_decision_says_why_and_a_no_says_what_next(desk: Desk, decision: Decision) -> None:
    held = claim(desk, desk.arrive(), "priya")
    with pytest.raises(deciding.Incomplete):
        decide(desk, held, "priya", decision)
    assert desk.look(held).status is Status.IN_SCREENING


def test_new_words_that_arrive_while_priya_reads_stop_a_decision_made_without_them(desk: Desk) -> None:
    held = claim(desk, desk.arrive(key="amina"), "priya")
    desk.arrive(MONDAY + timedelta(minutes=3), key="amina", sui_thoughts="active", sui_plan="yes")
    with pytest.raises(Conflict):
        decide(desk, held, "priya", at=MONDAY + timedelta(minutes=4))
    again = desk.look(held)
    assert again.band == "U2H"
    assert decide(desk, again, "priya", at=MONDAY + timedelta(minutes=5)).status is Status.AWAITING_FIRST


def test_without_the_version_the_new_words_would_be_passed_over(desk: Desk) -> None:
    held = claim(desk, desk.arrive(key="amina"), "priya")
    desk.arrive(MONDAY + timedelta(minutes=3), key="amina", sui_thoughts="active", sui_plan="yes")
    now = desk.look(held).version
    assert now != held.version
    assert decide(desk, held, "priya", version=now).status is Status.AWAITING_FIRST


def test_two_decisions_at_once_leave_one(desk: Desk) -> None:
    held = claim(desk, desk.arrive(MONDAY - timedelta(hours=1)), "priya")
    decide(desk, held, "priya", at=MONDAY + timedelta(minutes=1))
    with pytest.raises(Conflict):
        decide(desk, held, "priya", Decision(Outcome.SIGNPOST, "Other", "There"))
    assert desk.look(held).history[-1].move is Move.ACCEPT


def messages(engine: Engine, referral: Referral) -> list[tuple[str, str]]:
    with db.reading(engine) as session:
        wanted = (
            select(OutboxMessage).where(OutboxMessage.referral_id == referral.id).order_by(OutboxMessage.created_at)
        )
        return [(one.kind.value, one.audience.value) for one in session.scalars(wanted)]


@pytest.mark.parametrize("band", [Band.NOW, Band.U2H])
def test_escalating_raises_and_wakes_the_on_call_route(desk: Desk, band: Band) -> None:
    held = claim(desk, desk.arrive(), "priya")
    before = held.contact_by
    now = decide(desk, held, "priya", Decision(Outcome.CRISIS_TEAM, "Worse on the phone", band=band))
    assert (now.band, now.band_rank) == (band.value, band.rank)
    assert now.contact_by < before
    assert messages(desk.engine, held)[-1] == ("alert", "on-call")


def test_escalating_never_lowers(desk: Desk) -> None:
    held = claim(desk, desk.arrive(taken_something="yes"), "priya")
    assert held.band == "NOW"
    now = decide(desk, held, "priya", Decision(Outcome.CRISIS_TEAM, "Ambulance called"))
    assert now.band == "NOW"
    assert messages(desk.engine, held)[-1] == ("alert", "on-call")


def test_every_act_is_in_the_trail_without_a_word_of_anybodys(desk: Desk) -> None:
    held = claim(desk, desk.arrive(), "priya")
    held = claim(desk, release(desk, held, "priya"), "tom")
    decide(desk, held, "tom", Decision(Outcome.ROUTINE, "A very private reason"))
    with db.reading(desk.engine) as session:
        assert trail.verify(session).ok
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.subject == f"referral:{held.id}").order_by(AuditEvent.seq)
        ).all()
    acts = [(event.actor, event.tag) for event in events if event.actor.startswith("staff:")]
    priya, tom = (f"staff:{desk.staff[who]}" for who in ("priya", "tom"))
    assert [who for who, _tag in acts] == sorted((who for who, _tag in acts), key=[priya, tom].index)
    assert {(priya, "referral:claimed"), (priya, "referral:released"), (tom, "referral:moved")} <= set(acts)
    assert "private" not in str([event.detail for event in events])


def test_a_referral_that_never_was_is_gone(desk: Desk) -> None:
    with db.writing(desk.engine) as session, pytest.raises(actions.Gone):
        actions.claim(session, uuid.uuid4(), 1, by=desk.staff["tom"], here=desk.here.clocks, moment=MONDAY)


# R8: however many press at once, one wins.

Claim = Callable[..., Any]


def race(desk: Desk, referral: Referral, clinicians: int, take: Claim) -> list[str]:
    """Let several clinicians press at the same moment, and return how each one fared."""
    gate, ends = threading.Barrier(clinicians), []

    def press(by: uuid.UUID) -> None:
        gate.wait()
        try:
            with db.writing(desk.engine) as session:
                take(session, referral.id, referral.version, by=by, here=desk.here.clocks, moment=MONDAY)
            ends.append("won")
        except Taken as taken:
            ends.append(f"told {taken.by_name}")
        except Conflict:
            ends.append("told that it changed")

    people = [
        threading.Thread(target=press, args=(desk.staff["priya" if turn % 2 else "tom"],)) for turn in range(clinicians)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=30)
    return ends


@pytest.mark.slow
def test_exactly_one_wins_every_race(desk: Desk) -> None:
    for _ in range(25):
        ends = race(desk, desk.arrive(), 2, actions.claim)
        assert sorted(ends)[-1] == "won"
        assert ends.count("won") == 1
        assert next(end for end in ends if end != "won") in {"told Priya Nair", "told Tom Ellery"}


def read_then_write(desk: Desk) -> Claim:
    """Return the fault: look first, write later, and trust that nothing happened in between."""
    looked = threading.Barrier(2)

    def take(
        _session: Any, referral_id: uuid.UUID, _version: int, *, by: uuid.UUID, here: Any, moment: datetime
    ) -> None:
        with db.reading(desk.engine) as before:
            free = before.get_one(Referral, referral_id).claimed_by is None
        looked.wait(timeout=10)
        if not free:
            raise Taken("somebody", moment)
        mine = {"claimed_by": by, "claimed_until": moment + here.claim}
        _session.execute(update(Referral).where(Referral.id == referral_id).values(mine))

    return take


def test_reading_first_and_writing_later_would_be_noticed(desk: Desk) -> None:
    assert race(desk, desk.arrive(), 2, read_then_write(desk)).count("won") == 2
