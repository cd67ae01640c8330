"""What somebody looks for: plain values, the same from a page's address and from the command line. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from portal.directory.places import Place

PER_PAGE = 20
SORTS = ("best", "near", "wait", "name", "checked")
MANY = ("need", "thrive", "mode", "language", "cost", "access", "cohort", "route")
"""Filters that take several values."""
ALL_OF = frozenset({"access"})
"""Filters where every value must be met; elsewhere one is enough."""


@dataclass(frozen=True)
class Wanted:
    """A search: words and filters. Nothing in it is wrong; what could not be understood was left out before."""

    q: str = ""
    age: int | None = None
    oldest: int | None = None
    """The end of a range of ages that begins with `age`."""
    months: int | None = None
    """A baby's age in whole months; `age` is then the year it lies in."""
    near: Place | None = None
    near_typed: str = ""
    within: float | None = None
    """Kilometres."""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open_now: bool = False
    sort: str = "best"
    page: int = 1

    @property
    def age_typed(self) -> str:
        """Return the age as an address says it: 14, 11-15 or 18m."""
        if self.months is not None:
            return f"{self.months}m"
        if self.age is None or self.oldest is None:
            return "" if self.age is None else str(self.age)
        return f"{self.age}-{self.oldest}"

    def values(self, name: str) -> tuple[str, ...]:
        """Return the chosen values of a filter."""
        return self.chosen.get(name, ())

    @property
    def active(self) -> tuple[str, ...]:
        """Return the names of what narrows this search."""
        single = {
            "q": bool(self.q),
            "age": self.age is not None,
            "months": self.months is not None,
            "within": self.near is not None and self.within is not None,
            "open_now": self.open_now,
        }
        return (*(name for name, on in single.items() if on), *(name for name in MANY if self.values(name)))

    @property
    def narrows(self) -> tuple[Any, ...]:
        """Return all that decides which services are found, whatever their order."""
        place = self.near.point if self.near and self.within is not None else None
        chosen = tuple((name, self.values(name)) for name in MANY if self.values(name))
        return self.age, self.oldest, self.months, place, self.within, chosen

    def without(self, name: str) -> "Wanted":
        """Return the search without one of its filters."""
        if name in MANY:
            return replace(self, chosen={key: kept for key, kept in self.chosen.items() if key != name})
        empty: dict[str, dict[str, Any]] = {
            "q": {"q": ""},
            "age": {"age": None, "oldest": None, "months": None},
            "months": {"months": None},
            "within": {"within": None},
            "open_now": {"open_now": False},
        }
        return replace(self, **empty[name])

    def with_value(self, name: str, value: str) -> "Wanted":
        """Return the search with one more value of a filter."""
        if value in self.values(name):
            return self
        return replace(self, chosen={**self.chosen, name: (*self.values(name), value)}, page=1)

    def without_value(self, name: str, value: str) -> "Wanted":
        """Return the search with one value of a filter taken away."""
        kept = tuple(each for each in self.values(name) if each != value)
        return replace(self, chosen={**self.chosen, name: kept}, page=1)

    def address(self) -> list[tuple[str, str]]:
        """Return the search as pairs for an address, in a fixed order, so that one search has one address."""
        single = (
            ("q", self.q),
            ("age", self.age_typed),
            ("near", self.near_typed),
            ("within", "" if self.within is None else f"{self.within:g}"),
            ("open_now", "1" if self.open_now else ""),
            ("sort", self.sort if self.sort != "best" else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        )
        many = [(name, value) for name in MANY for value in self.values(name)]
        return [pair for pair in single[:1] if pair[1]] + many + [pair for pair in single[1:] if pair[1]]
