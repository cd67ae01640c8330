"""How groups of people fare: who is taken on after reading, and how long they wait. Pure. Suppressed for every reader.

Compared are only people in the band "routine" when it is about waits: others are seen first because they are in danger.
Intervals are worked out from the rounded counts: one from the true counts would tell them. Nobody who works here is in
any table, and groups stand in a fixed order: this page ranks nobody.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from portal.reporting.answered import Grouped
from portal.reporting.counting import Period
from portal.reporting.groups import NOT_SAID, SIDES
from portal.reporting.journey import Journey
from portal.reporting.marks import ROUTINE
from portal.waiting_times import estimates, suppression
from portal.waiting_times.suppression import ALL, Hidden, Sum, Told

NORMAL_95 = 1.959964
TAKEN_ON, NOT = "taken_on", "not"
PARTS = (TAKEN_ON, NOT, ALL)
Key = tuple[str, ...]


class Refused(ValueError):
    """A table that is never made: its cells would be a few young people whom somebody knows."""


@dataclass(frozen=True)
class Share:
    """How many in 100, with the interval in which it may really lie (Wilson, 95 %)."""

    percent: int
    low: int
    high: int


@dataclass(frozen=True)
class Days:
    """A wait in days, and the interval in which it may really lie (95 %). None: nobody can know yet."""

    middle: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Line:
    """One group, or one pair of groups."""

    groups: Key
    read: Told
    """How many a clinician has read."""
    taken_on: Share | None
    wait: Days | None
    """Until when half of them had a first contact; None: too few to tell."""


def sides_of(one: str, across: str) -> tuple[str, ...]:
    """Return the sides that somebody asks for. Raises Refused."""
    sides = (one, across) if across and across != one else (one,)
    if not all(side in SIDES for side in sides) or not suppression.allowed(sides):
        raise Refused(sides)
    return sides


def table(journeys: Iterable[Journey], grouped: Grouped, sides: Sequence[str], period: Period) -> list[Line]:
    """Return how everybody fared who was read in a period, by group, with the line for all first. Raises Refused."""
    if not suppression.allowed(sides):
        raise Refused(sides)
    everybody = [one for one in journeys if one.screened_at and period.holds(one.screened_at)]
    members: dict[Key, list[Journey]] = defaultdict(list)
    for one in everybody:
        known = grouped.get(one.referral_id, {})
        members[tuple(known.get(side, NOT_SAID) for side in sides)].append(one)
    told = _told(members, sides, _alone(everybody, grouped))
    whole = (ALL,) * len(sides)
    keys = [whole, *product(*(SIDES[side] for side in sides))]
    return [
        _line(key, everybody if key == whole else members.get(key, []), told, period)
        for key in keys
        if key == whole or members.get(key)
    ]


def _alone(everybody: Sequence[Journey], grouped: Grouped) -> Mapping[Key, Told]:
    """Return what may be told of every side by itself, by side, group and part.

    All sides are decided at once: they share the line for everybody, and what one page hides the next must not show.
    """
    counts: dict[Key, int] = {(ALL, ALL, part): 0 for part in (TAKEN_ON, NOT)}
    for one in everybody:
        part = TAKEN_ON if _taken_on(one) else NOT
        counts[ALL, ALL, part] += 1
        for side in SIDES:
            name = grouped.get(one.referral_id, {}).get(side, NOT_SAID)
            counts[side, name, part] = counts.get((side, name, part), 0) + 1
    groups = list(dict.fromkeys(key[:2] for key in counts))
    sums: list[Sum[Key]] = []
    for side, name in groups:
        parts = tuple((side, name, part) for part in (TAKEN_ON, NOT))
        counts |= {part: counts.get(part, 0) for part in parts}
        counts[side, name, ALL] = sum(counts[part] for part in parts)
        sums.append(Sum((side, name, ALL), parts))
    for side in SIDES:
        names = [name for held, name in groups if held == side]
        sums += [Sum((ALL, ALL, part), tuple((side, name, part) for name in names)) for part in PARTS if names]
    return suppression.suppress(counts, sums)


def _told(members: Mapping[Key, Sequence[Journey]], sides: Sequence[str], alone: Mapping[Key, Told]) -> dict[Key, Told]:
    """Return what may be told of a table; what each side alone tells stands on a page of its own already."""
    already: dict[Key, Told] = {}
    for place, side in enumerate(sides):
        edges = {(held, name, part): said for (held, name, part), said in alone.items() if held in (side, ALL)}
        already |= {(*_around(place, name, len(sides)), part): said for (_, name, part), said in edges.items()}
    if len(sides) == 1 or not members:
        return already
    return suppression.suppress(*suppression.with_totals(_cells(members)), already=already)


def _around(side: int, name: str, width: int) -> Key:
    """Return the key of one side's group over all groups of the others."""
    return tuple(name if place == side else ALL for place in range(width))


def _cells(members: Mapping[Key, Sequence[Journey]]) -> dict[Key, int]:
    """Count who was taken on and who was not."""
    cells: dict[Key, int] = {}
    for key, each in members.items():
        taken = sum(_taken_on(one) for one in each)
        cells |= {(*key, TAKEN_ON): taken, (*key, NOT): len(each) - taken}
    return cells


def _taken_on(one: Journey) -> bool:
    return one.spell_id is not None or one.closed_at is None


def _line(key: Key, each: Sequence[Journey], told: Mapping[Key, Told], period: Period) -> Line:
    """Return one group's line."""
    none = Told(0, Hidden.FEW)
    read, taken, rest = (told.get((*key, part), none) for part in (ALL, TAKEN_ON, NOT))
    shown = read.value is not None and not read.hidden
    share = None
    if shown and taken.value is not None and not rest.hidden:
        share = wilson(min(taken.value, read.value or 0), read.value or 0)
    return Line(key, read, share, _wait(each, period) if shown else None)


def _wait(each: Sequence[Journey], period: Period) -> Days | None:
    """Return how long routine people of one group wait for a first contact, still waiting ones counted."""
    stays = [one.until(one.first_contact_at) for one in each if one.band == ROUTINE and _taken_on(one)]
    found = estimates.estimate(stays, period.last)
    if not suppression.enough(found.seen, found.n):
        return None
    return Days(found.median_days, *found.median_interval)


def wilson(good: int, everybody: int) -> Share | None:
    """Return a share with its Wilson score interval."""
    if not everybody:
        return None
    share, z2 = good / everybody, NORMAL_95**2
    middle = (share + z2 / (2 * everybody)) / (1 + z2 / everybody)
    reach = NORMAL_95 / (1 + z2 / everybody) * math.sqrt(share * (1 - share) / everybody + z2 / (4 * everybody**2))
    return Share(
        round(100 * share), math.floor(100 * (middle - reach) + 1e-9), math.ceil(100 * (middle + reach) - 1e-9)
    )
