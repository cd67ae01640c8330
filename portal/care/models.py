"""Tables of care: a spell, all that happened in it, and what is open beside it. Every word about a person is sealed."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal import sealed
from portal.care.limits import Limit, Pause
from portal.care.stages import NO_ANSWER, Event, Stage
from portal.db import Base, by_value
from portal.referrals.models import Referral


class Fate(enum.StrEnum):
    """What became of an appointment."""

    OFFERED = "offered"
    KEPT = "kept"
    NOT_BROUGHT = "not_brought"
    CANCELLED_BY_US = "cancelled_by_us"
    CANCELLED_BY_FAMILY = "cancelled_by_family"
    REARRANGED = "rearranged"


class MeetingWay(enum.StrEnum):
    """How people meet."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"
    HOME = "home"
    SCHOOL = "school"


class AskedBy(enum.StrEnum):
    """Whose choice a delay is. Nobody else can choose one."""

    YOUNG_PERSON = "young_person"
    FAMILY = "family"
    TWO_OFFERS = "two_offers"
    """They have said no to two reasonable times."""


class Cause(enum.StrEnum):
    """Why a limit passed."""

    CAPACITY = "capacity"
    COULD_NOT_CONTACT = "could_not_contact"
    INFORMATION_MISSING = "information_missing"
    PARTNER_DELAY = "partner_delay"
    FAMILY_CHOICE = "family_choice"
    CANCELLED_BY_US = "cancelled_by_us"
    DATA_ERROR = "data_error"
    INTERPRETER = "interpreter"
    PLACEMENT_MOVE = "placement_move"
    WRONG_PATHWAY = "wrong_pathway"


def _of_open(name: str, *columns: str) -> Index:
    """Return an index of the open spells alone: every order of the tracking list begins with its first rows."""
    is_open = text("closed_at IS NULL")
    return Index(f"ix_spells_{name}", *columns, postgresql_where=is_open, sqlite_where=is_open)


class Spell(Base):
    """Care for one person, from the first receipt until a person closes it. Its owner is one organisation."""

    __tablename__ = "spells"
    __table_args__ = (
        _of_open("waiting", "clock_started_at", "referral_id"),
        _of_open("concern", "band_rank", "clock_started_at", "referral_id"),
        _of_open("next_action_by", "next_action_by", "clock_started_at", "referral_id"),
        _of_open("limit_at", "limit_at", "referral_id"),
        _of_open("stage", "stage", "clock_started_at", "referral_id"),
        _of_open("stage_limit_at", "stage", "limit_at"),
        _of_open("stage_band", "stage", "band", "clock_started_at"),
        _of_open("stage_delayed_until", "stage", "delayed_until"),
        _of_open("stage_handing_over", "stage", "handing_over"),
    )

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    """The voice that leads it. Whose case it is follows from there, however voices are joined and parted."""
    clock_started_at: Mapped[datetime]
    """When anybody first told any of us. It can only be found to be earlier; the database refuses a later one."""
    opened_at: Mapped[datetime]
    stage: Mapped[Stage] = mapped_column(by_value(Stage))
    stood: Mapped[Stage | None] = mapped_column(by_value(Stage))
    """Where it stood when it was closed."""
    owner_organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    """Who is responsible. None is the front door's own team, so nobody is ever nobody's."""
    clinician_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"), index=True)
    handed_to_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    """To whom it is offered and who has not answered yet: may see it, and is not responsible."""
    handing_over: Mapped[bool] = mapped_column(default=False)
    """It is offered to somebody, and nobody has answered yet; without an organisation, to the front door's team."""
    band: Mapped[str] = mapped_column(String(20))
    band_rank: Mapped[int]
    band_since: Mapped[datetime]
    """From when the band's first limit is counted."""
    pathway: Mapped[str] = mapped_column(String(60), default="")
    next_action: Mapped[str] = mapped_column(String(40))
    """Which of the house's own next actions; never a sentence about anybody."""
    next_action_by: Mapped[datetime | None]
    last_contact_at: Mapped[datetime | None]
    first_contact_at: Mapped[datetime | None]
    second_contact_at: Mapped[datetime | None]
    help_started_at: Mapped[datetime | None]
    next_meeting_at: Mapped[datetime | None]
    limit_at: Mapped[datetime | None]
    """When the present wait becomes too long, chosen delays added."""
    delayed_until: Mapped[datetime | None]
    check_in_due_at: Mapped[datetime | None] = mapped_column(index=True)
    check_in_days: Mapped[int | None]
    """They want to be asked this often how they are; where their band asks sooner, that holds."""
    asked_at: Mapped[datetime | None]
    """When they were asked how they are, and have not answered yet."""
    answer_due_at: Mapped[datetime | None] = mapped_column(index=True)
    update_due_at: Mapped[datetime | None] = mapped_column(index=True)
    transition_due_at: Mapped[datetime | None] = mapped_column(index=True)
    """Half a year before they turn 18, by a date of birth that somebody gave, until it is a task."""
    closed_at: Mapped[datetime | None]
    return_ticket: Mapped[bool] = mapped_column(default=False)
    """They came back with a ticket: a new clock, counted apart."""
    fictional: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    referral: Mapped[Referral] = relationship()
    events: Mapped[list["SpellEvent"]] = relationship(order_by="SpellEvent.at, SpellEvent.id")
    appointments: Mapped[list["Appointment"]] = relationship(order_by="Appointment.at, Appointment.id")
    transfers: Mapped[list["Transfer"]] = relationship(order_by="Transfer.offered_at, Transfer.id")
    delays: Mapped[list["Delay"]] = relationship(order_by="Delay.since, Delay.id")
    breaches: Mapped[list["Breach"]] = relationship(order_by="Breach.passed_at, Breach.id")

    __mapper_args__ = {"version_id_col": version}

    @validates("clock_started_at")
    def _never_later(self, _name: str, moment: datetime) -> datetime:
        """Refuse a clock that starts later than it did."""
        if self.clock_started_at is not None and moment > self.clock_started_at:
            raise ValueError("A clock never starts later than it did.")
        return moment

    @property
    def pauses(self) -> list[Pause]:
        """The delays that were chosen, each until it ends or ended."""
        return [Pause(each.since, min(each.until, each.ended_at or each.until)) for each in self.delays]

    @property
    def asks_to_end(self) -> "SpellEvent | None":
        """What waits for a second clinician before this may be closed."""
        counted = [each for each in self.events if each.event not in NO_ANSWER]
        newest = [each for each in counted if each.at == max(one.at for one in counted)]
        # What came at the very same moment may have come after it: then somebody asks again.
        return newest[0] if [each.event for each in newest] == [Event.ASK_TO_CLOSE] else None


class SpellEvent(Base):
    """One thing that happened in a spell: appended, never edited."""

    __tablename__ = "spell_events"

    spell_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spells.id"), index=True)
    at: Mapped[datetime]
    event: Mapped[Event] = mapped_column(by_value(Event))
    stage: Mapped[Stage] = mapped_column(by_value(Stage))
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    """None when the worker or the young person did it."""
    detail: Mapped[str] = mapped_column(String(60), default="")
    """One of the house's own words, like the purpose of a contact."""
    note_sealed: Mapped[bytes | None]

    note = sealed.text("note_sealed")


class Appointment(Base):
    """A time that was offered, and what became of it."""

    __tablename__ = "appointments"

    spell_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spells.id"), index=True)
    at: Mapped[datetime]
    way: Mapped[MeetingWay] = mapped_column(by_value(MeetingWay))
    place_sealed: Mapped[bytes | None]
    offered_at: Mapped[datetime]
    offered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    fate: Mapped[Fate] = mapped_column(by_value(Fate))
    settled_at: Mapped[datetime | None]

    place = sealed.text("place_sealed")


class Transfer(Base):
    """Care offered to another organisation, with the story told once. Open until it is accepted or declined."""

    __tablename__ = "transfers"

    spell_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spells.id"), index=True)
    from_organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"))
    to_organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    story_sealed: Mapped[bytes | None]
    without_consent_sealed: Mapped[bytes | None]
    """Why it was handed over although nobody has said that they agree."""
    offered_at: Mapped[datetime]
    offered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    due_at: Mapped[datetime] = mapped_column(index=True)
    late_told_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))

    story = sealed.text("story_sealed")
    without_consent = sealed.text("without_consent_sealed")

    @property
    def is_open(self) -> bool:
        """Nobody has answered it yet."""
        return self.accepted_at is None and self.declined_at is None


class Delay(Base):
    """A delay that the young person or the family chose: the only thing that pauses a clock."""

    __tablename__ = "delays"

    spell_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spells.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    asked_by: Mapped[AskedBy] = mapped_column(by_value(AskedBy))
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    reason_sealed: Mapped[bytes | None]

    reason = sealed.text("reason_sealed")


class ReturnTicket(Base):
    """The way back after care has ended, without being referred again. Of its code only a keyed hash is kept."""

    __tablename__ = "return_tickets"

    spell_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spells.id"), index=True)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    code_sealed: Mapped[bytes | None]
    """Shown on their own page, behind both secrets, until it is used."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    came_back_as: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referrals.id"))

    code = sealed.text("code_sealed")


class Breach(Base):
    """A limit that passed with no stop, and why, once somebody has said it."""

    __tablename__ = "breaches"
    __table_args__ = (UniqueConstraint("spell_id", "kind"), Index("ix_breaches_cause_passed_at", "cause", "passed_at"))

    spell_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spells.id"))
    kind: Mapped[Limit] = mapped_column(by_value(Limit))
    passed_at: Mapped[datetime]
    cause: Mapped[Cause | None] = mapped_column(by_value(Cause))
    further_causes: Mapped[str] = mapped_column(String(300), default="")
    """Short names with spaces between."""
    note_sealed: Mapped[bytes | None]
    coded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    coded_at: Mapped[datetime | None]
    fictional: Mapped[bool] = mapped_column(default=False)

    note = sealed.text("note_sealed")
    spell: Mapped[Spell] = relationship(overlaps="breaches")
