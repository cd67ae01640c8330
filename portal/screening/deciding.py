"""What a clinician decides after reading, and the second clinician's word where it takes two.

What waits for a second clinician has changed nothing: the child stays in the queue, and the clock runs.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.referrals.lifecycle import TO_SCREEN, Move, Status
from portal.referrals.models import Referral
from portal.screening import bearing, effects, outcomes
from portal.screening.actions import Conflict, Gone, going_with, in_hand, locked, move, take
from portal.screening.letters import Book
from portal.screening.models import ScreeningDecision, State
from portal.screening.outcomes import Decision, Facts, Told
from portal.screening.stamps import words_digest
from portal.triage.outcome import Band


class Incomplete(Exception):
    """A decision lacks something that it must say: the sentence for each box."""

    def __init__(self, wanting: Mapping[str, str]) -> None:
        super().__init__(*wanting.values())
        self.wanting = wanting


def decide(
    session: Session,
    referral_id: uuid.UUID,
    version: int,
    decision: Decision,
    *,
    by: uuid.UUID,
    here: Clocks,
    book: Book,
    moment: datetime,
) -> ScreeningDecision:
    """Record what a clinician decided about what they read. Raises Taken, Conflict, Incomplete or Gone.

    What takes a second clinician is put before one, and waits in the queue as it did.
    """
    shown, voices = in_hand(session, referral_id, version, by, moment)
    facts = _whole(session, shown, voices, decision, here)
    waits = bool(outcomes.needs_second(decision, facts))
    _set_aside(session, voices)
    row = _record(session, shown, voices, decision, facts, by, moment)
    if waits:
        row.state = State.WAITING
        _put_before_a_second(session, shown, voices, by, moment)
        _trail(session, Tag.DECISION_WAITS, row, by)
    else:
        effects.take(session, shown, voices, decision, Band(row.band_after), by=by, here=here, book=book, moment=moment)
        _trail(session, Tag.DECISION_RECORDED, row, by)
    session.flush()
    return row


def preview(
    session: Session,
    referral_id: uuid.UUID,
    version: int,
    decision: Decision,
    *,
    by: uuid.UUID,
    here: Clocks,
    book: Book,
    moment: datetime,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the letter a decision would write, and why it would take two. Raises what `decide` does; keeps nothing."""
    shown, voices = in_hand(session, referral_id, version, by, moment)
    facts = _whole(session, shown, voices, decision, here)
    return effects.letter_of(book, shown, decision, moment), outcomes.needs_second(decision, facts)


def _whole(session: Session, shown: Referral, voices: Sequence[Referral], decision: Decision, here: Clocks) -> Facts:
    """Return what bears on a decision that says all it must. Raises Incomplete."""
    facts = bearing.facts_of(session, shown, voices, decision, here)
    wanting = outcomes.lacks(decision, facts)
    if wanting:
        raise Incomplete(wanting)
    return facts


def agree(
    session: Session, decision_id: uuid.UUID, *, by: uuid.UUID, here: Clocks, book: Book, moment: datetime
) -> ScreeningDecision:
    """Let a decision take effect, as the second clinician. Raises Conflict when more has come since, or Gone."""
    row, shown, voices = _waiting(session, decision_id, by)
    if row.words_digest != words_digest(voices):
        raise Conflict
    if shown.claimed_by != by:
        take(session, shown, by, moment, moment)
    row.state, row.second_id, row.second_at = State.AGREED, by, moment
    decision = said_in(row)
    effects.take(session, shown, voices, decision, Band(row.band_after), by=by, here=here, book=book, moment=moment)
    _trail(session, Tag.DECISION_AGREED, row, by)
    session.flush()
    return row


def refuse(
    session: Session, decision_id: uuid.UUID, reason: str, *, by: uuid.UUID, moment: datetime
) -> ScreeningDecision:
    """Give a decision back with a reason; the referral waits in the queue as it did. Raises Conflict or Gone."""
    if not reason.strip():
        raise Incomplete({"reason": "Write why. The first clinician reads it."})
    row, _shown, _voices = _waiting(session, decision_id, by)
    row.state, row.second_id, row.second_at, row.second_reason = State.REFUSED, by, moment, reason
    _trail(session, Tag.DECISION_REFUSED, row, by)
    session.flush()
    return row


def _waiting(
    session: Session, decision_id: uuid.UUID, by: uuid.UUID
) -> tuple[ScreeningDecision, Referral, list[Referral]]:
    """Return a decision that waits for somebody else's word, its case locked. Nobody is their own second."""
    referral_id = session.scalar(select(ScreeningDecision.referral_id).where(ScreeningDecision.id == decision_id))
    if referral_id is None:
        raise Gone(decision_id)
    shown, voices = locked(session, referral_id)
    wanted = select(ScreeningDecision).where(ScreeningDecision.id == decision_id)
    row = session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one()
    if row.state is not State.WAITING or row.author_id == by:
        raise Conflict
    return row, shown, voices


def said_in(row: ScreeningDecision) -> Decision:
    """Return the decision that a row keeps."""
    told = row.told or {}
    return Decision(
        row.outcome,
        row.rationale or "",
        row.next_step or "",
        Told(tuple(told.get("who", ())), str(told.get("note", "")), str(told.get("agreed", ""))),
        partner=row.partner_id,
        story=row.story or "",
        why_lower=row.why_lower or "",
    )


def _record(
    session: Session,
    shown: Referral,
    voices: Sequence[Referral],
    decision: Decision,
    facts: Facts,
    by: uuid.UUID,
    moment: datetime,
) -> ScreeningDecision:
    """Keep what was decided, with who was told, and which words it was decided on."""
    row = ScreeningDecision(
        referral_id=shown.id,
        at=moment,
        author_id=by,
        outcome=decision.outcome,
        band_before=facts.band.value,
        band_after=outcomes.band_after(decision, facts).value,
        state=State.RECORDED,
        words_digest=words_digest(voices),
        partner_id=decision.partner,
        told=asdict(decision.told),
        rationale=decision.rationale,
        next_step=decision.next_step or None,
        why_lower=decision.why_lower or None,
        story=decision.story or None,
    )
    session.add(row)
    session.flush()
    return row


def _set_aside(session: Session, voices: Sequence[Referral]) -> None:
    """Set aside what still waits for a second clinician: whoever decides anew has read it anew."""
    wanted = select(ScreeningDecision).where(
        ScreeningDecision.referral_id.in_([voice.id for voice in voices]), ScreeningDecision.state == State.WAITING
    )
    for row in session.scalars(wanted.with_for_update()):
        row.state = State.SET_ASIDE


def _put_before_a_second(
    session: Session, shown: Referral, voices: Sequence[Referral], by: uuid.UUID, moment: datetime
) -> None:
    """Put a case back where it was; nothing changes for the child until somebody else agrees."""
    for voice in going_with(shown, voices):
        if voice.claimed_by == by and voice.status is Status.IN_SCREENING:
            voice.claimed_by = voice.claimed_until = None
            move(session, voice, Move.ASK_SECOND, by, moment)


def _trail(session: Session, tag: Tag, row: ScreeningDecision, by: uuid.UUID) -> None:
    """Write what was decided into the trail, without a word of why."""
    detail = {"outcome": row.outcome.value, "from": row.band_before, "to": row.band_after, "decision": str(row.id)}
    trail.record(session, tag, actor=f"staff:{by}", subject=f"referral:{row.referral_id}", detail=detail)


def waiting(session: Session) -> Sequence[tuple[ScreeningDecision, Referral]]:
    """Return every decision that waits for a second clinician, the most urgent child first."""
    wanted = (
        select(ScreeningDecision, Referral)
        .join(Referral, Referral.id == ScreeningDecision.referral_id)
        .where(ScreeningDecision.state == State.WAITING, Referral.status.in_(TO_SCREEN))
        .order_by(Referral.band_rank, ScreeningDecision.at, ScreeningDecision.id)
    )
    return [(row, referral) for row, referral in session.execute(wanted)]
