"""Numbers as feeds write them: ages, amounts, points on a map. What makes no sense is left out and said. Pure."""

import math
import re
from typing import Any

from portal.importing import text

OLDEST = 120
MONTHS_BELOW = 24
"""Below so many months an age is kept in months beside the years."""
NORTH_SOUTH, WEST_EAST = (49.8, 60.95), (-8.75, 1.85)
"""A box around the United Kingdom, in degrees."""
NO_AGE = frozenset(
    {"", "null", "none", "n a", "na", "nan", "any", "all", "all ages", "no limit", "unknown", "undefined"}
)

Ages = dict[str, int]
"""minimum_age, maximum_age and, for babies, the same in months; a bound nobody gave is absent."""

RANGE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(?:-|–|—|to|until|up to)\s*(\d{1,3}(?:\.\d+)?)", re.IGNORECASE)
FIRST = re.compile(r"-?\d{1,6}(?:\.\d{1,6})?")
AT_MOST = re.compile(r"^\s*(?:up to|under|below|until|<=?|less than)\b|^\s*<", re.IGNORECASE)
BELOW = re.compile(r"^\s*(?:under|below|less than)\b|^\s*<(?!=)", re.IGNORECASE)


def number(value: Any) -> float | None:
    """Read a finite number, also out of text such as "£4.50"; None when there is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        found = float(value) if abs(value) < 1e15 else math.nan
        return found if math.isfinite(found) else None
    said = FIRST.search(text.letters(value).replace(",", ""))
    return float(said.group()) if said else None


def whole(value: Any, most: int = 2_000_000_000) -> int | None:
    """Read a whole number from 0 to a limit; None otherwise."""
    found = number(value)
    return int(found) if found is not None and 0 <= found <= most and found == int(found) else None


def ages(low: Any, high: Any, notes: list[str]) -> Ages:
    """Read the youngest and the oldest age, whichever way they are written.

    Returns whole years and, below two years, months. Notes what was left out or read the other way round.
    """
    first, last = _bounds(low, "minimum_age", notes), _bounds(high, "maximum_age", notes)
    youngest, oldest = first[0] if first[0] is not None else last[0], last[1] if last[1] is not None else first[1]
    if oldest == 0:
        notes.append("The oldest age is 0: left out.")
        youngest, oldest = (None, None) if youngest == 0 else (youngest, None)
    if youngest is not None and oldest is not None and youngest > oldest:
        notes.append(f"The ages were the wrong way round ({youngest:g} to {oldest:g}): read the other way.")
        youngest, oldest = oldest, youngest
    return _in_years("minimum_age", youngest) | _in_years("maximum_age", oldest)


def point(latitude: Any, longitude: Any, notes: list[str]) -> tuple[float, float] | None:
    """Read a point of the United Kingdom; None, with a note, for one that is elsewhere, swapped or 0, 0."""
    north, east = number(latitude), number(longitude)
    if north is None or east is None:
        return None
    if _inside(north, east):
        return round(north, 6), round(east, 6)
    if north == 0 and east == 0:
        notes.append("The point on the map is 0, 0: left out.")
    elif _inside(east, north):
        notes.append(f"Latitude and longitude look swapped ({north:g}, {east:g}): left out.")
    else:
        notes.append(f"The point on the map ({north:g}, {east:g}) is not in the United Kingdom: left out.")
    return None


def _inside(north: float, east: float) -> bool:
    return NORTH_SOUTH[0] <= north <= NORTH_SOUTH[1] and WEST_EAST[0] <= east <= WEST_EAST[1]


def _bounds(value: Any, name: str, notes: list[str]) -> tuple[float | None, float | None]:
    """Read one age field as lower and upper bound in years; a plain number is the bound its field is named after."""
    said = text.line(value)
    if text.label(said) in NO_AGE:
        return None, None
    per = 12.0 if re.search(r"\b(?:months?|mths?)\b", said, re.IGNORECASE) else 1.0
    both = RANGE.search(said)
    if both:
        return _sensible(float(both[1]) / per, said, notes), _sensible(float(both[2]) / per, said, notes)
    found = number(value if isinstance(value, int | float) else said)
    if found is None:
        notes.append(f"{_named(name)} reads “{said[:40]}”: left out.")
        return None, None
    years = _sensible(found / per, said, notes)
    if years is not None and AT_MOST.search(said):
        return None, max(years - 1, 0.0) if BELOW.search(said) else years
    if name == "minimum_age" or re.search(r"\+|\b(?:over|older|above|plus)\b", said):
        return years, None
    return None, years


def _sensible(years: float, said: str, notes: list[str]) -> float | None:
    """Return an age somebody can have."""
    if 0 <= years <= OLDEST:
        return years
    notes.append(f"Nobody is “{said[:40]}” years old: left out.")
    return None


def _in_years(name: str, years: float | None) -> Ages:
    """Keep an age in whole years and, for babies, in months."""
    if years is None:
        return {}
    found = {name: int(years)}
    months = round(years * 12)
    return found | {f"{name}_months": months} if years != int(years) and months < MONTHS_BELOW else found


def _named(name: str) -> str:
    return "The youngest age" if name == "minimum_age" else "The oldest age"
