"""Tables of what belongs to a case: how it is found again, who joined it, what a person decided, what is to do.

Every row hangs on one referral and goes where that referral goes: joining and parting move no words about anybody.
"""

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import sealed
from portal.db import Base, by_value
from portal.referrals.identity import Key


class Change(enum.StrEnum):
    """What a clinician does with the voices of a case."""

    JOINED = "joined"
    PARTED = "parted"


class Matter(enum.StrEnum):
    """What a young person may be competent to decide, each for itself."""

    REFERRAL = "referral"
    INFO_SHARING = "info_sharing"
    TREATMENT = "treatment"


class Finding(enum.StrEnum):
    """What a clinician found, for one matter on one day."""

    COMPETENT = "competent"
    NOT_COMPETENT = "not_competent"
    NOT_CLEAR = "not_clear"


class Duty(enum.StrEnum):
    """Why there is something to do."""

    SAFEGUARDING = "safeguarding"
    NHS_NUMBER = "nhs_number"
    """A number was given that cannot be one. It is kept as it was typed, and somebody asks."""
    CHECK_IN_MISSED = "check_in_missed"
    """They were asked how they are while they wait, and have not answered."""
    TRANSFER_LATE = "transfer_late"
    """Another organisation has not said whether it takes somebody over."""
    OFFER_APPOINTMENT = "offer_appointment"
    """Somebody waits for a contact, and no time has been offered."""
    TRANSITION = "transition"
    """They turn 18 within half a year: somebody plans it with them. Nothing ends by it."""
    SECOND_CLOSING = "second_closing"
    """Somebody wants to end care where it takes two: a second clinician ends it, or gives it back."""
    TELL = "tell"
    """There is something to tell them, and no way that a machine may use: somebody rings or writes a letter."""


class ReferralIdentifier(Base):
    """One key that says who a referral is about: only its keyed hash, which finds equals and cannot be read."""

    __tablename__ = "referral_identifiers"
    __table_args__ = (
        UniqueConstraint("referral_id", "kind", "digest"),
        Index("ix_referral_identifiers_kind_digest", "kind", "digest"),
    )

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"))
    kind: Mapped[Key] = mapped_column(by_value(Key))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class CaseChange(Base):
    """One voice put into another case, or taken out of one: appended, never edited. Both cases are kept."""

    __tablename__ = "case_changes"

    at: Mapped[datetime]
    change: Mapped[Change] = mapped_column(by_value(Change))
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    from_case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    to_case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    reason_sealed: Mapped[bytes | None]

    reason = sealed.text("reason_sealed")


class ContactDecision(Base):
    """What a clinician decided about telling parents and about answers that changed: appended, the newest counts."""

    __tablename__ = "contact_decisions"

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    at: Mapped[datetime]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    may_tell_parents: Mapped[bool]
    newest_counts: Mapped[bool]
    """From here on their newest answers about how to reach them count; otherwise an earlier no stays."""
    reason_sealed: Mapped[bytes | None]

    reason = sealed.text("reason_sealed")


class CompetenceRecord(Base):
    """A clinician's finding about Gillick competence for one matter: never computed, revised by another row."""

    __tablename__ = "competence_records"

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    at: Mapped[datetime]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    matter: Mapped[Matter] = mapped_column(by_value(Matter))
    finding: Mapped[Finding] = mapped_column(by_value(Finding))
    reasons_sealed: Mapped[bytes | None]

    reasons = sealed.text("reasons_sealed")


class HitMark(Base):
    """What a clinician thinks of one phrase that a word list found: appended, the newest counts. It moves nobody."""

    __tablename__ = "hit_marks"

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    at: Mapped[datetime]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    useful: Mapped[bool]
    hit_sealed: Mapped[bytes | None]

    hit = sealed.structured("hit_sealed")
    """Which answer it stands in, where, the entry of the list, and the words: what the lists' owner learns from."""


class Task(Base):
    """Something a person must do by a time. It ends only with what came of it."""

    __tablename__ = "tasks"
    __table_args__ = (Index("ix_tasks_done_at_due_at", "done_at", "due_at"),)

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    kind: Mapped[Duty] = mapped_column(by_value(Duty))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    for_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"), index=True)
    """Whose it is; None is the whole team's."""
    outcome_sealed: Mapped[bytes | None]

    outcome = sealed.structured("outcome_sealed")
    """When the people for safeguarding were told or a number was asked for, by whom, and what came of it."""


class Letter(Base):
    """The plain-English letter that a "no" writes. Never changed."""

    __tablename__ = "letters"

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    change_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("status_changes.id"), unique=True)
    """The move that wrote it."""
    at: Mapped[datetime]
    language: Mapped[str] = mapped_column(String(10))
    text_sealed: Mapped[bytes | None]

    text = sealed.structured("text_sealed")
    """Its parts in order, each with a heading and paragraphs."""
