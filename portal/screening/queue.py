"""The queue is a query: who waits to be screened, most urgent first, then longest waiting, then by id."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased, defer, selectinload

from portal.accounts.models import StaffUser
from portal.area import Clocks
from portal.languages import LANGUAGES
from portal.referrals import duties, identifiers
from portal.referrals.case_models import Duty, Task
from portal.referrals.lifecycle import TO_SCREEN, Status
from portal.referrals.models import Referral
from portal.referrals.references import read_reference
from portal.referrals.voices import Voice
from portal.screening.models import ScreeningDecision, State
from portal.screening.rows import Beside, Row, row
from portal.triage.outcome import Band

Selected = Select[*tuple[Any, ...]]
PAGE = 50
EVERYTHING_SAID = (selectinload(Referral.triages), selectinload(Referral.amendments))
MINE, NOBODY = "mine", "nobody"
LATE, SECOND, SAFEGUARDING, ACCESS, NIGHT = "late", "second", "safeguarding", "access", "night"
SHOW = {
    LATE: "Over time",
    SECOND: "Waits for a second clinician",
    SAFEGUARDING: "Safeguarding task",
    ACCESS: "Access needs",
    NIGHT: "Came in out of hours",
}
"""What the address calls each further filter, and its words."""


@dataclass(frozen=True)
class Filters:
    """What of the queue is shown. Every one is part of the address."""

    band: str = ""
    claimed: str = ""
    voice: str = ""
    show: str = ""
    """What else must be true: one of SHOW."""
    language: str = ""
    page: int = 1

    def with_(self, **changes: Any) -> dict[str, Any]:
        """Return the address's parameters with one filter changed, back on the first page."""
        changed = replace(self, **({"page": 1} | changes))
        said = {name: getattr(changed, name) for name in ("band", "claimed", "voice", "show", "language")}
        return {name: value for name, value in said.items() if value} | (
            {"page": changed.page} if changed.page > 1 else {}
        )


@dataclass(frozen=True)
class Page:
    """One page of the queue."""

    rows: tuple[Row, ...]
    total: int
    counts: Mapping[str, int]
    languages: tuple[str, ...]
    at: int
    pages: int
    last_arrival: datetime | None
    """When anybody last came in at all, for the day when nobody waits."""


def read_filters(said: Mapping[str, str]) -> Filters:
    """Read the filters of an address; what we do not know filters nothing."""
    page = said.get("page", "1")
    return Filters(
        band=_one_of(said.get("band", ""), [band.value for band in Band]),
        claimed=_one_of(said.get("claimed", ""), (MINE, NOBODY)),
        voice=_one_of(said.get("voice", ""), [voice.value for voice in Voice]),
        show=_one_of(said.get("show", ""), SHOW),
        language=_one_of(said.get("language", ""), LANGUAGES),
        page=max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1,
    )


def _one_of(value: str, known: Iterable[str]) -> str:
    """Keep a value that we know."""
    return value if value in known else ""


def page(session: Session, filters: Filters, me: uuid.UUID, here: Clocks, now: datetime) -> Page:
    """Return one page of the queue as it is at this moment."""
    counts = _counts(session, replace(filters, band=""), me, now)
    total = session.scalar(_filtered(select(func.count(Referral.case_id.distinct())), filters, me, now)) or 0
    pages = max(-(-total // PAGE), 1)
    at = min(filters.page, pages)
    in_order = (
        _leads(filters, me, now)
        .order_by(Referral.band_rank, Referral.received_at, Referral.id)
        .options(defer(Referral.code_sealed), *EVERYTHING_SAID, selectinload(Referral.history))
        .offset((at - 1) * PAGE)
        .limit(PAGE)
    )
    found = session.scalars(in_order).all()
    beside = _beside(session, found)
    everybody = [*found, *(voice for each in beside.values() for voice in each.voices)]
    names = names_of(session, (referral.claimed_by for referral in everybody))
    return Page(
        rows=tuple(row(referral, names, me, here, now, beside[referral.id]) for referral in found),
        total=total,
        counts=counts,
        languages=_languages(session),
        at=at,
        pages=pages,
        last_arrival=None if total else session.scalar(select(func.max(Referral.received_at))),
    )


def _leads(filters: Filters, me: uuid.UUID, now: datetime) -> Select[Any]:
    """Select one waiting voice of every case: the most urgent of those that pass the filters, then the oldest.

    Ranked after filtering: a case is shown wherever any of its waiting voices would be.
    """
    order = (Referral.band_rank, Referral.received_at, Referral.id)
    place = func.row_number().over(partition_by=Referral.case_id, order_by=order)
    ranked = _filtered(select(Referral.id, place.label("place")), filters, me, now).subquery()
    return select(Referral).join(ranked, ranked.c.id == Referral.id).where(ranked.c.place == 1)


def _beside(session: Session, found: Sequence[Referral]) -> dict[uuid.UUID, Beside]:
    """Return what each line says beside the referral that leads it."""
    cases = {referral.case_id for referral in found}
    wanted = select(Referral).where(Referral.case_id.in_(cases), Referral.id.not_in({each.id for each in found}))
    voices: dict[uuid.UUID, list[Referral]] = defaultdict(list)
    for voice in session.scalars(
        wanted.order_by(Referral.band_rank, Referral.received_at, Referral.id).options(
            defer(Referral.code_sealed), *EVERYTHING_SAID
        )
    ):
        voices[voice.case_id].append(voice)
    alike, at = identifiers.counts(session, cases), {each.id: each.case_id for each in found}
    at |= {voice.id: case_id for case_id, each in voices.items() for voice in each}
    second = {at[one] for one in _waiting_for_second(session, at)}
    tasks: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for task in duties.of(session, at):
        tasks[at[task.referral_id]].append(task)
    return {
        each.id: Beside(voices[each.case_id], alike.get(each.case_id, 0), tasks[each.case_id], each.case_id in second)
        for each in found
    }


def _waiting_for_second(session: Session, referral_ids: Iterable[uuid.UUID]) -> Sequence[uuid.UUID]:
    """Return which of some referrals wait for a second clinician."""
    waits = ScreeningDecision.state == State.WAITING
    wanted = select(ScreeningDecision.referral_id).where(ScreeningDecision.referral_id.in_(list(referral_ids)), waits)
    return session.scalars(wanted).all()


def _filtered(wanted: Selected, filters: Filters, me: uuid.UUID, now: datetime) -> Selected:
    """Keep what waits to be screened and passes the filters."""
    wanted = wanted.where(Referral.status.in_(TO_SCREEN))
    for chosen, condition in (
        (filters.band, Referral.band == filters.band),
        (filters.language, Referral.language == filters.language),
        (filters.voice, Referral.voice == (Voice(filters.voice) if filters.voice else None)),
        (filters.claimed == MINE, and_(Referral.claimed_by == me, Referral.claimed_until > now)),
        (filters.claimed == NOBODY, or_(Referral.claimed_by.is_(None), Referral.claimed_until <= now)),
        (filters.show == LATE, _is_late(now)),
        (filters.show == SECOND, Referral.id.in_(_WAITS_FOR_SECOND)),
        (filters.show == SAFEGUARDING, Referral.id.in_(_SAFEGUARDING)),
        (filters.show == ACCESS, _ACCESS),
        (filters.show == NIGHT, Referral.out_of_hours.is_not(false())),
    ):
        wanted = wanted.where(condition) if chosen else wanted
    return wanted


_WAITS_FOR_SECOND = select(ScreeningDecision.referral_id).where(ScreeningDecision.state == State.WAITING)
_SAFEGUARDING = select(Task.referral_id).where(Task.kind == Duty.SAFEGUARDING, Task.done_at.is_(None))

_BESIDE = aliased(Referral)
_ACCESS = select(_BESIDE.id).where(_BESIDE.case_id == Referral.case_id, _BESIDE.access_needs.is_not(false())).exists()
"""Any voice of the case says so. Where nobody has looked yet, somebody looks: a missing mark hides nobody."""


def _is_late(now: datetime) -> ColumnElement[bool]:
    """Say that a clock has run out: of being read, while nobody has read it, or of contact."""
    unread = Referral.status != Status.INFO_REQUESTED
    return or_(Referral.contact_by <= now, and_(Referral.screen_by <= now, unread))


def _counts(session: Session, filters: Filters, me: uuid.UUID, now: datetime) -> dict[str, int]:
    """Count the cases that wait in each band."""
    counted: Selected = select(Referral.band, func.count(Referral.case_id.distinct())).group_by(Referral.band)
    wanted = _filtered(counted, filters, me, now)
    return dict(session.execute(wanted).all())


def _languages(session: Session) -> tuple[str, ...]:
    """Return the languages that are waiting, so that only those are offered as filters."""
    wanted = select(Referral.language).where(Referral.status.in_(TO_SCREEN)).distinct()
    return tuple(sorted(session.scalars(wanted)))


def names_of(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return the names of staff."""
    wanted = select(StaffUser.id, StaffUser.name).where(StaffUser.id.in_({one for one in ids if one}))
    return dict(session.execute(wanted).all())


def find(session: Session, typed: str) -> uuid.UUID | None:
    """Find a referral by its reference, typed in any way, wherever it is by now."""
    reference = read_reference(typed)
    return session.scalar(select(Referral.id).where(Referral.reference == reference)) if reference else None


def exists(session: Session, referral_id: uuid.UUID) -> bool:
    """Tell whether there is such a referral."""
    return session.scalar(select(Referral.id).where(Referral.id == referral_id)) is not None
