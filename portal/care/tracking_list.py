"""Everybody who is not closed, in one query: who is still being read, and who is in care. No state is off the list."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    Uuid,
    and_,
    case,
    false,
    func,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from portal.care.limits import AHEAD
from portal.care.models import Spell
from portal.care.stages import Stage
from portal.db import UtcDateTime
from portal.languages import LANGUAGES
from portal.referrals.lifecycle import TO_SCREEN, Status
from portal.referrals.models import Referral

PAGE = 50
BEING_READ, NOT_OPENED = "being_read", "not_opened"
MILESTONES = (BEING_READ, NOT_OPENED, *(stage.value for stage in Stage if stage is not Stage.CLOSED))
ORDERS = ("longest", "concern", "next", "limit")
OURS, ELSEWHERE, MINE = "ours", "elsewhere", "mine"
ONLY = ("late", "predicted", "delayed", "transfer")


@dataclass(frozen=True)
class Filters:
    """What of the list is shown. Every one is part of the address."""

    milestone: str = ""
    band: str = ""
    owner: str = ""
    only: str = ""
    language: str = ""
    sort: str = "longest"
    page: int = 1

    def with_(self, **changes: Any) -> dict[str, Any]:
        """Return the address's parameters with one filter changed, back on the first page."""
        changed = replace(self, **({"page": 1} | changes))
        said = {each.name: getattr(changed, each.name) for each in fields(changed)}
        return {name: value for name, value in said.items() if value and value != getattr(Filters, name)}


@dataclass(frozen=True)
class Reader:
    """Who reads the list: everybody's, or only what their own organisation has or is offered."""

    id: uuid.UUID
    everybody: bool
    organization_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Page:
    """One page of the list."""

    rows: Sequence[Any]
    total: int
    counts: Mapping[str, int]
    at: int
    pages: int
    languages: tuple[str, ...]
    """What is spoken by whoever is on the list, so that only those are offered as filters."""


def read_filters(said: Mapping[str, str], bands: Sequence[str]) -> Filters:
    """Read the filters of an address; what we do not know filters nothing."""
    page = said.get("page", "1")
    known: dict[str, Sequence[str]] = {
        "milestone": MILESTONES,
        "band": bands,
        "owner": (OURS, ELSEWHERE, MINE),
        "only": ONLY,
        "language": tuple(LANGUAGES),
        "sort": ORDERS,
    }
    kept = {name: said[name] for name, values in known.items() if said.get(name) in values}
    return Filters(**kept, page=max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1)


def page(session: Session, filters: Filters, reader: Reader, now: datetime, *, size: int = PAGE) -> Page:
    """Return one page of the list as it is at this moment."""
    people = _everybody(reader)
    anywhere = _kept(people, replace(filters, milestone=""), reader, now)
    counted = select(people.c.milestone, func.count()).where(*anywhere).group_by(people.c.milestone)
    counts: dict[str, int] = dict(session.execute(counted).all())
    total = counts.get(filters.milestone, 0) if filters.milestone else sum(counts.values())
    pages = max(-(-total // size), 1)
    at = min(filters.page, pages)
    wanted = select(people).where(*_kept(people, filters, reader, now)).order_by(*_order(people, filters.sort))
    rows = session.execute(wanted.offset((at - 1) * size).limit(size)).all()
    spoken = session.scalars(select(people.c.language).distinct())
    return Page(rows, total, counts, at, pages, tuple(sorted(each for each in spoken if each in LANGUAGES)))


def _everybody(reader: Reader) -> CTE:
    """Select everybody whom this reader may see; whoever is not in care yet is the front door's own."""
    parts = [_in_care(reader)]
    if reader.everybody:
        parts.append(_not_in_care())
    return union_all(*parts).cte("everybody")


def _in_care(reader: Reader) -> Select[Any]:
    """Select every open spell."""
    wanted: Any = select(
        Spell.referral_id,
        type_coerce(Spell.stage, String).label("milestone"),
        Spell.clock_started_at.label("started"),
        Spell.band,
        Spell.band_rank,
        Spell.owner_organization_id,
        Spell.handed_to_id,
        Spell.handing_over,
        Spell.clinician_id,
        Spell.next_action,
        Spell.next_action_by,
        Spell.last_contact_at,
        Spell.next_meeting_at,
        Spell.limit_at,
        Spell.delayed_until,
        Referral.status.label("status"),
        Referral.language,
        Referral.age,
        Referral.voice,
        Referral.reference,
        Spell.id.label("spell_id"),
    ).join(Referral, Referral.id == Spell.referral_id)
    wanted = wanted.where(Spell.closed_at.is_(None))
    if reader.everybody:
        return cast(Select[Any], wanted)
    if reader.organization_id is None:
        return cast(Select[Any], wanted.where(false()))
    own = reader.organization_id
    return cast(Select[Any], wanted.where(or_(Spell.owner_organization_id == own, Spell.handed_to_id == own)))


def _leading() -> Select[Any]:
    """Select one open voice of every case without an open spell, by its place: the most urgent, then the oldest."""
    # A join, not a question asked for every voice: both databases read the open spells once.
    leads = aliased(Referral)
    wanted = select(leads.case_id).join(Spell, Spell.referral_id == leads.id).where(Spell.closed_at.is_(None))
    in_care = wanted.distinct().subquery()
    order = (Referral.band_rank, Referral.received_at, Referral.id)
    place = func.row_number().over(partition_by=Referral.case_id, order_by=order)
    return (
        select(Referral.id, place.label("place"))
        .outerjoin(in_care, in_care.c.case_id == Referral.case_id)
        .where(Referral.status != Status.CLOSED, in_care.c.case_id.is_(None))
    )


def _not_in_care() -> Select[Any]:
    """Select whoever is not in care yet, led by one voice."""
    ranked = _leading().subquery()
    to_read = Referral.status.in_(TO_SCREEN)
    due = case((to_read, Referral.screen_by), else_=Referral.contact_by)
    nobody, never = type_coerce(null(), Uuid()), type_coerce(null(), UtcDateTime())
    return (
        select(
            Referral.id,
            case((to_read, BEING_READ), else_=NOT_OPENED),
            Referral.received_at,
            Referral.band,
            Referral.band_rank,
            nobody,
            nobody,
            false(),
            Referral.claimed_by,
            case((to_read, "read"), else_="open_care"),
            due,
            never,
            never,
            due,
            never,
            Referral.status,
            Referral.language,
            Referral.age,
            Referral.voice,
            Referral.reference,
            nobody,
        )
        .join(ranked, ranked.c.id == Referral.id)
        .where(ranked.c.place == 1)
    )


def _kept(people: CTE, filters: Filters, reader: Reader, now: datetime) -> list[ColumnElement[bool]]:
    """Say what passes the filters."""
    c = people.c
    soon = and_(c.limit_at >= now, c.limit_at <= now + AHEAD)
    unmet = or_(c.next_meeting_at.is_(None), c.next_meeting_at > c.limit_at)
    tests: dict[str, ColumnElement[bool]] = {
        OURS: c.owner_organization_id.is_(None),
        ELSEWHERE: c.owner_organization_id.is_not(None),
        MINE: c.clinician_id == reader.id,
        "late": c.limit_at < now,
        "predicted": and_(soon, unmet, c.milestone != BEING_READ),
        "delayed": c.delayed_until > now,
        "transfer": c.handing_over.is_(True),
    }
    kept = [tests[each] for each in (filters.owner, filters.only) if each]
    named = {"milestone": filters.milestone, "band": filters.band, "language": filters.language}
    return kept + [c[name] == value for name, value in named.items() if value]


def _order(people: CTE, sort: str) -> tuple[Any, ...]:
    """Say in which order people stand; the id last, so that no page shows anybody twice."""
    c = people.c
    first: dict[str, tuple[Any, ...]] = {
        "longest": (c.started,),
        "concern": (c.band_rank, c.started),
        "limit": (c.limit_at.is_(None), c.limit_at),
        "next": (c.next_action_by.is_(None), c.next_action_by, c.started),
    }
    return (*first[sort], c.referral_id)
