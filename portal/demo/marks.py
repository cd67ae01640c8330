"""What of a database is demonstration, and what is not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import StaffUser
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.directory.models import Service
from portal.referrals import drafts
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral

Marked = type[Service] | type[StaffUser] | type[Referral]
MARKED: dict[str, Marked] = {"services": Service, "staff": StaffUser, "cases": Referral}
BEGUN, FINISHED = "begun", "finished"


@dataclass(frozen=True)
class Plan:
    """How much to load, and by which seed."""

    cases: int = 640
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
    """Count what is marked as made up, without accounts that are closed; `open` are the cases that are not ended."""
    made_up = select(func.count(Referral.case_id.distinct())).where(Referral.fictional.is_(True))
    still = session.scalar(made_up.where(Referral.status != Status.CLOSED)) or 0
    return {what: _count(session, rows) for what, rows in MARKED.items()} | {"open": still}


def _count(session: Session, rows: Marked) -> int:
    wanted = select(func.count()).select_from(rows).where(rows.fictional.is_(True))
    if rows is StaffUser:
        wanted = wanted.where(StaffUser.disabled_at.is_(None))
    return session.scalar(wanted) or 0


def open_of(session: Session, keys: Collection[str], reopened: Collection[str]) -> int:
    """Count the cases of some keys that are still open, or will be again."""
    digests, again = [drafts.digest(key) for key in keys], [drafts.digest(key) for key in reopened]
    still = or_(Referral.status != Status.CLOSED, Referral.submission_key.in_(again))
    wanted = select(func.count(Referral.case_id.distinct())).where(Referral.submission_key.in_(digests), still)
    return session.scalar(wanted) or 0


def begun(session: Session) -> datetime | None:
    """Return when the loading that is going on began, or None when nothing is half done."""
    last = _last(session)
    return last.at if last and last.detail.get("part") == BEGUN else None


def _last(session: Session) -> AuditEvent | None:
    """Return the last that was done with the demonstration."""
    events = select(AuditEvent).where(AuditEvent.tag.in_([Tag.DEMO_LOADED.value, Tag.DEMO_CLEARED.value]))
    return session.scalars(events.order_by(AuditEvent.seq.desc()).limit(1)).first()


def wanted(session: Session) -> Plan | None:
    """Return what a start should load: what an earlier one left half done, or all of it where there is nothing."""
    last = _last(session)
    if last and last.detail.get("part") == BEGUN:
        return Plan(last.detail["cases"], last.detail["seed"])
    staff = select(StaffUser.id).where(StaffUser.disabled_at.is_(None)).limit(1)
    empty = not any(session.scalars(one).first() for one in (select(Service.id).limit(1), staff))
    return Plan() if empty else None
