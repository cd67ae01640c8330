"""Small numbers: what may be told of counts, so that nobody can work out what is not told. Pure.

`suppress(counts, sums)` is the door. `counts` are the true counts by any key; `sums` say which of them add up to which:
every relation that a reader could know, also between two tables that overlap and between two editions. A count that is
part of a relation and is never printed is named in `silent`; what is printed already and cannot be taken back stands
in `already`. `with_totals` makes counts and sums of a plain table. The rules, as NHS England publishes:

- a count under 5 is hidden; every other one is rounded to the nearest 5; percentages come from rounded counts;
- a count is hidden besides where a reader who knows everything printed, the rounding, the reason of every gap and all
  relations could otherwise pin a hidden one to a single number. Safety is shown, not assumed: for each hidden count
  another table is found that fits all that is printed. Where none is found, more is hidden;
- a percentile needs 10 people seen or 20 under watch; some tables are never made at all (`BLOCKED`).

Not covered: a reader who knows one of the people in the table, and one who reasons from which count was hidden beside.
"""

import enum
import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

SMALLEST, STEP = 5, 5
SEEN_ENOUGH, WATCHED_ENOUGH = 10, 20
ALL = "all"
"""Stands in a key for the sum over that side of a table."""
BLOCKED = (
    frozenset({"age", "ethnicity", "area"}),
    frozenset({"age", "gender", "school"}),
    frozenset({"ethnicity", "school"}),
    frozenset({"ethnicity", "looked_after"}),
)
"""Sides that never meet in one table: each cell would be a few young people whom somebody knows."""
DEEPEST, TRIES = 8, 4000
"""How far another table is looked for. Giving up counts as not found, so it hides more, never less."""

Key = TypeVar("Key", bound=Hashable)


class Hidden(enum.StrEnum):
    """Why a figure is not told."""

    FEW = "few"
    """Too few people to say anything honest."""
    WOULD_TELL = "would_tell"
    """It could be worked out from this figure and others."""


@dataclass(frozen=True)
class Told:
    """What is told of one count: a rounded number, or why there is none."""

    value: int | None
    hidden: Hidden | None = None


@dataclass(frozen=True)
class Sum(Generic[Key]):
    """One relation: a count that is the sum of others."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class _Known(Generic[Key]):
    """The true counts, between which numbers a reader knows each to lie, and the relations by each count in them."""

    counts: Mapping[Key, int]
    bounds: Mapping[Key, tuple[float, float]]
    within: Mapping[Key, Sequence[Sum[Key]]]


def rounded(count: int) -> int:
    """Return a count to the nearest 5."""
    return STEP * ((count + STEP // 2) // STEP)


def told(count: int) -> Told:
    """Return what is told of a count that stands alone, in no sum with others."""
    return Told(None, Hidden.FEW) if count < SMALLEST else Told(rounded(count))


def percent(part: Told, whole: Told) -> int | None:
    """Return how many in 100, from what is told of both; None where either is hidden."""
    return None if part.value is None or not whole.value else min(100, round(100 * part.value / whole.value))


def enough(seen: int, watched: int) -> bool:
    """Tell whether a percentile of a wait may be told."""
    return seen >= SEEN_ENOUGH or watched >= WATCHED_ENOUGH


def allowed(sides: Iterable[str]) -> bool:
    """Tell whether a table with these sides may be made."""
    wanted = set(sides)
    return not any(blocked <= wanted for blocked in BLOCKED)


def with_totals(cells: Mapping[tuple[str, ...], int]) -> tuple[dict[tuple[str, ...], int], list[Sum[tuple[str, ...]]]]:
    """Return the cells of a table with every total, and how they add up."""
    width = len(next(iter(cells), ()))
    sides = [sorted({key[side] for key in cells}) for side in range(width)]
    counts = {key: cells.get(key, 0) for key in product(*sides)}
    sums = []
    for side in range(width):
        for key in [key for key in counts if key[side] == sides[side][0]]:
            parts = tuple((*key[:side], name, *key[side + 1 :]) for name in sides[side])
            total = (*key[:side], ALL, *key[side + 1 :])
            counts[total] = sum(counts[part] for part in parts)
            sums.append(Sum(total, parts))
    return counts, sums


def suppress(
    counts: Mapping[Key, int],
    sums: Iterable[Sum[Key]] = (),
    *,
    silent: Collection[Key] = (),
    already: Mapping[Key, Told] | None = None,
) -> dict[Key, Told]:
    """Return what is told of every count that is not silent."""
    fixed = dict(already or {})
    found = {key: fixed.get(key) or told(count) for key, count in counts.items() if key not in silent}
    within: dict[Key, list[Sum[Key]]] = {key: [] for key in counts}
    for each in sums:
        for key in (each.total, *each.parts):
            within[key].append(each)
    safe: set[Key] = set()
    while (pinned := _pinned(counts, found, within, safe)) is not None:
        also = _beside(pinned, counts, found, within, fixed)
        if also is None:
            # All that could be hidden is: what is left was printed before.
            safe.add(pinned)
            continue
        found[also] = Told(None, Hidden.WOULD_TELL)
    return found


def _pinned(
    counts: Mapping[Key, int],
    found: Mapping[Key, Told],
    within: Mapping[Key, Sequence[Sum[Key]]],
    safe: Collection[Key],
) -> Key | None:
    """Return a count that is not told and for which no second number was found."""
    known = _Known(counts, {key: _bounds(found.get(key)) for key in counts}, within)
    untold = (key for key in counts if key not in safe and (key not in found or found[key].hidden))
    return next((key for key in untold if not _another(key, known)), None)


def _bounds(said: Told | None) -> tuple[float, float]:
    """Return between which numbers a reader knows a count to lie."""
    if said is None:
        return 0, math.inf
    if said.value is not None:
        return max(SMALLEST, said.value - STEP // 2), said.value + STEP // 2
    return (0, SMALLEST - 1) if said.hidden is Hidden.FEW else (SMALLEST, math.inf)


def _beside(
    pinned: Key,
    counts: Mapping[Key, int],
    found: Mapping[Key, Told],
    within: Mapping[Key, Sequence[Sum[Key]]],
    fixed: Collection[Key],
) -> Key | None:
    """Return the smallest told count that stands in a relation with one, or with those it is related to."""
    reached, near = {pinned}, {pinned}
    while near:
        near = {key for one in near for each in within[one] for key in (each.total, *each.parts)} - reached
        reached |= near
        told_here = [key for key in counts if key in near and key in found and key not in fixed]
        showing = [key for key in told_here if found[key].value is not None]
        if showing:
            return min(showing, key=lambda key: counts[key])
    return None


def _another(key: Key, known: _Known[Key]) -> bool:
    """Tell whether a table was found that fits everything told and holds another number here."""
    steps = [by for by in (1, -1) if _fits(key, by, known)]
    return any(_repaired({key: by}, known, deepest, [TRIES]) for deepest in range(DEEPEST + 1) for by in steps)


def _fits(key: Key, by: int, known: _Known[Key]) -> bool:
    """Tell whether a count may be so much more or less by what is told of it."""
    low, high = known.bounds[key]
    return low <= known.counts[key] + by <= high


def _repaired(moved: dict[Key, int], known: _Known[Key], deeper: int, tries: list[int]) -> bool:
    """Tell whether every sum can be made right again by moving other counts by one."""
    wrong = next(((each, off) for key in moved for each in known.within[key] if (off := _off(each, moved))), None)
    if wrong is None:
        return True
    each, off = wrong
    by = -1 if off > 0 else 1
    for key, step in ((each.total, by), *((part, -by) for part in each.parts)):
        if not deeper or tries[0] <= 0:
            return False
        if key in moved or not _fits(key, step, known):
            continue
        tries[0] -= 1
        if _repaired(moved | {key: step}, known, deeper - 1, tries):
            return True
    return False


def _off(each: Sum[Key], moved: Mapping[Key, int]) -> int:
    """Return by how much a sum is wrong after some counts were moved."""
    return moved.get(each.total, 0) - sum(moved.get(part, 0) for part in each.parts)
