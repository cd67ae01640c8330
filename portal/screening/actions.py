"""Who has a referral in hand: take it, put it back, take it over. Exactly one wins a race.

Voices of one case go together: whoever takes one in hand has them all.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.accounts.models import StaffUser
from portal.area import Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.referrals import actions as referrals
from portal.referrals import cases, raising
from portal.referrals.lifecycle import TO_SCREEN, Move, MoveRefused, Status
from portal.referrals.models import Referral, StatusChange
from portal.screening.stamps import stamp
from portal.triage.outcome import Band


class Conflict(Exception):
    """The referral is not as the clinician saw it, or not in this clinician's hands."""


class Taken(Conflict):
    """Somebody else has it in hand."""

    def __init__(self, by_name: str, until: datetime, because: str = "") -> None:
        super().__init__(by_name, until, because)
        self.by_name, self.until, self.because = by_name, until, because


class Gone(Exception):
    """There is no such referral."""


def claim(
    session: Session, referral_id: uuid.UUID, version: int, *, by: uuid.UUID, here: Clocks, moment: datetime
) -> Referral:
    """Take a referral in hand with all that waits in its case, or keep it longer. Raises Taken, Conflict or Gone."""
    shown, voices = locked(session, referral_id)
    if stamp(voices) != version:
        raise why_not(session, shown, by, moment)
    for voice in going_with(shown, voices):
        take(session, voice, by, moment + here.claim, moment)
    return shown


def take(session: Session, voice: Referral, by: uuid.UUID, until: datetime, moment: datetime) -> None:
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
        raise why_not(session, voice, by, moment)
    if not keeps:
        move(session, voice, Move.CLAIM, by, moment)
    note(session, Tag.REFERRAL_CLAIMED, voice, by)


def release(session: Session, referral_id: uuid.UUID, version: int, *, by: uuid.UUID, moment: datetime) -> Referral:
    """Put a referral back into the queue, with what was taken with it. Raises Taken, Conflict or Gone."""
    shown, voices = in_hand(session, referral_id, version, by, moment)
    for voice in voices:
        if voice.claimed_by == by and voice.status is Status.IN_SCREENING:
            voice.claimed_by = voice.claimed_until = None
            move(session, voice, Move.RELEASE, by, moment)
            note(session, Tag.REFERRAL_RELEASED, voice, by)
    return shown


def take_over(
    session: Session,
    referral_id: uuid.UUID,
    version: int,
    reason: str,
    *,
    by: uuid.UUID,
    here: Clocks,
    moment: datetime,
) -> Referral:
    """Take a referral out of another clinician's hands, saying why. Raises Conflict or Gone.

    Whoever pressed on a page made before the last change, the other one's included, is told what has happened.
    """
    shown, voices = locked(session, referral_id)
    if stamp(voices) != version or not reason.strip() or shown.status is not Status.IN_SCREENING:
        raise why_not(session, shown, by, moment)
    held = [voice for voice in going_with(shown, voices) if voice.status is Status.IN_SCREENING]
    for voice in going_with(shown, voices):
        if voice not in held:
            take(session, voice, by, moment + here.claim, moment)
            continue
        voice.claimed_by, voice.claimed_until = by, moment + here.claim
        move(session, voice, Move.TAKE_OVER, by, moment, reason)
        note(session, Tag.REFERRAL_TAKEN_OVER, voice, by)
    return shown


def make_sooner(
    session: Session, referral_id: uuid.UUID, band: Band, *, by: uuid.UUID, here: Clocks, moment: datetime
) -> Referral:
    """Make a referral more urgent, whoever has it and whatever has changed: that needs nothing. Raises Conflict, Gone.

    A band that is not sooner changes nothing: this is no way to lower anybody.
    """
    shown, voices = locked(session, referral_id)
    if shown.status not in TO_SCREEN:
        raise why_not(session, shown, by, moment)
    detail = {"from": shown.band, "to": band.value}
    if raising.raise_to(shown, band, here.contact_by(band.value, moment)):
        raising.raise_case(voices, here, moment)
        trail.record(session, Tag.REFERRAL_RAISED, actor=f"staff:{by}", subject=f"referral:{shown.id}", detail=detail)
    session.flush()
    return shown


def going_with(shown: Referral, voices: Sequence[Referral]) -> list[Referral]:
    """Return a referral, and every other voice of its case that waits to be screened."""
    return [shown, *(voice for voice in voices if voice is not shown and voice.status in TO_SCREEN)]


def in_hand(
    session: Session, referral_id: uuid.UUID, version: int, by: uuid.UUID, moment: datetime
) -> tuple[Referral, list[Referral]]:
    """Return a referral that this clinician holds and that is as they saw it, and the voices of its case.

    A hold that ran out still counts as long as nobody else has taken it: the version says that nothing has
    changed since, and a long reason should not be typed twice.
    """
    shown, voices = locked(session, referral_id)
    if shown.claimed_by != by or stamp(voices) != version:
        raise why_not(session, shown, by, moment)
    return shown, voices


def locked(session: Session, referral_id: uuid.UUID) -> tuple[Referral, list[Referral]]:
    """Return a referral and its case's voices as they are in the database now, locked until this transaction ends."""
    voices = cases.lock(session, referral_id)
    shown = next((voice for voice in voices if voice.id == referral_id), None)
    if shown is None:
        raise Gone(referral_id)
    return shown, voices


def why_not(session: Session, referral: Referral, by: uuid.UUID, moment: datetime) -> Conflict:
    """Say why a clinician cannot have a referral."""
    until = referral.claimed_until
    if referral.claimed_by in (None, by) or until is None or until <= moment:
        return Conflict()
    holder = session.get(StaffUser, referral.claimed_by)
    last = referral.history[-1] if referral.history else None
    over = last is not None and last.move is Move.TAKE_OVER and last.author_id == referral.claimed_by
    return Taken(holder.name if holder else "somebody", until, (last.rationale or "") if last and over else "")


def move(
    session: Session,
    referral: Referral,
    step: Move,
    by: uuid.UUID,
    moment: datetime,
    rationale: str = "",
    next_step: str = "",
) -> StatusChange:
    """Make a move; what cannot be moved any more is a conflict for the clinician, not an error."""
    try:
        change = referrals.move(
            session, referral, step, author=by, moment=moment, rationale=rationale, next_step=next_step
        )
        session.flush()
    except (MoveRefused, StaleDataError) as changed:
        raise Conflict from changed
    return change


def note(session: Session, tag: Tag, referral: Referral, by: uuid.UUID) -> None:
    """Write the act into the trail."""
    trail.record(session, tag, actor=f"staff:{by}", subject=f"referral:{referral.id}")
