"""What comes of screening: nothing is missing, nothing is lowered by nobody, and a "no" is never only a no."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal import db
from portal.audit.models import AuditEvent
from portal.directory.models import Organization
from portal.referrals.case_models import Duty, Letter, Task
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Referral
from portal.screening import deciding, outcomes
from portal.screening.actions import Conflict, Taken
from portal.screening.deciding import Incomplete
from portal.screening.models import ScreeningDecision, State
from portal.screening.outcomes import OUTCOMES, Decision, Facts, Outcome, Told
from portal.triage.outcome import Band

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(minutes=5)
Desk, Seat = Any, Callable[[str], Any]
PARTNER = uuid.uuid4()
CALM = Facts(band=Band.ROUTINE, worst=Band.ROUTINE, safeguarding=False, age=14, thoughts=False, tried=True, agrees=True)
WHOLE = Decision(
    Outcome.ROUTINE, "Because I read it", "Ashmere on Tuesday", Told(("gp",)), partner=PARTNER, story="Hers"
)
URGENT = {"sui_thoughts": "active", "sui_plan": "yes"}
LOWER = Decision(Outcome.ROUTINE, "Spoke to her", band=Band.SOON, why_lower="She is safe at her aunt's")

facts_drawn = st.builds(
    Facts,
    band=st.sampled_from(Band),
    worst=st.sampled_from(Band),
    safeguarding=st.booleans(),
    age=st.none() | st.integers(0, 25),
    thoughts=st.booleans(),
    tried=st.booleans(),
)
decisions_drawn = st.builds(
    Decision,
    outcome=st.sampled_from(Outcome),
    rationale=st.sampled_from(["", " ", "Because"]),
    next_step=st.sampled_from(["", " ", "Ashmere"]),
    told=st.builds(Told, st.sampled_from([(), ("gp",), ("nobody",)])),
    band=st.none() | st.sampled_from(Band),
    why_lower=st.sampled_from(["", " ", "Safe now"]),
)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_says_why_and_who_was_told(outcome: Outcome) -> None:
    whole = replace(WHOLE, outcome=outcome)
    assert outcomes.lacks(whole, CALM) == {}
    assert outcomes.lacks(replace(whole, rationale=" "), CALM) == {
        "rationale": "Write why. Somebody may ask in a year."
    }
    assert outcomes.lacks(replace(whole, told=Told()), CALM) == {"told": "Say who was told, or that nobody was yet."}
    assert "told" in outcomes.lacks(replace(whole, told=Told(("nobody", "gp"))), CALM)
    assert "tick that you have" in outcomes.lacks(whole, replace(CALM, unread=("the young person",)))["read"]
    if OUTCOMES[outcome].is_no:
        said = {"next_step": "Name one next step: who helps, and how they get there."}
        assert outcomes.lacks(replace(whole, next_step=" "), CALM) == said
    if OUTCOMES[outcome].asks:
        assert outcomes.lacks(replace(whole, next_step=""), CALM) == {"ask": "Write what you would like to know."}
    if OUTCOMES[outcome].partner:
        assert set(outcomes.lacks(replace(whole, partner=None, story=""), CALM)) == {"partner", "story"}
    assert ("outcome" in outcomes.lacks(whole, replace(CALM, tried=False))) == (outcome is Outcome.NOT_REACHED)


@given(decision=decisions_drawn, facts=facts_drawn)
def test_nothing_is_lowered_without_a_reason_and_hours_only_by_two(decision: Decision, facts: Facts) -> None:
    if outcomes.band_after(decision, facts).rank <= facts.band.rank:
        return
    assert decision.why_lower.strip() or "why_lower" in outcomes.lacks(decision, facts)
    assert decision.band is not None
    assert outcomes.needs_second(decision, facts) or facts.band.rank > Band.U2H.rank


@given(decision=decisions_drawn, facts=facts_drawn)
def test_a_no_names_a_next_step_and_takes_two_where_more_can_go_wrong(decision: Decision, facts: Facts) -> None:
    if not OUTCOMES[decision.outcome].is_no:
        return
    assert decision.next_step.strip() or "next_step" in outcomes.lacks(decision, facts)
    young = facts.thoughts and (facts.age is None or facts.age < 11)
    once = decision.outcome is Outcome.NOT_REACHED and facts.worst.rank <= Band.U48.rank
    two = facts.safeguarding or young or once or facts.band.rank <= Band.U2H.rank
    assert bool(outcomes.needs_second(decision, facts)) >= two


@given(decision=decisions_drawn, facts=facts_drawn)
def test_raising_takes_nobody_else_and_no_reason(decision: Decision, facts: Facts) -> None:
    if outcomes.band_after(decision, facts).rank < facts.band.rank and not OUTCOMES[decision.outcome].is_no:
        assert outcomes.needs_second(decision, facts) == ()
        assert "why_lower" not in outcomes.lacks(decision, facts)


def kept(desk: Desk, referral: Referral) -> ScreeningDecision:
    with db.reading(desk.engine) as session:
        wanted = select(ScreeningDecision).where(ScreeningDecision.referral_id == referral.id)
        row = session.scalars(wanted.order_by(ScreeningDecision.at.desc())).first()
        assert row is not None
        return row


def agree(desk: Desk, referral: Referral, who: str, at: datetime = LATER) -> None:
    with db.writing(desk.engine) as session:
        told = {"by": desk.staff[who], "here": desk.here.clocks, "book": desk.book, "moment": at}
        deciding.agree(session, kept(desk, referral).id, **told)


def letters_of(desk: Desk, referral: Referral) -> list[Letter]:
    with db.reading(desk.engine) as session:
        return list(session.scalars(select(Letter).where(Letter.referral_id == referral.id)))


def test_an_incomplete_decision_changes_nothing(desk: Desk) -> None:
    held = desk.take(desk.arrive())
    for wrong in (Decision(Outcome.ROUTINE, "Why"), replace(LOWER, told=Told(("gp",)))):
        with pytest.raises(Incomplete):
            desk.decide(held, wrong, whole=False)
    assert desk.look(held).status is Status.IN_SCREENING


def test_words_that_nobody_says_to_have_read_stop_a_decision(desk: Desk) -> None:
    held = desk.take(desk.arrive())
    with pytest.raises(Incomplete) as told:
        desk.decide(held, Decision(Outcome.ROUTINE, "Why", told=Told(("gp",))), whole=False)
    assert "the young person wrote" in told.value.wanting["read"]


def test_lowering_from_two_hours_changes_nothing_until_somebody_else_agrees(desk: Desk) -> None:
    held = desk.take(desk.arrive(**URGENT))
    desk.decide(held, LOWER)
    now = desk.look(held)
    assert (now.band, now.contact_by, now.status) == ("U2H", held.contact_by, Status.RECEIVED)
    assert kept(desk, held).state is State.WAITING
    assert desk.cared == []
    with pytest.raises(Conflict):
        agree(desk, held, "priya")
    agree(desk, held, "sena")
    now = desk.look(held)
    assert (now.band, now.status) == ("SOON", Status.AWAITING_FIRST)
    assert now.contact_by > held.contact_by
    row = kept(desk, held)
    assert (row.state, row.author_id, row.second_id) == (State.AGREED, desk.staff["priya"], desk.staff["sena"])
    assert desk.cared == [(held.id,)]


def test_new_words_in_between_stop_the_agreement_and_are_judged_again(desk: Desk) -> None:
    held = desk.take(desk.arrive(key="amina", **URGENT))
    desk.decide(held, LOWER)
    desk.arrive(LATER, key="amina", **URGENT, story="It is worse tonight.")
    with pytest.raises(Conflict):
        agree(desk, held, "sena", LATER + timedelta(minutes=1))
    assert desk.look(held).band == "U2H"


def test_after_lowering_new_words_raise_again(desk: Desk) -> None:
    held = desk.take(desk.arrive(key="amina", **URGENT))
    desk.decide(held, LOWER)
    agree(desk, held, "sena")
    desk.arrive(LATER + timedelta(hours=1), key="amina", **URGENT, story="I cannot do this.")
    now = desk.look(held)
    assert (now.band, now.status) == ("U2H", Status.RECEIVED)


def test_given_back_it_waits_as_it_did_with_the_reason(desk: Desk) -> None:
    held = desk.take(desk.arrive(**URGENT))
    desk.decide(held, LOWER)
    with db.writing(desk.engine) as session:
        deciding.refuse(session, kept(desk, held).id, "Ring her aunt first", by=desk.staff["sena"], moment=LATER)
    row = kept(desk, held)
    assert (row.state, row.second_reason) == (State.REFUSED, "Ring her aunt first")
    assert desk.look(held).band == "U2H"
    with pytest.raises(Conflict):
        agree(desk, held, "tom")


def test_deciding_anew_sets_aside_what_waited(desk: Desk) -> None:
    held = desk.take(desk.arrive(**URGENT))
    desk.decide(held, LOWER)
    waited = kept(desk, held).id
    desk.take(desk.look(held), "tom", LATER)
    desk.decide(desk.look(held), Decision(Outcome.CRISIS_TEAM, "She rang"), "tom", LATER)
    with db.reading(desk.engine) as session:
        assert session.get_one(ScreeningDecision, waited).state is State.SET_ASIDE


def test_lowering_by_one_is_a_recorded_act_with_a_reason(desk: Desk) -> None:
    held = desk.take(desk.arrive(sui_thoughts="passive"))
    assert held.band in {"U48", "SOON"}
    desk.decide(held, Decision(Outcome.ROUTINE, "Spoke", band=Band.ROUTINE, why_lower="A figure of speech"))
    assert desk.look(held).band == "ROUTINE"
    with db.reading(desk.engine) as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "referral:lowered")).one()
    assert event.actor == f"staff:{desk.staff['priya']}"
    assert event.detail == {"from": held.band, "to": "ROUTINE"}


@pytest.mark.parametrize("outcome", [outcome for outcome, rule in OUTCOMES.items() if rule.is_no])
def test_a_no_writes_its_letter_with_the_next_step_as_it_was_written(desk: Desk, outcome: Outcome) -> None:
    if outcome is Outcome.NOT_REACHED:
        pytest.skip("the story of the ladder tells it")
    held = desk.take(desk.arrive())
    desk.decide(held, Decision(outcome, "Private why", "Ring <b>Ashmere</b> on {service} Tuesday"))
    (letter,) = letters_of(desk, held)
    text = str(letter.text)
    assert "Ring <b>Ashmere</b> on {service} Tuesday" in text
    assert "second look" in text
    assert "23 November 2027" in text
    assert "Private why" not in text


def test_a_letter_is_in_their_language_where_there_is_a_template(desk: Desk) -> None:
    held = desk.take(desk.arrive(language="pl"))
    desk.decide(held, Decision(Outcome.SIGNPOST, "Why", "Ashmere on Tuesday"))
    (letter,) = letters_of(desk, held)
    assert letter.language == "pl"
    assert "Twój następny krok" in str(letter.text)


def test_a_partner_gets_the_story_and_they_stay_on_our_list(desk: Desk) -> None:
    held = desk.take(desk.arrive())
    decision = replace(WHOLE, outcome=Outcome.PARTNER, partner=a_partner(desk), story="She lost her grandmother")
    with pytest.raises(Incomplete) as lack:
        desk.decide(held, decision)
    assert set(lack.value.wanting) == {"agreed"}
    assert (desk.cared, desk.look(held).status) == ([], Status.IN_SCREENING)
    agreed = Told(("young_person",), agreed="She said yes on the phone.")
    read = frozenset({held.id})
    desk.decide(held, replace(decision, told=agreed, read=read), whole=False)
    assert kept(desk, held).told["agreed"] == "She said yes on the phone."
    assert desk.cared == [(held.id,), (decision.partner, "She lost her grandmother")]
    assert desk.look(held).status is Status.AWAITING_FIRST


def a_partner(desk: Desk) -> uuid.UUID:
    with db.writing(desk.engine) as session:
        one = Organization(name="Ashmere Youth Counselling", description="")
        session.add(one)
        session.flush()
        return one.id


def test_safeguarding_comes_on_top_and_the_case_goes_on(desk: Desk) -> None:
    held = desk.take(desk.arrive())
    desk.decide(held, Decision(Outcome.SAFEGUARDING, "What she says of her uncle"), at=LATER)
    now = desk.look(held)
    assert (now.status, now.claimed_by) == (Status.IN_SCREENING, desk.staff["priya"])
    with db.reading(desk.engine) as session:
        (task,) = session.scalars(select(Task).where(Task.referral_id == held.id)).all()
    assert task.kind is Duty.SAFEGUARDING
    assert now.history[-1].move is Move.SAFEGUARD


@pytest.mark.parametrize(
    "said", [{"abuse": "yes"}, {"age": 9, "sui_thoughts": "passive"}, {"age": None, "self_harm": "not_sure"}, URGENT]
)
def test_these_are_not_closed_by_one(desk: Desk, said: dict[str, Any]) -> None:
    held = desk.take(desk.arrive(**said))
    desk.decide(held, Decision(Outcome.SIGNPOST, "Why", "Ashmere on Tuesday"))
    assert kept(desk, held).state is State.WAITING
    assert desk.look(held).status is Status.RECEIVED
    assert letters_of(desk, held) == []
    agree(desk, held, "sena")
    assert desk.look(held).status is Status.CLOSED
    assert len(letters_of(desk, held)) == 1


def test_while_another_has_it_in_hand_nobody_agrees(desk: Desk) -> None:
    held = desk.take(desk.arrive(**URGENT))
    desk.decide(held, LOWER)
    desk.take(desk.look(held), "tom")
    with pytest.raises(Taken):
        agree(desk, held, "sena")
