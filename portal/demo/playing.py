"""The made-up people who write now: they come in by the doors that all use, and clinicians read and decide."""

import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import click
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from portal import db
from portal.area import Area
from portal.demo.cast import Case
from portal.demo.people import Ending, Said
from portal.demo.told import on_pages
from portal.notifications.models import Delivery, OutboxMessage
from portal.referrals import actions as referrals
from portal.referrals import drafts, facts
from portal.referrals import queries as known
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.screening import actions as screening
from portal.screening import deciding, letters
from portal.screening.outcomes import Decision, Told
from portal.screening.stamps import stamp

SENT_AFTER = timedelta(seconds=3)


def play_all(
    engine: Engine,
    here: Area,
    judgement: facts.Judgement,
    book: letters.Book,
    ids: list[uuid.UUID],
    cases: list[Case],
) -> None:
    """Play every case that is not here yet, each in a transaction of its own."""
    with click.progressbar(cases, label="Bringing in made-up people", file=sys.stderr) as shown:
        for case in shown:
            with db.writing(engine) as session:
                if known.by_key(session, key(case.number)) is None:
                    _play(session, case, here, judgement, book, ids)


def key(number: int) -> str:
    """Return the draft's key of one case: always the same, so that it never comes in twice."""
    return f"demonstration-{number}"


def _play(
    session: Session,
    case: Case,
    here: Area,
    judgement: facts.Judgement,
    book: letters.Book,
    ids: list[uuid.UUID],
) -> None:
    """Let one young person write and send, and one clinician read and decide, through the doors that all use."""
    writing = Writing(key(case.number), Voice.YOUNG_PERSON, case.story.language, case.answers)
    referral = send(session, writing, judgement, here, case.arrived)
    by = ids[case.draw % len(ids)]
    if case.claimed:
        screening.claim(session, referral.id, referral.version, by=by, here=here.clocks, moment=case.claimed)
    if case.decided and case.story.ending:
        decide(session, referral, case.story.ending, by, here, book, case.decided)


@dataclass(frozen=True)
class Writing:
    """What one person writes: under which key, as which voice, in which language."""

    key: str
    voice: Voice
    language: str
    answers: Mapping[str, Said]


def send(session: Session, writing: Writing, judgement: facts.Judgement, here: Area, moment: datetime) -> Referral:
    """Let one person fill in every page and send it."""
    draft = drafts.start(session, writing.key, writing.voice, writing.language, moment)
    for page, given in on_pages(writing.voice, writing.answers).items():
        drafts.save(session, draft, page, given, writing.language, moment)
    referral = referrals.submit(session, draft, None, judgement, here, moment)
    _date_messages(session, referral, moment)
    return referral


def decide(
    session: Session, referral: Referral, end: Ending, by: uuid.UUID, here: Area, book: letters.Book, moment: datetime
) -> None:
    """Let one clinician decide, as the desk's form does, who has read every voice."""
    read = frozenset(voice.id for voice in referral.case.referrals)
    decision = Decision(end.outcome, end.rationale, end.next_step, Told(("young_person",)), read, end.band)
    seen = stamp(referral.case.referrals)
    deciding.decide(session, referral.id, seen, decision, by=by, here=here.clocks, book=book, moment=moment)
    _date_messages(session, referral, moment)


def _date_messages(session: Session, referral: Referral, moment: datetime) -> None:
    """Date what was just put into the outbox, and mark it as sent: nobody should be woken by made-up history."""
    own = OutboxMessage.referral_id == referral.id
    untold = update(OutboxMessage).where(
        own, OutboxMessage.status == Delivery.UNTOLD, OutboxMessage.created_at > moment
    )
    session.execute(untold.values(created_at=moment, due_at=moment))
    due = (own, OutboxMessage.status == Delivery.DUE)
    sent = {"status": Delivery.SENT, "sent_at": moment + SENT_AFTER, "attempts": 1}
    session.execute(update(OutboxMessage).where(*due).values(created_at=moment, due_at=moment, **sent))
