"""Clearing the made-up people away. The trail stays as it is: it says that they were here."""

from typing import Any

from sqlalchemy import CursorResult, Engine, Select, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from portal import clock, db, schema
from portal.accounts import actions as accounts
from portal.accounts.models import StaffUser
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.db import Base
from portal.demo import marks
from portal.directory import actions as directory
from portal.directory.models import Location, Organization, Service, ServiceAtLocation
from portal.feedback.models import Feedback, Note, PanelMember
from portal.learning.models import TrainingEvent
from portal.notifications.models import OutboxMessage
from portal.passport.models import Passport
from portal.referrals.models import Case, Draft, Referral
from portal.reporting.card.models import ReportCard
from portal.upkeep.models import Proposal
from portal.waiting_times.models import OutsideWait, WaitEdition

Marked = (
    type[Referral]
    | type[Service]
    | type[Proposal]
    | type[ReportCard]
    | type[WaitEdition]
    | type[OutsideWait]
    | type[Note]
    | type[TrainingEvent]
)


def clear(engine: Engine) -> dict[str, int]:
    """Remove everything that is marked as made up, and return how much it was. Raises Refused."""
    with db.writing(engine) as session:
        marks.refuse_strangers(session)
        removed = {"notes": _marked(session, Note)}
        # Nobody here is real, so neither is anybody who said something.
        removed["feedback"] = sum(_with_all_below(session, rows, select(rows.id)) for rows in (Feedback, PanelMember))
        removed["training"] = _marked(session, TrainingEvent)
        removed |= {"messages": _messages(session), "cases": _marked(session, Referral)}
        _with_all_below(session, Case, select(Case.id).where(Case.id.not_in(select(Referral.case_id))))
        # Nobody here is real, so neither is anybody who has not sent yet.
        removed["drafts"] = _with_all_below(session, Draft, select(Draft.id))
        removed["passports"] = _with_all_below(session, Passport, select(Passport.id))
        removed["proposals"] = _marked(session, Proposal)
        removed["report_cards"] = _marked(session, ReportCard)
        removed["waits"] = _marked(session, WaitEdition) + _marked(session, OutsideWait)
        removed["services"] = _services(session)
        removed |= _staff(session)
        trail.record(session, Tag.DEMO_CLEARED, actor="command", detail=removed)
    return removed


def _messages(session: Session) -> int:
    """Remove the messages about made-up referrals."""
    made_up = select(Referral.id).where(Referral.fictional.is_(True))
    # Where everybody is made up, so are the entries that a message without a referral is about.
    about = select(OutboxMessage.id).where(
        or_(OutboxMessage.referral_id.in_(made_up), OutboxMessage.referral_id.is_(None))
    )
    return _with_all_below(session, OutboxMessage, about)


def _marked(session: Session, rows: Marked) -> int:
    """Remove marked rows with all that belongs to them."""
    return _with_all_below(session, rows, select(rows.id).where(rows.fictional.is_(True)))


def _services(session: Session) -> int:
    """Remove made-up services, and organisations and places that nobody uses any more."""
    gone = _marked(session, Service)
    # Nobody belongs to an organisation that is about to go: without this its people would go with it.
    session.execute(update(StaffUser).where(StaffUser.fictional.is_(True)).values(organization_id=None))
    used = select(Service.organization_id)
    _with_all_below(session, Organization, select(Organization.id).where(Organization.id.not_in(used)))
    in_use = select(ServiceAtLocation.location_id)
    _with_all_below(session, Location, select(Location.id).where(Location.id.not_in(in_use)))
    directory.changed(session)
    return gone


def _staff(session: Session) -> dict[str, int]:
    """Remove accounts that never did anything; close the others, for the trail names them."""
    actors = set(session.scalars(select(AuditEvent.actor).where(AuditEvent.actor.startswith("staff:")).distinct()))
    is_open = (StaffUser.fictional.is_(True), StaffUser.disabled_at.is_(None))
    team = session.scalars(select(StaffUser).where(*is_open)).all()
    acted = [user for user in team if f"staff:{user.id}" in actors]
    for user in acted:
        accounts.disable_staff(session, user.email, actor="command", moment=clock.now())
        # Everybody knows the password: it must not open anything again.
        user.password_hash = ""
    idle = [user.id for user in team if user not in acted]
    removed = _with_all_below(session, StaffUser, select(StaffUser.id).where(StaffUser.id.in_(idle)))
    return {"staff": removed, "staff_closed": len(acted)}


def _with_all_below(session: Session, rows: type[Base], chosen: Select[Any]) -> int:
    """Remove rows, after every row of every table that points at them: rooms that come later are not forgotten."""
    return _delete(session, schema.metadata().tables[rows.__tablename__], chosen)


def _delete(session: Session, table: Table, chosen: Select[Any]) -> int:
    """Remove the chosen rows of a table from the bottom up."""
    # The schema's, for it knows the tables of every room, also of those that nobody has imported here.
    for below in schema.metadata().sorted_tables:
        for key in (key for key in below.foreign_keys if key.column.table is table):
            _delete(session, below, select(below.c.id).where(key.parent.in_(chosen)))
    gone: CursorResult[Any] = session.execute(delete(table).where(table.c.id.in_(chosen)))  # type: ignore[assignment]
    return gone.rowcount
