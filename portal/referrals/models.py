"""Tables of referrals. What a person wrote is sealed; what the queue sorts by is not."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import sealed
from portal.db import Base, by_value
from portal.referrals.lifecycle import Move, Status
from portal.referrals.voices import Voice


class Draft(Base):
    """Unsent answers. The browser holds a random key; we hold only its keyed hash."""

    __tablename__ = "drafts"

    key_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    voice: Mapped[Voice] = mapped_column(by_value(Voice))
    language: Mapped[str] = mapped_column(String(10))
    answers_sealed: Mapped[bytes | None]
    help_shown_sealed: Mapped[bytes | None]
    adds_to_sent: Mapped[bool] = mapped_column(default=False)
    """The same person already sent a referral with this key: what is written now is added to it."""
    shared_device: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    code_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    """The keyed hash of the return code, when one was asked for."""
    hold_sealed: Mapped[bytes | None]
    """The browser's key, sealed under the return code: nothing we keep opens it without the code."""

    answers = sealed.structured("answers_sealed")
    """By page, then by stable field name."""
    help_shown = sealed.structured("help_shown_sealed")
    """Under `rules`, the rules for which the crisis page has already been shown."""


class Case(Base):
    """Everything that was said about one person. Only a clinician puts two voices into one case."""

    __tablename__ = "cases"

    opened_at: Mapped[datetime]

    referrals: Mapped[list["Referral"]] = relationship(
        back_populates="case", order_by="Referral.received_at, Referral.id"
    )


class Referral(Base):
    """One voice asking for help for one young person."""

    __tablename__ = "referrals"
    __table_args__ = (
        Index("ix_referrals_status_band_rank_received_at", "status", "band_rank", "received_at"),
        Index("ix_referrals_status_in_care", "status", "in_care"),
        Index("ix_referrals_language_status", "language", "status"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    submission_key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """The digest of the draft's key: sending twice finds the first."""
    payload_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Keyed hash of the answers as they were first sent."""
    voice: Mapped[Voice] = mapped_column(by_value(Voice))
    language: Mapped[str] = mapped_column(String(10))
    fictional: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime]
    status: Mapped[Status] = mapped_column(by_value(Status))
    band: Mapped[str] = mapped_column(String(20))
    """The most urgent band that any triage of it, or any clinician, has said."""
    band_rank: Mapped[int]
    screen_by: Mapped[datetime]
    contact_by: Mapped[datetime]
    told_band: Mapped[str] = mapped_column(String(20))
    """The band that this voice alone gave, or a clinician for it: all that its own pages may tell. What others said
    of the same person never shows there."""
    told_contact_by: Mapped[datetime]
    age: Mapped[int | None]
    amended_at: Mapped[datetime | None]
    """When words were last added: also what tells a reader's page that it is no longer the newest."""
    claimed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    claimed_until: Mapped[datetime | None]
    answers_sealed: Mapped[bytes | None]
    code_sealed: Mapped[bytes | None]
    progress: Mapped[str | None] = mapped_column(String(40))
    """How far care has come, where this voice may know it."""
    next_meeting_at: Mapped[datetime | None]
    """When the next meeting is, where this voice may know it."""
    return_ticket: Mapped[bool] = mapped_column(default=False)
    """Somebody came back with a ticket, without being referred again."""
    access_needs: Mapped[bool | None]
    """This voice says that something is needed to talk with us or to come: yes or no, never what. None: nobody has
    looked yet, which hides nobody."""
    out_of_hours: Mapped[bool | None]
    """It came in while the desk was closed. None: nobody has looked yet."""
    in_care: Mapped[bool] = mapped_column(default=False)
    """Its case has an open spell. The database keeps this by itself; nothing here writes it."""
    version: Mapped[int] = mapped_column(default=1)

    answers = sealed.structured("answers_sealed")
    """What was first sent, as it was. What came later stands in the amendments."""
    code = sealed.text("code_sealed")
    """The second secret of the status page."""

    case: Mapped[Case] = relationship(back_populates="referrals")
    triages: Mapped[list["TriageResult"]] = relationship(order_by="TriageResult.at, TriageResult.id")
    history: Mapped[list["StatusChange"]] = relationship(order_by="StatusChange.at, StatusChange.id")
    amendments: Mapped[list["Amendment"]] = relationship(order_by="Amendment.at, Amendment.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def versions(self) -> list[dict[str, Any]]:
        """Everything that was ever sent, the first sending first."""
        return [self.answers or {}, *(row.answers or {} for row in self.amendments)]


class TriageResult(Base):
    """What the rules said of one set of answers, kept as it was. A later run stands beside it, never in its place."""

    __tablename__ = "triage_results"

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    at: Mapped[datetime]
    ruleset_id: Mapped[str] = mapped_column(String(60))
    ruleset_version: Mapped[str] = mapped_column(String(20))
    ruleset_status: Mapped[str] = mapped_column(String(30))
    band: Mapped[str] = mapped_column(String(20))
    outcome_sealed: Mapped[bytes | None]

    outcome = sealed.structured("outcome_sealed")
    """Flags, pathways, THRIVE suggestion, and every rule that fired with its reason and the answers behind it."""


class StatusChange(Base):
    """One move of a referral: appended, never edited, with its author."""

    __tablename__ = "status_changes"

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    at: Mapped[datetime]
    move: Mapped[Move] = mapped_column(by_value(Move))
    status: Mapped[Status] = mapped_column(by_value(Status))
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    """None when the person or the machine made the move."""
    rationale_sealed: Mapped[bytes | None]
    next_step_sealed: Mapped[bytes | None]

    rationale = sealed.text("rationale_sealed")
    """Why, for the record. Staff only."""
    next_step = sealed.text("next_step_sealed")
    """What the young person reads about what comes next."""


class Amendment(Base):
    """Words that came after the first sending, with the same key: added and triaged again, never dropped."""

    __tablename__ = "amendments"
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    payload_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
    answers_sealed: Mapped[bytes | None]

    answers = sealed.structured("answers_sealed")
    """Only what was new or changed, by page."""
