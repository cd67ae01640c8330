"""Tables of the desk: what was decided, who tried to reach somebody, and who was woken."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import sealed
from portal.db import Base, by_value
from portal.notifications.leave import Way
from portal.screening.outcomes import Outcome


class State(enum.StrEnum):
    """Where a decision is."""

    RECORDED = "recorded"
    """It took effect at once."""
    WAITING = "waiting_for_second"
    """It takes a second clinician; nothing has changed for the child."""
    AGREED = "agreed"
    REFUSED = "refused"
    SET_ASIDE = "set_aside"
    """Another decision came before anybody agreed."""


class ScreeningDecision(Base):
    """What a clinician decided about a referral. Appended; only a second clinician's word is added to it."""

    __tablename__ = "screening_decisions"
    __table_args__ = (Index("ix_screening_decisions_state_at", "state", "at"),)

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    at: Mapped[datetime]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    outcome: Mapped[Outcome] = mapped_column(by_value(Outcome))
    band_before: Mapped[str] = mapped_column(String(20))
    band_after: Mapped[str] = mapped_column(String(20))
    state: Mapped[State] = mapped_column(by_value(State))
    words_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Which words of which voices had come when it was decided."""
    partner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"))
    told_sealed: Mapped[bytes | None]
    rationale_sealed: Mapped[bytes | None]
    next_step_sealed: Mapped[bytes | None]
    why_lower_sealed: Mapped[bytes | None]
    story_sealed: Mapped[bytes | None]
    second_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    second_at: Mapped[datetime | None]
    second_reason_sealed: Mapped[bytes | None]

    told = sealed.structured("told_sealed")
    """Who was told, a note, and how they are known to agree to a hand-over."""
    rationale = sealed.text("rationale_sealed")
    next_step = sealed.text("next_step_sealed")
    why_lower = sealed.text("why_lower_sealed")
    story = sealed.text("story_sealed")
    second_reason = sealed.text("second_reason_sealed")


class ContactAttempt(Base):
    """Somebody tried to reach the young person, or whoever speaks for them."""

    __tablename__ = "contact_attempts"

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    at: Mapped[datetime]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_users.id"))
    way: Mapped[Way] = mapped_column(by_value(Way))
    to: Mapped[str] = mapped_column(String(40))
    reached: Mapped[bool]
    note_sealed: Mapped[bytes | None]

    note = sealed.text("note_sealed")


class Alert(Base):
    """One rung of the ladder was told that half of an urgent clock is over. Once for each, whoever looks."""

    __tablename__ = "alerts"
    __table_args__ = (UniqueConstraint("referral_id", "due_at", "rung"),)

    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    due_at: Mapped[datetime]
    """When the clock runs out that is half over: a second emergency has a clock of its own."""
    rung: Mapped[int]
    at: Mapped[datetime]
