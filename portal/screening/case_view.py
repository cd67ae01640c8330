"""A case as the desk's page shows it: voices side by side, who may be meant again, who may be told, what is to do."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.notifications.leave import Leave, Way
from portal.notifications.messages import Audience
from portal.referrals import (
    cases,
    decisions,
    duties,
    facts,
    identifiers,
    knowing,
    likeness,
    measures,
    safe_contact,
    spoken,
)
from portal.referrals.case_models import CaseChange, Change, CompetenceRecord, ContactDecision, Task
from portal.referrals.measured_forms import known as known_measures
from portal.referrals.models import Referral
from portal.referrals.safe_contact import Known
from portal.referrals.voices import Voice
from portal.screening import rows, side_by_side, words


@dataclass(frozen=True)
class Twin:
    """A referral of another case that may be about the same person."""

    id: uuid.UUID
    title: str
    received_at: datetime
    status: str
    because: tuple[str, ...]
    against: tuple[str, ...]
    parted: bool
    """A clinician has parted the two before."""


@dataclass(frozen=True)
class CaseView:
    """All that belongs to a case beside one voice's own words."""

    voices: tuple[side_by_side.Column, ...]
    compared: tuple[side_by_side.Line, ...]
    twins: tuple[Twin, ...]
    leaves: Mapping[Audience, tuple[Leave, ...]]
    scripts: Mapping[str, spoken.Script]
    code_words: tuple[tuple[str, str], ...]
    """What other voices gave as a code word, each with whose it is."""
    parents_blocked: tuple[str, ...]
    decided: Sequence[ContactDecision]
    competence: Sequence[CompetenceRecord]
    tasks: Sequence[Task]
    goals: tuple[measures.Goal, ...]
    measured: tuple[measures.Measured, ...]
    changes: Sequence[CaseChange]
    staff: frozenset[uuid.UUID]
    """Whose names the page needs."""


def show(session: Session, found: Referral, judged: facts.Judgement, service: str) -> CaseView:
    """Return what the page of a referral shows of its case."""
    voices = knowing.voices_of(session, found.case_id)
    ids = [voice.id for voice in voices]
    decided, competence = decisions.about_contact(session, ids), decisions.about_competence(session, ids)
    changes, tasks = cases.changes(session, found.case_id), duties.of(session, ids)
    known = knowing.known_of(voices, decided, changes)
    return CaseView(
        voices=tuple(side_by_side.column(voice, voice.id == found.id, judged) for voice in voices),
        compared=side_by_side.lines(voices, rows.rules_of(voices)),
        twins=_twins(session, found),
        leaves=safe_contact.table(known),
        scripts=_scripts(known, voices, service),
        code_words=_code_words(voices),
        parents_blocked=safe_contact.parents_blocked(known),
        decided=decided,
        competence=competence,
        tasks=tasks,
        goals=tuple(goal for one in voices for goal in measures.goals(knowing.versions(one))),
        measured=tuple(
            each for one in voices for each in measures.scores(one.voice, knowing.versions(one), known_measures())
        ),
        changes=changes,
        staff=frozenset(_staff(decided, competence, changes, tasks)),
    )


def _scripts(known: Known, voices: Sequence[Referral], service: str) -> dict[str, spoken.Script]:
    """Return what may be said to the young person on the phone and after the tone: by their own name and code word."""
    said: dict[str, str] = {}
    for voice in voices:
        if voice.voice is Voice.YOUNG_PERSON:
            said = _given(voice, ("name", "code_word")) | said
    spoken_ways = (
        (way, safe_contact.leave(known, Audience.YOUNG_PERSON, way).may) for way in (Way.PHONE, Way.VOICEMAIL)
    )
    return {
        words.WAYS[way]: spoken.script(
            way, may, name=said.get("name", ""), service=service, code=said.get("code_word", "")
        )
        for way, may in spoken_ways
    }


def _given(voice: Referral, names: Iterable[str]) -> dict[str, str]:
    """Return what a voice says now in some fields, where it says anything."""
    flat = facts.said(facts.together(voice.versions))
    return {name: str(flat[name]) for name in names if flat.get(name)}


def _code_words(voices: Sequence[Referral]) -> tuple[tuple[str, str], ...]:
    """Return the code words that others gave, each with whose it is: never to be said as the young person's."""
    others = (voice for voice in voices if voice.voice is not Voice.YOUNG_PERSON)
    given = ((words.WHO[voice.voice], _given(voice, ("code_word",)).get("code_word", "")) for voice in others)
    return tuple(dict.fromkeys((who, code) for who, code in given if code))


def _twins(session: Session, found: Referral) -> tuple[Twin, ...]:
    """Return who may be meant again, with the reasons and what speaks against it."""
    others = {other.id: other for other in identifiers.alike(session, found)}
    cards = (likeness.card(other.id, other.versions) for other in others.values())
    suggested = likeness.suggestions(likeness.card(found.id, found.versions), cards)
    apart = {each.referral_id for each in cases.changes(session, found.case_id) if each.change is Change.PARTED}
    return tuple(
        Twin(
            alike.referral_id,
            side_by_side.title(others[alike.referral_id]),
            others[alike.referral_id].received_at,
            words.STATUSES[others[alike.referral_id].status],
            alike.because,
            alike.against,
            bool({alike.referral_id, found.id} & apart),
        )
        for alike in suggested
    )


def _staff(
    decided: Iterable[ContactDecision],
    competence: Iterable[CompetenceRecord],
    changes: Iterable[CaseChange],
    tasks: Iterable[Task],
) -> Iterable[uuid.UUID]:
    """Yield everybody who decided something here."""
    yield from (row.author_id for row in decided)
    yield from (row.author_id for row in competence)
    yield from (row.author_id for row in changes)
    yield from (task.done_by for task in tasks if task.done_by)
