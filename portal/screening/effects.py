"""What follows from a decision: the band, the moves, the letter, who is told, and who looks after them from here.

Accepting and escalating count for every voice that waits; asking for more and every "no" carry words for one reader,
so they answer one voice, and the others stay in the queue.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.care import actions as care
from portal.care import spells, transfers
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind
from portal.referrals import duties, lowering, raising, telling
from portal.referrals.case_models import Letter
from portal.referrals.lifecycle import MOVES, Move, Status
from portal.referrals.models import Referral, StatusChange
from portal.screening import actions, letters
from portal.screening.letters import Book
from portal.screening.outcomes import OUTCOMES, Decision, Outcome
from portal.triage.outcome import Band

FOR_ALL = frozenset({Move.ACCEPT, Move.ESCALATE})
"""Moves that count for every waiting voice of a case; they carry no words that only one reader may see."""


TICKET = timedelta(days=365)
"""How long somebody can come straight back (clocks.toml, return_ticket)."""


TOLD_BY: dict[Move, Kind] = {
    **{step: Kind.LETTER for step, rule in MOVES.items() if rule.end is Status.CLOSED},
    Move.ACCEPT: Kind.SCREENED,
    Move.ESCALATE: Kind.SCREENED,
    Move.ASK_FOR_MORE: Kind.MORE_NEEDED,
}
"""What people outside hear of a move. Safeguarding tells nobody."""


def take(
    session: Session,
    shown: Referral,
    voices: list[Referral],
    decision: Decision,
    band: Band,
    *,
    by: uuid.UUID,
    here: Clocks,
    book: Book,
    moment: datetime,
) -> None:
    """Do what was decided: the band, the move of every voice it counts for, and what follows from it."""
    rule = OUTCOMES[decision.outcome]
    _set_band(session, shown, voices, band, by, here, moment)
    if decision.outcome is Outcome.SAFEGUARDING:
        actions.move(session, shown, Move.SAFEGUARD, by, moment, decision.rationale)
        duties.raise_safeguarding(session, shown, here, moment)
    else:
        change = _move_all(session, shown, voices, decision, by, moment)
        if rule.is_no:
            _write_letter(session, shown, decision, change, book, moment)
    raising.raise_case(voices, here, moment)
    session.flush()
    if rule.move is Move.ESCALATE:
        outbox.enqueue(session, Kind.ALERT, Audience.ON_CALL, referral_id=shown.id, reference=shown.reference)
    if rule.care:
        _begin_care(session, shown, decision, by, here, moment)
    if rule.move in TOLD_BY:
        telling.tell(session, shown, TOLD_BY[rule.move], moment=moment)


def _move_all(
    session: Session,
    shown: Referral,
    voices: list[Referral],
    decision: Decision,
    by: uuid.UUID,
    moment: datetime,
) -> StatusChange:
    """Move every voice that a decision counts for, and return the shown one's line of history."""
    step, changes = OUTCOMES[decision.outcome].move, list[StatusChange]()
    for voice in actions.going_with(shown, voices) if step in FOR_ALL else [shown]:
        if voice is not shown and voice.claimed_by != by:
            actions.take(session, voice, by, moment, moment)
        voice.claimed_by = voice.claimed_until = None
        next_step = decision.next_step if voice is shown else ""
        changes.append(actions.move(session, voice, step, by, moment, decision.rationale, next_step))
    return changes[0]


def _write_letter(
    session: Session, shown: Referral, decision: Decision, change: StatusChange, book: Book, moment: datetime
) -> None:
    """Write the letter of a "no" for whoever asked, in their language where there is a template."""
    text = letter_of(book, shown, decision, moment)
    language = book.language(decision.outcome, shown.language)
    session.add(Letter(referral_id=shown.id, change_id=change.id, at=moment, language=language, text=text))
    session.flush()
    actor = f"staff:{change.author_id}"
    trail.record(session, Tag.LETTER_WRITTEN, actor=actor, subject=f"referral:{shown.id}")


def letter_of(book: Book, shown: Referral, decision: Decision, moment: datetime) -> dict[str, Any]:
    """Return the letter that a decision writes."""
    return letters.build(book, decision.outcome, shown.language, decision.next_step, moment, moment + TICKET)


def _set_band(
    session: Session,
    shown: Referral,
    voices: Sequence[Referral],
    band: Band,
    by: uuid.UUID,
    here: Clocks,
    moment: datetime,
) -> None:
    """Make a case as urgent as was decided. Raising is free; lowering is noted as what it is."""
    if band.rank > shown.band_rank:
        detail = {"from": shown.band, "to": band.value}
        lowering.lower_case(voices, band, here)
        trail.record(session, Tag.REFERRAL_LOWERED, actor=f"staff:{by}", subject=f"referral:{shown.id}", detail=detail)
    elif band.rank < shown.band_rank:
        raising.raise_to(shown, band, here.contact_by(band.value, moment))


def _begin_care(
    session: Session, referral: Referral, decision: Decision, by: uuid.UUID, here: Clocks, moment: datetime
) -> None:
    """Put somebody in charge of what comes next; a partner has to accept before they leave our list."""
    on: dict[str, Any] = {"by": by, "here": here, "moment": moment}
    spell = care.open_spell(session, referral, **on)
    if decision.partner is None:
        return
    try:
        care.hand_over(session, spell, to=decision.partner, story=decision.story, reason=decision.told.agreed, **on)
    except (spells.Conflict, transfers.WithoutConsent) as changed:
        # What was asked of the decision held when it was made; the case has moved on since.
        raise actions.Conflict from changed
