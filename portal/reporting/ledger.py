"""Everything that the scorecard counts, read in one go and kept in this process until a record or the day changes."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.reporting import happenings, marks, queries
from portal.reporting.counting import WHEN, of_owner
from portal.reporting.happenings import Passed
from portal.reporting.journey import Journey
from portal.reporting.marks import Mark
from portal.waiting_times.lists import Lists

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Ledger:
    """All marks up to a moment in order of time, all journeys, and all limits that passed."""

    as_of: datetime
    marks: Mapping[str, list[Mark]]
    journeys: tuple[Journey, ...]
    passed: tuple[Passed, ...]

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
    found["not_brought"] = marks.of_meetings(happenings.meetings(session))
    owners = {one.spell_id: one.owner for one in everybody.each if one.spell_id}
    found["updates_on_time"] = marks.of_updates(happenings.cares(session, owners), here, as_of)
    past = {name: sorted((mark for mark in each if mark.at < as_of), key=WHEN) for name, each in found.items()}
    return Ledger(as_of, past, everybody.each, tuple(one for one in happenings.passed(session) if one.at < as_of))


class Shelf(Generic[Kept]):
    """One thing that is dear to make, kept as long as what it was made from has not changed."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.key: Any = None
        self.value: Kept | None = None

    def take(self, key: Any, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under a key, or make it; nobody makes it twice at once."""
        with self.lock:
            if self.value is None or self.key != key:
                self.value, self.key = make(), key
            return self.value
