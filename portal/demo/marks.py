"""What of a database is demonstration, and what is not."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import StaffUser
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.directory.models import Service
from portal.referrals.models import Referral

Marked = type[Service] | type[StaffUser] | type[Referral]
MARKED: dict[str, Marked] = {"services": Service, "staff": StaffUser, "cases": Referral}
BEGUN, FINISHED = "begun", "finished"


@dataclass(frozen=True)
class Plan:
    """How much to load, and by which seed."""

    cases: int = 40
    seed: int = 7


class Refused(Exception):
    """The demonstration has no business here; the message says why in one line."""


def refuse_strangers(session: Session) -> None:
    """Refuse a database in which anybody may be real. Raises Refused."""
    people: dict[str, Marked] = {"referrals": Referral, "staff": StaffUser}
    for what, rows in people.items():
        if session.scalars(select(rows.id).where(rows.fictional.is_(False)).limit(1)).first():
            raise Refused(f"This database holds {what} not marked as made up. Nothing was changed.")


def counts(session: Session) -> dict[str, int]:
    """Count what is marked as made up, without accounts that are closed."""
    return {what: _count(session, rows) for what, rows in MARKED.items()}


def _count(session: Session, rows: Marked) -> int:
    wanted = select(func.count()).select_from(rows).where(rows.fictional.is_(True))
    if rows is StaffUser:
        wanted = wanted.where(StaffUser.disabled_at.is_(None))
    return session.scalar(wanted) or 0


def wanted(session: Session) -> Plan | None:
    """Return what a start should load: what an earlier one left half done, or all of it where there is nothing."""
    events = select(AuditEvent).where(AuditEvent.tag.in_([Tag.DEMO_LOADED.value, Tag.DEMO_CLEARED.value]))
    last = session.scalars(events.order_by(AuditEvent.seq.desc()).limit(1)).first()
    if last and last.detail.get("part") == BEGUN:
        return Plan(last.detail["cases"], last.detail["seed"])
    staff = select(StaffUser.id).where(StaffUser.disabled_at.is_(None)).limit(1)
    empty = not any(session.scalars(one).first() for one in (select(Service.id).limit(1), staff))
    return Plan() if empty else None
