"""The order of what was found, in tiers: what serves you, then what it is for, then your words, then what is near.

Every tier splits a set of services in two or more, the better first; only the set that a page falls into is put in
order one by one. So a page costs about the same whatever number of services was found, and no tier can be outweighed
by a lower one. Numbers follow names, so equal services stand by name.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from portal.directory.bits import flags, levels, members, weighed
from portal.directory.documents import Document
from portal.directory.gaining import gains
from portal.directory.index import CHECK_AFTER, Index
from portal.directory.places import Places
from portal.directory.postings import Source
from portal.directory.understanding import Text
from portal.directory.wanted import Wanted

AWAY_KM = 8.0
"""How far off something counts in the order when distance does not matter to it."""
FEW = 256
"""So many are looked at one by one."""
LOOKS = 600
"""After so many looks at the best users of several words the order is as good as anybody can tell."""
STRONG_WORDS = 4


class Hit(NamedTuple):
    """One service found."""

    number: int
    distance_km: float | None
    serves: bool
    """False where the service is for people who live elsewhere."""


@dataclass(frozen=True, eq=False)
class Ranked:
    """What was found, in an order that is only worked out as far as somebody reads."""

    index: Index
    found: int
    """The set of all that was found."""
    text: Text
    wanted: Wanted
    ward: str = ""
    """The ward somebody lives in."""
    outside: bool = False
    """Whether somebody lives outside of this area: then only what is for the whole country serves them."""
    _pages: dict[tuple[int, int], tuple[Hit, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def total(self) -> int:
        """Return how many services were found."""
        return self.found.bit_count()

    def hits(self, start: int, stop: int) -> tuple[Hit, ...]:
        """Return some of the hits, by their places in the order."""
        if (start, stop) not in self._pages:
            self._pages[start, stop] = tuple(map(self._hit, self._numbers(start, stop)))
        return self._pages[start, stop]

    def score(self, number: int) -> float:
        """Return how much the words say of one service."""
        return sum([source.impact(number) for source in self.text.sources])

    def _numbers(self, start: int, stop: int) -> Iterator[int]:
        """Yield numbers from one place to another; whole sets before the first place are passed over unordered."""
        if start >= min(stop, self.total):
            return
        for each, arrange in self._tiers():
            size = each.bit_count() if start else 0
            if start and size <= start:
                start, stop = start - size, stop - size
                continue
            given = 0
            for number in arrange(each, start, stop):
                given += 1
                yield number
            start, stop = 0, stop - start - given
            if stop <= 0:
                return

    def _hit(self, number: int) -> Hit:
        here = self.wanted.near
        return Hit(
            number,
            self.index.nearby.distance(number, here.point) if here else None,
            bool(self._serving >> number & 1),
        )

    @cached_property
    def _serving(self) -> int:
        """Return the services that are not only for people who live elsewhere."""
        if not self.wanted.near:
            return self.index.listed
        if self.outside:
            return self.index.marked["nationwide"]
        return self.index.marked["wardless"] | self.index.wards.get(self.ward, 0)

    def _tiers(self) -> Iterator[tuple[int, "Arrange"]]:
        """Yield sets that are not empty, the best first, each with the way to put its services in order."""
        for each in self._split(self.found, self._usable()):
            yield from ((part, arrange) for part, arrange in self._by(each) if part)

    def _split(self, within: int, tests: Sequence[int]) -> Iterator[int]:
        """Split a set by one test after another: those that pass come first."""
        if not within:
            return
        if not tests:
            yield within
            return
        passed = within & tests[0]
        yield from self._split(passed, tests[1:])
        yield from self._split(within ^ passed, tests[1:])

    def _usable(self) -> list[int]:
        """Return what tells whether a service serves somebody, the weightiest first."""
        marked, wanted = self.index.marked, self.wanted
        tests = [marked["crisis"]] if self.text.danger else []
        if wanted.sort == "name":
            return tests
        tests.append(self.index.listed & ~marked["paused"])
        if wanted.near:
            tests.append(self._serving)
        if wanted.sort == "best":
            tests += [marked["aged"]] if "age" in wanted.active else []
            # An age said in passing puts those first who take it, and leaves nobody out.
            tests += [] if self.text.age is None or wanted.age is not None else [self.index.ages[self.text.age]]
            # Who asked for a way in has been given just that; who writes letters needs no other.
            tests += [] if wanted.values("route") or self.text.letters else [marked["open_door"]]
        return tests

    def _by(self, within: int) -> Iterator[tuple[int, "Arrange"]]:
        """Split what serves equally well in the order asked for."""
        marked, sort = self.index.marked, self.wanted.sort
        if sort == "near" and self.wanted.near:
            yield from self._near(within)
        elif sort == "wait":
            known = within & marked["waiting"]
            yield known, self._along("waits")
            yield from self._best(within ^ known)
        elif sort == "checked":
            yield within, self._along("checked")
        elif sort == "name":
            yield within, lambda each, start, stop: islice(members(each), start, stop)
        else:
            yield from self._best(within)

    def _best(self, within: int) -> Iterator[tuple[int, "Arrange"]]:
        """Split by what services are for; then the words decide, and where a place is given what is near."""
        for level in weighed(within, self._gains()):
            if not self.wanted.near:
                yield level, self._worded
                continue
            strong = [source.strong for source in self.text.sources[:STRONG_WORDS]]
            for step in levels(level, strong) if level else []:
                yield from self._near(step)

    def _gains(self) -> list[tuple[int, int]]:
        """Return what moves a service up: it is for what was meant, or suits who asks. Nothing moves one down."""
        away = self.index.listed
        leans = [(bits, by) if by > 0 else (away & ~bits, -by) for bits, by in self.text.leans]
        return [*gains(self.text.groups, self.index), *leans]

    def _near(self, within: int) -> Iterator[tuple[int, "Arrange"]]:
        """Split into what is nearer than the usual way, what is anywhere, and what is further away."""
        here = self.wanted.near
        if here is None or not within:
            return
        anywhere = within & self.index.marked["anywhere"]
        located = within ^ anywhere
        nearer = located & self.index.nearby.within(here.point, AWAY_KM)
        yield nearer, self._by_distance
        yield anywhere, self._worded
        yield located ^ nearer, self._by_distance

    def _by_distance(self, within: int, start: int, stop: int) -> Iterable[int]:
        """Order by distance, then by name."""
        here = self.wanted.near
        assert here  # noqa: S101 - only called with a place
        if within.bit_count() <= FEW:
            away = self.index.nearby.distance
            placed = sorted((away(number, here.point) or 0.0, number) for number in members(within))
            return [number for _away, number in placed[start:stop]]
        wanted = _member(within)
        return (number for _away, number in islice(self.index.nearby.nearest(here.point, wanted), start, stop))

    def _along(self, name: str) -> "Arrange":
        """Return the way to order by a column of the index."""

        def arrange(within: int, start: int, stop: int) -> Iterable[int]:
            if within.bit_count() <= FEW:
                rank = self.index.ranks[name]
                return sorted(members(within), key=rank.__getitem__)[start:stop]
            return islice(filter(_member(within), self.index.orders[name]), start, stop)

        return arrange

    def _worded(self, within: int, start: int, stop: int) -> Iterable[int]:
        """Order by how much the words say of a service; with no words, what helps with most things comes first."""
        sources = self.text.sources
        if not sources:
            return self._along("broad")(within, start, stop)
        return islice(top(within, sources, stop), start, stop)


Arrange = Callable[[int, int, int], Iterable[int]]
"""Puts a set in order: the set, the first place wanted, the place to stop at."""


def top(within: int, sources: Sequence[Source], most: int) -> Iterable[int]:
    """Return the members of a set of which the words say most, up to so many, the most first, then by number.

    The threshold algorithm of Fagin, Lotem and Naor (2003): the lists are read from their best ends in turn, until
    nobody further down can do better than those found.
    """
    size = within.bit_count()
    if size <= max(FEW, most):
        numbers = list(members(within))
        scores = [sum(said) for said in zip(*(source.impacts(numbers) for source in sources), strict=True)]
        # Sorting is stable, also in reverse, and members come by number.
        return [numbers[at] for at in sorted(range(size), key=scores.__getitem__, reverse=True)[:most]]
    if len(sources) == 1:
        return _then_the_rest(within, filter(_member(within), sources[0].users_first()), most)
    return _then_the_rest(within, _threshold(within, sources, most), most)


def _threshold(within: int, sources: Sequence[Source], most: int) -> Iterable[int]:
    """Return the best of a set by several words."""
    wanted, seen = _member(within), set[int]()
    best: list[tuple[float, int]] = []
    lists = [source.best() for source in sources]
    ends = [source.peak for source in sources]
    looks = 0
    while any(ends) and looks < LOOKS:
        at = max(range(len(ends)), key=ends.__getitem__)
        ends[at], number = next(lists[at], (0.0, -1))
        if number >= 0 and number not in seen and wanted(number):
            looks += 1
            seen.add(number)
            entry = (sum([source.impact(number) for source in sources]), -number)
            if len(best) < most:
                heapq.heappush(best, entry)
            else:
                heapq.heappushpop(best, entry)
        if len(best) == most and best[0][0] > sum(ends):
            break
    return [-number for _score, number in sorted(best, reverse=True)]


def _then_the_rest(within: int, first: Iterable[int], most: int) -> Iterator[int]:
    """Yield the ordered ones, then the others by number, up to so many."""
    given = set()
    for number in islice(first, most):
        given.add(number)
        yield number
    if len(given) < most:
        yield from islice((number for number in members(within) if number not in given), most - len(given))


def _member(within: int) -> Callable[[int], int]:
    """Return a quick test of who belongs to a set."""
    spread = flags(within)
    last = len(spread) * 8
    return lambda number: number < last and spread[number >> 3] >> (number & 7) & 1


def ward_of(wanted: Wanted, places: Places) -> str:
    """Return the ward somebody lives in, or nothing."""
    return places.ward(wanted.near) if wanted.near else ""


def needs_check(service: Document, today: date) -> bool:
    """Tell whether nobody has checked a service for so long that a reader should ask first."""
    return service.assured is not None and today - service.assured > CHECK_AFTER
