"""Searching: words, filters and counts, on the index alone. When nothing fits, the answer says what it gave up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce

from portal.directory import hours
from portal.directory.documents import Document
from portal.directory.index import AGES, FACETS, Index, bitset, members
from portal.directory.places import Places
from portal.directory.ranking import Hit, distance, order, weigh
from portal.directory.understanding import Text, scores, understand
from portal.directory.vocabulary import Vocabulary
from portal.directory.wanted import ALL_OF, PER_PAGE, Wanted

# Given up first to last: where and when before what; the age at the very end, because it protects.
GIVEN_UP = ("within", "open_now", "language", "cost", "mode", "access", "cohort", "thrive", "need", "q", "age")


@dataclass(frozen=True)
class Now:
    """The moment of the search, and what is known of the year."""

    moment: datetime
    today: date
    year: hours.Year = hours.NOTHING_KNOWN


@dataclass(frozen=True)
class Found:
    """The answer to one search."""

    wanted: Wanted
    """What was searched in the end, after anything was given up."""
    hits: tuple[Hit, ...]
    relaxed: tuple[str, ...] = ()
    corrected: str | None = None
    meanings: frozenset[tuple[str, str]] = frozenset()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    hours_unknown: int = 0

    @property
    def total(self) -> int:
        """Return how many services were found."""
        return len(self.hits)

    def page(self) -> tuple[Hit, ...]:
        """Return the hits of the page asked for."""
        first = (self.wanted.page - 1) * PER_PAGE
        return self.hits[first : first + PER_PAGE]


def search(
    index: Index, vocabulary: Vocabulary, places: Places, wanted: Wanted, now: Now, *, danger: str = ""
) -> Found:
    """Find services. When nothing fits, give up one filter, or as few as it takes, and say which."""
    text = understand(wanted.q, index, vocabulary, danger=danger)
    found = _run(index, text, places, wanted, now)
    if found.hits or not index.listed:
        return found
    loose = _run(index, text, places, wanted, now, every_word=False)
    if loose.hits:
        return _told(loose, ("words",))
    return _relax(wanted, lambda fewer: _run(index, text, places, fewer, now, every_word=False))


def exactly(index: Index, vocabulary: Vocabulary, places: Places, wanted: Wanted, now: Now) -> Found:
    """Find services that meet every word and filter, or none."""
    return _run(index, understand(wanted.q, index, vocabulary), places, wanted, now)


def _run(index: Index, text: Text, places: Places, wanted: Wanted, now: Now, every_word: bool = True) -> Found:
    """Search once, giving nothing up but words, if so told."""
    asked = text.asked if wanted.q else ()
    weights = [scores(index, group) for group in text.groups] if wanted.q else []
    sets = {name: _set(index, wanted, name, now) for name in wanted.active if name != "q"}
    if asked:
        each = [reduce(lambda a, b: a | b, (bitset(scores(index, group)) for group in part)) for part in asked]
        sets["q"] = reduce(lambda a, b: a & b if every_word else a | b, each)
    everything = reduce(lambda a, b: a & b, sets.values(), index.listed)
    hits = [weigh(index, number, weights, text.leans if wanted.q else (), places, wanted) for number in members(everything)]
    hits.sort(key=order(index, wanted, now.today, danger=text.danger))
    return Found(
        wanted=wanted,
        hits=tuple(hits),
        corrected=text.corrected if asked else None,
        meanings=frozenset(meaning for group in text.groups for meaning in group.meanings),
        counts={facet: _counts(index, facet, sets) for facet in FACETS},
        hours_unknown=_unsure(index, sets, now) if wanted.open_now else 0,
    )


def _relax(wanted: Wanted, again: Callable[[Wanted], Found]) -> Found:
    """Give up one filter; when no single one will do, one after the other until something is found."""
    names = [name for name in GIVEN_UP if name in wanted.active]
    for name in names:
        found = again(wanted.without(name))
        if found.hits:
            return _told(found, (name,))
    gone: list[str] = []
    fewer, found = wanted, again(wanted)
    for name in names:
        fewer, found = fewer.without(name), again(fewer.without(name))
        gone.append(name)
        if found.hits:
            break
    return _told(found, tuple(gone))


def _told(found: Found, relaxed: tuple[str, ...]) -> Found:
    """Return an answer that says what was given up, from its first page."""
    return replace(found, relaxed=relaxed, wanted=replace(found.wanted, page=1))


def _set(index: Index, wanted: Wanted, name: str, now: Now) -> int:
    """Return the services that meet one filter."""
    if name == "age":
        return index.ages[wanted.age] if wanted.age is not None and wanted.age in AGES else 0
    if name == "within":
        return bitset(n for n, each in enumerate(index.documents) if _reached(each, wanted))
    if name == "open_now":
        return bitset(n for n, each in enumerate(index.documents) if _state(each, now) is hours.State.OPEN)
    values = [index.bits[name].get(value, 0) for value in wanted.values(name)]
    return reduce(lambda a, b: a & b if name in ALL_OF else a | b, values)


def _counts(index: Index, facet: str, sets: Mapping[str, int]) -> dict[str, int]:
    """Count for each value of a facet how many services there would be with it."""
    others = [bits for name, bits in sets.items() if name != facet or facet in ALL_OF]
    within = reduce(lambda a, b: a & b, others, index.listed)
    return {value: (within & bits).bit_count() for value, bits in index.values(facet)}


def _state(service: Document, now: Now) -> hours.State:
    """Tell whether a service is open; one that is paused is not."""
    return hours.State.CLOSED if service.paused else hours.state(service.openings, now.moment, now.year)


def _unsure(index: Index, sets: Mapping[str, int], now: Now) -> int:
    """Count the services that would be here if we knew their hours."""
    others = [bits for name, bits in sets.items() if name != "open_now"]
    rest = reduce(lambda a, b: a & b, others, index.listed)
    return sum(_state(index.documents[number], now) is hours.State.UNKNOWN for number in members(rest))


def _reached(service: Document, wanted: Wanted) -> bool:
    """Tell whether a service is near enough, or does not need to be."""
    away = distance(service, wanted)
    return service.reaches_anywhere or (away is not None and away <= (wanted.within or 0))
