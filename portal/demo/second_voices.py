"""Second voices of the demonstration: parents, professionals and a friend, each beside the young person of a story."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import db
from portal.area import Area
from portal.clock import london
from portal.demo import playing
from portal.demo.people import Ending, People, Voiced
from portal.demo.playing import Writing
from portal.demo.years import Past
from portal.referrals import cases, duties, facts
from portal.referrals import queries as known
from portal.referrals.case_models import Duty
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.screening import actions as screening
from portal.screening import letters
from portal.screening.outcomes import Outcome
from portal.screening.stamps import stamp

SAME = "Name, age and what happened are the same; asked on the phone."
BESIDE = Ending(Outcome.ROUTINE, "Read beside the young person's own words. The plan stays as it is.", "", None)
LATEST = timedelta(minutes=40)
LONG_DONE = frozenset({Duty.SAFEGUARDING, Duty.TELL})
TOLD = "Told on the phone. Nothing more is to be done from here."


@dataclass(frozen=True)
class Desk:
    """What the desk needs to take a second voice in."""

    here: Area
    judgement: facts.Judgement
    book: letters.Book
    by: uuid.UUID
    now: datetime


def tellers(everybody: Sequence[Past], people: People, told: Collection[str]) -> dict[int, str]:
    """Choose who of the history tells each story that a second person speaks of and nobody tells this week. Pure."""
    stories = {story.id: story for story in people.stories}
    found: dict[int, str] = {}
    for voiced in people.voices:
        if voiced.story in told or voiced.story in found.values():
            continue
        band = stories[voiced.story].band
        free = (one for one in everybody if one.closed is None and one.band is band and one.number not in found)
        chosen = next((one for one in free if one.voice is Voice.YOUNG_PERSON), None)
        if chosen is not None:
            found[chosen.number] = voiced.story
    return found


def speak(engine: Engine, people: People, keys: Mapping[str, str], desk: Desk) -> None:
    """Let every second person write, whose story somebody here tells; `keys` say who tells it."""
    for number, voiced in enumerate(people.voices):
        with db.writing(engine) as session:
            first = known.by_key(session, keys.get(voiced.story))
            if first is not None and known.by_key(session, _key(number)) is None:
                _beside(session, first, voiced, number, desk)


def _key(number: int) -> str:
    """Return the draft's key of one second voice."""
    return f"demonstration-voice-{number}"


def _beside(session: Session, first: Referral, voiced: Voiced, number: int, desk: Desk) -> None:
    """Let one person write, and a clinician put it beside what the young person wrote."""
    moment = min(first.received_at + timedelta(hours=voiced.hours_after), desk.now - LATEST)
    writing = Writing(_key(number), voiced.voice, voiced.language, voiced.answers)
    second = playing.send(session, writing, desk.judgement, desk.here, moment)
    clocks, by = desk.here.clocks, desk.by
    joined = moment + LATEST / 2
    cases.join(session, first.id, second.id, SAME, by=by, here=clocks, moment=joined)
    if first.status is Status.AWAITING_FIRST:
        screening.claim(session, second.id, _seen(session, second), by=by, here=clocks, moment=joined)
        playing.decide(session, second, BESIDE, by, desk.here, desk.book, joined + LATEST / 4)
    _done_by_now(session, [first.id, second.id], desk)


def _done_by_now(session: Session, voices: Collection[uuid.UUID], desk: Desk) -> None:
    """End what there was to do about a second voice of long ago, as the desk would have by now."""
    for task in duties.of(session, voices):
        if task.done_at is None and task.due_at < desk.now and task.kind in LONG_DONE:
            moment = task.due_at - LATEST
            words = {"contacted": f"{london(moment):%d %B %Y %H:%M}", "contacted_by": "The duty desk", "outcome": TOLD}
            duties.complete(session, task.id, voices, **words, by=desk.by, moment=moment)


def _seen(session: Session, referral: Referral) -> int:
    """Return what a clinician who looks now has seen."""
    session.refresh(referral.case)
    return stamp(referral.case.referrals)
