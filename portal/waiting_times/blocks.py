"""The waits of one list as a page shows them: the words, and a bar on a line that both waits of a band share. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from portal.waiting_times import words
from portal.waiting_times.words import Figure, Told

MILESTONES = ("first_contact", "second_contact")
ROOM = 88
"""In 100 of the line; behind it stands that some people wait longer."""


class Row(Figure, Protocol):
    """A figure that says what it is about."""

    @property
    def band(self) -> str:
        """How soon it should be."""

    @property
    def milestone(self) -> str:
        """What is waited for."""


@dataclass(frozen=True)
class Bar:
    """How far half and most reach, in 100 of a line that begins with the first receipt."""

    half: int
    most: int
    open: bool
    """How long most people wait is not known yet: it is more than this."""


@dataclass(frozen=True)
class Wait:
    """One wait."""

    milestone: str
    name: str
    told: Told
    bar: Bar | None


@dataclass(frozen=True)
class Block:
    """The waits of one band of a list."""

    band: str
    waits: tuple[Wait, ...]

    @property
    def known(self) -> bool:
        """Tell whether there is any figure to read."""
        return any(each.told.known for each in self.waits)


def of(rows: Iterable[Row], bands: Sequence[str]) -> tuple[Block, ...]:
    """Return the bands of one list: the first always, a further one only where it has something to tell."""
    held = {(row.band, row.milestone): row for row in rows}
    found = [Block(band, _waits({what: held.get((band, what)) for what in MILESTONES})) for band in bands]
    return tuple(block for at, block in enumerate(found) if not at or block.known)


def most_days(row: Figure | None) -> int | None:
    """Return within how many days most people are seen, for comparing; nothing where nobody can say."""
    spread = words.spread_of_most(row) if row is not None and row.hidden is None else None
    return spread.high if spread else None


def _waits(rows: Mapping[str, Row | None]) -> tuple[Wait, ...]:
    """Return both waits of a band, with bars where there is something to draw."""
    longest = max((_end(row) for row in rows.values() if row is not None), default=0)
    return tuple(Wait(what, words.name_of(what), words.tell(row), _bar(row, longest)) for what, row in rows.items())


def _end(row: Figure) -> int:
    """Return the day up to which a wait is drawn."""
    if row.hidden is not None:
        return 0
    half = words.spread_of_half(row)
    return max(half.high if half else 0, most_days(row) or 0, words.so_far(row) or 0)


def _bar(row: Figure | None, longest: int) -> Bar | None:
    """Draw one wait on the line of its list; nothing where it is not told."""
    reached = _end(row) if row is not None else 0
    if row is None or not reached:
        return None
    half, most = words.spread_of_half(row), most_days(row)
    return Bar(_share(half.high if half else 0, longest), _share(reached, longest), most is None)


def _share(days: int, longest: int) -> int:
    """Return how far a day lies along the line; a short wait is still seen."""
    return max(round(days * ROOM / longest), 2) if days else 0
