"""Everybody's journey in a few questions to the database: who is in care or was, and who is not there yet.

A wait counts everybody: whoever is still to be read stands on the list their first triage names, from the first day.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.care.limits import Pause
from portal.care.models import Delay, Spell
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Referral, StatusChange, TriageResult
from portal.reporting.journey import SCREENED, Excluded, Journey, Journeys, LeftOut, Way, way
from portal.waiting_times.lists import Lists

TOLD = (*SCREENED, Move.ADD_WORDS, Move.ASK_TO_WITHDRAW, Move.END_CARE)


@dataclass(frozen=True)
class Voices:
    """All referrals by case, oldest first, and the way each has gone."""

    cases: Mapping[uuid.UUID, Sequence[Any]]
    ways: Mapping[uuid.UUID, Way]


def journeys(session: Session, lists: Lists, here: Clocks) -> Journeys:
    """Return everybody's journey, and how many voices are left out."""
    voices = _voices(session, here.joined_within.length)
    delays = _delays(session)
    found: list[Journey] = []
    left: list[LeftOut] = []
    spells = _spells(session)
    alone: list[Sequence[Any]] = []
    for case_id, everybody in voices.cases.items():
        cared = spells.get(case_id, ())
        found += (_in_care(spell, voices.ways[spell.referral_id], delays, lists) for spell in cared)
        leads = {spell.referral_id for spell in cared}
        others = [each for each in everybody if not _covered(voices.ways[each.id].began, cared)]
        covered = (each for each in everybody if each not in others and each.id not in leads)
        left += (LeftOut(Excluded.DUPLICATE, each.received_at) for each in covered)
        if others:
            alone.append(others)
    before, left_out = _before_care(session, alone, voices.ways, lists)
    left += left_out
    return Journeys((*found, *before), Counter(one.why for one in left), tuple(left))


def _voices(session: Session, joined_within: timedelta) -> Voices:
    """Return every referral and the way it has gone."""
    columns = (
        Referral.id,
        Referral.case_id,
        Referral.received_at,
        Referral.status,
        Referral.band,
        Referral.band_rank,
        Referral.voice,
        Referral.language,
        Referral.age,
        Referral.return_ticket,
        Referral.fictional,
    )
    cases: dict[uuid.UUID, list[Any]] = defaultdict(list)
    told: dict[uuid.UUID, list[tuple[datetime, Move]]] = defaultdict(list)
    wanted = select(StatusChange.referral_id, StatusChange.at, StatusChange.move).where(StatusChange.move.in_(TOLD))
    for own, at, move in session.execute(wanted.order_by(StatusChange.at, StatusChange.id)):
        told[own].append((at, move))
    ways = {}
    for row in session.execute(select(*columns).order_by(Referral.received_at, Referral.id)):
        cases[row.case_id].append(row)
        ways[row.id] = way(row.received_at, told[row.id], joined_within)
    return Voices(cases, ways)


def _spells(session: Session) -> dict[uuid.UUID, list[Any]]:
    """Return every spell by its case, with what is known of the voice that leads it."""
    columns = (
        Spell.id,
        Spell.referral_id,
        Spell.clock_started_at,
        Spell.opened_at,
        Spell.band,
        Spell.pathway,
        Spell.first_contact_at,
        Spell.second_contact_at,
        Spell.help_started_at,
        Spell.closed_at,
        Spell.owner_organization_id,
        Spell.return_ticket,
        Spell.fictional,
        Referral.case_id,
        Referral.voice,
        Referral.language,
        Referral.age,
    )
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in session.execute(select(*columns).join(Referral, Referral.id == Spell.referral_id)):
        found[row.case_id].append(row)
    return found


def _delays(session: Session) -> dict[uuid.UUID, list[Pause]]:
    """Return every chosen delay by its spell."""
    found: dict[uuid.UUID, list[Pause]] = defaultdict(list)
    for own, since, until, ended in session.execute(select(Delay.spell_id, Delay.since, Delay.until, Delay.ended_at)):
        found[own].append(Pause(since, min(until, ended or until)))
    return found


def _covered(began: datetime, spells: Iterable[Any]) -> bool:
    """Tell whether a voice belongs to a spell: it was there before the spell ended."""
    return any(spell.closed_at is None or began <= spell.closed_at for spell in spells)


def _in_care(spell: Any, led: Way, delays: Mapping[uuid.UUID, Sequence[Pause]], lists: Lists) -> Journey:
    """Return the journey of a spell."""
    on = lists.of(spell.pathway.split())
    return Journey(
        referral_id=spell.referral_id,
        spell_id=spell.id,
        list_id=on.id if on else None,
        band=spell.band,
        voice=spell.voice,
        language=spell.language,
        age=spell.age,
        received=spell.clock_started_at,
        screened_at=min(led.screened_at or spell.opened_at, spell.opened_at),
        first_contact_at=spell.first_contact_at,
        second_contact_at=spell.second_contact_at,
        help_started_at=spell.help_started_at,
        closed_at=spell.closed_at,
        owner=spell.owner_organization_id,
        return_ticket=spell.return_ticket,
        pauses=tuple(delays.get(spell.id, ())),
        fictional=spell.fictional,
    )


def _before_care(
    session: Session, alone: Sequence[Sequence[Any]], ways: Mapping[uuid.UUID, Way], lists: Lists
) -> tuple[list[Journey], list[LeftOut]]:
    """Return the journeys of the people for whom care was not opened, each led by one voice, and who is left out."""
    excluded: list[LeftOut] = []
    led: list[tuple[Any, Sequence[Any]]] = []
    for everybody in alone:
        still = [each for each in everybody if each.status is not Status.CLOSED]
        leads = min(still or everybody, key=lambda each: (each.band_rank, ways[each.id].began))
        excluded += (LeftOut(Excluded.DUPLICATE, each.received_at) for each in everybody if each is not leads)
        if not still and ways[leads.id].asked_to_stop:
            excluded.append(LeftOut(Excluded.WITHDRAWN, ways[leads.id].began))
        else:
            led.append((leads, still))
    pathways = _pathways(session, [each.id for _, still in led for each in still])
    return [_not_in_care(leads, still, ways, pathways, lists) for leads, still in led], excluded


def _pathways(session: Session, referrals: Sequence[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """Return the pathways that any triage named, for those who are still to be read or to have care opened."""
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    wanted = select(TriageResult).join(Referral, Referral.id == TriageResult.referral_id)
    # The open ones and not these ids: a list of ids has a limit, and whoever is in care besides is left out below.
    in_care = select(Spell.id).where(Spell.referral_id == Referral.id, Spell.closed_at.is_(None)).exists()
    asked = set(referrals)
    for triage in session.scalars(wanted.where(Referral.status != Status.CLOSED, ~in_care)):
        if triage.referral_id in asked:
            found[triage.referral_id] |= set((triage.outcome or {}).get("pathways", ()))
    return found


def _not_in_care(
    leads: Any,
    still: Sequence[Any],
    ways: Mapping[uuid.UUID, Way],
    pathways: Mapping[uuid.UUID, set[str]],
    lists: Lists,
) -> Journey:
    """Return the journey of somebody who waits to be read or for care to be opened, or who was helped by reading."""
    led = ways[leads.id]
    named = {one for each in still for one in pathways.get(each.id, ())}
    on = lists.of(named) if still else None
    return Journey(
        referral_id=leads.id,
        spell_id=None,
        list_id=on.id if on else None,
        band=leads.band,
        voice=leads.voice,
        language=leads.language,
        age=leads.age,
        received=min(ways[each.id].began for each in still or [leads]),
        screened_at=led.screened_at,
        first_contact_at=None,
        second_contact_at=None,
        help_started_at=None,
        closed_at=None if still else led.screened_at,
        owner=None,
        return_ticket=leads.return_ticket,
        pauses=(),
        fictional=leads.fictional,
    )
