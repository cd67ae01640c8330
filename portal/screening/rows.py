"""One referral as a line of the queue. Pure: the row of the database is given, and so is the moment."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.area import Clocks
from portal.care.words import soon
from portal.referrals import access_words, facts
from portal.referrals.case_models import Duty, Task
from portal.referrals.lifecycle import TO_SCREEN, Status, wishes_to_withdraw
from portal.referrals.models import Referral, TriageResult
from portal.referrals.voices import Voice
from portal.screening import answers, clocks, words
from portal.triage.outcome import Band

REASONS = 3


@dataclass(frozen=True)
class Row:
    """What the queue says of one referral."""

    id: uuid.UUID
    reference: str
    band: str
    band_words: str
    clock: clocks.Clock
    came_in: str
    age: str
    voice: str
    voices: tuple[str, ...]
    """Who else has told us of the same person, as clinicians have joined them."""
    alike: int
    """How many other cases may be about the same person."""
    task: clocks.Clock | None
    """The clock of telling the people for safeguarding."""
    to_do: tuple[str, ...]
    """What else there is to do."""
    language: str
    status: str
    reasons: tuple[str, ...]
    more_reasons: int
    flags: tuple[str, ...]
    banners: tuple[str, ...]
    holder: str
    held_until: datetime | None
    mine: bool
    second: bool
    fictional: bool


@dataclass(frozen=True)
class Beside:
    """What a line of the queue says beside the referral that leads it."""

    voices: Sequence[Referral] = ()
    """The other voices of its case."""
    alike: int = 0
    tasks: Sequence[Task] = ()
    second: bool = False
    """What was decided waits for a second clinician."""


ALONE = Beside()


def row(
    referral: Referral,
    names: Mapping[uuid.UUID, str],
    me: uuid.UUID,
    here: Clocks,
    now: datetime,
    beside: Beside = ALONE,
) -> Row:
    """Write one line of the queue: a case, led by one of its voices."""
    voices = (referral, *beside.voices)
    reasons = list(dict.fromkeys(rule["reason"] for rule in rules_of(voices)))
    all_flags = flags(triage for voice in voices for triage in voice.triages)
    held = next((by for voice in voices if (by := holder(voice, now))), None)
    return Row(
        id=referral.id,
        reference=referral.reference,
        band=referral.band,
        band_words=soon(here.bands[referral.band].contact_within),
        clock=min((clock_of(voice, now) for voice in waiting(voices)), key=lambda clock: clock.due),
        came_in=clocks.came_in(referral.received_at, now, _away(referral, here)),
        age="Age not said" if referral.age is None else f"Age {referral.age}",
        voice=words.voice(referral.voice.value),
        voices=tuple(words.voice(voice.voice.value) for voice in beside.voices),
        alike=beside.alike,
        task=task_clock(beside.tasks, now),
        to_do=to_do(beside.tasks),
        language=words.language(referral.language),
        status=words.STATUSES[referral.status],
        reasons=tuple(reasons[:REASONS]),
        more_reasons=max(len(reasons) - REASONS, 0),
        flags=tuple(words.flag(name) for name in all_flags if name not in words.NEVER_TAGS),
        banners=_banners(voices, all_flags),
        holder=names.get(held, "somebody") if held else "",
        held_until=max((until for voice in voices if held and (until := voice.claimed_until)), default=None),
        mine=held == me,
        second=beside.second,
        fictional=referral.fictional,
    )


def _banners(voices: Sequence[Referral], all_flags: Sequence[str]) -> tuple[str, ...]:
    """Say what changes how they may be spoken to, written to and met."""
    return (
        *dict.fromkeys(said for voice in voices for said in (*_wishes(voice), *asked_for(voice))),
        *answers.banners(said_by(voices), all_flags),
        *access_words.said(version for _voice, version in said_by(voices)),
    )


def _away(referral: Referral, here: Clocks) -> bool:
    """Tell whether the desk was closed when it came in: as it was marked then, or by the hours of today."""
    marked = referral.out_of_hours
    return not here.calendar.is_open(referral.received_at) if marked is None else marked


def said_by(voices: Iterable[Referral]) -> list[tuple[Voice, facts.Answers]]:
    """Return all that every voice of a case ever sent, each with whose it is."""
    return [(voice.voice, version) for voice in voices for version in voice.versions]


def asked_for(referral: Referral) -> tuple[str, ...]:
    """Say what is asked for when it is not a referral."""
    said = referral.answers or {}
    if not facts.asks_for_advice(said):
        return ()
    return (words.ASKED_FOR.get(str(facts.said(said).get("asks_for")), words.ASKED_FOR["advice"]),)


def _wishes(referral: Referral) -> tuple[str, ...]:
    """Say what the person asks for that only a clinician can do."""
    asks = wishes_to_withdraw([change.move for change in referral.history])
    return (words.WITHDRAWAL,) if asks else ()


def waiting(voices: Sequence[Referral]) -> Sequence[Referral]:
    """Return the voices whose clocks count: those that wait to be read, or the first when none does."""
    return [voice for voice in voices if voice.status in TO_SCREEN] or voices[:1]


def task_clock(tasks: Iterable[Task], now: datetime) -> clocks.Clock | None:
    """Return the clock of telling the people for safeguarding, if that is still to be done: the first due."""
    grave = (task for task in tasks if task.kind is Duty.SAFEGUARDING and task.done_at is None)
    due = min((task.due_at for task in grave), default=None)
    return None if due is None else clocks.Clock("task", due, clocks.remaining(due, now), clocks.state(due, now))


def to_do(tasks: Iterable[Task]) -> tuple[str, ...]:
    """Say what else there is to do."""
    other = (task for task in tasks if task.kind is not Duty.SAFEGUARDING and task.done_at is None)
    return tuple(words.DUTIES[task.kind] for task in other)


def clock_of(referral: Referral, now: datetime) -> clocks.Clock:
    """Return the clock that rules a referral."""
    been_read = referral.status not in {Status.RECEIVED, Status.IN_SCREENING}
    return clocks.ruling(been_read=been_read, screen_by=referral.screen_by, contact_by=referral.contact_by, now=now)


def holder(referral: Referral, now: datetime) -> uuid.UUID | None:
    """Return who has a referral in hand; a hold that ran out is nobody's."""
    running = referral.claimed_until is not None and referral.claimed_until > now
    return referral.claimed_by if running else None


def rules(referral: Referral) -> list[Mapping[str, Any]]:
    """Return the rules behind a referral's place: of the latest triage, then what only earlier ones said."""
    found: dict[str, Mapping[str, Any]] = {}
    newest_first = referral.triages[::-1]
    # Another voice may have raised it further than any triage of its own did.
    own = min((Band(triage.band).rank for triage in newest_first), default=0)
    by_urgency = sorted(newest_first, key=lambda triage: Band(triage.band).rank != own)
    for triage in by_urgency:
        for rule in (triage.outcome or {}).get("rules", ()):
            found.setdefault(rule["id"], rule)
    return list(found.values())


def rules_of(voices: Sequence[Referral]) -> list[Mapping[str, Any]]:
    """Return the rules behind a case's place: of the voice that by itself says the most urgent things first."""
    own = {voice.id: min((Band(triage.band).rank for triage in voice.triages), default=0) for voice in voices}
    return [rule for voice in sorted(voices, key=lambda voice: own[voice.id]) for rule in rules(voice)]


def flags(triages: Iterable[TriageResult]) -> list[str]:
    """Return every flag that any triage has raised, each once: a later run takes none away."""
    return list(dict.fromkeys(name for triage in triages for name in (triage.outcome or {}).get("flags", ())))
