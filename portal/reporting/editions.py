"""Editions as staff look at them: which there are, which is out, and what one says that the last did not."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.accounts.models import StaffUser
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.reporting.publishing import Place, place, values
from portal.waiting_times.models import WaitEdition, WaitFigure
from portal.waiting_times.trend import EDITIONS

SHOWN = 24
SUBJECT = "waits:"
LONGEST_AGO = timedelta(days=250)
"""How far back the editions may lie that a trend rests on."""


@dataclass(frozen=True)
class Pair:
    """One row of the newest edition beside the same row of the one that is out."""

    now: WaitFigure
    before: WaitFigure | None

    @property
    def changed(self) -> bool:
        """Tell whether it says anything that the one before did not."""
        if self.before is None:
            return True
        return (self.now.hidden, values(self.now)) != (self.before.hidden, values(self.before))


def subject(edition: WaitEdition) -> str:
    """Return what the trail calls an edition."""
    return f"{SUBJECT}{edition.as_of.isoformat()}"


def digest(edition: WaitEdition) -> str:
    """Return a short name of everything an edition says: one figure changed, and it is another."""
    said = [[*place(row), row.hidden, *values(row).values()] for row in in_order(edition.figures)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def ever_out(session: Session) -> frozenset[date]:
    """Return the days of all editions that everybody could ever read, also of those that were taken back."""
    wanted = select(AuditEvent.subject).where(AuditEvent.tag == Tag.WAITS_APPROVED.value).distinct()
    told = {date.fromisoformat(each.removeprefix(SUBJECT)) for each in session.scalars(wanted)}
    return frozenset(told | set(session.scalars(select(WaitEdition.as_of).where(WaitEdition.approved_at.is_not(None)))))


def of(session: Session, as_of: date, *, lock: bool = False) -> WaitEdition | None:
    """Return the edition of a day with its figures; locked, as it is now and as nobody else can change it."""
    wanted = select(WaitEdition).where(WaitEdition.as_of == as_of).options(selectinload(WaitEdition.figures))
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def newest(session: Session) -> WaitEdition | None:
    """Return the edition of the latest day, whether or not anybody has approved it."""
    wanted = select(WaitEdition).order_by(WaitEdition.as_of.desc()).options(selectinload(WaitEdition.figures))
    return session.scalars(wanted.limit(1)).first()


def out(session: Session, before: date | None = None) -> WaitEdition | None:
    """Return the newest approved edition, or the newest from before a day."""
    wanted = select(WaitEdition).where(WaitEdition.approved_at.is_not(None)).order_by(WaitEdition.as_of.desc())
    if before is not None:
        wanted = wanted.where(WaitEdition.as_of < before)
    return session.scalars(wanted.options(selectinload(WaitEdition.figures)).limit(1)).first()


def listed(session: Session) -> Sequence[Any]:
    """Return the latest editions without their figures, each with who approved it."""
    wanted = select(WaitEdition, StaffUser.name).outerjoin(StaffUser, StaffUser.id == WaitEdition.approved_by)
    return session.execute(wanted.order_by(WaitEdition.as_of.desc()).limit(SHOWN)).all()


def beside(edition: WaitEdition, last: WaitEdition | None) -> list[Pair]:
    """Put every row of an edition beside the same one of another."""
    held = {place(row): row for row in last.figures} if last else {}
    return [Pair(row, held.get(place(row))) for row in in_order(edition.figures)]


def in_order(figures: Iterable[WaitFigure]) -> list[WaitFigure]:
    """Return rows in an order that never changes."""
    return sorted(figures, key=lambda row: (row.list_id, row.band, row.milestone.value))


def typical_before(session: Session, as_of: date, method: str) -> Mapping[Place, list[int | None]]:
    """Return the typical waits of the approved editions of the months before, one for each month, the oldest first.

    Only those that were worked out in the same way tell where waits are going.
    """
    wanted = select(WaitEdition).where(
        WaitEdition.approved_at.is_not(None),
        WaitEdition.as_of < as_of,
        WaitEdition.as_of >= as_of - LONGEST_AGO,
        WaitEdition.method == method,
    )
    by_month: dict[tuple[int, int], WaitEdition] = {}
    for edition in session.scalars(wanted.order_by(WaitEdition.as_of).options(selectinload(WaitEdition.figures))):
        by_month[edition.as_of.year, edition.as_of.month] = edition
    by_month.pop((as_of.year, as_of.month), None)
    found: dict[Place, list[int | None]] = defaultdict(list)
    for edition in list(by_month.values())[1 - EDITIONS :]:
        for row in edition.figures:
            found[place(row)].append(row.typical_days)
    return found
