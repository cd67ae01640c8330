"""What a clinician does with a referral: take it in hand, put it back, decide. Exactly one wins a race."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.accounts.models import StaffUser
from portal.area import Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind
from portal.referrals import actions as referrals
from portal.referrals.lifecycle import DECISIONS, MOVES, Move, MoveRefused, Status
from portal.referrals.models import Referral
from portal.triage.outcome import Band


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
    """Take a referral in hand, or keep it longer. Raises Taken, Conflict or Gone."""
    until = moment + here.claim
    free = or_(Referral.claimed_by.is_(None), Referral.claimed_until <= moment, Referral.claimed_by == by)
    before = _locked(session, referral_id)
    keeps = before.claimed_by == by and before.status is Status.IN_SCREENING
    # One statement decides: of all who press at once, the database changes the row for one.
    won = session.execute(
        update(Referral)
        .where(Referral.id == referral_id, Referral.version == version, free)
        .values(claimed_by=by, claimed_until=until, version=Referral.version + 1)
        .returning(Referral.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    referral = _locked(session, referral_id)
    if won is None:
        raise _why_not(session, referral, by, moment)
    if not keeps:
        _move(session, referral, Move.CLAIM, by, moment)
    _note(session, Tag.REFERRAL_CLAIMED, referral, by)
    return referral


def release(session: Session, referral_id: uuid.UUID, version: int, *, by: uuid.UUID, moment: datetime) -> Referral:
    """Put a referral back into the queue. Raises Taken, Conflict or Gone."""
    referral = _in_hand(session, referral_id, version, by, moment)
    referral.claimed_by = referral.claimed_until = None
    _move(session, referral, Move.RELEASE, by, moment)
    _note(session, Tag.REFERRAL_RELEASED, referral, by)
    return referral


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
    referral = _in_hand(session, referral_id, version, by, moment)
    referral.claimed_by = referral.claimed_until = None
    if decision.move is Move.ESCALATE:
        _escalate(session, referral, decision.band, here, moment)
    _move(session, referral, decision.move, by, moment, decision.rationale, decision.next_step)
    return referral


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
    referrals.raise_to(referral, band, here.contact_by(band.value, moment))
    outbox.enqueue(session, Kind.ALERT, Audience.ON_CALL, referral_id=referral.id, reference=referral.reference)


def _in_hand(session: Session, referral_id: uuid.UUID, version: int, by: uuid.UUID, moment: datetime) -> Referral:
    """Return a referral that this clinician holds and that is as they saw it.

    A hold that ran out still counts as long as nobody else has taken it: the version says that nothing has
    changed since, and a long reason should not be typed twice.
    """
    referral = _locked(session, referral_id)
    if referral.claimed_by != by or referral.version != version:
        raise _why_not(session, referral, by, moment)
    return referral


def _locked(session: Session, referral_id: uuid.UUID) -> Referral:
    """Return a referral as it is in the database now, locked until this transaction ends."""
    wanted = select(Referral).where(Referral.id == referral_id).with_for_update()
    referral = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if referral is None:
        raise Gone(referral_id)
    return referral


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
