"""How events are shown: by month, with their places in words, beside the matrix of who needs what."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from babel import dates
from sqlalchemy.orm import Session

from portal import clock, languages
from portal.languages import gettext as _
from portal.learning import kinds, queries
from portal.learning.catalogue import Plan, Series, Subject
from portal.learning.kinds import Door, Group, Taken, Worth
from portal.learning.models import TrainingEvent

WITHOUT_ANYBODY = Taken(0, 0, 0)


@dataclass(frozen=True)
class Card:
    """One event as a page shows it."""

    event: TrainingEvent
    door: Door
    places: str
    series: Series | None

    @property
    def when(self) -> str:
        """Say the day and the hours, as the wall clock in England shows them."""
        return languages.listed((languages.format_date(self.event.starts_at), hours(self.event)))

    @property
    def long(self) -> str:
        """Say how long it takes."""
        return kinds.length_in_words(self.event.minutes)

    @property
    def credit(self) -> str:
        """Say how much of it counts as training; nothing where none does."""
        return kinds.length_in_words(self.event.cpd_minutes)

    @property
    def outcomes(self) -> list[str]:
        """Return what somebody can do afterwards."""
        return [line.strip(" -•") for line in self.event.outcomes.split("\n") if line.strip(" -•")]


@dataclass(frozen=True)
class Cell:
    """What a subject is for a group, and the next time it is given to them."""

    worth: Worth
    next: TrainingEvent | None


@dataclass(frozen=True)
class Row:
    """One row of the matrix."""

    subject: Subject
    again: str
    cells: tuple[Cell, ...]


def hours(event: TrainingEvent) -> str:
    """Say from when to when: 16:00–17:00."""
    return f"{languages.format_time(event.starts_at)}–{languages.format_time(event.ends_at)}"


def cards(session: Session, events: Sequence[TrainingEvent], plan: Plan, moment: datetime) -> list[Card]:
    """Return events as cards."""
    taken = queries.taken(session, events)
    return [card(each, taken, plan, moment) for each in events]


def card(event: TrainingEvent, taken: Mapping[uuid.UUID, Taken], plan: Plan, moment: datetime) -> Card:
    """Return one event as a card."""
    counted = taken.get(event.id, WITHOUT_ANYBODY)
    door = kinds.door(
        counted, moment, starts_at=event.starts_at, closes_at=event.closes_at, cancelled_at=event.cancelled_at
    )
    return Card(event, door, kinds.places_in_words(counted, door), plan.series.get(event.series))


def by_month(shown: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    """Group cards by the month of the wall clock, each month under its name."""
    grouped = groupby(shown, key=lambda each: clock.london(each.event.starts_at).date().replace(day=1))
    return [(dates.format_date(month, "LLLL y", locale=languages.current()), list(group)) for month, group in grouped]


def matrix(plan: Plan, events: Sequence[TrainingEvent], groups: Sequence[Group]) -> list[Row]:
    """Return the rows of the matrix for some groups, each cell with the next time for just these people."""
    wanted = [each for each in plan.subjects if any(each.worth[group] is not Worth.NONE for group in groups)]
    return [
        Row(
            each,
            kinds.months_in_words(each.refresh_months),
            tuple(Cell(each.worth[group], _next(each, group, events)) for group in groups),
        )
        for each in wanted
    ]


def _next(subject: Subject, group: Group, events: Sequence[TrainingEvent]) -> TrainingEvent | None:
    """Return the next event about a subject for a group."""
    fitting = (
        each for each in events if each.subject == subject.id and group in each.for_whom and each.cancelled_at is None
    )
    return next(fitting, None)


def for_whom(event: TrainingEvent) -> str:
    """Name whom an event is for."""
    return languages.listed(kinds.GROUPS[each] for each in event.for_whom)


def where(event: TrainingEvent) -> str:
    """Say where it is, in a word or as it was written."""
    return event.place or _("Online")
