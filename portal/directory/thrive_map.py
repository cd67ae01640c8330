"""The THRIVE map: what there is for whom, and the holes, shown as they are. Counting is meeting sets of the index.

A service counts where lists offer it: one that is closed for now counts, and the cell says how many are; one that
nobody has checked for too long does not. So every count is the length of a list that anybody can open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.directory.documents import Document
from portal.directory.index import Index, bitset, members
from portal.directory.places import Place, kilometres

GROUPINGS = ("thriving", "getting_advice", "getting_help", "getting_more_help", "getting_risk_support")
AGE_BANDS = (("0-4", 0, 4), ("5-10", 5, 10), ("11-15", 11, 15), ("16-17", 16, 17), ("18-25", 18, 25))
NEARBY_KM = 8.0
DEGREE_KM = 111.2
"""Kilometres in a degree of latitude, to leave out what is far away before working out how far."""
BY = ("cohort", "need", "age", "area")
DIGITAL = ("with", "without", "only")
"""All services; those that are not only online; only those."""
ON_A_SCREEN = frozenset({"online", "text", "video"})
FROM_ANYWHERE = ("remote",)


@dataclass(frozen=True)
class Row:
    """One line of the map: for whom, and how many services in each grouping."""

    key: str
    name: str
    counts: tuple[int, ...]
    closed: tuple[int, ...] = (0,) * len(GROUPINGS)
    """How many of them are closed for now."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return the groupings in which there is nothing."""
        return tuple(group for group, count in zip(GROUPINGS, self.counts, strict=True) if not count)

    @property
    def cells(self) -> tuple[tuple[str, int, int], ...]:
        """Return grouping, services and services that are closed for now, in order."""
        return tuple(zip(GROUPINGS, self.counts, self.closed, strict=True))


@dataclass(frozen=True)
class Map:
    """The sets that the map is counted from. It belongs to one index, and is made once for it."""

    index: Index
    wards: tuple[Place, ...]
    digital: int
    paused: int
    nearby: Mapping[str, int]

    def rows(self, by: str, digital: str = "with", language: str = "en") -> list[Row]:
        """Draw the map by cohort, need, age or area."""
        return [self._row(key, name, self._among(bits, digital)) for key, name, bits in self._lines(by, language)]

    def everybody(self, digital: str = "with") -> Row:
        """Count the services of each grouping; one service may be in several."""
        return self._row("all", "", self._among(self.index.listed, digital))

    def services(self, by: str, row: str, grouping: str, digital: str = "with") -> list[Document]:
        """Return the services that one cell counts, by name; none for a cell that the map does not have."""
        bits = {key: found for key, _name, found in self._lines(by, "en")}.get(row, 0)
        cell = self._among(bits, digital) & self.index.bits["thrive"].get(grouping, 0)
        return [self.index.documents[number] for number in members(cell)]

    def also(self, grouping: str, taxonomy: str) -> list[tuple[str, int]]:
        """Return what else the services of a grouping carry, and how many do, the most first."""
        inside = self.index.listed & self.index.bits["thrive"].get(grouping, 0)
        counted = [(key, (inside & bits).bit_count()) for key, bits in self.index.bits[taxonomy].items()]
        return sorted((pair for pair in counted if pair[1]), key=lambda pair: (-pair[1], pair[0]))

    def _lines(self, by: str, language: str) -> Iterator[tuple[str, str, int]]:
        """Yield each line's key, name and services."""
        if by == "age":
            yield from ((key, key.replace("-", "–"), self._takes_all(low, high)) for key, low, high in AGE_BANDS)
        elif by == "area":
            yield from ((ward.code, ward.name, self.nearby.get(ward.code, 0)) for ward in self.wards)
        else:
            for key, term in self.index.terms.get(by, {}).items():
                yield key, term.name(language), self.index.bits[by].get(key, 0)

    def _takes_all(self, low: int, high: int) -> int:
        """Return the services that take every age of a band."""
        bits = self.index.listed
        for age in range(low, high + 1):
            bits &= self.index.ages[age]
        return bits

    def _among(self, bits: int, digital: str) -> int:
        """Return those of some services that lists offer and the filter lets through."""
        wanted = {"without": ~self.digital, "only": self.digital}.get(digital, -1)
        return self.index.listed & bits & wanted

    def _row(self, key: str, name: str, bits: int) -> Row:
        groups = [bits & self.index.bits["thrive"].get(group, 0) for group in GROUPINGS]
        closed = tuple((group & self.paused).bit_count() for group in groups)
        return Row(key, name, tuple(group.bit_count() for group in groups), closed)


@dataclass
class Newest:
    """The map of the newest index: made when it is first asked for, and again when the directory has changed."""

    _map: Map | None = field(default=None, repr=False)

    def of(self, index: Index, wards: Sequence[Place]) -> Map:
        """Return the map of an index."""
        found = self._map
        if found is None or found.index is not index:
            found = self._map = draw(index, wards)
        return found


def draw(index: Index, wards: Sequence[Place]) -> Map:
    """Look once at every service for what the index does not know: whether it is online only, closed, and near whom."""
    numbered = list(enumerate(index.documents))
    return Map(
        index=index,
        wards=tuple(wards),
        digital=bitset(number for number, each in numbered if online_only(each)),
        paused=bitset(number for number, each in numbered if each.paused),
        nearby={ward.code: bitset(number for number, each in numbered if serves(ward, each)) for ward in wards},
    )


def online_only(service: Document) -> bool:
    """Tell whether a service is used from a screen and from nowhere else: no place to go to, nobody who comes."""
    on_screen = ON_A_SCREEN & set(service.terms.get("mode", ()))
    return service.terms.get("setting", ()) == FROM_ANYWHERE and bool(on_screen)


def serves(ward: Place, service: Document) -> bool:
    """Tell whether a service has a known place near a ward and does not belong to other wards."""
    if service.wards and ward.name not in service.wards:
        return False
    return any(_near(ward.point, point) for point in service.points)


def _near(here: tuple[float, float], there: tuple[float, float]) -> bool:
    return abs(here[0] - there[0]) * DEGREE_KM <= NEARBY_KM + 1 and kilometres(here, there) <= NEARBY_KM


def chosen(said: Mapping[str, Any]) -> tuple[str, str]:
    """Read by what, and with which services, from an address; what makes no sense is the usual map."""
    by, digital = said.get("by", ""), said.get("digital", "")
    return by if by in BY else BY[0], digital if digital in DIGITAL else DIGITAL[0]
