"""The marks by which the queue finds what it cannot read: written with the words, and later where they are missing."""

import uuid

from sqlalchemy import Engine, func, or_, select, update
from sqlalchemy.orm import aliased

from portal import db
from portal.clock import Calendar
from portal.referrals import needs
from portal.referrals.lifecycle import TO_SCREEN
from portal.referrals.models import Referral
from portal.web import logs


def mark(referral: Referral, calendar: Calendar) -> None:
    """Mark a referral by all that it has said so far. A yes stays."""
    referral.access_needs = bool(referral.access_needs) or needs_access(referral)
    if referral.out_of_hours is None:
        referral.out_of_hours = came_at_night(referral, calendar)


def needs_access(referral: Referral) -> bool:
    """Tell whether a voice has ever said that something is needed."""
    flags = {name for triage in referral.triages for name in (triage.outcome or {}).get("flags", ())}
    return needs.are_said(referral.versions, flags)


def came_at_night(referral: Referral, calendar: Calendar) -> bool:
    """Tell whether a referral came in while the desk was closed."""
    return not calendar.is_open(referral.received_at)


def catch_up(engine: Engine, calendar: Calendar) -> int:
    """Mark every voice beside somebody who waits that nobody has looked at yet, and return how many those were."""
    waits = aliased(Referral)
    cases = select(waits.case_id).where(waits.status.in_(TO_SCREEN))
    unseen = or_(Referral.access_needs.is_(None), Referral.out_of_hours.is_(None))
    with db.reading(engine) as session:
        found = list(session.scalars(select(Referral.id).where(Referral.case_id.in_(cases), unseen)))
    done = 0
    for one in found:
        try:
            _look(engine, one, calendar)
            done += 1
        except Exception as error:  # what cannot be read stays unseen, which shows it, and holds up nobody else
            logs.failure(error)
    return done


def _look(engine: Engine, one: uuid.UUID, calendar: Calendar) -> None:
    """Mark one referral, over nothing that was written meanwhile, and without making a reader's page old."""
    with db.writing(engine) as session:
        referral = session.get_one(Referral, one)
        marks = {"access_needs": needs_access(referral), "out_of_hours": came_at_night(referral, calendar)}
        kept = {name: func.coalesce(getattr(Referral, name), said) for name, said in marks.items()}
        session.execute(
            update(Referral).where(Referral.id == one).values(kept).execution_options(synchronize_session=False)
        )
