"""What groups people belong to, read from sealed answers in one pass. Kept is a group's name, never an answer."""

import uuid
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import trail
from portal.audit.tags import Tag
from portal.referrals.models import Amendment, Referral
from portal.reporting import groups
from portal.reporting.groups import Table

PAGE = 500
"""How many records are open at once."""
Grouped = Mapping[uuid.UUID, Mapping[str, str]]


def read(session: Session, table: Table) -> Grouped:
    """Return everybody's groups by the referral that holds their answers."""
    later: dict[uuid.UUID, list[Amendment]] = defaultdict(list)
    for row in session.scalars(
        select(Amendment).order_by(Amendment.at, Amendment.id).execution_options(yield_per=PAGE)
    ):
        later[row.referral_id].append(row)
    found = {}
    wanted = select(Referral).execution_options(yield_per=PAGE)
    for referral in session.scalars(wanted):
        versions = [referral.answers or {}, *(row.answers or {} for row in later.get(referral.id, ()))]
        found[referral.id] = groups.of(groups.asked(versions), referral.language, referral.age, table)
        session.expunge(referral)
    return found


def note(session: Session, records: int, actor: str) -> None:
    """Write into the trail that sealed answers were opened to count groups, and for whom."""
    trail.record(session, Tag.GROUPS_COUNTED, actor=actor, detail={"records": records})
