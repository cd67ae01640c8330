"""What we hold of a month, in plain values. Pure."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.referrals.voices import Voice


@dataclass(frozen=True)
class Heard:
    """One voice: when it came, and how it ended. What it said is opened only for those in the month."""

    id: uuid.UUID
    case_id: uuid.UUID
    received_at: datetime
    voice: Voice
    language: str
    band: str
    closed_at: datetime | None
    closed_by: str
    """The move that closed it; empty while it is open."""


@dataclass(frozen=True)
class Cared:
    """Care that was opened for a request."""

    id: uuid.UUID
    referral_id: uuid.UUID
    pathway: str
    owner_id: uuid.UUID | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Met:
    """One time that was offered, or one real talk."""

    id: uuid.UUID
    spell_id: uuid.UUID
    at: datetime
    way: str
    fate: str
    by: uuid.UUID | None


@dataclass(frozen=True)
class Offered:
    """Somebody offered to another organisation."""

    spell_id: uuid.UUID
    at: datetime
    to: uuid.UUID


@dataclass(frozen=True)
class Request:
    """All voices about one person that came before the ones before them had ended: one referral of the data set."""

    voices: tuple[Heard, ...]

    @property
    def lead(self) -> Heard:
        """The voice that came first: the clock is counted from it."""
        return self.voices[0]

    @property
    def closed_at(self) -> datetime | None:
        """When the last of them was closed; None while one is open."""
        ends = [one.closed_at for one in self.voices]
        return None if None in ends else max(each for each in ends if each is not None)

    @property
    def closed_by(self) -> str:
        """The move that closed the last of them."""
        if self.closed_at is None:
            return ""
        return next(one.closed_by for one in self.voices if one.closed_at == self.closed_at)

    def open_in(self, start: datetime, end: datetime) -> bool:
        """Tell whether it was open at any time of a month that ends before `end`."""
        return self.lead.received_at < end and (self.closed_at is None or self.closed_at >= start)


def requests(voices: Iterable[Heard]) -> Iterator[Request]:
    """Gather voices into requests: a voice that comes when everything about that person has ended begins another."""
    cases: dict[uuid.UUID, list[Heard]] = {}
    for one in sorted(voices, key=lambda one: (one.received_at, str(one.id))):
        cases.setdefault(one.case_id, []).append(one)
    for case in cases.values():
        together: list[Heard] = []
        for one in case:
            ended = [each.closed_at for each in together]
            if together and all(end is not None and end < one.received_at for end in ended):
                yield Request(tuple(together))
                together = []
            together.append(one)
        yield Request(tuple(together))


@dataclass(frozen=True)
class Held:
    """A month: the requests that were open in it, and all that belongs to them."""

    start: datetime
    end: datetime
    """The first moment after it."""
    requests: Sequence[Request]
    said: Mapping[uuid.UUID, Mapping[str, Any]]
    """By voice."""
    cared: Mapping[uuid.UUID, Sequence[Cared]]
    """By the voice that leads it."""
    met: Sequence[Met]
    offered: Sequence[Offered]
    fictional: bool

    def within(self, moment: datetime | None) -> bool:
        """Tell whether something happened in the month."""
        return moment is not None and self.start <= moment < self.end
