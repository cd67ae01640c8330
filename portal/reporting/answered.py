"""What groups people belong to, read from sealed answers in one pass. Kept is a group's name, never an answer."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import trail
from portal.audit.tags import Tag
from portal.referrals.models import Amendment, Referral
from portal.reporting import groups
from portal.reporting.groups import Table

Grouped = Mapping[uuid.UUID, Mapping[str, str]]


@dataclass(slots=True)
class Sealed:
    """The sealed answers of one referral, without the rest of its row: a column opens for table, name and id alone."""

    __tablename__: str
    id: uuid.UUID
    answers_sealed: bytes | None


def read(session: Session, table: Table) -> Grouped:
    """Return everybody's groups by the referral that holds their answers. One record is open at a time."""
    later: dict[uuid.UUID, list[Amendment]] = defaultdict(list)
    for row in session.scalars(select(Amendment).order_by(Amendment.at, Amendment.id)):
        later[row.referral_id].append(row)
    found = {}
    wanted = select(Referral.id, Referral.answers_sealed, Referral.language, Referral.age)
    for own, sealed, language, age in session.execute(wanted):
        first = Referral.answers.__get__(Sealed(Referral.__tablename__, own, sealed), Referral)
        versions = [first or {}, *(row.answers or {} for row in later.get(own, ()))]
        found[own] = groups.of(groups.asked(versions), language, age, table)
    return found


def note(session: Session, records: int, actor: str) -> None:
    """Write into the trail that sealed answers were opened to count groups, and for whom."""
    trail.record(session, Tag.GROUPS_COUNTED, actor=actor, detail={"records": records})
