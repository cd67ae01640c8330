"""Finding what feeds said before, whose services are whose, and dry runs that wait for a person."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.directory import queries as directory
from portal.directory import to_open_referral
from portal.directory.models import (
    Address,
    Contact,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
)
from portal.importing import likeness
from portal.importing.likeness import Card
from portal.importing.models import Feed, FeedDifference, FeedReading, FeedRecord

AT_ONCE = 500
"""Ids in one question: databases have a limit."""
PER_PAGE = 25

One = TypeVar("One")


@dataclass(frozen=True)
class Held:
    """What is known of a record from before, without its document."""

    their_id: str
    service_id: uuid.UUID
    name: str
    digest: str
    shares: tuple[str, ...]
    vanished_at: datetime | None


def feed(session: Session, name: str) -> Feed | None:
    """Return a feed by its name."""
    return session.scalars(select(Feed).where(Feed.name == name)).one_or_none()


def feeds(session: Session) -> list[tuple[Feed, int, int]]:
    """Return every feed, with how many records it has and how many of them have vanished."""
    gone = func.count(FeedRecord.vanished_at)
    counts = select(Feed, func.count(FeedRecord.id), gone).outerjoin(FeedRecord, FeedRecord.feed_id == Feed.id)
    return [(each, all_, lost) for each, all_, lost in session.execute(counts.group_by(Feed.id).order_by(Feed.name))]


def likely_feed(session: Session, own: Sequence[uuid.UUID]) -> str | None:
    """Return the one feed that most of these services came from, if there is one."""
    found = Counter(
        name
        for part in chunks(own)
        for name in session.scalars(select(Feed.name).join(FeedRecord).where(FeedRecord.service_id.in_(part)))
    )
    if len(found) != 1:
        return None
    name, count = found.most_common(1)[0]
    return name if 2 * count >= len(own) else None


def held(session: Session, feed_id: uuid.UUID) -> dict[uuid.UUID, Held]:
    """Return what a feed said before, by our id of the service."""
    columns = (FeedRecord.their_id, FeedRecord.service_id, FeedRecord.name, FeedRecord.digest, FeedRecord.shares)
    rows = session.execute(select(*columns, FeedRecord.vanished_at).where(FeedRecord.feed_id == feed_id))
    return {row[1]: Held(row[0], row[1], row[2], row[3], tuple(row[4]), row[5]) for row in rows}


def documents(session: Session, own: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Return what feeds said last about these services."""
    wanted = select(FeedRecord.service_id, FeedRecord.document)
    found: dict[uuid.UUID, dict[str, Any]] = {}
    for part in chunks(own):
        found |= _pairs(session.execute(wanted.where(FeedRecord.service_id.in_(part))))
    return found


def entries(session: Session, own: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Return what our own entries say now, as nested documents."""
    return {
        row.id: to_open_referral.service(row)
        for part in chunks(own)
        for row in session.scalars(directory.whole().where(Service.id.in_(part)))
    }


def record(session: Session, service_id: uuid.UUID) -> FeedRecord | None:
    """Return the record of a feed that speaks of a service."""
    return session.scalars(select(FeedRecord).where(FeedRecord.service_id == service_id)).one_or_none()


def provenance(session: Session, service_id: uuid.UUID) -> tuple[str, dict[str, str], datetime | None] | None:
    """Return which feed a service comes from, when each field last came from it, and since when it has vanished."""
    wanted = select(Feed.name, FeedRecord.fields, FeedRecord.vanished_at).join(Feed, Feed.id == FeedRecord.feed_id)
    found = session.execute(wanted.where(FeedRecord.service_id == service_id)).one_or_none()
    return (found[0], dict(found[1]), found[2]) if found else None


def somebody_elses(session: Session, own: Collection[uuid.UUID], feed_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return those of these services that do not come from this feed, each with its feed; empty for our own."""
    found: dict[uuid.UUID, str] = {}
    for part in chunks(own):
        found |= dict.fromkeys(session.scalars(select(Service.id).where(Service.id.in_(part))), "")
        named = select(FeedRecord.service_id, Feed.name).join(Feed, Feed.id == FeedRecord.feed_id)
        found |= _pairs(session.execute(named.where(FeedRecord.service_id.in_(part))))
        mine = select(FeedRecord.service_id).where(FeedRecord.service_id.in_(part), FeedRecord.feed_id == feed_id)
        for key in session.scalars(mine):
            found.pop(key, None)
    return found


def taken(session: Session, own: Collection[str]) -> set[str]:
    """Return those of these ids that an organisation or a place has already."""
    found: set[str] = set()
    for part in chunks([uuid.UUID(each) for each in own]):
        for table in (Organization, Location):
            found |= {str(each) for each in session.scalars(select(table.id).where(table.id.in_(part)))}
    return found


def cards(session: Session, feed_id: uuid.UUID) -> list[Card]:
    """Return what tells the services apart that are not of this feed."""
    codes = _gathered(
        session.execute(
            select(ServiceAtLocation.service_id, Address.postal_code)
            .join(Address, Address.location_id == ServiceAtLocation.location_id)
            .where(Address.postal_code != "")
        )
    )
    phones = _gathered(session.execute(select(Contact.service_id, Phone.number).join(Contact)))
    names = _pairs(session.execute(select(FeedRecord.service_id, Feed.name).join(Feed)))
    mine = set(session.scalars(select(FeedRecord.service_id).where(FeedRecord.feed_id == feed_id)))
    rows = session.execute(select(Service.id, Service.name, Service.url, Organization.name).join(Service.organization))
    return [
        Card(
            str(own),
            name,
            owner,
            names.get(own, ""),
            frozenset(codes.get(own, ())),
            frozenset(map(likeness.number, phones.get(own, ()))),
            likeness.address(url or ""),
        )
        for own, name, url, owner in rows
        if own not in mine
    ]


def reading(session: Session, reading_id: uuid.UUID) -> FeedReading | None:
    """Return a dry run that waits for a person."""
    return session.get(FeedReading, reading_id)


def readings(session: Session) -> list[FeedReading]:
    """Return the dry runs that wait, the newest first."""
    return list(session.scalars(select(FeedReading).order_by(FeedReading.read_at.desc(), FeedReading.id)))


def differences(session: Session, reading_id: uuid.UUID, page: int) -> list[FeedDifference]:
    """Return one page of what a dry run found."""
    wanted = select(FeedDifference).where(FeedDifference.reading_id == reading_id).order_by(FeedDifference.position)
    return list(session.scalars(wanted.limit(PER_PAGE).offset((page - 1) * PER_PAGE)))


def waiting(
    session: Session, reading_id: uuid.UUID, chosen: Collection[uuid.UUID] | None, most: int
) -> list[uuid.UUID]:
    """Return the ids of what nobody has taken over yet: of those chosen, or of all, up to a limit."""
    wanted = select(FeedDifference.id).where(FeedDifference.reading_id == reading_id, FeedDifference.outcome == "")
    if chosen is not None:
        wanted = wanted.where(FeedDifference.id.in_(chosen))
    return list(session.scalars(wanted.order_by(FeedDifference.position).limit(most)))


def counts(session: Session, reading_id: uuid.UUID) -> dict[str, int]:
    """Return how many differences of each kind a dry run has, and how many of them still wait."""
    wanted = select(FeedDifference.kind, func.count()).where(FeedDifference.reading_id == reading_id)
    kinds = _pairs(session.execute(wanted.group_by(FeedDifference.kind)))
    waits = select(func.count()).where(FeedDifference.reading_id == reading_id, FeedDifference.outcome == "")
    return {**kinds, "waiting": session.scalar(waits) or 0}


def chunks(items: Iterable[One]) -> Iterator[list[One]]:
    """Yield items in parts that fit one question."""
    listed = list(items)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


def _pairs(rows: Iterable[Any]) -> dict[Any, Any]:
    return {row[0]: row[1] for row in rows}


def _gathered(pairs: Iterable[Any]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
