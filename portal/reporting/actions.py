"""What a person does with waits: lets everybody read an edition, takes it back, writes down what others say of theirs.

What was approved never changes: the trail keeps a digest of the figures that everybody could read.
"""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.audit import trail
from portal.audit.tags import Tag
from portal.reporting import editions, entries
from portal.waiting_times.lists import Lists
from portal.waiting_times.models import OutsideWait, WaitEdition

WHY = {
    "looks_wrong": "A figure looks wrong",
    "records_changed": "The records behind it were put right since",
    "by_mistake": "It was approved by mistake",
}
"""Why an edition can be taken back: words that are about nobody."""


KEPT_FOR = 60
"""Days after which what a service says of itself is not shown any more, unless somebody asks again."""


APART = timedelta(days=21)
"""At least so far apart are two editions that anybody could ever read: between two days a few people come and go, and
what changes from one to the other would be about them."""


class Conflict(Exception):
    """The edition is not as it was seen: made again, approved or taken back meanwhile."""


class TooClose(Exception):
    """Everybody has read figures of a day so near that the two would tell of the few people between them."""


def approve(
    session: Session, as_of: date, seen: datetime, listed: Lists, *, by: uuid.UUID, moment: datetime
) -> WaitEdition:
    """Let everybody read an edition, as it was seen, also in the entries of its lists. Raises Conflict, TooClose."""
    edition = _held(session, as_of, seen)
    if edition.approved_at is not None:
        raise Conflict
    if any(day != as_of and abs(day - as_of) < APART for day in editions.ever_out(session)):
        raise TooClose
    edition.approved_at, edition.approved_by = moment, by
    detail = {"figures": editions.digest(edition)}
    trail.record(session, Tag.WAITS_APPROVED, actor=f"staff:{by}", subject=editions.subject(edition), detail=detail)
    session.flush()
    entries.tell(session, listed, clock.london(moment).date())
    return edition


def withdraw(
    session: Session, as_of: date, seen: datetime, why: str, listed: Lists, *, by: uuid.UUID, moment: datetime
) -> None:
    """Take an approved edition back: the one approved before it is what everybody reads again. Raises Conflict."""
    edition = _held(session, as_of, seen)
    if edition.approved_at is None or why not in WHY:
        raise Conflict
    detail = {"why": why, "figures": editions.digest(edition)}
    edition.approved_at = edition.approved_by = None
    trail.record(session, Tag.WAITS_WITHDRAWN, actor=f"staff:{by}", subject=editions.subject(edition), detail=detail)
    session.flush()
    entries.tell(session, listed, clock.london(moment).date())


def say(session: Session, said: OutsideWait, *, by: uuid.UUID, moment: datetime) -> OutsideWait:
    """Write down what a service elsewhere says of its waits; the newest that has not expired counts."""
    said.expires_on = said.said_on + timedelta(days=KEPT_FOR)
    said.entered_by, said.entered_at = by, moment
    session.add(said)
    detail = {"weeks": f"{said.low_weeks} to {said.high_weeks}", "milestone": said.milestone.value}
    subject = f"service:{said.service_slug}"
    trail.record(session, Tag.WAITS_SAID, actor=f"staff:{by}", subject=subject, detail=detail)
    return said


def _held(session: Session, as_of: date, seen: datetime) -> WaitEdition:
    """Return an edition, locked, if it is the one that was looked at. Raises Conflict."""
    edition = editions.of(session, as_of, lock=True)
    if edition is None or edition.made_at != seen:
        raise Conflict
    return edition
