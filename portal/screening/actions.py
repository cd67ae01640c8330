"""What a clinician does with a referral: take it in hand, put it back, decide. Exactly one wins a race.

Voices of one case go together: whoever takes one in hand has them all. Accepting and escalating count for every
voice that waits; asking for more and signposting carry words for one reader, so they answer one voice, and the
others stay in the queue.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.accounts.models import StaffUser
from portal.area import Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind
from portal.referrals import actions as referrals
from portal.referrals import cases, raising
from portal.referrals.lifecycle import DECISIONS, MOVES, TO_SCREEN, Move, MoveRefused, Status
from portal.referrals.models import Referral
from portal.screening.stamps import stamp
from portal.triage.outcome import Band

FOR_ALL = frozenset({Move.ACCEPT, Move.ESCALATE})
"""Decisions that count for every waiting voice of a case; they carry no words that only one reader may see."""


class Conflict(Exception):
    """The referral is not as the clinician saw it, or not in this clinician's hands."""


class Taken(Conflict):
    """Somebody else has it in hand."""

    def __init__(self, by_name: str, until: datetime) -> None:
        super().__init__(by_name, until)
        self.by_name, self.until = by_name, until


class Gone(Exception):
    """There is no such referral."""


class Incomplete(Exception):
    """A decision lacks something that it must say."""


@dataclass(frozen=True)
class Decision:
    """What a clinician decided, and why."""

    move: Move
    rationale: str
    next_step: str = ""
    band: Band = Band.U2H
    """How soon somebody must act, when it is escalated."""


def claim(
    session: Session, referral_id: uuid.UUID, version: int, *, by: uuid.UUID, here: Clocks, moment: datetime
) -> Referral:
    """Take a referral in hand with all that waits in its case, or keep it longer. Raises Taken, Conflict or Gone."""
    shown, voices = _locked(session, referral_id)
    if stamp(voices) != version:
        raise _why_not(session, shown, by, moment)
    for voice in _going_with(shown, voices):
        _take(session, voice, by, moment + here.claim, moment)
    return shown


def _take(session: Session, voice: Referral, by: uuid.UUID, until: datetime, moment: datetime) -> None:
    """Take one voice in hand."""
    keeps = voice.claimed_by == by and voice.status is Status.IN_SCREENING
    free = or_(Referral.claimed_by.is_(None), Referral.claimed_until <= moment, Referral.claimed_by == by)
    # One statement decides: of all who press at once, the database changes the row for one.
    won = session.execute(
        update(Referral)
        .where(Referral.id == voice.id, Referral.version == voice.version, free)
        .values(claimed_by=by, claimed_until=until, version=Referral.version + 1)
        .returning(Referral.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    session.refresh(voice)
    if won is None:
        raise _why_not(session, voice, by, moment)
    if not keeps:
        _move(session, voice, Move.CLAIM, by, moment)
    _note(session, Tag.REFERRAL_CLAIMED, voice, by)


def release(session: Session, referral_id: uuid.UUID, version: int, *, by: uuid.UUID, moment: datetime) -> Referral:
    """Put a referral back into the queue, with what was taken with it. Raises Taken, Conflict or Gone."""
    shown, voices = _in_hand(session, referral_id, version, by, moment)
    for voice in voices:
        if voice.claimed_by == by and voice.status is Status.IN_SCREENING:
            voice.claimed_by = voice.claimed_until = None
            _move(session, voice, Move.RELEASE, by, moment)
            _note(session, Tag.REFERRAL_RELEASED, voice, by)
    return shown


def decide(
    session: Session,
    referral_id: uuid.UUID,
    version: int,
    decision: Decision,
    *,
    by: uuid.UUID,
    here: Clocks,
    moment: datetime,
) -> Referral:
    """Record what a clinician decided about what they read. Raises Taken, Conflict, Incomplete or Gone."""
    _check(decision)
    shown, voices = _in_hand(session, referral_id, version, by, moment)
    if decision.move is Move.ESCALATE:
        _escalate(session, shown, decision.band, here, moment)
    for voice in _going_with(shown, voices) if decision.move in FOR_ALL else [shown]:
        if voice is not shown and voice.claimed_by != by:
            _take(session, voice, by, moment, moment)
        voice.claimed_by = voice.claimed_until = None
        next_step = decision.next_step if voice is shown else ""
        _move(session, voice, decision.move, by, moment, decision.rationale, next_step)
    raising.raise_case(voices, here, moment)
    session.flush()
    return shown


def _going_with(shown: Referral, voices: Sequence[Referral]) -> list[Referral]:
    """Return a referral, and every other voice of its case that waits to be screened."""
    return [shown, *(voice for voice in voices if voice is not shown and voice.status in TO_SCREEN)]


def _check(decision: Decision) -> None:
    """Refuse a decision that does not say what it must."""
    if decision.move not in DECISIONS:
        raise Incomplete("This is not a decision.")
    if not decision.rationale.strip():
        raise Incomplete("A decision needs a reason.")
    if MOVES[decision.move].next_step and not decision.next_step.strip():
        raise Incomplete("Name what the young person can do next.")


def _escalate(session: Session, referral: Referral, band: Band, here: Clocks, moment: datetime) -> None:
    """Raise a referral, never lower it, and wake the people who can act now."""
    raising.raise_to(referral, band, here.contact_by(band.value, moment))
    outbox.enqueue(session, Kind.ALERT, Audience.ON_CALL, referral_id=referral.id, reference=referral.reference)


def _in_hand(
    session: Session, referral_id: uuid.UUID, version: int, by: uuid.UUID, moment: datetime
) -> tuple[Referral, list[Referral]]:
    """Return a referral that this clinician holds and that is as they saw it, and the voices of its case.

    A hold that ran out still counts as long as nobody else has taken it: the version says that nothing has
    changed since, and a long reason should not be typed twice.
    """
    shown, voices = _locked(session, referral_id)
    if shown.claimed_by != by or stamp(voices) != version:
        raise _why_not(session, shown, by, moment)
    return shown, voices


def _locked(session: Session, referral_id: uuid.UUID) -> tuple[Referral, list[Referral]]:
    """Return a referral and its case's voices as they are in the database now, locked until this transaction ends."""
    voices = cases.lock(session, referral_id)
    shown = next((voice for voice in voices if voice.id == referral_id), None)
    if shown is None:
        raise Gone(referral_id)
    return shown, voices


def _why_not(session: Session, referral: Referral, by: uuid.UUID, moment: datetime) -> Conflict:
    """Say why a clinician cannot have a referral."""
    until = referral.claimed_until
    if referral.claimed_by in (None, by) or until is None or until <= moment:
        return Conflict()
    holder = session.get(StaffUser, referral.claimed_by)
    return Taken(holder.name if holder else "somebody", until)


def _move(
    session: Session,
    referral: Referral,
    move: Move,
    by: uuid.UUID,
    moment: datetime,
    rationale: str = "",
    next_step: str = "",
) -> None:
    """Make a move; what cannot be moved any more is a conflict for the clinician, not an error."""
    try:
        referrals.move(session, referral, move, author=by, moment=moment, rationale=rationale, next_step=next_step)
        session.flush()
    except (MoveRefused, StaleDataError) as changed:
        raise Conflict from changed


def _note(session: Session, tag: Tag, referral: Referral, by: uuid.UUID) -> None:
    """Write the act into the trail."""
    trail.record(session, tag, actor=f"staff:{by}", subject=f"referral:{referral.id}")
