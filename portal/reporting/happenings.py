"""What the scorecard counts besides journeys, in one question each: appointments, updates, limits that passed."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.care.models import Appointment, Breach, Cause, Delay, Fate, Spell, SpellEvent
from portal.care.stages import Event
from portal.referrals.models import Referral, StatusChange
from portal.reporting.marks import Care, Meeting

TURNS = (Event.OPEN, Event.UPDATE, Event.CLOSE, Event.COME_BACK)
CALLED_OFF = (Fate.CANCELLED_BY_US, Fate.CANCELLED_BY_FAMILY, Fate.REARRANGED)


@dataclass(frozen=True, slots=True)
class Passed:
    """A limit that passed, and why, once somebody has said it."""

    at: datetime
    owner: uuid.UUID | None
    cause: Cause | None


def meetings(session: Session) -> list[Meeting]:
    """Return every appointment of which somebody has said what became of it."""
    wanted = select(Appointment.at, Spell.owner_organization_id, Appointment.fate)
    settled = wanted.join(Spell, Spell.id == Appointment.spell_id).where(Appointment.fate != Fate.OFFERED)
    return [Meeting(at, owner, fate is Fate.KEPT, fate in CALLED_OFF) for at, owner, fate in session.execute(settled)]


def cares(session: Session, owners: Mapping[uuid.UUID, uuid.UUID | None]) -> list[Care]:
    """Return every stretch of open care with the updates written in it: a spell that opens again has two."""
    told: dict[uuid.UUID, list[datetime]] = defaultdict(list)
    turns: dict[uuid.UUID, list[tuple[datetime, Event]]] = defaultdict(list)
    wanted = select(SpellEvent.spell_id, SpellEvent.at, SpellEvent.event).where(SpellEvent.event.in_(TURNS))
    for own, at, event in session.execute(wanted.order_by(SpellEvent.at, SpellEvent.id)):
        if event is Event.UPDATE:
            told[own].append(at)
        else:
            turns[own].append((at, event))
    return [
        Care(owners.get(own), opened, closed, tuple(told.get(own, ())))
        for own, each in turns.items()
        for opened, closed in _stretches(each)
    ]


def _stretches(turns: Sequence[tuple[datetime, Event]]) -> list[tuple[datetime, datetime | None]]:
    """Return from when to when care was open."""
    found: list[tuple[datetime, datetime | None]] = []
    for at, event in turns:
        if event is not Event.CLOSE:
            found.append((at, None))
        elif found and found[-1][1] is None:
            found[-1] = (found[-1][0], at)
    return found


def passed(session: Session) -> list[Passed]:
    """Return every limit that passed with no stop."""
    wanted = select(Breach.passed_at, Spell.owner_organization_id, Breach.cause).join(
        Spell, Spell.id == Breach.spell_id
    )
    return [Passed(*row) for row in session.execute(wanted)]


def fingerprint(session: Session) -> tuple[Any, ...]:
    """Return what changes whenever anything changes that is counted: every change of a row raises its version."""
    rows = func.count()
    asked = (
        select(rows, func.sum(Referral.version)),
        select(rows, func.sum(Spell.version)),
        select(rows, func.max(StatusChange.at)),
        select(rows, func.max(SpellEvent.at)),
        select(rows, func.max(Appointment.settled_at)),
        select(rows, func.max(Delay.ended_at)),
        select(rows, func.max(Breach.coded_at)),
    )
    return tuple(tuple(session.execute(each).one()) for each in asked)
