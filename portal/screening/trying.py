"""Trying to reach somebody: only on ways that are safe for them, and every try is kept. It closes nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.notifications.leave import Leave, May, Way
from portal.notifications.messages import Audience, Kind
from portal.referrals import knowing, safe_contact, telling
from portal.referrals.models import Referral
from portal.referrals.safe_contact import Known
from portal.screening import ladder, words
from portal.screening.actions import Conflict, locked
from portal.screening.ladder import Stand, Try
from portal.screening.models import ContactAttempt
from portal.screening.stamps import stamp

READERS: dict[str, Audience | None] = {
    ladder.THEM: Audience.YOUNG_PERSON,
    "somebody_else": Audience.PARENT,
    "referrer": Audience.REFERRER,
    "police": None,
}
"""Whose leave a try needs; the police need nobody's."""


class NotSafe(Exception):
    """This way is not safe for them; the sentence says why."""


@dataclass(frozen=True)
class Attempt:
    """What a clinician says of one try."""

    to: str
    way: Way
    reached: bool
    note: str = ""


def record(
    session: Session,
    referral_id: uuid.UUID,
    version: int,
    attempt: Attempt,
    *,
    by: uuid.UUID,
    here: Clocks,
    moment: datetime,
) -> ContactAttempt:
    """Keep one try. Raises NotSafe for a way that is not safe, Conflict or Gone."""
    shown, voices = locked(session, referral_id)
    if stamp(voices) != version:
        raise Conflict
    why = unsafe(knowing.of_case(session, voices[0].case_id), attempt)
    if why:
        raise NotSafe(why)
    row = ContactAttempt(
        referral_id=shown.id,
        at=moment,
        author_id=by,
        way=attempt.way,
        to=attempt.to,
        reached=attempt.reached,
        note=attempt.note or None,
    )
    session.add(row)
    session.flush()
    detail = {"way": attempt.way.value, "to": attempt.to, "reached": attempt.reached}
    trail.record(session, Tag.CONTACT_TRIED, actor=f"staff:{by}", subject=f"referral:{shown.id}", detail=detail)
    if not attempt.reached and here.no_contact[shown.band].tell:
        telling.tell(session, shown, Kind.TRIED, moment=moment)
    return row


def unsafe(known: Known, attempt: Attempt) -> str:
    """Say why a try must not be made, or nothing."""
    audience = READERS[attempt.to]
    if audience is None:
        return ""
    leave = safe_contact.leave(known, audience, attempt.way)
    if leave.may is not May.NOT:
        return ""
    way, who = words.WAYS[attempt.way].lower(), words.AUDIENCES[audience].lower()
    return f"Not by {way} to the {who}: {'; '.join(leave.because)}. Choose a way that is safe."


def ways(known: Known) -> tuple[Leave, ...]:
    """Return the ways on which the young person may be tried."""
    leaves = (safe_contact.leave(known, Audience.YOUNG_PERSON, way) for way in Way)
    return tuple(leave for leave in leaves if leave.may is not May.NOT)


def left_out(known: Known) -> frozenset[str]:
    """Return which steps of the ladder are not safe for this person, or lead to nobody."""
    return frozenset(
        step
        for step, (to, only) in ladder.DONE_BY.items()
        if all(unsafe(known, Attempt(to, way, reached=False)) for way in Way if only in (None, way))
    )


def stand(session: Session, voices: Sequence[Referral], band: str, here: Clocks) -> Stand:
    """Return where a case stands on the ladder of its band."""
    return ladder.stand(
        done(session, voices), here.no_contact[band], left_out(knowing.of_case(session, voices[0].case_id))
    )


def done(session: Session, voices: Sequence[Referral]) -> list[Try]:
    """Return every try that was made for a case."""
    return [Try(row.at, row.to, row.way, row.reached) for row in rows_of(session, voices)]


def rows_of(session: Session, voices: Sequence[Referral]) -> Sequence[ContactAttempt]:
    """Return every try that was made for a case, the newest first."""
    wanted = select(ContactAttempt).where(ContactAttempt.referral_id.in_([voice.id for voice in voices]))
    return session.scalars(wanted.order_by(ContactAttempt.at.desc(), ContactAttempt.id)).all()
