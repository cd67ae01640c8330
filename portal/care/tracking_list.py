"""Everybody who is not closed, in one query: who is still being read, and who is in care. No state is off the list."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
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
from sqlalchemy import (
    cast as typed,
)
from sqlalchemy.orm import Session

from portal.care.limits import AHEAD
from portal.care.models import Spell
from portal.care.stages import Stage
from portal.care.words import MANY
from portal.db import UtcDateTime
from portal.languages import LANGUAGES
from portal.referrals.lifecycle import TO_SCREEN, Status
from portal.referrals.models import Referral

PAGE = 50
BEING_READ, NOT_OPENED = "being_read", "not_opened"
STAGES = tuple(stage.value for stage in Stage if stage is not Stage.CLOSED)
MILESTONES = (BEING_READ, NOT_OPENED, *STAGES)
OPEN = tuple(status for status in Status if status is not Status.CLOSED)
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
    """None above MANY is exact: it says that there are more."""
    at: int
    more: bool
    """There is another page."""
    pages: int
    """How many there are; 0 when nobody has counted that far."""
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
    """Return one page of the list as it is at this moment. What it takes does not grow with how many there are."""
    parts = _parts(reader)
    counts = _counts(session, parts, filters, reader, now)
    total = counts.get(filters.milestone, 0) if filters.milestone else sum(counts.values())
    pages = max(-(-total // size), 1) if total <= MANY else 0
    at = min(filters.page, pages or filters.page)
    found = _rows(session, parts, filters, reader, now, at, size)
    if not found and at > 1:
        at, found = 1, _rows(session, parts, filters, reader, now, 1, size)
    return Page(found[:size], total, counts, at, len(found) > size, pages, _languages(session, parts, reader))


def _parts(reader: Reader) -> list[Subquery]:
    """Select everybody whom this reader may see; whoever is not in care yet is the front door's own."""
    return [each.subquery() for each in (_in_care(reader), *([_not_in_care()] if reader.everybody else ()))]


def _rows(
    session: Session, parts: Sequence[Subquery], filters: Filters, reader: Reader, now: datetime, at: int, size: int
) -> Sequence[Any]:
    """Return the rows of one page, and one more where there is another page."""
    # Each part is cut by itself, so that an index can say who comes first in it.
    cut = [
        select(part)
        .where(*_kept(part, filters, reader, now))
        .order_by(*_order(part, filters.sort))
        .limit(at * size + 1)
        for part in parts
    ]
    people = union_all(*(select(each.subquery()) for each in cut)).subquery()
    wanted = select(people).order_by(*_order(people, filters.sort))
    return session.execute(wanted.offset((at - 1) * size).limit(size + 1)).all()


def _counts(
    session: Session, parts: Sequence[Subquery], filters: Filters, reader: Reader, now: datetime
) -> dict[str, int]:
    """Count those at each milestone, as far as anybody counts."""
    in_care, others = _in_care(reader, with_words=bool(filters.language)).subquery(), parts[1:]
    anywhere = replace(filters, milestone="")
    asked = [
        select(func.count())
        .select_from(
            select(in_care.c.referral_id)
            .where(in_care.c.milestone == stage, *_kept(in_care, anywhere, reader, now))
            .limit(MANY + 1)
            .subquery()
        )
        .scalar_subquery()
        for stage in STAGES
    ]
    counts = dict(zip(STAGES, session.execute(select(*asked)).one(), strict=True))
    for part in others:
        counted = select(part.c.milestone, func.count()).where(*_kept(part, anywhere, reader, now))
        counts |= dict(session.execute(counted.group_by(part.c.milestone)).all())
    return {name: number for name, number in counts.items() if number}


def _languages(session: Session, parts: Sequence[Subquery], reader: Reader) -> tuple[str, ...]:
    """Return the languages of whoever is not closed, or is with this reader's own organisation."""
    if reader.everybody:
        spoken = [
            select(Referral.id).where(Referral.language == each, Referral.status.in_(OPEN)).exists()
            for each in LANGUAGES
        ]
        found = session.execute(select(*spoken)).one()
        return tuple(sorted(code for code, is_spoken in zip(LANGUAGES, found, strict=True) if is_spoken))
    return tuple(sorted(each for each in session.scalars(select(parts[0].c.language).distinct()) if each in LANGUAGES))


def _in_care(reader: Reader, *, with_words: bool = True) -> Select[Any]:
    """Select every open spell, with what its referral says unless they are only counted."""
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
    )
    if with_words:
        told = (Referral.status, Referral.language, Referral.age, Referral.voice, Referral.reference)
        wanted = wanted.add_columns(*told, Spell.id.label("spell_id"))
        wanted = wanted.join(Referral, Referral.id == Spell.referral_id)
    wanted = wanted.where(Spell.closed_at.is_(None))
    if reader.everybody:
        return cast(Select[Any], wanted)
    if reader.organization_id is None:
        return cast(Select[Any], wanted.where(false()))
    own = reader.organization_id
    return cast(Select[Any], wanted.where(or_(Spell.owner_organization_id == own, Spell.handed_to_id == own)))


def _leading() -> Select[Any]:
    """Select one open voice of every case without an open spell, by its place: the most urgent, then the oldest."""
    order = (Referral.band_rank, Referral.received_at, Referral.id)
    place = func.row_number().over(partition_by=Referral.case_id, order_by=order)
    waits = select(Referral.id, place.label("place"))
    return waits.where(Referral.status.in_(OPEN), Referral.in_care.is_(False))


def _not_in_care() -> Select[Any]:
    """Select whoever is not in care yet, led by one voice."""
    ranked = _leading().subquery()
    to_read = Referral.status.in_(TO_SCREEN)
    due = case((to_read, Referral.screen_by), else_=Referral.contact_by)
    nobody, never = typed(null(), Uuid()), typed(null(), UtcDateTime())
    said: dict[str, Any] = {
        "referral_id": Referral.id,
        "milestone": case((to_read, BEING_READ), else_=NOT_OPENED),
        "started": Referral.received_at,
        "band": Referral.band,
        "band_rank": Referral.band_rank,
        "owner_organization_id": nobody,
        "handed_to_id": nobody,
        "handing_over": false(),
        "clinician_id": Referral.claimed_by,
        "next_action": case((to_read, "read"), else_="open_care"),
        "next_action_by": due,
        "last_contact_at": never,
        "next_meeting_at": never,
        "limit_at": due,
        "delayed_until": never,
        "status": Referral.status,
        "language": Referral.language,
        "age": Referral.age,
        "voice": Referral.voice,
        "reference": Referral.reference,
        "spell_id": nobody,
    }
    wanted = select(*(each.label(name) for name, each in said.items()))
    return wanted.join(ranked, ranked.c.id == Referral.id).where(ranked.c.place == 1)


def _kept(people: Subquery, filters: Filters, reader: Reader, now: datetime) -> list[ColumnElement[bool]]:
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


def _order(people: Subquery, sort: str) -> tuple[Any, ...]:
    """Say in which order people stand; the id last, so that no page shows anybody twice."""
    c = people.c
    first: dict[str, tuple[Any, ...]] = {
        "longest": (c.started,),
        "concern": (c.band_rank, c.started),
        "limit": (c.limit_at.nulls_last(),),
        "next": (c.next_action_by.nulls_last(), c.started),
    }
    return (*first[sort], c.referral_id)
