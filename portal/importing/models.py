"""Tables of feeds: what each of them said last, field by field, and dry runs that a person looks through."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base

LONGEST_NAME = 70


class Feed(Base):
    """Somebody else's directory, as far as we take it over."""

    __tablename__ = "feeds"

    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    source: Mapped[str] = mapped_column(String(500))
    """Where it was read from first: an address, a file's name."""
    begun_at: Mapped[datetime]


class FeedRecord(Base):
    """One record of a feed: what it said when we last took it over, and which of our services it speaks of."""

    __tablename__ = "feed_records"
    __table_args__ = (UniqueConstraint("feed_id", "their_id"), UniqueConstraint("service_id"))

    feed_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("feeds.id"), index=True)
    their_id: Mapped[str] = mapped_column(String(200))
    service_id: Mapped[uuid.UUID]
    """No foreign key: a service that still waits for an editor has no row yet."""
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Cleaned. What the entry says otherwise, somebody here has written."""
    shares: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Ids of the organisation and the places it brought with it."""
    fields: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """When each field last came from this feed, by its path."""
    changed_at: Mapped[datetime]
    vanished_at: Mapped[datetime | None]
    """When the feed no longer had it. Nothing is deleted for that."""


class FeedReading(Base):
    """A feed that was read and compared, and waits for a person to take over what is right."""

    __tablename__ = "feed_readings"

    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    source: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"), index=True)
    read_at: Mapped[datetime]
    unchanged: Mapped[int]
    refused: Mapped[str] = mapped_column(Text, default="")
    """Why it should not be taken over as it is; empty when nothing speaks against it."""
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What was set aside and why, what vanished, labels nobody knows, services that look alike."""


class FeedDifference(Base):
    """One record of such a reading that is new, or says something else than before."""

    __tablename__ = "feed_differences"
    __table_args__ = (UniqueConstraint("reading_id", "position"),)

    reading_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("feed_readings.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    """added, changed or returned."""
    their_id: Mapped[str] = mapped_column(String(200))
    service_id: Mapped[uuid.UUID]
    name: Mapped[str] = mapped_column(String(200))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Field by field: what it was, what it is to be, and notes."""
    taken_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    """What came of taking it over, in words."""
