"""Endings that take two: one clinician asks, another closes or gives it back. Until then nothing has changed."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.care import spells
from portal.care.models import Spell, SpellEvent
from portal.care.spells import Conflict, Said
from portal.care.stages import Event
from portal.referrals import facts, grave, knowing
from portal.referrals.case_models import Duty, Task
from portal.referrals.models import Referral
from portal.triage.outcome import Band

THEN = "\n\nWhat they can do next: "
"""Between why somebody wants to close it and what the young person would read."""


def why_two(spell: Spell, voices: Sequence[Referral]) -> tuple[str, ...]:
    """Say why care is not ended by one person alone; nothing means that it may be."""
    flags = frozenset(flag for voice in voices for flag in knowing.flags(voice))
    said = [facts.said(version) for voice in voices for version in voice.versions]
    unmet = spell.first_contact_at is None and worst(spell, voices).rank <= Band.U48.rank
    always = grave.closes(
        safeguarding=grave.of_harm(flags),
        age=min((voice.age for voice in voices if voice.age is not None), default=None),
        thoughts=any(grave.has_thoughts(each, flags) for each in said),
    )
    return (*(["nobody has met them, and once it was urgent"] if unmet else []), *always)


def worst(spell: Spell, voices: Sequence[Referral]) -> Band:
    """Return the most urgent band that anybody ever had here, by any triage or clinician."""
    ever = (spell.band, *(voice.band for voice in voices), *(each.band for voice in voices for each in voice.triages))
    return min((Band(name) for name in ever), key=lambda band: band.rank)


def ask(session: Session, held: Spell, said: Said, next_step: str, *, by: uuid.UUID, moment: datetime) -> SpellEvent:
    """Put an ending before a second clinician: why, and what they would read."""
    both = Said(held.stage.value, f"{said.note.strip()}{THEN}{next_step.strip()}", said.names)
    return spells.note(session, held, Event.ASK_TO_CLOSE, both, by=by, moment=moment)


def give_back(session: Session, spell: Spell, *, why: str, by: uuid.UUID, here: Clocks, moment: datetime) -> Spell:
    """Leave care open, with the reason: the second clinician says no, or whoever asked thinks again."""
    held, voices = spells.hold(session, spell)
    if held.asks_to_end is None:
        raise Conflict("nothing waits for a second clinician any more")
    spells.note(session, held, Event.GIVE_BACK, Said(note=why), by=by, moment=moment)
    spells.settle(session, held, voices, here, by=by, moment=moment)
    return held


def proposed(asked: SpellEvent) -> tuple[str, str]:
    """Return why somebody wants to close it, and what the young person would read."""
    why, _line, step = (asked.note or "").rpartition(THEN)
    return why, step


def waiting(session: Session) -> Sequence[tuple[Task, Referral]]:
    """Return every ending that waits for a second clinician, the most urgent child first."""
    wanted = select(Task, Referral).join(Referral, Referral.id == Task.referral_id).where(*_OPEN)
    found = session.execute(wanted.order_by(Referral.band_rank, Task.opened_at, Task.id))
    return [(task, referral) for task, referral in found]


def asked(session: Session, referral: Referral) -> SpellEvent | None:
    """Return what was asked about a referral's care, if it still waits."""
    spell = spells.of_case(session, referral.case_id)
    return spell.asks_to_end if spell else None


def count(session: Session) -> int:
    """Count the endings that wait for a second clinician."""
    return session.scalar(select(func.count()).select_from(Task).where(*_OPEN)) or 0


_OPEN = (Task.done_at.is_(None), Task.kind == Duty.SECOND_CLOSING)
