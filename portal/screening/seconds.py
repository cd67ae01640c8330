"""What waits for a second clinician: the list, and what each decision was made on."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.care import endings
from portal.referrals import knowing
from portal.referrals.lifecycle import TO_SCREEN
from portal.referrals.models import Referral
from portal.screening import bearing, clocks, deciding, outcomes, queue, rows, side_by_side
from portal.screening.models import ScreeningDecision, State
from portal.screening.outcomes import OUTCOMES
from portal.screening.stamps import words_digest
from portal.triage.outcome import Band


@dataclass(frozen=True)
class ForSecond:
    """One decision that waits."""

    id: uuid.UUID
    """Of the decision, or where care would end, of the referral."""
    title: str
    outcome: str
    at: datetime
    author: str
    clock: clocks.Clock
    own: bool
    """Whoever looks made it: somebody else must agree."""
    ends_care: bool = False


def listing(session: Session, me: uuid.UUID, here: Clocks, now: datetime) -> list[ForSecond]:
    """Return what waits for a second clinician, the most urgent child first: decisions, then endings of care."""
    found = deciding.waiting(session)
    names = queue.names_of(session, (row.author_id for row, _referral in found))
    decided = [
        ForSecond(
            row.id,
            side_by_side.title(referral),
            OUTCOMES[row.outcome].label,
            row.at,
            names.get(row.author_id, "somebody"),
            rows.clock_of(referral, now),
            row.author_id == me,
        )
        for row, referral in found
    ]
    return decided + _endings(session, me, now)


def _endings(session: Session, me: uuid.UUID, now: datetime) -> list[ForSecond]:
    """Return the endings of care that wait."""
    found = [(task, asked, who) for task, who in endings.waiting(session) if (asked := endings.asked(session, who))]
    names = queue.names_of(session, (asked.author_id for _task, asked, _who in found))
    return [
        ForSecond(
            referral.id,
            side_by_side.title(referral),
            "Close care",
            asked.at,
            names.get(asked.author_id, "somebody") if asked.author_id else "somebody",
            clocks.Clock("task", task.due_at, clocks.remaining(task.due_at, now), clocks.state(task.due_at, now)),
            asked.author_id == me,
            ends_care=True,
        )
        for task, asked, referral in found
    ]


def count(session: Session) -> int:
    """Count what waits for a second clinician."""
    wanted = select(func.count()).select_from(ScreeningDecision).join(Referral)
    waits = (ScreeningDecision.state == State.WAITING, Referral.status.in_(TO_SCREEN))
    return (session.scalar(wanted.where(*waits)) or 0) + endings.count(session)


def referral_of(session: Session, decision_id: uuid.UUID) -> uuid.UUID | None:
    """Return which referral a decision is about."""
    return session.scalar(select(ScreeningDecision.referral_id).where(ScreeningDecision.id == decision_id))


def why(session: Session, row: ScreeningDecision, here: Clocks) -> tuple[str, ...]:
    """Say why a decision takes two."""
    voices = _voices(session, row)
    shown = next(voice for voice in voices if voice.id == row.referral_id)
    decision = replace(deciding.said_in(row), band=Band(row.band_after))
    facts = replace(bearing.facts_of(session, shown, voices, decision, here), band=Band(row.band_before))
    return outcomes.needs_second(decision, facts)


def changed(session: Session, row: ScreeningDecision) -> bool:
    """Tell whether more has come since it was decided: then nobody can agree any more."""
    return row.words_digest != words_digest(_voices(session, row))


def _voices(session: Session, row: ScreeningDecision) -> Sequence[Referral]:
    """Return the voices of the case that a decision is about."""
    return knowing.voices_of(session, session.get_one(Referral, row.referral_id).case_id)
