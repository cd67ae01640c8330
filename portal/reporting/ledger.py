"""Everything that the scorecard counts, read in one go and kept in this process until a record or the day changes."""

import gc
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from portal import clock
from portal.area import Clocks
from portal.clock import london
from portal.reporting import happenings, marks, queries
from portal.reporting.counting import WHEN, of_owner
from portal.reporting.happenings import Passed
from portal.reporting.journey import Journey
from portal.reporting.marks import Mark
from portal.waiting_times.lists import Lists

Kept = TypeVar("Kept")
LOOKED_AFTER = timedelta(minutes=5)
"""How often somebody looks whether anything has changed: pages say when they were counted."""


@dataclass(frozen=True)
class Ledger:
    """All marks up to a moment in order of time, all journeys, and all limits that passed."""

    as_of: datetime
    marks: Mapping[str, list[Mark]]
    journeys: tuple[Journey, ...]
    passed: tuple[Passed, ...]
    left_out: Mapping[str, int]
    """How many voices are no journey of their own, ever, by reason."""
    counted_at: datetime

    def of(self, owner: uuid.UUID) -> "Ledger":
        """Return what belongs to one organisation."""
        return replace(
            self,
            marks={name: of_owner(each, owner) for name, each in self.marks.items()},
            journeys=tuple(one for one in self.journeys if one.owner == owner),
            passed=tuple(one for one in self.passed if one.owner == owner),
        )


def read(session: Session, lists: Lists, here: Clocks, as_of: datetime) -> Ledger:
    """Read everything that had happened by a moment."""
    everybody = queries.journeys(session, lists, here)
    found = marks.of_journeys(everybody.each, here)
    for name in ("screened_same_day", "accepted"):
        found[name] += marks.of_left_out(everybody.left_out, here)
    found["not_brought"] = marks.of_meetings(happenings.meetings(session))
    owners = {one.spell_id: one.owner for one in everybody.each if one.spell_id}
    found["updates_on_time"] = marks.of_updates(happenings.cares(session, owners), here, as_of)
    past = {name: sorted((mark for mark in each if mark.at < as_of), key=WHEN) for name, each in found.items()}
    return Ledger(
        as_of,
        past,
        everybody.each,
        tuple(one for one in happenings.passed(session) if one.at < as_of),
        {reason.value: number for reason, number in everybody.excluded.items()},
        clock.now(),
    )


class Shelf(Generic[Kept]):
    """One thing that is dear to make, kept while what it was made from is the same, and for a few minutes after."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.day: date | None = None
        self.mark: Any = None
        self.looked_at: datetime | None = None
        self.value: Kept | None = None

    def take(self, moment: datetime, mark: Callable[[], Any], make: Callable[[], Kept]) -> Kept:
        """Return what is kept, or make it: on another day always, otherwise when its mark has changed."""
        with self.lock:
            day = london(moment).date()
            fresh = self.looked_at is not None and timedelta() <= moment - self.looked_at < LOOKED_AFTER
            if self.value is not None and self.day == day and fresh:
                return self.value
            now = mark()
            if self.value is None or (self.day, self.mark) != (day, now):
                with _nothing_thrown_away():
                    self.value, self.day, self.mark = make(), day, now
            self.looked_at = moment
            return self.value


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Look for no rubbish meanwhile: a hundred thousand new things are all kept, and looking takes a third of it."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()
