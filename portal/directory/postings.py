"""Who uses a word, and how much it says of each: posting lists by number to look up, and by impact to read from."""

import heapq
import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, Protocol

from portal.directory.bits import bitset
from portal.directory.posting_lists import in_order
from portal.directory.volume import Strings, Volume

SHORTEST_BEGINNING = 4
AS_MANY = 8
"""Reading a whole list costs less than looking up more than one in so many of its users."""


class Source(Protocol):
    """Something that services say: a stem, or every stem that begins alike."""

    @property
    def bits(self) -> int:
        """Return who says it."""

    @property
    def peak(self) -> float:
        """Return the most it says of any service."""

    def impact(self, number: int) -> float:
        """Return how much it says of one service."""

    def impacts(self, numbers: Sequence[int]) -> list[float]:
        """Return how much it says of each of some services."""

    def best(self) -> Iterator[tuple[float, int]]:
        """Yield impacts and services, the most first, then by number."""

    def users_first(self) -> Iterator[int]:
        """Yield its services, the most first, then by number."""

    @property
    def strong(self) -> int:
        """Return the services of which it says at least half as much as of any."""


class Stem:
    """One stem's posting list."""

    def __init__(self, users: Any, shares: Any, order: Any, dense: bytes, rarity: float) -> None:
        self.users, self._shares, self._kept_order, self._dense = users, shares, order, dense
        self._rarity = rarity

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.users)

    @cached_property
    def bits(self) -> int:
        """Return who uses it."""
        return int.from_bytes(self._dense, "little") if self._dense else bitset(self.users)

    @cached_property
    def peak(self) -> float:
        """Return its highest impact."""
        return self.impact(self._order[0])

    @cached_property
    def strong(self) -> int:
        """Return the services of which it says at least half as much as of any."""
        half = bisect_left(self._order, -self.peak / 2, key=lambda number: -self.impact(number))
        while half < len(self._order) and self.impact(self._order[half]) >= self.peak / 2:
            half += 1
        return bitset(self._order[:half])

    def impact(self, number: int) -> float:
        """Return how much it says of one service."""
        at = bisect_left(self.users, number)
        return self._rarity * self._shares[at] if at < len(self.users) and self.users[at] == number else 0.0

    def impacts(self, numbers: Sequence[int]) -> list[float]:
        """Return how much it says of each of some services."""
        if len(self.users) > AS_MANY * len(numbers):
            return [self.impact(number) for number in numbers]
        rarity, shares = self._rarity, dict(zip(self.users.tolist(), self._shares.tolist(), strict=True))
        return [rarity * shares.get(number, 0.0) for number in numbers]

    def best(self) -> Iterator[tuple[float, int]]:
        """Yield impacts and services, the most first."""
        return ((self.impact(number), number) for number in self._order)

    def users_first(self) -> Iterator[int]:
        """Yield its services, the most first."""
        return iter(self._order)

    @cached_property
    def _order(self) -> Any:
        """Return its services, the most first, then by number."""
        return self._kept_order if len(self._kept_order) else in_order(self.users, self._shares)


class Family:
    """Every stem that begins alike; a service has the impact of the one that says most of it."""

    def __init__(self, stems: Sequence[Stem]) -> None:
        self._stems = stems

    @cached_property
    def bits(self) -> int:
        """Return who uses any of them."""
        return bitset(number for stem in self._stems for number in stem.users)

    @cached_property
    def peak(self) -> float:
        """Return their highest impact."""
        return max(stem.peak for stem in self._stems)

    @cached_property
    def strong(self) -> int:
        """Return the services of which they say at least half as much as of any."""
        found = []
        for impact, number in self.best():
            if impact < self.peak / 2:
                break
            found.append(number)
        return bitset(found)

    def impact(self, number: int) -> float:
        """Return how much they say of one service."""
        return max(stem.impact(number) for stem in self._stems)

    def impacts(self, numbers: Sequence[int]) -> list[float]:
        """Return how much they say of each of some services."""
        return [max(each) for each in zip(*(stem.impacts(numbers) for stem in self._stems), strict=True)]

    def best(self) -> Iterator[tuple[float, int]]:
        """Yield impacts and services, the most first, each service once."""
        seen: set[int] = set()
        for impact, number in heapq.merge(*(stem.best() for stem in self._stems), key=lambda pair: (-pair[0], pair[1])):
            if number not in seen:
                seen.add(number)
                yield impact, number

    def users_first(self) -> Iterator[int]:
        """Yield their services, the most first."""
        return (number for _impact, number in self.best())


class Postings:
    """Every stem of the directory."""

    def __init__(self, volume: Volume) -> None:
        self._stems = Strings(volume, "stems")
        self._starts = volume.view("postings.starts", "I")
        self._users, self._shares = volume.view("postings.users", "I"), volume.view("postings.shares", "f")
        self._order, self._order_at = volume.view("postings.order", "I"), volume.view("postings.order_at", "I")
        self._dense, self._dense_at = volume.view("postings.dense", "B"), volume.view("postings.dense_at", "I")
        self._width, self._count = volume.facts["width"], volume.facts["count"]
        self._stem = lru_cache(2048)(self._read)
        self._looked_up = lru_cache(4096)(self._look_up)
        self._families = lru_cache(256)(self._gather)

    def find(self, stem: str) -> Stem | None:
        """Return a stem's list, or None when nobody uses it."""
        at = self._looked_up(stem)
        return None if at is None else self._stem(at)

    def beginning(self, stem: str) -> Source | None:
        """Return a stem's list, or what begins with it when nobody uses it whole."""
        whole = self.find(stem)
        return whole if whole is not None or len(stem) < SHORTEST_BEGINNING else self._families(stem)

    def _look_up(self, stem: str) -> int | None:
        at = bisect_left(_Bytes(self._stems), stem.encode())
        return at if at < len(self._stems) and self._stems[at] == stem else None

    def _gather(self, start: str) -> Family | None:
        low, found = bisect_left(_Bytes(self._stems), start.encode()), []
        while low < len(self._stems) and self._stems[low].startswith(start):
            found.append(self._stem(low))
            low += 1
        return Family(found) if found else None

    def _read(self, at: int) -> Stem:
        first, last = self._starts[at], self._starts[at + 1]
        dense = self._dense_at[at]
        bits = bytes(self._dense[(dense - 1) * self._width : dense * self._width]) if dense else b""
        order = self._order[self._order_at[at] : self._order_at[at + 1]]
        rarity = math.log(1 + (self._count - (last - first) + 0.5) / (last - first + 0.5))
        return Stem(self._users[first:last], self._shares[first:last], order, bits, rarity)


class _Bytes(Sequence[bytes]):
    """Sorted strings compared the way they were sorted: by their bytes."""

    def __init__(self, strings: Strings) -> None:
        self._strings = strings

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._strings)

    def __getitem__(self, place: Any) -> Any:
        """Return one of them."""
        return self._strings[place].encode()
