"""The tables of what people say, of what was done about it, and of the panel. Words and contacts are sealed."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal import sealed
from portal.db import Base, by_value
from portal.feedback.kinds import About, AgeGroup, Felt, Mark, OnlyMine, Stage, Who


class Feedback(Base):
    """One person says what they think of a page, or of the help they had."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_answered_at_received_at", "answered_at", "received_at"),)

    sending_key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """The keyed hash of the form's own number: sending twice finds the first."""
    about: Mapped[About] = mapped_column(by_value(About))
    page: Mapped[str | None] = mapped_column(String(120))
    """The slug of the page it is about; none for the site as a whole."""
    language: Mapped[str] = mapped_column(String(10))
    mark: Mapped[Mark | None] = mapped_column(by_value(Mark))
    who: Mapped[Who | None] = mapped_column(by_value(Who))
    listened: Mapped[Felt | None] = mapped_column(by_value(Felt))
    needed: Mapped[Felt | None] = mapped_column(by_value(Felt))
    again: Mapped[Felt | None] = mapped_column(by_value(Felt))
    stage: Mapped[Stage | None] = mapped_column(by_value(Stage))
    words_sealed: Mapped[bytes | None]
    quotable: Mapped[bool] = mapped_column(default=False)
    """They said that we may tell their words to everybody."""
    urgent: Mapped[bool] = mapped_column(default=False)
    """Words in it may mean that somebody is not safe: read first, the same day."""
    received_at: Mapped[datetime]
    """Of help that is kept apart from the record only the day is true: a minute would point at who wrote."""
    read_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    referral_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referrals.id"), index=True)
    """Only where they said that it may stand beside their request."""

    words = sealed.text("words_sealed")


class Note(Base):
    """You said, we did: in the words of who works here."""

    __tablename__ = "you_said_notes"
    __table_args__ = (Index("ix_you_said_notes_page_published_at", "page", "published_at"),)

    page: Mapped[str | None] = mapped_column(String(120))
    said: Mapped[str] = mapped_column(Text)
    did: Mapped[str] = mapped_column(Text)
    feedback_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("feedback.id"))
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff_users.id"))
    written_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    fictional: Mapped[bool] = mapped_column(default=False)


class PanelMember(Base):
    """Somebody who would like to help to decide. Withdrawing takes the whole row away."""

    __tablename__ = "panel_members"

    sending_key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """What they keep: 60 random bits, and all that is needed to leave again."""
    name_sealed: Mapped[bytes | None]
    contact_sealed: Mapped[bytes | None]
    age_group: Mapped[AgeGroup] = mapped_column(by_value(AgeGroup))
    only_mine: Mapped[OnlyMine] = mapped_column(by_value(OnlyMine))
    language: Mapped[str] = mapped_column(String(10))
    urgent: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]

    name = sealed.text("name_sealed")
    contact = sealed.text("contact_sealed")
