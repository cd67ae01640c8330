"""Finding what people said, what was published about it, and who is on the panel."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.feedback.kinds import About, Mark
from portal.feedback.models import Feedback, Note, PanelMember

MOST = 200
MOST_NOTES = 20


@dataclass(frozen=True)
class Wanted:
    """Which feedback a list shows."""

    show: str = "open"
    """open, answered or all."""
    about: About | None = None
    mark: Mark | None = None
    page: str = ""


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return what rows must hold, whatever is to be counted."""
    rules: list[ColumnElement[bool]] = []
    if wanted.about:
        rules.append(Feedback.about == wanted.about)
    if wanted.mark:
        rules.append(Feedback.mark == wanted.mark)
    if wanted.page:
        rules.append(Feedback.page == wanted.page)
    return rules


SHOWN: Mapping[str, list[ColumnElement[bool]]] = {
    "open": [Feedback.answered_at.is_(None)],
    "answered": [Feedback.answered_at.is_not(None)],
    "all": [],
}


def listed(session: Session, wanted: Wanted) -> Sequence[Feedback]:
    """Return what people said: first what may be about safety, then what nobody has read; the newest on top."""
    order = (Feedback.urgent.desc(), Feedback.read_at.is_not(None), Feedback.received_at.desc(), Feedback.id)
    rules = [*_narrowed(wanted), *SHOWN[wanted.show]]
    return session.scalars(select(Feedback).where(*rules).order_by(*order).limit(MOST)).all()


def count(session: Session, wanted: Wanted) -> int:
    """Count the rows of a list."""
    rules = [*_narrowed(wanted), *SHOWN[wanted.show]]
    return session.scalar(select(func.count()).select_from(Feedback).where(*rules)) or 0


def one(session: Session, feedback_id: uuid.UUID, *, lock: bool = False) -> Feedback | None:
    """Return one person's feedback; locked until the transaction ends if asked."""
    wanted = select(Feedback).where(Feedback.id == feedback_id)
    return session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()


def by_sending(session: Session, key: bytes) -> Feedback | None:
    """Return what one form has sent already."""
    return session.scalars(select(Feedback).where(Feedback.sending_key == key)).one_or_none()


def notes(session: Session) -> Sequence[Note]:
    """Return every note, the newest first."""
    return session.scalars(select(Note).order_by(Note.written_at.desc(), Note.id).limit(MOST)).all()


def note(session: Session, note_id: uuid.UUID) -> Note | None:
    """Return one note, locked until the transaction ends."""
    return session.scalars(select(Note).where(Note.id == note_id).with_for_update()).one_or_none()


def published(session: Session, page: str | None = None) -> Sequence[Note]:
    """Return the notes that everybody may read: of one page, or of all."""
    wanted = select(Note).where(Note.published_at.is_not(None))
    if page is not None:
        wanted = wanted.where(Note.page == page)
    return session.scalars(wanted.order_by(Note.published_at.desc(), Note.id).limit(MOST_NOTES)).all()


def panel(session: Session) -> Sequence[PanelMember]:
    """Return everybody who would like to join, the first one first."""
    order = (PanelMember.urgent.desc(), PanelMember.joined_at, PanelMember.id)
    return session.scalars(select(PanelMember).order_by(*order).limit(MOST)).all()


def joined(session: Session, key: bytes) -> PanelMember | None:
    """Return whom one form has put on the panel already."""
    return session.scalars(select(PanelMember).where(PanelMember.sending_key == key)).one_or_none()


def member(session: Session, code: str | None) -> PanelMember | None:
    """Return the member that a code belongs to."""
    if not code:
        return None
    return session.scalars(select(PanelMember).where(PanelMember.code == code)).one_or_none()
