"""The trail as people read it: narrowed by who, what, whose record and which day."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import StaffUser
from portal.accounts.permissions import ROLE_NAMES
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.clock import LONDON
from portal.referrals import readings, references
from portal.referrals.models import Referral

ROWS, MOST_EXPORTED = 50, 20_000
KINDS: Mapping[str, tuple[str, frozenset[Tag]]] = {
    "looked": ("Looked at a record", frozenset({Tag.REFERRAL_READ, Tag.GLASS_BROKEN})),
    "glass": ("Broke the glass", frozenset({Tag.GLASS_BROKEN})),
    "decided": (
        "Worked on a record",
        frozenset(
            {
                Tag.REFERRAL_CLAIMED,
                Tag.REFERRAL_RELEASED,
                Tag.REFERRAL_MOVED,
                Tag.REFERRAL_TAKEN_OVER,
                Tag.REFERRAL_RAISED,
                Tag.REFERRAL_LOWERED,
                Tag.DECISION_RECORDED,
                Tag.DECISION_WAITS,
                Tag.DECISION_AGREED,
                Tag.DECISION_REFUSED,
                Tag.LETTER_WRITTEN,
                Tag.CONTACT_TRIED,
                Tag.CARE_OPENED,
                Tag.CARE_STEP,
                Tag.CARE_CLOSED,
                Tag.BREACH_CODED,
                Tag.CASE_JOINED,
                Tag.CASE_PARTED,
                Tag.CONTACT_DECIDED,
                Tag.COMPETENCE_RECORDED,
                Tag.HIT_MARKED,
                Tag.TASK_RAISED,
                Tag.TASK_DONE,
            }
        ),
    ),
    "door": ("Came and went", frozenset({Tag.STAFF_SIGNED_IN, Tag.STAFF_SIGNED_OUT, Tag.STAFF_CONFIRMED})),
    "refused": ("Was refused", frozenset({Tag.ACCESS_DENIED, Tag.STAFF_REFUSED, Tag.STATUS_REFUSED})),
    "people": (
        "Changed accounts",
        frozenset(
            {
                Tag.STAFF_ADDED,
                Tag.STAFF_CHANGED,
                Tag.STAFF_DISABLED,
                Tag.STAFF_REOPENED,
                Tag.STAFF_STAYS_ENDED,
                Tag.FACTOR_ADDED,
                Tag.FACTOR_REMOVED,
                Tag.FACTOR_RESET,
                Tag.RECOVERY_MADE,
                Tag.RECOVERY_USED,
            }
        ),
    ),
    "taken": (
        "Took something out",
        frozenset({Tag.RECORD_TAKEN, Tag.LOG_EXPORTED, Tag.ENTRIES_DOWNLOADED, Tag.CASE_EXPORTED, Tag.MONTH_EXPORTED}),
    ),
    "log": ("Looked at this log", frozenset({Tag.LOG_READ, Tag.LOG_EXPORTED})),
}
"""What the trail can be narrowed to; everything else is under All."""
OUTSIDE = {"person": "somebody outside", "worker": "the worker", "command": "a command on the server"}


@dataclass(frozen=True)
class Filters:
    """How a look is narrowed, as its address says."""

    person: uuid.UUID | None = None
    reference: str = ""
    day: date | None = None
    kind: str = ""
    page: int = 1
    troubles: tuple[str, ...] = ()

    def as_query(self) -> dict[str, str]:
        """Write these filters for an address."""
        said = {"person": self.person, "reference": self.reference, "day": self.day, "kind": self.kind}
        return {name: str(value) for name, value in said.items() if value}


@dataclass(frozen=True)
class Line:
    """One event in words."""

    seq: int
    at: datetime
    who: str
    role: str
    what: str
    """The word of the trail itself, which a table that is taken out keeps."""
    subject: str
    referral_id: uuid.UUID | None
    why: str

    @property
    def said(self) -> str:
        """The word of the trail as people read it."""
        thing, _colon, done = self.what.replace("-", " ").partition(":")
        return f"{thing[:1].upper()}{thing[1:]} {done}".strip()


@dataclass(frozen=True)
class Page:
    """Some of the trail."""

    lines: list[Line]
    total: int
    pages: int


def read_filters(asked: Mapping[str, str]) -> Filters:
    """Read filters from an address; what cannot be read is said, and narrows to nothing less."""
    troubles = []
    person, day = _person(asked.get("person", "")), _day(asked.get("day", ""))
    if asked.get("day") and day is None:
        troubles.append("That is not a day. Write it like 2026-11-23.")
    reference = asked.get("reference", "").strip()
    if reference and not references.read_reference(reference):
        troubles.append("That does not read like one of our references. Check its last characters.")
    kind = asked.get("kind", "") if asked.get("kind", "") in KINDS else ""
    number = asked.get("page", "1")
    page = min(max(int(number), 1), 10**6) if number.isdecimal() and len(number) < 8 else 1
    return Filters(person, reference[:40], day, kind, page, tuple(troubles))


def _person(said: str) -> uuid.UUID | None:
    """Read somebody's id."""
    try:
        return uuid.UUID(said)
    except ValueError:
        return None


def _day(said: str) -> date | None:
    """Read a day."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def page(session: Session, filters: Filters) -> Page:
    """Return one page of what was asked for, the latest first."""
    wanted = _narrowed(session, filters)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    some = wanted.order_by(AuditEvent.seq.desc()).limit(ROWS).offset((filters.page - 1) * ROWS)
    return Page(lines(session, session.scalars(some).all()), total, max(1, -(-total // ROWS)))


def export(session: Session, filters: Filters) -> list[Line]:
    """Return all that was asked for, the latest first, up to a limit that a person could still read."""
    wanted = _narrowed(session, filters).order_by(AuditEvent.seq.desc()).limit(MOST_EXPORTED)
    return lines(session, session.scalars(wanted).all())


def _narrowed(session: Session, filters: Filters) -> Select[AuditEvent]:
    """Select what the filters leave."""
    wanted = select(AuditEvent)
    if filters.person:
        wanted = wanted.where(AuditEvent.actor == f"staff:{filters.person}")
    if filters.reference:
        wanted = wanted.where(AuditEvent.subject == f"referral:{find(session, filters.reference)}")
    if filters.day:
        # A day as people in England live it: it has 23 or 25 hours twice a year.
        begins, ends = (datetime.combine(filters.day + timedelta(days=n), time(), LONDON) for n in (0, 1))
        wanted = wanted.where(AuditEvent.at >= begins, AuditEvent.at < ends)
    if filters.kind:
        wanted = wanted.where(AuditEvent.tag.in_([tag.value for tag in KINDS[filters.kind][1]]))
    return wanted


def find(session: Session, reference: str) -> uuid.UUID | None:
    """Return the referral that a reference belongs to."""
    read = references.read_reference(reference)
    return session.scalar(select(Referral.id).where(Referral.reference == read)) if read else None


def lines(session: Session, events: Iterable[AuditEvent]) -> list[Line]:
    """Put events into words, with names and references that the trail itself never holds."""
    events = list(events)
    people = readings.staff(session, [name for event in events for name in (event.actor, event.subject)])
    ids = [one for event in events if (one := _referral_of(event))]
    known = session.execute(select(Referral.id, Referral.reference).where(Referral.id.in_(ids)))
    names = {row.id: row.reference for row in known}
    return [_line(event, people, names) for event in events]


def _referral_of(event: AuditEvent) -> uuid.UUID | None:
    """Return the referral an event is about."""
    kind, _, own = event.subject.partition(":")
    return _person(own) if kind == "referral" else None


def _line(event: AuditEvent, people: Mapping[str, StaffUser], names: Mapping[uuid.UUID, str]) -> Line:
    """Put one event into words."""
    who, about, referral_id = people.get(event.actor), people.get(event.subject), _referral_of(event)
    subject = names.get(referral_id, "") if referral_id else about.name if about else event.subject.partition(":")[0]
    return Line(
        seq=event.seq,
        at=event.at,
        who=who.name if who else OUTSIDE.get(event.actor, "somebody"),
        role=ROLE_NAMES[who.role] if who else "",
        what=event.tag,
        subject=subject,
        referral_id=referral_id if referral_id in names else None,
        why=_why(event),
    )


def _why(event: AuditEvent) -> str:
    """Say what an event adds to its tag, where it helps."""
    detail: Mapping[str, Any] = event.detail
    if detail.get("why") == readings.Why.GLASS.value:
        return "behind broken glass"
    if event.tag == Tag.REFERRAL_READ:
        return "beside another voice" if "from" in detail else ""
    what = str(detail.get("outcome") or detail.get("event") or detail.get("endpoint") or "").replace("_", " ")
    bands = f"{detail['from']} to {detail['to']}" if detail.get("from") != detail.get("to") and "to" in detail else ""
    return ", ".join(said for said in (what, bands) if said)
