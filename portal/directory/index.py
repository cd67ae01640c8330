"""The search index: derived from the database, never edited. A set of services is one whole number, bit by bit."""

import io
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from portal.directory import hours, queries, reading
from portal.directory.ages import AGES, MONTHS, takes
from portal.directory.bits import bitset, members
from portal.directory.documents import Document, decoded
from portal.directory.hours import State, Year
from portal.directory.nearby import Nearby
from portal.directory.packing import COLUMNS, FACETS, ROUTES, Packer, known, place, slug_key
from portal.directory.postings import Postings
from portal.directory.spelling import Spoken
from portal.directory.terms import Term, Terms
from portal.directory.volume import Volume, Writer

__all__ = ["AGES", "FACETS", "Index", "Term", "Terms", "bitset", "build", "members", "opened", "takes"]

CHECK_AFTER = timedelta(days=365)
"""Then a reader is told to check before going."""
REMEMBERED = 1024
"""Services kept ready as plain values."""
MEMORIES, ANSWERS = 2048, 512
MARKS = (
    "listed",
    "held_back",
    "paused",
    "crisis",
    "anywhere",
    "wardless",
    "nationwide",
    "aged",
    "open_door",
    "waiting",
)
NOWHERE: Mapping[str, Any] = {}


class Shelf(Sequence[Document]):
    """Every service by its number; read from the file when asked for, and the last ones kept ready."""

    def __init__(self, volume: Volume) -> None:
        self._kept, self._ends = volume.view("documents", "B"), volume.view("documents.ends", "Q")
        self._read = lru_cache(REMEMBERED)(self._decode)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._ends) - 1

    def __getitem__(self, place: Any) -> Any:
        """Return one of them."""
        if isinstance(place, slice):
            return tuple(self._read(number) for number in range(*place.indices(len(self))))
        number = place + len(self) if place < 0 else place
        if not 0 <= number < len(self):
            raise IndexError(place)
        return self._read(number)

    def __iter__(self) -> Iterator[Document]:
        """Go through them in order."""
        return map(self._decode, range(len(self)))

    def _decode(self, number: int) -> Document:
        return decoded(self._kept[self._ends[number] : self._ends[number + 1]])


class Openings:
    """The services by when they open: patterns are few, so each is worked out once a minute."""

    def __init__(self, volume: Volume) -> None:
        self._patterns, self._of = volume.thing("openings"), volume.view("openings.of", "I")
        self.at = lru_cache(4)(self._at)

    def _at(self, minute: datetime, year: Year) -> tuple[int, int]:
        """Return the services that are surely open, and those of which nobody can tell."""
        states = [hours.state(pattern, minute, year) for pattern in self._patterns]
        of = self._of.tolist()
        surely, unknown = (
            bitset(number for number, pattern in enumerate(of) if states[pattern] is wanted)
            for wanted in (State.OPEN, State.UNKNOWN)
        )
        return surely, unknown


@dataclass(frozen=True, eq=False)
class Index:
    """Everything a search needs. Services are numbered by name, then id, which settles every tie."""

    documents: Sequence[Document]
    terms: Terms
    postings: Postings
    spoken: Spoken
    names: Mapping[str, Sequence[tuple[str, str]]]
    """For each word of the names of terms, in every language, what it may mean."""
    bits: Mapping[str, Mapping[str, int]]
    """For each facet and value, the set of services that carry it."""
    mainly: Mapping[str, Mapping[str, int]]
    """For each taxonomy and word, the services that name it among the first."""
    ages: tuple[int, ...]
    """For each age, the services that take it, or that never said which ages they take."""
    months: tuple[int, ...]
    wards: Mapping[str, int]
    marked: Mapping[str, int]
    """Sets of services of which something is true, by the names in MARKS."""
    nearby: Nearby
    openings: Openings
    orders: Mapping[str, Sequence[int]]
    """Services by wait, by when they were checked, and by how broadly they help."""
    ranks: Mapping[str, Sequence[int]]
    """The same as a number for each service, the first the least."""
    built_on: date
    slugs: tuple[Sequence[int], Sequence[int]] = field(repr=False)
    memo: "Memo" = field(repr=False)
    """Remembers what was counted of this index. It goes with the index."""
    recent: "Memo" = field(repr=False)
    """Remembers the last answers."""
    cards: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    """What has been rendered of this index, by service and language. It goes with the index."""

    @property
    def listed(self) -> int:
        """Return the services that lists offer."""
        return self.marked["listed"]

    @property
    def held_back(self) -> int:
        """Return the services that nobody has checked for too long."""
        return self.marked["held_back"]

    @property
    def unlisted(self) -> list[Document]:
        """Return the services that lists leave out because nobody has checked them for too long."""
        return [self.documents[number] for number in members(self.held_back)]

    def service(self, slug: str) -> Document | None:
        """Return one service."""
        keys, whose = self.slugs
        at = bisect_left(keys, slug_key(slug))
        while at < len(keys) and keys[at] == slug_key(slug):
            found: Document = self.documents[whose[at]]
            if found.slug == slug:
                return found
            at += 1
        return None

    def values(self, facet: str) -> Iterator[tuple[str, int]]:
        """Yield a facet's values with their services, in the order of its taxonomy, then by name."""
        yield from self.bits[facet].items()


class Memo:
    """Remembers answers that cannot change while the index stands; when it is full it begins anew."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Any, Any] = {}

    def __call__(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what is kept under a key, made first if need be."""
        found = self._kept.get(key)
        if found is None:
            found = make()
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[key] = found
        return found

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()


def opened(volume: Volume) -> Index:
    """Open an index where it lies: what every search needs is read at once, the rest when it is asked for."""
    terms: Terms = volume.thing("terms")
    sets = _sets(volume)
    order: dict[str, Iterable[str]] = {facet: terms.get(facet, {}) for facet in FACETS} | {"route": ROUTES}
    return Index(
        documents=Shelf(volume),
        terms=terms,
        postings=Postings(volume),
        spoken=Spoken(volume),
        names=volume.thing("names"),
        bits={facet: known(sets.get(facet, {}), order[facet]) for facet in FACETS},
        mainly={kind.removeprefix("mainly "): each for kind, each in sets.items() if kind.startswith("mainly ")},
        ages=tuple(sets.get("age", {}).get(str(age), 0) for age in AGES),
        months=tuple(sets.get("month", {}).get(str(month), 0) for month in MONTHS),
        wards=sets.get("ward", {}),
        marked={name: sets.get("is", {}).get(name, 0) for name in MARKS},
        nearby=Nearby(volume),
        openings=Openings(volume),
        orders={name: volume.view(f"{name}.order", "I") for name in COLUMNS},
        ranks={name: volume.view(name, "I") for name in COLUMNS},
        built_on=date.fromisoformat(volume.facts["built_on"]),
        slugs=(volume.view("slugs", "Q"), volume.view("slugs.whose", "I")),
        memo=Memo(MEMORIES),
        recent=Memo(ANSWERS),
    )


def _sets(volume: Volume) -> dict[str, dict[str, int]]:
    """Read every set of the index, by kind and value."""
    data, width = volume.view("sets", "B"), volume.facts["width"]
    found: dict[str, dict[str, int]] = {}
    for at, (kind, value) in enumerate(volume.thing("sets.names")):
        found.setdefault(kind, {})[value] = int.from_bytes(data[at * width : (at + 1) * width], "little")
    return found


def build(found: Iterable[Document], terms: Terms, on: date) -> Index:
    """Build an index in memory from plain values, in whatever order they come."""
    target = io.BytesIO()
    write(Writer(target), sorted(found, key=place), terms, on)
    return opened(Volume(target.getbuffer()))


def write(
    writer: Writer,
    found: Iterable[Document],
    terms: Terms,
    on: date,
    source: Mapping[str, Any] = NOWHERE,
    progress: Callable[[int], None] | None = None,
    rows: bytes = b"",
) -> None:
    """Write an index of services that come by name, then id, with what is to be known of where they came from.

    `rows` is the trace of the rows they were read from.
    """
    packer = Packer(terms, on)
    packer.pack(writer, found, progress)
    finish(writer, packer.facts, source, rows)


def finish(writer: Writer, facts: Mapping[str, Any], source: Mapping[str, Any], rows: bytes) -> None:
    """Write where an index came from, and seal it."""
    writer.section("rows", [rows])
    writer.seal({**facts, "source": dict(source)})


def read(session: Session, on: date) -> Index:
    """Build an index in memory from the database as it is on a day."""
    target = io.BytesIO()
    write(Writer(target), reading.documents(session), read_terms(session), on)
    return opened(Volume(target.getbuffer()))


def read_terms(session: Session) -> Terms:
    """Read every taxonomy with the names of its words."""
    return {
        taxonomy.key: {
            term.key: Term(term.key, term.names, term.official_name or "", term.description) for term in taxonomy.terms
        }
        for taxonomy in queries.taxonomies(session)
    }
