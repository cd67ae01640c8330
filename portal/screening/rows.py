"""One referral as a line of the queue. Pure: the row of the database is given, and so is the moment."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.area import Clocks
from portal.referrals import facts
from portal.referrals.lifecycle import Status, wishes_to_withdraw
from portal.referrals.models import Referral, TriageResult
from portal.screening import answers, clocks, words

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
    language: str
    status: str
    reasons: tuple[str, ...]
    more_reasons: int
    flags: tuple[str, ...]
    banners: tuple[str, ...]
    holder: str
    mine: bool
    fictional: bool


def row(referral: Referral, names: Mapping[uuid.UUID, str], me: uuid.UUID, here: Clocks, now: datetime) -> Row:
    """Write one line of the queue."""
    reasons = [rule["reason"] for rule in rules(referral)]
    all_flags = flags(referral.triages)
    held = holder(referral, now)
    return Row(
        id=referral.id,
        reference=referral.reference,
        band=referral.band,
        band_words=words.soon(here.bands[referral.band].contact_within),
        clock=clock_of(referral, now),
        came_in=clocks.came_in(referral.received_at, now, here.calendar),
        age="Age not said" if referral.age is None else f"Age {referral.age}",
        voice=words.voice(referral.voice.value),
        language=words.language(referral.language),
        status=words.STATUSES[referral.status],
        reasons=tuple(reasons[:REASONS]),
        more_reasons=max(len(reasons) - REASONS, 0),
        flags=tuple(words.flag(name) for name in all_flags if name not in words.NEVER_TAGS),
        banners=(
            *_wishes(referral),
            *asked_for(referral),
            *answers.banners([referral.answers or {}], all_flags),
        ),
        holder=names.get(held, "somebody") if held else "",
        mine=held == me,
        fictional=referral.fictional,
    )


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
    by_urgency = sorted(newest_first, key=lambda triage: triage.band != referral.band)
    for triage in by_urgency:
        for rule in (triage.outcome or {}).get("rules", ()):
            found.setdefault(rule["id"], rule)
    return list(found.values())


def flags(triages: Iterable[TriageResult]) -> list[str]:
    """Return every flag that any triage has raised, each once: a later run takes none away."""
    return list(dict.fromkeys(name for triage in triages for name in (triage.outcome or {}).get("flags", ())))
