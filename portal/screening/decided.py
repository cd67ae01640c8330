"""What was decided about a case, who tried to reach somebody, and the letters written: as the desk's page shows it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.notifications.leave import Leave
from portal.referrals import knowing
from portal.referrals.case_models import Letter
from portal.referrals.models import Referral
from portal.screening import bearing, ladder, trying, words
from portal.screening.ladder import Stand
from portal.screening.models import ContactAttempt, ScreeningDecision, State
from portal.screening.outcomes import OUTCOMES

A_MOMENT = timedelta(minutes=5)


@dataclass(frozen=True)
class JustRecorded:
    """What somebody decided a moment ago, so that they need not wonder."""

    referral_id: uuid.UUID
    reference: str
    label: str
    waits: bool
    care: bool


@dataclass(frozen=True)
class Decided:
    """All that was decided and tried in a case, the newest first."""

    decisions: Sequence[ScreeningDecision]
    tries: Sequence[ContactAttempt]
    letters: Sequence[Letter]
    own_words: tuple[tuple[uuid.UUID, str], ...]
    """Each voice that wrote in its own words, and who it is."""
    stand: Stand
    ladder: str
    ways: tuple[Leave, ...]

    @property
    def waiting(self) -> ScreeningDecision | None:
        """The decision that waits for a second clinician, if one does."""
        return next((row for row in self.decisions if row.state is State.WAITING), None)

    @property
    def staff(self) -> set[uuid.UUID]:
        """Whose names the page needs."""
        decided = {by for row in self.decisions for by in (row.author_id, row.second_id) if by}
        return decided | {row.author_id for row in self.tries}


def show(session: Session, found: Referral, voices: Sequence[Referral], here: Clocks) -> Decided:
    """Return what was decided and tried in a case."""
    ids = [voice.id for voice in voices]
    known = knowing.of_case(session, found.case_id)
    rung = here.no_contact[found.band]
    return Decided(
        decisions=of(session, ids),
        tries=trying.rows_of(session, voices),
        letters=session.scalars(
            select(Letter).where(Letter.referral_id == found.id).order_by(Letter.at.desc(), Letter.id)
        ).all(),
        own_words=tuple((voice.id, words.WHO[voice.voice]) for voice in bearing.with_own_words(voices)),
        stand=ladder.stand(trying.done(session, voices), rung, trying.left_out(known)),
        ladder=ladder.in_words(rung),
        ways=trying.ways(known),
    )


def just_recorded(session: Session, named: str, me: uuid.UUID, now: datetime) -> JustRecorded | None:
    """Return what somebody decided a moment ago about the referral that an address names."""
    try:
        referral_id = uuid.UUID(named)
    except ValueError:
        return None
    mine = (ScreeningDecision.author_id == me, ScreeningDecision.at > now - A_MOMENT)
    wanted = select(ScreeningDecision, Referral.reference).join(Referral, Referral.id == ScreeningDecision.referral_id)
    wanted = wanted.where(ScreeningDecision.referral_id == referral_id, *mine).order_by(ScreeningDecision.at.desc())
    found = session.execute(wanted.limit(1)).first()
    if found is None:
        return None
    row, reference = found
    rule, waits = OUTCOMES[row.outcome], row.state is State.WAITING
    return JustRecorded(referral_id, reference, rule.label, waits, rule.care and not rule.partner and not waits)


def of(session: Session, referral_ids: Sequence[uuid.UUID]) -> Sequence[ScreeningDecision]:
    """Return what was decided about some referrals, the newest first."""
    wanted = select(ScreeningDecision).where(ScreeningDecision.referral_id.in_(referral_ids))
    return session.scalars(wanted.order_by(ScreeningDecision.at.desc(), ScreeningDecision.id)).all()
