"""One referral as the desk's page shows it: words, reasons, clock, and all that has happened to it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.area import Area
from portal.care import spells
from portal.care.words import MILESTONES
from portal.clock import london
from portal.named_contacts.registry import Registry
from portal.notifications import outbox
from portal.referrals import access_words, decisions, facts, knowing
from portal.referrals.lifecycle import TO_SCREEN
from portal.referrals.models import Referral, StatusChange, TriageResult
from portal.screening import answers, around, case_view, decided, hits, messages, queue, rows, stamps, words
from portal.screening.case_view import CaseView
from portal.screening.decided import Decided


@dataclass(frozen=True)
class Line:
    """One line of history."""

    at: datetime
    what: str
    who: str
    rationale: str = ""
    next_step: str = ""
    added: tuple[answers.Answer, ...] = ()


@dataclass(frozen=True)
class Why:
    """One reason for a referral's place, with the answers that gave it."""

    id: str
    reason: str
    because: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Record:
    """All that the page of one referral shows."""

    row: rows.Row
    version: int
    language: str
    received_at: datetime
    claimed_until: datetime | None
    to_screen: bool
    reading: answers.Reading
    why: tuple[Why, ...]
    phrases: tuple[hits.Phrase, ...]
    """What the word lists found, with what clinicians said of it."""
    triage: TriageResult | None
    thrive: tuple[str, ...]
    safe_contact: answers.Safety
    access_needs: tuple[str, ...]
    care: str
    """How far their care has come, in words; empty before it was ever opened."""
    history: tuple[Line, ...]
    case: CaseView
    names: Mapping[uuid.UUID, str]
    decided: Decided
    messages: tuple[messages.Message, ...]
    """What was sent about the case, the newest first."""
    around: tuple[around.Around, ...]
    """Their school and practice, with whom one may ring there."""


@dataclass(frozen=True)
class Local:
    """What the area brings to a record: what it judges by, itself, and who is named at its schools and practices."""

    judged: facts.Judgement
    here: Area
    named: Registry


def show(session: Session, referral_id: uuid.UUID, local: Local, me: uuid.UUID, now: datetime) -> Record | None:
    """Return one referral for reading, or None."""
    found = _find(session, referral_id)
    if found is None:
        return None
    judged, here = local.judged, local.here
    case = case_view.show(session, found, judged, here.service_name)
    voices = knowing.voices_of(session, found.case_id)
    done = decided.show(session, found, voices, here.clocks)
    names = queue.names_of(session, _staff(found, voices, case, done))
    others = [voice for voice in voices if voice.id != found.id]
    said, fired = facts.together(found.versions), rows.rules(found)
    latest = found.triages[-1] if found.triages else None
    listed, asked = facts.hits(said, found.language, judged.words), answers.asked_of(found.voice, said)
    beside = rows.Beside(others, len(case.twins), case.tasks, done.waiting is not None)
    return Record(
        row=rows.row(found, names, me, here.clocks, now, beside),
        version=stamps.stamp(voices),
        language=found.language,
        received_at=found.received_at,
        claimed_until=found.claimed_until if rows.holder(found, now) else None,
        to_screen=found.status in TO_SCREEN,
        reading=answers.reading(found.voice, said, fired, listed, facts.said_before(found.versions)),
        why=tuple(_why(asked, rule) for rule in rows.rules_of(voices)),
        phrases=hits.phrases(asked, facts.said(said), listed, decisions.about_hits(session, found.id)),
        triage=latest,
        thrive=tuple(map(words.thrive, (latest.outcome or {}).get("thrive", ()))) if latest else (),
        safe_contact=_safety(voices),
        access_needs=access_words.said(version for _voice, version in rows.said_by(voices)),
        care=_care(session, found.case_id),
        history=_history(found, names, case),
        case=case,
        names=names,
        decided=done,
        messages=messages.said(outbox.about(session, [voice.id for voice in voices])),
        around=around.of(voices, local.named, london(now).date()),
    )


def _staff(found: Referral, voices: Sequence[Referral], case: CaseView, done: Decided) -> tuple[uuid.UUID | None, ...]:
    """Return everybody of the staff whom the page names."""
    holders, authors = (voice.claimed_by for voice in voices), (change.author_id for change in found.history)
    return (*done.staff, *holders, *authors, *case.staff)


def _care(session: Session, case_id: uuid.UUID) -> str:
    """Say how far the care of a case has come, the open one before one that is closed."""
    spell = spells.of_case(session, case_id) or spells.of_case(session, case_id, closed=True)
    return MILESTONES[spell.stage.value] if spell else ""


def _safety(voices: Sequence[Referral]) -> answers.Safety:
    """Return whether contact is safe, from everything that every voice ever said."""
    return answers.safe_contact(rows.said_by(voices), rows.flags(one for voice in voices for one in voice.triages))


def _find(session: Session, referral_id: uuid.UUID) -> Referral | None:
    """Return one referral with all that belongs to it."""
    everything = (
        selectinload(Referral.triages),
        selectinload(Referral.history),
        selectinload(Referral.amendments),
    )
    return session.scalars(select(Referral).where(Referral.id == referral_id).options(*everything)).one_or_none()


def _why(asked: answers.Asked, rule: Mapping[str, Any]) -> Why:
    """Say one reason with the answers that gave it."""
    said = (
        (answers.question(asked, name), answers.said_in_words(asked, name, value))
        for name, value in rule["because"].items()
    )
    return Why(rule["id"], rule["reason"], tuple(said))


def _history(found: Referral, names: dict[uuid.UUID, str], case: CaseView) -> tuple[Line, ...]:
    """Return what happened, the latest first."""
    titles = {voice.id: voice.title for voice in case.voices}
    asked = answers.asked_of(found.voice, facts.together(found.versions))
    lines = [_moved(change, names, words.voice(found.voice.value)) for change in found.history]
    lines += [
        Line(row.at, "Wrote more", words.voice(found.voice.value), added=answers.plain(asked, row.answers or {}))
        for row in found.amendments
    ]
    lines += [
        Line(
            change.at,
            f"{words.CHANGES[change.change]}: {titles.get(change.referral_id, 'another voice')}",
            names.get(change.author_id, "somebody"),
            rationale=change.reason or "",
        )
        for change in case.changes
    ]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _moved(change: StatusChange, names: dict[uuid.UUID, str], writer: str) -> Line:
    """Say one move."""
    return Line(
        at=change.at,
        what=words.MOVES[change.move],
        who=names.get(change.author_id, "somebody") if change.author_id else writer,
        rationale=change.rationale or "",
        next_step=change.next_step or "",
    )
