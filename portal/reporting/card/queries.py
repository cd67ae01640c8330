"""Reading a year from the records, for its figures. No page comes here: pages read what was published."""

import csv
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.area import Area
from portal.care.models import Appointment, Breach, Fate, SpellEvent
from portal.care.stages import Event
from portal.referrals import facts, identity
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Referral, StatusChange
from portal.reporting import queries as everybody
from portal.reporting.card.shape import NOT_SAID
from portal.reporting.card.year import Asked, Year
from portal.reporting.journey import Journey
from portal.waiting_times.lists import Lists

AT_ONCE = 400
OUTCOMES: Mapping[Move, str] = {
    Move.SIGNPOST: "signposted",
    Move.ADVISE: "advised",
    Move.DECLINE: "declined",
    Move.END_TRIES: "not_reached",
}
"""What reading led to where care was not opened; whoever asked to stop is advised, and told how to come back."""


def places(folder: Path) -> dict[str, str]:
    """Return in which part of the area each postcode district lies."""
    with (folder / "places" / "places.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["parent"] for row in csv.DictReader(lines) if row["kind"] == "outcode"}


def year(
    session: Session,
    lists: Lists,
    here: Area,
    districts: Mapping[str, str],
    start: datetime,
    end: datetime,
    as_of: date,
) -> Year:
    """Count a year: everybody first heard of in it, and what happened in it."""
    came = [one for one in everybody.journeys(session, lists, here.clocks).each if start <= one.received < end]
    living = _living(session, [one.referral_id for one in came], districts)
    ended = _ended(session)
    return Year(
        asked=[Asked(one, living.get(one.referral_id, NOT_SAID), _outcome(one, ended)) for one in came],
        places=(*sorted(set(districts.values())), NOT_SAID),
        meetings=_meetings(session, start, end),
        breaches=_breaches(session, start, end),
        check_ins=_check_ins(session, start, end),
        as_of=as_of,
    )


def _living(session: Session, ids: Sequence[uuid.UUID], districts: Mapping[str, str]) -> dict[uuid.UUID, str]:
    """Return where these people live, as far as they said it; only their postcodes are read."""
    found: dict[uuid.UUID, str] = {}
    for at in range(0, len(ids), AT_ONCE):
        for row in session.scalars(select(Referral).where(Referral.id.in_(ids[at : at + AT_ONCE]))):
            district = identity.district(facts.said(row.answers or {}).get("postcode"))
            found[row.id] = districts.get(district or "", NOT_SAID)
        session.expunge_all()
    return found


def _ended(session: Session) -> dict[uuid.UUID, Move]:
    """Return the move that closed each referral last."""
    wanted = select(StatusChange.referral_id, StatusChange.move).where(StatusChange.status == Status.CLOSED)
    return {row.referral_id: row.move for row in session.execute(wanted.order_by(StatusChange.at, StatusChange.id))}


def _outcome(one: Journey, ended: Mapping[uuid.UUID, Move]) -> str:
    """Return what came of asking."""
    if one.spell_id is not None:
        return "accepted"
    if one.closed_at is None:
        return "being_read" if one.screened_at is None else "accepted"
    return OUTCOMES.get(ended.get(one.referral_id, Move.ADVISE), "advised")


def _meetings(session: Session, start: datetime, end: datetime) -> dict[str, int]:
    """Count the meetings of the year by what became of them."""
    wanted = select(Appointment.fate, func.count(Appointment.id)).where(Appointment.at >= start, Appointment.at < end)
    found = session.execute(wanted.group_by(Appointment.fate)).all()
    return {fate.value: count for fate, count in found if fate not in (Fate.OFFERED, Fate.REARRANGED)}


def _breaches(session: Session, start: datetime, end: datetime) -> dict[str, int]:
    """Count the limits that passed in the year, by cause."""
    wanted = select(Breach.cause, func.count(Breach.id)).where(Breach.passed_at >= start, Breach.passed_at < end)
    found = session.execute(wanted.group_by(Breach.cause)).all()
    return {cause.value if cause else "cause_not_said": count for cause, count in found}


def _check_ins(session: Session, start: datetime, end: datetime) -> dict[str, int]:
    """Count what people said when they were asked how they are: each answer, for somebody may answer often."""
    told = (SpellEvent.event == Event.SAY_HOW_THEY_ARE, SpellEvent.at >= start, SpellEvent.at < end)
    return Counter(session.scalars(select(SpellEvent.detail).where(*told)).all())
