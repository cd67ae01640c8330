"""When half of a 2-hour clock is over and nobody has a referral in hand: people are told, one after another."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.area import Area
from portal.audit import trail
from portal.audit.tags import Tag
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind
from portal.referrals.lifecycle import TO_SCREEN
from portal.referrals.models import Referral
from portal.screening.models import Alert
from portal.triage.outcome import Band

HOURS = (Band.NOW.value, Band.U2H.value)
"""The bands whose clocks are counted in hours."""


def half_gone(referral: Referral, here: Area) -> datetime:
    """Return when half of a referral's clock is over: at once, where somebody waits for nothing but us."""
    return referral.contact_by - here.clocks.bands[referral.band].contact_within.length / 2


def rungs_due(since: datetime, here: Area, moment: datetime) -> int:
    """Count the rungs that should have been told by now, when half of the clock was over at some moment."""
    if moment < since:
        return 0
    pause = timedelta(minutes=here.half_clock.minutes_between)
    climbed = (moment - since) // pause + 1 if pause else len(here.half_clock.rungs)
    return min(climbed, len(here.half_clock.rungs))


def unclaimed(session: Session, moment: datetime) -> Sequence[Referral]:
    """Return who waits on a clock of hours, in nobody's hands."""
    wanted = select(Referral).where(
        Referral.status.in_(TO_SCREEN),
        Referral.band.in_(HOURS),
        or_(Referral.claimed_by.is_(None), Referral.claimed_until <= moment),
    )
    return session.scalars(wanted.order_by(Referral.band_rank, Referral.received_at, Referral.id)).all()


def tell(session: Session, here: Area, moment: datetime) -> int:
    """Tell every rung whose time has come, each once for one clock, and return how many were told."""
    told = 0
    for referral in unclaimed(session, moment):
        for rung in range(rungs_due(half_gone(referral, here), here, moment)):
            told += _tell(session, referral, rung, here, moment)
    return told


def _tell(session: Session, referral: Referral, rung: int, here: Area, moment: datetime) -> bool:
    """Tell one rung, unless it has been. The table decides between two workers that look at once."""
    known = (Alert.referral_id == referral.id, Alert.due_at == referral.contact_by, Alert.rung == rung)
    if session.scalars(select(Alert.id).where(*known)).first():
        return False
    try:
        with session.begin_nested():
            session.add(Alert(referral_id=referral.id, due_at=referral.contact_by, rung=rung, at=moment))
            session.flush()
    except IntegrityError:
        return False
    audience = Audience(here.half_clock.rungs[rung])
    outbox.enqueue(session, Kind.HALF_CLOCK, audience, referral_id=referral.id, reference=referral.reference)
    detail = {"rung": rung, "audience": audience.value}
    trail.record(session, Tag.CLOCK_HALF_GONE, actor="machine", subject=f"referral:{referral.id}", detail=detail)
    return True
