"""Who read a record: noted at every reading, with the role of that moment and the reason they could."""

import enum
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import StaffUser
from portal.accounts.permissions import Role
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.referrals.models import Referral


class Why(enum.StrEnum):
    """What let somebody read."""

    WORK = "work"
    GLASS = "glass"


@dataclass(frozen=True)
class Reading:
    """One reading of one record."""

    at: datetime
    user_id: uuid.UUID | None
    name: str
    role: Role | None
    why: Why
    through_another: bool = False
    """It was seen on the page of another voice of the case."""


def note(session: Session, referral_id: uuid.UUID, *, actor: str, role: Role, why: Why = Why.WORK) -> None:
    """Note that somebody looks at a record. Its page shows every voice of the case, so each was looked at."""
    case = select(Referral.case_id).where(Referral.id == referral_id).scalar_subquery()
    for one in session.scalars(select(Referral.id).where(Referral.case_id == case).order_by(Referral.id)).all():
        detail = {"role": role.value, "why": why.value} | ({} if one == referral_id else {"from": str(referral_id)})
        trail.record(session, Tag.REFERRAL_READ, actor=actor, subject=f"referral:{one}", detail=detail)


def of(session: Session, referral_id: uuid.UUID) -> list[Reading]:
    """Return every reading of a record, the latest first."""
    wanted = select(AuditEvent).where(
        AuditEvent.subject == f"referral:{referral_id}", AuditEvent.tag == Tag.REFERRAL_READ.value
    )
    events = session.scalars(wanted.order_by(AuditEvent.seq.desc())).all()
    people = staff(session, (event.actor for event in events))
    return [_reading(event, people.get(event.actor)) for event in events]


def staff(session: Session, actors: Iterable[str]) -> dict[str, StaffUser]:
    """Return the people behind actors of the trail."""
    ids = {own for actor in set(actors) if actor.startswith("staff:") and (own := _id(actor.removeprefix("staff:")))}
    found = session.scalars(select(StaffUser).where(StaffUser.id.in_(ids)))
    return {f"staff:{one.id}": one for one in found}


def _id(said: str) -> uuid.UUID | None:
    """Read an id. A line that somebody tampered with must not hide the rest of the trail."""
    try:
        return uuid.UUID(said)
    except ValueError:
        return None


def _reading(event: AuditEvent, who: StaffUser | None) -> Reading:
    """Read one line of the trail. Lines of before say no role: then it is the one of today."""
    said = event.detail.get("role")
    role = Role(said) if said in set(Role) else who.role if who else None
    why = Why.GLASS if event.detail.get("why") == Why.GLASS.value else Why.WORK
    name, through = who.name if who else "somebody", "from" in event.detail
    return Reading(event.at, who.id if who else None, name, role, why, through)
