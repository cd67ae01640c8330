"""What happens to what people say: kept once, read, answered, told to everybody as a note. And the panel."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal import db, sealed
from portal.audit import trail
from portal.audit.tags import Tag
from portal.feedback import queries
from portal.feedback.kinds import About, AgeGroup, Felt, Mark, OnlyMine, Stage, Who
from portal.feedback.models import Feedback, Note, PanelMember
from portal.feedback.quoting import quotes
from portal.web import read_aloud

PREFIX = "PA"


class TheirWords(Exception):
    """A note tells again what somebody wrote, and they have not said that it may."""


@dataclass(frozen=True)
class Said:
    """What somebody sent."""

    about: About
    words: str
    language: str
    once: str
    """The number of the form it came in: one form is one row, however often it is sent."""
    page: str | None = None
    mark: Mark | None = None
    who: Who | None = None
    listened: Felt | None = None
    needed: Felt | None = None
    again: Felt | None = None
    stage: Stage | None = None
    quotable: bool = False
    referral_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Joining:
    """What somebody gave who would like to be on the panel."""

    name: str
    contact: str
    age_group: AgeGroup
    only_mine: OnlyMine
    language: str
    once: str


def send(session: Session, said: Said, moment: datetime, *, urgent: bool) -> Feedback:
    """Keep what somebody said, or find what this form has already sent."""
    key = sealed.blind_index(said.once, "feedback-form")
    if (known := queries.by_sending(session, key)) is not None:
        return known
    apart = said.about is About.HELP and said.referral_id is None
    given = {name: value for name, value in vars(said).items() if name != "once"} | {"words": said.words or None}
    made = Feedback(
        sending_key=key,
        urgent=urgent,
        received_at=moment.replace(hour=0, minute=0, second=0, microsecond=0) if apart else moment,
        **given,
    )
    kept = db.add_once(session, made, lambda: queries.by_sending(session, key))
    if kept is not made:
        return kept
    # The line before may say who has just opened their own page: without a subject nobody can put the two together.
    subject = {} if apart else {"subject": f"feedback:{made.id}"}
    trail.record(session, Tag.FEEDBACK_SENT, actor="person", detail={"about": said.about.value}, **subject)
    return made


def read(session: Session, feedback_id: uuid.UUID, *, by: uuid.UUID, moment: datetime) -> None:
    """Note who read it, and that it has been read."""
    found = queries.one(session, feedback_id, lock=True)
    if found is not None:
        found.read_at = found.read_at or moment
        trail.record(session, Tag.FEEDBACK_READ, actor=f"staff:{by}", subject=f"feedback:{feedback_id}")


def answer(session: Session, feedback_id: uuid.UUID, *, done: bool, by: uuid.UUID, moment: datetime) -> None:
    """Mark it as dealt with, or open it again. Raises LookupError."""
    found = queries.one(session, feedback_id, lock=True)
    if found is None:
        raise LookupError(feedback_id)
    found.answered_at, found.answered_by = (moment, by) if done else (None, None)
    detail = {"done": done}
    trail.record(session, Tag.FEEDBACK_ANSWERED, actor=f"staff:{by}", subject=f"feedback:{found.id}", detail=detail)


def write_note(
    session: Session, said: str, did: str, page: str | None, of: Feedback | None, *, by: uuid.UUID, moment: datetime
) -> Note:
    """Write what was said and done, for nobody to read yet. Raises TheirWords."""
    if of is not None and not of.quotable and of.words and any(quotes(each, of.words) for each in (said, did)):
        raise TheirWords
    made = Note(said=said, did=did, page=page, feedback_id=of.id if of else None, written_by=by, written_at=moment)
    session.add(made)
    session.flush()
    trail.record(session, Tag.NOTE_WRITTEN, actor=f"staff:{by}", subject=f"note:{made.id}")
    return made


def publish(session: Session, note_id: uuid.UUID, *, out: bool, by: uuid.UUID, moment: datetime) -> None:
    """Let everybody read a note, or take it back. Raises LookupError."""
    found = queries.note(session, note_id)
    if found is None:
        raise LookupError(note_id)
    if out is (found.published_at is not None):
        return
    found.published_at = moment if out else None
    tag = Tag.NOTE_PUBLISHED if out else Tag.NOTE_TAKEN_BACK
    trail.record(session, tag, actor=f"staff:{by}", subject=f"note:{found.id}")


def join(session: Session, who: Joining, moment: datetime, *, urgent: bool) -> PanelMember:
    """Put somebody on the panel's list, or find whom this form has already put there."""
    key = sealed.blind_index(who.once, "panel-form")
    if (known := queries.joined(session, key)) is not None:
        return known
    given = {name: value for name, value in vars(who).items() if name != "once"}
    made = PanelMember(sending_key=key, code=read_aloud.new_reference(PREFIX), joined_at=moment, urgent=urgent, **given)
    kept = db.add_once(session, made, lambda: queries.joined(session, key))
    if kept is not made:
        return kept
    trail.record(session, Tag.PANEL_JOINED, actor="person", subject=f"panel:{made.id}")
    return made


def withdraw(session: Session, code: str | None) -> bool:
    """Take somebody off the panel with all that is known of them; tell whether the code was one of ours."""
    found = queries.member(session, code)
    if found is None:
        return False
    trail.record(session, Tag.PANEL_LEFT, actor="person", subject=f"panel:{found.id}")
    session.delete(found)
    return True
