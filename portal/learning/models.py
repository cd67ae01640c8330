"""The tables of training. Whatever says who somebody is, and how one joins, is sealed."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import sealed
from portal.db import Base, by_value
from portal.learning import kinds
from portal.learning.kinds import FAMILY, Group, Meeting, Standing


class TrainingEvent(Base):
    """One webinar, workshop or course: a day, an hour, a place, and whom it is for."""

    __tablename__ = "training_events"
    __table_args__ = (Index("ix_training_events_starts_at", "starts_at"),)

    slug: Mapped[str] = mapped_column(String(100), unique=True)
    """Its address for good: calendars and letters hold it."""
    title: Mapped[str] = mapped_column(String(160))
    meeting: Mapped[Meeting] = mapped_column(by_value(Meeting))
    groups: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(60))
    """A row of the area's training matrix, or none."""
    series: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(Text)
    outcomes: Mapped[str] = mapped_column(Text)
    """What somebody can do afterwards: one a line."""
    access: Mapped[str] = mapped_column(Text)
    given_by: Mapped[str] = mapped_column(String(200))
    """By role, never by name."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200))
    """Empty: online."""
    joining_sealed: Mapped[bytes | None]
    places: Mapped[int]
    cpd_minutes: Mapped[int]
    sequence: Mapped[int] = mapped_column(default=0)
    """Rises with every change, so that calendars take it over."""
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_why: Mapped[str] = mapped_column(String(300), default="")
    fictional: Mapped[bool] = mapped_column(default=False)

    joining = sealed.text("joining_sealed")
    materials: Mapped[list["TrainingMaterial"]] = relationship(order_by="TrainingMaterial.added_at")

    @property
    def for_whom(self) -> tuple[Group, ...]:
        """Return whom it is for."""
        return kinds.read(self.groups)

    @property
    def at_work(self) -> tuple[Group, ...]:
        """Return those it is for who come with their work."""
        return tuple(each for each in self.for_whom if each not in FAMILY)

    @property
    def for_families(self) -> bool:
        """Tell whether parents or young people come for themselves."""
        return bool(FAMILY & set(self.for_whom))

    @property
    def minutes(self) -> int:
        """Count how long it takes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class TrainingMaterial(Base):
    """Something to read or to watch about an event: an address, or words."""

    __tablename__ = "training_materials"

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_events.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(String(500))
    words: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime]
    added_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))


class TrainingBooking(Base):
    """Somebody's place. Who comes for themselves has no name here, nor an address."""

    __tablename__ = "training_bookings"
    __table_args__ = (
        Index("ix_training_bookings_event_id_standing_signed_up_at", "event_id", "standing", "signed_up_at"),
    )

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_events.id"))
    sending_key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """The keyed hash of the form's own number: sending twice finds the first."""
    code_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    code_sealed: Mapped[bytes | None]
    """What is in the address of their own page: 192 random bits."""
    name_sealed: Mapped[bytes | None]
    email_sealed: Mapped[bytes | None]
    role_sealed: Mapped[bytes | None]
    workplace_sealed: Mapped[bytes | None]
    access_sealed: Mapped[bytes | None]
    listed_code: Mapped[str] = mapped_column(String(20), default="")
    """The code of their workplace, where it is one of the area's list."""
    group: Mapped[Group] = mapped_column(by_value(Group))
    language: Mapped[str] = mapped_column(String(10))
    standing: Mapped[Standing] = mapped_column(by_value(Standing))
    signed_up_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    attended_at: Mapped[datetime | None]
    certificate: Mapped[str | None] = mapped_column(String(40), unique=True)
    dispose_on: Mapped[date] = mapped_column(index=True)
    """From this day on nothing says any more who it was."""

    event: Mapped[TrainingEvent] = relationship()
    code = sealed.text("code_sealed")
    name = sealed.text("name_sealed")
    email = sealed.text("email_sealed")
    role = sealed.text("role_sealed")
    workplace = sealed.text("workplace_sealed")
    access = sealed.text("access_sealed")
