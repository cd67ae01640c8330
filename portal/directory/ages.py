"""Which ages a service takes and which a search asks for: whole months from birth to the 26th birthday. Pure."""

import re
from dataclasses import dataclass
from typing import Protocol

AGES = range(26)
"""From birth to the day before the 26th birthday."""
MONTHS = range(24)
"""Ages told in months: the first two years."""
YEAR = 12
FOREVER = YEAR * 200
RANGE = re.compile(r"(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?")
# Months as the languages of the site write them, and Roman Urdu: 18m, 18 months, 18 miesięcy, 18 mahine.
BABY = re.compile(r"(\d{1,2})\s*(?:m(?:ths?|os?|onths?|iesi\w*|ies\.?|ahin\w*)?|مہین\w*|ماہ)")


class Aged(Protocol):
    """Whatever says which ages it takes."""

    @property
    def minimum_age(self) -> int | None:
        """Return the youngest age in whole years."""

    @property
    def maximum_age(self) -> int | None:
        """Return the oldest age in whole years."""

    @property
    def minimum_age_months(self) -> int | None:
        """Return the youngest age in whole months."""

    @property
    def maximum_age_months(self) -> int | None:
        """Return the oldest age in whole months."""


@dataclass(frozen=True)
class Asked:
    """An age somebody asks for: one year, several, or a baby's months with the year they lie in."""

    age: int
    oldest: int | None = None
    months: int | None = None


def read(text: str) -> Asked | None:
    """Read an age as people write it: 14, 11-15 or 18m. None when it is none, or beyond whom this is for."""
    said = " ".join(text.casefold().split())
    if baby := BABY.fullmatch(said):
        months = int(baby[1])
        return Asked(months // YEAR, months=months) if months in MONTHS else None
    found = RANGE.fullmatch(said)
    if found is None or int(found[1]) not in AGES:
        return None
    low, high = int(found[1]), min(int(found[2] or found[1]), AGES[-1])
    return Asked(low, high if high > low else None) if high >= low else None


def span(service: Aged) -> tuple[int, int]:
    """Return the first and last month of life a service takes; months stand above years, and silence takes all."""
    low, high = service.minimum_age_months, service.maximum_age_months
    if low is None:
        low = 0 if service.minimum_age is None else service.minimum_age * YEAR
    if high is None:
        high = FOREVER if service.maximum_age is None else service.maximum_age * YEAR + YEAR - 1
    return low, high


def takes(service: Aged, age: int) -> bool:
    """Tell whether a service takes an age in any part of that year; one that never said may."""
    low, high = span(service)
    return low <= age * YEAR + YEAR - 1 and age * YEAR <= high


def takes_month(service: Aged, month: int) -> bool:
    """Tell whether a service takes a baby of so many whole months."""
    low, high = span(service)
    return low <= month <= high


def has_said(service: Aged) -> bool:
    """Tell whether a service has said anything about ages."""
    said = (service.minimum_age, service.maximum_age, service.minimum_age_months, service.maximum_age_months)
    return any(each is not None for each in said)
