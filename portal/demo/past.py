"""Rows of the made-up history: what was written, read and decided, as the doors would have kept it.

Ten thousand people do not come in by the doors themselves: a start should not take an hour. Their stories are judged
by the real rules, and every row holds what the act it stands for would have written.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal import sealed
from portal.area import Clocks
from portal.db import Base
from portal.demo.told import Told
from portal.demo.years import Past
from portal.referrals import drafts, needs, references
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Case, Referral, StatusChange, TriageResult
from portal.screening.models import ScreeningDecision, State
from portal.screening.outcomes import Outcome
from portal.triage.outcome import Band

LATER = timedelta(seconds=2)
ENDED: dict[str, tuple[Move, Outcome]] = {
    "signposted": (Move.SIGNPOST, Outcome.SIGNPOST),
    "advice": (Move.ADVISE, Outcome.ADVICE_GIVEN),
    "withdrawn": (Move.SIGNPOST, Outcome.SIGNPOST),
}
ACCEPTED: dict[Band, tuple[Move, Outcome]] = {
    Band.NOW: (Move.ESCALATE, Outcome.CONTACT_NOW),
    Band.U2H: (Move.ESCALATE, Outcome.CRISIS_TEAM),
    Band.U48: (Move.ACCEPT, Outcome.URGENT_APPOINTMENT),
}
ROUTINE = (Move.ACCEPT, Outcome.ROUTINE)
WHY = {
    "accepted": "Read in full. Somebody should meet them; the clock runs from the day they wrote.",
    "signposted": "Read in full and talked with them. Another service fits better, and expects their call.",
    "advice": "A question more than a referral. Answered on the phone; they know how to come back.",
    "withdrawn": "They wrote that they no longer want this. Rang to make sure; they know how to come back.",
}
NEXT_STEP = {
    "signposted": "The service we talked about knows that you will call. Tell them that we sent you.",
    "advice": "Try what we talked about for two weeks, and write to us again if it does not help.",
    "withdrawn": "You can come back at any time. You don't have to explain why you left.",
}


@dataclass(frozen=True)
class Lived:
    """One of them as rows: the referral, and everything that hangs on it so far."""

    past: Past
    told: Told
    referral: Referral
    by: uuid.UUID


def key(number: int) -> str:
    """Return the draft's key of one of them: always the same, so that nobody comes in twice."""
    return f"demonstration-past-{number}"


def read_and_decided(past: Past, told: Told, by: uuid.UUID, here: Clocks) -> tuple[Lived, list[Base]]:
    """Return a referral with the rows of its receipt, its triage and what a clinician decided."""
    referral = _referral(past, told, here)
    move, outcome = ENDED.get(past.outcome) or ACCEPTED.get(past.band, ROUTINE)
    rows: list[Base] = [referral, _triage(referral, past, told)]
    rows += [_step(referral, Move.RECEIVE, Status.RECEIVED, past.received, None)]
    if past.outcome == "withdrawn":
        rows += [
            _step(
                referral,
                Move.ASK_TO_WITHDRAW,
                Status.RECEIVED,
                past.received + (past.claimed - past.received) / 2,
                None,
            )
        ]
    rows += [_step(referral, Move.CLAIM, Status.IN_SCREENING, past.claimed, by)]
    accepted = past.outcome == "accepted"
    decided = _step(referral, move, Status.AWAITING_FIRST if accepted else Status.CLOSED, past.decided, by)
    decided.rationale, decided.next_step = WHY[past.outcome], NEXT_STEP.get(past.outcome)
    return Lived(past, told, referral, by), [*rows, decided, _decision(referral, past, outcome, by)]


def ended(lived: Lived, reason: str, next_step: str, moment: datetime) -> StatusChange:
    """Return the row that closes a referral after care."""
    lived.referral.status = Status.CLOSED
    closing = _step(lived.referral, Move.END_CARE, Status.CLOSED, moment, lived.by)
    closing.rationale, closing.next_step = reason, next_step
    return closing


def _referral(past: Past, told: Told, here: Clocks) -> Referral:
    """Return the referral itself."""
    contact_by = here.contact_by(past.band.value, past.received, told.outcome.pathways)
    return Referral(
        case=Case(opened_at=past.received),
        reference=references.new_reference(),
        submission_key=drafts.digest(key(past.number)),
        payload_digest=sealed.blind_index(key(past.number), "payload"),
        voice=past.voice,
        language=told.language,
        fictional=True,
        received_at=past.received,
        status=Status.AWAITING_FIRST if past.outcome == "accepted" else Status.CLOSED,
        band=past.band.value,
        band_rank=past.band.rank,
        screen_by=here.screen_by(past.received),
        contact_by=contact_by,
        told_band=past.band.value,
        told_contact_by=contact_by,
        age=told.age,
        answers=told.pages,
        code=references.new_code(),
        access_needs=needs.are_said([told.pages], told.outcome.flags),
        out_of_hours=not here.calendar.is_open(past.received),
        version=1,
    )


def _triage(referral: Referral, past: Past, told: Told) -> TriageResult:
    """Return what the rules said of the story."""
    return TriageResult(
        referral_id=referral.id,
        at=past.received,
        ruleset_id=told.outcome.ruleset.id,
        ruleset_version=told.outcome.ruleset.version,
        ruleset_status=told.outcome.ruleset.status,
        band=told.outcome.band.value,
        outcome=told.outcome.as_dict(),
    )


def _step(referral: Referral, move: Move, status: Status, at: datetime, by: uuid.UUID | None) -> StatusChange:
    """Return one line of history."""
    return StatusChange(referral_id=referral.id, at=at, move=move, status=status, author_id=by)


def _decision(referral: Referral, past: Past, outcome: Outcome, by: uuid.UUID) -> ScreeningDecision:
    """Return the decision that a clinician recorded."""
    return ScreeningDecision(
        referral_id=referral.id,
        at=past.decided,
        author_id=by,
        outcome=outcome,
        band_before=past.band.value,
        band_after=past.band.value,
        state=State.RECORDED,
        words_digest=sealed.blind_index(key(past.number), "words"),
        told={"who": ["young_person"], "note": "", "agreed": ""},
        rationale=WHY[past.outcome],
        next_step=NEXT_STEP.get(past.outcome),
    )
