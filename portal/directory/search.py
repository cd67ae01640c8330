"""Searching: words, filters and counts, on the index alone. When nothing fits, the answer says what it gave up."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, reduce
from operator import and_, or_

from portal.directory import hours
from portal.directory.index import AGES, FACETS, Index
from portal.directory.places import Places
from portal.directory.ranking import Hit, Ranked, ward_of
from portal.directory.understanding import Text, understand, users
from portal.directory.vocabulary import Vocabulary
from portal.directory.wanted import ALL_OF, PER_PAGE, Wanted

# Given up first to last: where and when before what; the age at the very end, because it protects.
GIVEN_UP = (
    "within", "open_now", "language", "cost", "mode", "access", "route", "cohort", "thrive", "need",
    "q", "months", "age",
)  # fmt: skip
Sets = Mapping[str, int]
"""The services that meet each filter."""
NO_WORDS = Text()


@dataclass(frozen=True)
class Now:
    """The moment of the search, and what is known of the year."""

    moment: datetime
    today: date
    year: hours.Year = hours.NOTHING_KNOWN

    @property
    def minute(self) -> datetime:
        """Return the moment as closely as opening hours are told."""
        return self.moment.replace(second=0, microsecond=0)


class Counts(Mapping[str, Mapping[str, int]]):
    """How many services there would be with each value of each facet: counted when somebody asks."""

    def __init__(self, index: Index, sets: Sets, key: Hashable) -> None:
        self._index, self._sets, self._key = index, sets, key

    def __getitem__(self, facet: str) -> Mapping[str, int]:
        """Return one of them."""
        if facet not in FACETS:
            raise KeyError(facet)
        found: Mapping[str, int] = self._index.memo(("count", facet, self._key), lambda: self._count(facet))
        return found

    def __iter__(self) -> Iterator[str]:
        """Go through them in order."""
        return iter(FACETS)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(FACETS)

    def _count(self, facet: str) -> dict[str, int]:
        """Count with every other filter on, and the facet's own where all of its values must be met."""
        others = [bits for name, bits in self._sets.items() if name != facet or facet in ALL_OF]
        within = reduce(and_, others, self._index.listed)
        return {value: (within & bits).bit_count() for value, bits in self._index.values(facet)}


@dataclass(frozen=True)
class Found:
    """The answer to one search."""

    wanted: Wanted
    """What was searched in the end, after anything was given up."""
    ranked: Ranked
    counts: Mapping[str, Mapping[str, int]]
    relaxed: tuple[str, ...] = ()
    corrected: str | None = None
    meanings: frozenset[tuple[str, str]] = frozenset()
    hours_unknown: int = 0

    @cached_property
    def total(self) -> int:
        """Return how many services were found."""
        return self.ranked.total

    @property
    def age_heard(self) -> int | None:
        """Return the age that the words name, when no age was chosen: services that take it come first."""
        return None if self.wanted.age is not None else self.ranked.text.age

    def page(self) -> tuple[Hit, ...]:
        """Return the hits of the page asked for."""
        start = (self.wanted.page - 1) * PER_PAGE
        return self.ranked.hits(start, start + PER_PAGE)

    def first(self, most: int) -> tuple[Hit, ...]:
        """Return the first hits, up to so many."""
        return self.ranked.hits(0, most)


def search(
    index: Index,
    vocabulary: Vocabulary,
    places: Places,
    wanted: Wanted,
    now: Now,
    *,
    danger: str = "",
    language: str = "en",
) -> Found:
    """Find services. When nothing fits, give up one filter, or as few as it takes, and say which.

    Everybody types much the same: an answer is kept as long as the index and the minute last.
    """
    minute = (now.minute, id(now.year)) if wanted.open_now else None
    shown = (wanted.near, wanted.near_typed, wanted.sort, wanted.page)
    key = (wanted.q, wanted.narrows, shown, danger, language, minute, id(vocabulary), id(places))

    def read_and_find() -> Found:
        text = understand(wanted.q, index, vocabulary, danger=danger, language=language) if wanted.q else NO_WORDS
        return _search(index, text, places, wanted, now)

    found: Found = index.recent(key, read_and_find)
    return found


def _search(index: Index, text: Text, places: Places, wanted: Wanted, now: Now) -> Found:
    """Find services that meet everything, or give up as little as it takes."""
    found = _run(index, text, places, wanted, now)
    if found.ranked.found or not index.listed:
        return found
    loose = _run(index, text, places, wanted, now, every_word=False)
    if loose.ranked.found:
        return _told(loose, ("words",))
    return _relax(wanted, lambda fewer: _run(index, text, places, fewer, now, every_word=False))


def exactly(index: Index, vocabulary: Vocabulary, places: Places, wanted: Wanted, now: Now) -> Found:
    """Find services that meet every word and filter, or none."""
    return _run(index, understand(wanted.q, index, vocabulary) if wanted.q else NO_WORDS, places, wanted, now)


def _run(index: Index, text: Text, places: Places, wanted: Wanted, now: Now, every_word: bool = True) -> Found:
    """Search once, giving nothing up but words, if so told."""
    if not wanted.q:
        text = NO_WORDS
    sets = {name: _set(index, wanted, name, now) for name in wanted.active if name != "q"}
    if text.groups:
        parts = [reduce(or_, [users(index, group) for group in part]) for part in text.parts]
        sets["q"] = reduce(and_ if every_word else or_, parts)
    # Nothing about the order or the page changes what is counted.
    key = (text.parts, every_word, wanted.narrows, now.minute if wanted.open_now else None)
    ward = ward_of(wanted, places)
    outside = bool(wanted.near and places.wards and not ward)
    return Found(
        wanted=wanted,
        ranked=Ranked(index, reduce(and_, sets.values(), index.listed), text, wanted, ward, outside),
        corrected=text.corrected if text.groups else None,
        meanings=text.meanings,
        counts=Counts(index, sets, key),
        hours_unknown=_unsure(index, sets, now) if wanted.open_now else 0,
    )


def _relax(wanted: Wanted, again: Callable[[Wanted], Found]) -> Found:
    """Give up one filter; when no single one will do, one after the other until something is found."""
    names = [name for name in GIVEN_UP if name in wanted.active]
    for name in names:
        found = again(wanted.without(name))
        if found.ranked.found:
            return _told(found, (name,))
    gone: list[str] = []
    fewer, found = wanted, again(wanted)
    for name in names:
        fewer, found = fewer.without(name), again(fewer.without(name))
        gone.append(name)
        if found.ranked.found:
            break
    return _give_back(wanted, found, gone, again)


def _give_back(wanted: Wanted, found: Found, gone: list[str], again: Callable[[Wanted], Found]) -> Found:
    """Put back what was given up for nothing, the weightiest first."""
    for name in reversed(gone[:-1]):
        others = [each for each in gone if each != name]
        fuller = again(reduce(Wanted.without, others, wanted))
        if fuller.ranked.found:
            found, gone = fuller, others
    return _told(found, tuple(gone))


def _told(found: Found, relaxed: tuple[str, ...]) -> Found:
    """Return an answer that says what was given up, from its first page."""
    return replace(found, relaxed=relaxed, wanted=replace(found.wanted, page=1))


def _set(index: Index, wanted: Wanted, name: str, now: Now) -> int:
    """Return the services that meet one filter."""
    if name == "age":
        asked = range(wanted.age or 0, (wanted.oldest if wanted.oldest is not None else wanted.age or 0) + 1)
        return reduce(or_, (index.ages[age] for age in asked if age in AGES), 0)
    if name == "months":
        return dict(enumerate(index.months)).get(-1 if wanted.months is None else wanted.months, 0)
    if name == "within":
        near = index.nearby.within(wanted.near.point, wanted.within or 0.0) if wanted.near else 0
        return near | index.marked["anywhere"]
    if name == "open_now":
        return index.openings.at(now.minute, now.year)[0] & ~index.marked["paused"]
    values = [index.bits[name].get(value, 0) for value in wanted.values(name)]
    return reduce(and_ if name in ALL_OF else or_, values)


def _unsure(index: Index, sets: Sets, now: Now) -> int:
    """Count the services that would be here if we knew their hours."""
    others = [bits for name, bits in sets.items() if name != "open_now"]
    unknown = index.openings.at(now.minute, now.year)[1] & ~index.marked["paused"]
    return reduce(and_, others, index.listed & unknown).bit_count()


def open_count(index: Index, found: Found, now: Now) -> int:
    """Count the services of an answer that are surely open."""
    surely = index.openings.at(now.minute, now.year)[0] & ~index.marked["paused"]
    return (found.ranked.found & surely).bit_count()
