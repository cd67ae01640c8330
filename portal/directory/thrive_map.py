"""The THRIVE map: what there is for whom, and the holes, shown as they are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from portal.directory.documents import Document
from portal.directory.index import Terms, takes
from portal.directory.places import Place, kilometres

GROUPINGS = ("thriving", "getting_advice", "getting_help", "getting_more_help", "getting_risk_support")
AGE_BANDS = (("0-4", 0, 4), ("5-10", 5, 10), ("11-15", 11, 15), ("16-17", 16, 17), ("18-25", 18, 25))
NEARBY_KM = 8.0
BY = ("cohort", "need", "age", "area")


@dataclass(frozen=True)
class Row:
    """One line of the map: for whom, and how many services in each grouping."""

    key: str
    name: str
    counts: tuple[int, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return the groupings in which there is nothing."""
        return tuple(group for group, count in zip(GROUPINGS, self.counts, strict=True) if not count)


def by_terms(services: Sequence[Document], terms: Terms, taxonomy: str, language: str = "en") -> list[Row]:
    """Draw the map by the words of a taxonomy: cohort or need."""
    return [
        _row(services, term.key, term.name(language), partial(_carries, taxonomy, term.key))
        for term in terms.get(taxonomy, {}).values()
    ]


def by_age(services: Sequence[Document]) -> list[Row]:
    """Draw the map by age. A service counts for a band when it takes every age in it."""
    return [_row(services, key, key.replace("-", "–"), partial(_covers, low, high)) for key, low, high in AGE_BANDS]


def by_area(services: Sequence[Document], wards: Iterable[Place]) -> list[Row]:
    """Draw the map by ward: services with a known place nearby that do not belong to other wards."""
    return [_row(services, ward.code, ward.name, partial(_serves, ward)) for ward in wards]


def spread(services: Iterable[Document]) -> dict[str, int]:
    """Count the services of each grouping; one service may be in several."""
    carried = [each.terms.get("thrive", ()) for each in services]
    return {group: sum(group in groups for groups in carried) for group in GROUPINGS}


def _row(services: Sequence[Document], key: str, name: str, belongs: Callable[[Document], bool]) -> Row:
    counts = spread(each for each in services if belongs(each))
    return Row(key, name, tuple(counts[group] for group in GROUPINGS))


def _carries(taxonomy: str, key: str, service: Document) -> bool:
    return key in service.terms.get(taxonomy, ())


def _covers(low: int, high: int, service: Document) -> bool:
    return takes(service, low) and takes(service, high)


def _serves(ward: Place, service: Document) -> bool:
    near = any(kilometres(ward.point, point) <= NEARBY_KM for point in service.points)
    return near and (not service.wards or ward.name in service.wards)
