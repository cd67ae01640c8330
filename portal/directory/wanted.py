"""What somebody looks for: plain values, the same from a page's address and from the command line. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from portal.directory.places import Place

PER_PAGE = 20
SORTS = ("best", "near", "wait", "name", "checked")
MANY = ("need", "thrive", "mode", "language", "cost", "access", "cohort")
"""Filters that take several values."""
ALL_OF = frozenset({"access"})
"""Filters where every value must be met; elsewhere one is enough."""


@dataclass(frozen=True)
class Wanted:
    """A search: words and filters. Nothing in it is wrong; what could not be understood was left out before."""

    q: str = ""
    age: int | None = None
    near: Place | None = None
    near_typed: str = ""
    within: float | None = None
    """Kilometres."""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open_now: bool = False
    sort: str = "best"
    page: int = 1

    def values(self, name: str) -> tuple[str, ...]:
        """Return the chosen values of a filter."""
        return self.chosen.get(name, ())

    @property
    def active(self) -> tuple[str, ...]:
        """Return the names of what narrows this search."""
        single = {
            "q": bool(self.q),
            "age": self.age is not None,
            "within": self.near is not None and self.within is not None,
            "open_now": self.open_now,
        }
        return (*(name for name, on in single.items() if on), *(name for name in MANY if self.values(name)))

    def without(self, name: str) -> "Wanted":
        """Return the search without one of its filters."""
        if name in MANY:
            return replace(self, chosen={key: kept for key, kept in self.chosen.items() if key != name})
        empty: dict[str, Any] = {"q": "", "age": None, "within": None, "open_now": False}
        return replace(self, **{name: empty[name]})

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
            ("age", "" if self.age is None else str(self.age)),
            ("near", self.near_typed),
            ("within", "" if self.within is None else f"{self.within:g}"),
            ("open_now", "1" if self.open_now else ""),
            ("sort", self.sort if self.sort != "best" else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        )
        many = [(name, value) for name in MANY for value in self.values(name)]
        return [pair for pair in single[:1] if pair[1]] + many + [pair for pair in single[1:] if pair[1]]
