"""A new index out of an old one: what did not change is taken over as it lies, and only the rest is worked out.

The outcome is what a whole build would write, section by section. Where that cannot be, `Impossible` is raised.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

from portal.directory import packing
from portal.directory.bits import bitset
from portal.directory.documents import Document, encoded
from portal.directory.index import Index
from portal.directory.packing import COLUMNS, Packer
from portal.directory.posting_lists import LONG, Lists, steady
from portal.directory.volume import Strings, Volume, Writer

GONE = 2**32 - 1
FEW = 8
"""So many changes to a long list are made one by one; after more it is put in order anew."""


class Impossible(Exception):
    """Say that only a whole build will do."""


@dataclass(frozen=True)
class Course:
    """How the old numbers become new ones: which go, which come, and what lies between."""

    old: int
    gone: Sequence[int]
    """Old numbers that are not taken over, sorted."""
    come: Sequence[int]
    """New numbers of what is new, sorted."""
    runs: Sequence[tuple[int, int, int]]
    """What stays together: its first old number, the one after its last, its first new number."""

    @property
    def count(self) -> int:
        """Return how many there are then."""
        return self.old - len(self.gone) + len(self.come)

    @cached_property
    def still(self) -> bool:
        """Tell whether all that stays keeps its number."""
        return all(first == now for first, _last, now in self.runs)

    def numbers(self, old: Any) -> Any:
        """Return numbers as they are from now on. Those that go become GONE."""
        return old if self.still else array("I", map(self._table.__getitem__, old))

    @cached_property
    def _table(self) -> "array[int]":
        """Return the new number of every old one."""
        table = array("I", [GONE]) * self.old
        for first, last, now in self.runs:
            table[first:last] = array("I", range(now, now + last - first))
        return table

    def bits(self, old: int) -> int:
        """Return a set as it is from now on, without what is new."""
        found = 0
        for first, last, now in self.runs:
            found |= (old >> first & (1 << last - first) - 1) << now
        return found

    def column(self, old: Sequence[Any], new: Sequence[Any]) -> list[Any]:
        """Put together what each service has: from before, or of those that come."""
        found, coming = [], iter(zip(self.come, new, strict=True))
        ahead = next(coming, None)
        for first, last, now in [*self.runs, (0, 0, self.count)]:
            while ahead and ahead[0] < now:
                found.append(ahead[1])
                ahead = next(coming, None)
            found += old[first:last]
        return found


def course(old: Sequence[Document], gone: Collection[int], come: Sequence[Document]) -> Course:
    """Find the new numbers of all services; those that come are in order."""
    places = [bisect_left(old, packing.place(each), key=packing.place) for each in come]
    cuts = sorted([(at, 0, at) for at in places] + [(at, 1, at + 1) for at in gone])
    runs, numbers, since, now = [], [], 0, 0
    for at, leaves, after in cuts:
        if at > since:
            runs.append((since, at, now))
            now += at - since
        if not leaves:
            numbers.append(now)
            now += 1
        since = max(since, after)
    if len(old) > since:
        runs.append((since, len(old), now))
    return Course(len(old), sorted(gone), numbers, runs)


def write(
    writer: Writer, volume: Volume, index: Index, gone: Collection[int], come: Sequence[Document], on: date
) -> dict[str, Any]:
    """Write the sections of an index without some services of an old one and with new ones, and return its facts."""
    way = course(index.documents, gone, come)
    leaving, coming, packer = (Packer(index.terms, on) for _ in range(3))
    for each in map(index.documents.__getitem__, way.gone):
        leaving.take(each)
    for each in come:
        coming.take(each)
    packer.count = way.count
    lengths = array("d", way.column(volume.view("lengths", "d"), coming.said.lengths))
    usual: float = volume.facts["usual"]
    if steady(sum(lengths), len(lengths)) != usual:
        raise Impossible
    _documents(writer, volume, way, come)
    _words(volume, way, leaving, coming, usual).write(writer, packer.width)
    writer.section("lengths", [lengths])
    _fill(packer, volume, index, way, leaving, coming)
    packer.write(writer, _sets(index, volume, way, coming), usual)
    return packer.facts


def _documents(writer: Writer, volume: Volume, way: Course, come: Sequence[Document]) -> None:
    """Write all services as they are kept."""
    kept, ends = volume.view("documents", "B"), volume.view("documents.ends", "Q")
    new = [encoded(each) for each in come]
    whole = [(now, kept[ends[first] : ends[last]]) for first, last, now in way.runs]
    writer.section("documents", (part for _now, part in sorted([*whole, *zip(way.come, new, strict=True)], key=_first)))
    sizes = [after - before for before, after in zip(ends[:-1], ends[1:], strict=True)]
    total = array("Q", [0])
    for size in way.column(sizes, list(map(len, new))):
        total.append(total[-1] + size)
    writer.section("documents.ends", [total])


def _first(pair: tuple[int, Any]) -> int:
    return pair[0]


@dataclass(frozen=True)
class _Spliced:
    """Posting lists with the sets of those that were taken over."""

    lists: Lists
    dense: Mapping[str, Callable[[], int]]
    count: int

    def write(self, writer: Writer, width: int) -> None:
        """Write them."""
        self.lists.write(writer, width, self.count, self.dense)


class _Old:
    """The posting lists of the old index."""

    def __init__(self, volume: Volume, way: Course) -> None:
        self.stems = list(Strings(volume, "stems"))
        self.keys = [each.encode() for each in self.stems]
        self.starts, self.order_at = volume.view("postings.starts", "I"), volume.view("postings.order_at", "I")
        self.users, self.order = volume.view("postings.users", "I"), volume.view("postings.order", "I")
        self.shares = volume.view("postings.shares", "f")
        self.now, self.order_now = way.numbers(self.users), way.numbers(self.order)
        self.sets, self.set_at = volume.view("postings.dense", "B"), volume.view("postings.dense_at", "I")
        self.width, self.way = volume.facts["width"], way

    def bits(self, at: int) -> int:
        """Return who uses a stem, by the new numbers."""
        place = self.set_at[at]
        if not place:
            return bitset(self.now[self.starts[at] : self.starts[at + 1]])
        return self.way.bits(int.from_bytes(self.sets[(place - 1) * self.width : place * self.width], "little"))


def _words(volume: Volume, way: Course, leaving: Packer, coming: Packer, usual: float) -> _Spliced:
    """Take over the lists that nobody enters or leaves as they lie; the others are made of the old ones."""
    old, lists, dense = _Old(volume, way), Lists(), dict[str, Callable[[], int]]()
    at = 0
    for stem in sorted(leaving.said.users.keys() | coming.said.users.keys(), key=str.encode):
        here = bisect_left(old.keys, stem.encode())
        _take_over(old, lists, dense, at, here)
        at = here + (here < len(old.keys) and old.stems[here] == stem)
        _renew(old, lists, stem, range(here, at), leaving, coming, usual)
    _take_over(old, lists, dense, at, len(old.stems))
    return _Spliced(lists, dense, way.count)


def _take_over(old: _Old, lists: Lists, dense: dict[str, Callable[[], int]], first: int, last: int) -> None:
    """Take over the lists of stems that stand together."""
    if first == last:
        return
    starts = old.starts[first : last + 1].tolist()
    lists.stems += old.stems[first:last]
    lists.sizes += [after - before for before, after in zip(starts[:-1], starts[1:], strict=True)]
    lists.users.append(old.now[starts[0] : starts[-1]])
    lists.shares.append(old.shares[starts[0] : starts[-1]])
    lists.orders.append(old.order_now[old.order_at[first] : old.order_at[last]])
    dense.update((old.stems[at], partial(old.bits, at)) for at in range(first, last))


def _renew(old: _Old, lists: Lists, stem: str, here: range, leaving: Packer, coming: Packer, usual: float) -> None:
    """Make one stem's list of the old one, those who leave and those who come."""
    users, shares, order = array("I"), array("f"), array("I")
    for at in here:
        users = array("I", old.users[old.starts[at] : old.starts[at + 1]])
        shares = array("f", old.shares[old.starts[at] : old.starts[at + 1]])
        order = array("I", old.order[old.order_at[at] : old.order_at[at + 1]])
    gone = [old.way.gone[place] for place in leaving.said.users.get(stem, ())]
    for number in gone:
        at = bisect_left(users, number)
        del users[at], shares[at]
    users = array("I", old.way.numbers(users))
    new = [old.way.come[place] for place in coming.said.users.get(stem, ())]
    for number, share in zip(new, coming.said.shares(stem, usual) if new else (), strict=True):
        at = bisect_left(users, number)
        users.insert(at, number)
        shares.insert(at, share)
    if not users:
        return
    known = len(order) and len(users) > LONG and len(gone) + len(new) <= FEW
    lists.put(stem, users, shares, _order(old.way, order, users, shares, gone, new) if known else None)


def _order(
    way: Course,
    order: "array[int]",
    users: "array[int]",
    shares: "array[float]",
    gone: Iterable[int],
    new: Iterable[int],
) -> "array[int]":
    """Put a few more services where they belong in a list that is in order."""
    for number in gone:
        order.remove(number)
    order = array("I", way.numbers(order))

    def rank(number: int) -> tuple[float, int]:
        return -shares[bisect_left(users, number)], number

    for number in new:
        order.insert(bisect_left(order, rank(number), key=rank), number)
    return order


def _sets(index: Index, volume: Volume, way: Course, coming: Packer) -> dict[tuple[str, str], int]:
    """Return every set by the new numbers."""
    data, width = volume.view("sets", "B"), volume.facts["width"]
    names = volume.thing("sets.names")
    found = {
        name: way.bits(int.from_bytes(data[at * width : (at + 1) * width], "little")) for at, name in enumerate(names)
    }
    for name, numbers in coming.sets.items():
        found[name] = found.get(name, 0) | bitset(way.come[number] for number in numbers)
    return {name: bits for name, bits in found.items() if bits}


def _fill(packer: Packer, volume: Volume, index: Index, way: Course, leaving: Packer, coming: Packer) -> None:
    """Give a packer what it would have gathered itself."""
    ids = bytes(volume.view("documents.ids", "B"))
    packer.ids = bytearray().join(way.column(_cut(ids), _cut(bytes(coming.ids))))
    packer.spoken.update(dict(zip(Strings(volume, "spoken"), volume.view("spoken.times", "I"), strict=True)))
    packer.spoken.update(coming.spoken)
    packer.spoken.subtract(leaving.spoken)
    packer.spoken = +packer.spoken
    packer.points = way.column(index.nearby.points(), coming.points)
    numbers = way.numbers(volume.view("slugs.whose", "I"))
    kept = zip(volume.view("slugs", "Q"), numbers, strict=True)
    left = set(way.gone) if way.still else {GONE}
    packer.slugs = [(slug, number) for slug, number in kept if number not in left]
    packer.slugs += [(slug, way.come[number]) for slug, number in coming.slugs]
    for name in COLUMNS:
        packer.columns[name] = array("I", way.column(volume.view(name, "I"), coming.columns[name]))
    _patterns(packer, volume, way, coming)


def _cut(ids: bytes) -> list[bytes]:
    """Return ids one by one."""
    return [ids[at : at + 16] for at in range(0, len(ids), 16)]


def _patterns(packer: Packer, volume: Volume, way: Course, coming: Packer) -> None:
    """Number the patterns of opening by where they are first met."""
    old, new = volume.thing("openings"), list(coming.patterns)
    before = [(False, at) for at in volume.view("openings.of", "I")]
    met: dict[tuple[bool, int], int] = {}
    for key in way.column(before, [(True, at) for at in coming.pattern_of]):
        if key not in met:
            pattern = new[key[1]] if key[0] else old[key[1]]
            met[key] = packer.patterns.setdefault(pattern, len(packer.patterns))
        packer.pattern_of.append(met[key])
