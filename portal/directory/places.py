"""Where places are: the area's own small table of postcodes, wards, towns and villages. Nobody else is asked."""

import csv
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

EARTH_KM = 6371.0
AREA_REACHES_KM = 20.0
"""How far from the middle of a ward somebody may live who belongs to it; more than the widest rural ward has."""
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(?:(\d)([A-Z]{2})?)?")


@dataclass(frozen=True)
class Place:
    """A point with a name, and the ward it lies in."""

    kind: str
    code: str
    name: str
    parent: str
    latitude: float
    longitude: float

    @property
    def point(self) -> tuple[float, float]:
        """Return latitude and longitude."""
        return self.latitude, self.longitude


def nowhere(_codes: Sequence[str]) -> Place | None:
    """Know no postcode beyond the area's own."""
    return None


@dataclass(frozen=True)
class Places:
    """Every place of the area, by what people type."""

    by_code: Mapping[str, Place]
    by_name: Mapping[str, Place]
    wards: tuple[Place, ...]
    beyond: Callable[[Sequence[str]], Place | None] = field(default=nowhere, compare=False, repr=False)
    """Asked for a postcode that the area's own table does not hold."""

    def find(self, text: str) -> Place | None:
        """Find what somebody typed: a whole postcode, a part of one, or the name of a place."""
        named = self.by_name.get(" ".join(text.casefold().split()))
        asked = () if named else tuple(codes(text))
        known = named or next((self.by_code[code] for code in asked if code in self.by_code), None)
        return known or (self.beyond(asked) if asked else None)

    def ward(self, place: Place) -> str:
        """Return the name of the ward a place lies in: the nearest one that shares its postcode district.

        A place far from every ward is not in this area, and lies in none.
        """
        if place.kind == "ward":
            return place.name
        district = place.code if place.kind == "outcode" else place.parent
        near = [ward for ward in self.wards if ward.parent == district] or list(self.wards)
        nearest = min(near, key=lambda ward: kilometres(ward.point, place.point), default=None)
        within = nearest is not None and kilometres(nearest.point, place.point) <= AREA_REACHES_KM
        return nearest.name if nearest and within else ""


NOWHERE = Places({}, {}, ())


def load(path: Path) -> Places:
    """Read the table of places. Raises KeyError or ValueError when it does not read well."""
    with path.open(encoding="utf-8", newline="") as table:
        return gather(_place(row) for row in csv.DictReader(table))


def gather(places: Iterable[Place]) -> Places:
    """Sort places by what people type for them. Where names meet, a town comes before a ward."""
    places = list(places)
    named = sorted((place for place in places if place.kind not in {"outcode", "sector"}), key=_renown, reverse=True)
    return Places(
        by_code={place.code: place for place in places if place.kind in {"outcode", "sector"}},
        by_name={place.name.casefold(): place for place in named},
        wards=tuple(place for place in places if place.kind == "ward"),
    )


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance between two points over the ground, in kilometres."""
    north, to_north = math.radians(here[0]), math.radians(there[0])
    high, wide = math.sin((to_north - north) / 2), math.sin(math.radians(there[1] - here[1]) / 2)
    half = high * high + math.cos(north) * math.cos(to_north) * wide * wide
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def codes(text: str) -> Iterable[str]:
    """Yield the postcode sector and district that a text may mean, the closest first."""
    found = POSTCODE.fullmatch(re.sub(r"[\s-]", "", text.upper()))
    if found:
        district, sector, _unit = found.groups()
        if sector:
            yield f"{district} {sector}"
        elif len(district) > 2 and district[-1].isdigit():
            # QX21 is the beginning of QX2 1AB unless the area has a district of that name.
            yield district
            yield f"{district[:-1]} {district[-1]}"
        yield district


def _renown(place: Place) -> int:
    return ("town", "village", "ward").index(place.kind) if place.kind in {"town", "village", "ward"} else 9


def _place(row: Mapping[str, str]) -> Place:
    return Place(row["kind"], row["code"], row["name"], row["parent"], float(row["latitude"]), float(row["longitude"]))
