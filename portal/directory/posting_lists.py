"""Posting lists on their way into the index's file: gathered service by service, weighed, and put in order."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from portal.directory.bits import bitset
from portal.directory.volume import Writer, write_strings

# The usual constants of BM25.
K, B = 1.2, 0.6
DENSE = 64
"""A stem that more than one in so many services use is also kept as a set."""
LONG = 256
"""Shorter lists are put in order when somebody asks."""


class Gatherer:
    """Collects what services say while they are read one by one, in the order of their numbers."""

    def __init__(self) -> None:
        self.lengths = array("d")
        self.users: dict[str, array[int]] = {}
        self._weights: dict[str, array[float]] = {}

    def add(self, weights: Mapping[str, float]) -> None:
        """Take in the next service: how much each stem of its text weighs."""
        number = len(self.lengths)
        for stem, weight in weights.items():
            users = self.users.get(stem)
            if users is None:
                users = self.users[stem] = array("I")
                self._weights[stem] = array("f")
            users.append(number)
            self._weights[stem].append(weight)
        self.lengths.append(sum(weights.values()))

    def shares(self, stem: str, usual: float) -> "array[float]":
        """Return how much a stem says of each of its users, before it is told how rare it is: long texts say less.

        What is kept depends on nothing but the service itself, so a list stands when other services change.
        """
        found = array("f")
        for number, weight in zip(self.users[stem], self._weights[stem], strict=True):
            found.append((K + 1) * weight / (weight + K * (1 - B + B * self.lengths[number] / usual)))
        return found

    def write(self, writer: Writer, width: int) -> float:
        """Write every list, and return the usual length that they reckon with."""
        usual, lists = steady(sum(self.lengths), len(self.lengths)), Lists()
        for stem in sorted(self.users, key=str.encode):
            lists.put(stem, self.users[stem], self.shares(stem, usual))
        lists.write(writer, width, len(self.lengths), {})
        writer.section("lengths", [self.lengths])
        return usual


class Lists:
    """Posting lists on their way into a file, in the order of their stems' bytes."""

    def __init__(self) -> None:
        self.stems: list[str] = []
        self.sizes: list[int] = []
        self.users: list[Any] = []
        self.shares: list[Any] = []
        self.orders: list[Any] = []
        self._of: dict[str, Any] = {}

    def put(self, stem: str, users: Any, shares: Any, order: Any = None) -> None:
        """Take in one stem's list; long ones are also put in order, unless they come with it."""
        self.stems.append(stem)
        self.sizes.append(len(users))
        self.users.append(users)
        self.shares.append(shares)
        self._of[stem] = users
        if len(users) > LONG:
            self.orders.append(in_order(users, shares) if order is None else order)

    def write(self, writer: Writer, width: int, count: int, dense: Mapping[str, Callable[[], int]]) -> None:
        """Write them all. `dense` makes the sets of those stems that did not come one by one."""
        write_strings(writer, "stems", self.stems)
        writer.section("postings.starts", [array("I", accumulate(self.sizes, initial=0))])
        writer.section("postings.users", self.users)
        writer.section("postings.shares", self.shares)
        writer.section("postings.order", self.orders)
        lengths = (size if size > LONG else 0 for size in self.sizes)
        writer.section("postings.order_at", [array("I", accumulate(lengths, initial=0))])
        often = [at for at, size in enumerate(self.sizes) if size * DENSE > count]
        sets = (
            dense[stem]() if stem in dense else bitset(self._of[stem]) for stem in map(self.stems.__getitem__, often)
        )
        writer.section("postings.dense", (each.to_bytes(width, "little") for each in sets))
        places = array("I", bytes(4 * len(self.sizes)))
        for place, at in enumerate(often, 1):
            places[at] = place
        writer.section("postings.dense_at", [places])


def steady(total: float, count: int) -> float:
    """Return the usual length of a text to two digits: then one edit of many services does not move every score."""
    return float(f"{total / count:.2g}") if count else 1.0


def in_order(users: Sequence[int], shares: Sequence[float]) -> "array[int]":
    """Return the users of a stem, the most first, then by number."""
    # Sorting is stable, also in reverse, and users stand by number.
    return array("I", [users[at] for at in sorted(range(len(users)), key=shares.__getitem__, reverse=True)])
