"""Waits that became too long: which will, which did, why, and what that says month by month."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.audit import trail
from portal.audit.tags import Tag
from portal.care.models import Breach, Cause, Spell
from portal.care.spells import Conflict, Gone
from portal.clock import london

SHOWN = 50


def without_cause(session: Session) -> Sequence[Breach]:
    """Return those that nobody has explained, the oldest first."""
    everything = joinedload(Breach.spell).joinedload(Spell.referral)
    wanted = select(Breach).where(Breach.cause.is_(None)).options(everything)
    return session.scalars(wanted.order_by(Breach.passed_at, Breach.id).limit(SHOWN)).all()


def themes(session: Session) -> list[tuple[str, Counter[Cause]]]:
    """Count the main causes by the month in which a limit passed, the newest month first."""
    found: dict[str, Counter[Cause]] = {}
    for at, cause in session.execute(select(Breach.passed_at, Breach.cause).where(Breach.cause.is_not(None))):
        if cause is not None:
            found.setdefault(f"{london(at):%Y-%m}", Counter())[cause] += 1
    return sorted(found.items(), reverse=True)


def code(
    session: Session,
    breach_id: uuid.UUID,
    cause: Cause,
    further: Sequence[Cause],
    note: str,
    *,
    by: uuid.UUID,
    moment: datetime,
) -> Breach:
    """Say why a limit passed: one main cause, any others, a note. Raises Gone, or Conflict when somebody has."""
    wanted = select(Breach).where(Breach.id == breach_id).with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise Gone(breach_id)
    if found.cause is not None:
        raise Conflict("somebody has said why")
    found.cause, found.coded_by, found.coded_at = cause, by, moment
    found.further_causes = " ".join(each.value for each in further if each is not cause)
    found.note = note.strip() or None
    session.flush()
    trail.record(
        session, Tag.BREACH_CODED, actor=f"staff:{by}", subject=f"breach:{found.id}", detail={"cause": cause.value}
    )
    return found
