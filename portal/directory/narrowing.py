"""Ways to narrow or widen a search, each an address that can be shared, with how many services it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from babel.support import LazyProxy

from portal import languages
from portal.directory import telling
from portal.directory.forms import DISTANCES
from portal.directory.index import FACETS, Index
from portal.directory.search import Found
from portal.directory.wanted import PER_PAGE, Wanted
from portal.languages import gettext as _
from portal.languages import lazy, ngettext

TITLES: dict[str, LazyProxy] = {
    "need": lazy("What it helps with"),
    "thrive": lazy("Kind of help"),
    "mode": lazy("How you meet"),
    "route": lazy("How to get in"),
    "access": lazy("Getting in and getting on"),
    "language": lazy("Language"),
    "cost": lazy("Cost"),
    "cohort": lazy("Made with these people in mind"),
}
SORT_NAMES: dict[str, LazyProxy] = {
    "best": lazy("Best fit first"),
    "near": lazy("Nearest first"),
    "wait": lazy("Shortest wait first"),
    "checked": lazy("Checked most recently first"),
    "name": lazy("By name"),
}


@dataclass(frozen=True)
class Choice:
    """A link to the same search with one thing changed."""

    label: str
    href: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A heading over choices."""

    name: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def open(self) -> bool:
        """Tell whether anything in it is chosen, so that it must not be folded away."""
        return any(choice.chosen for choice in self.choices)


def address(wanted: Wanted) -> str:
    """Return the address of a search, below the directory's own."""
    pairs = wanted.address()
    return f"?{urlencode(pairs)}" if pairs else "?"


def facets(found: Found, index: Index) -> list[Facet]:
    """Return every way to narrow a search that leads somewhere."""
    made = [Facet(name, str(TITLES[name]), tuple(_choices(found, index, name))) for name in TITLES if name in FACETS]
    return [each for each in made if each.choices]


def _choices(found: Found, index: Index, facet: str) -> Iterator[Choice]:
    """Yield a facet's values: chosen ones lead out again, others further in."""
    wanted = found.wanted
    for value, _bits in index.values(facet):
        count = found.counts[facet][value]
        if value in wanted.values(facet):
            yield Choice(label(index, facet, value), address(wanted.without_value(facet, value)), count, chosen=True)
        elif count:
            yield Choice(label(index, facet, value), address(wanted.with_value(facet, value)), count)


def label(index: Index, facet: str, value: str) -> str:
    """Return a value as the reader's language calls it."""
    if facet == "language":
        return telling.language_name(value)
    if facet == "route" and value in telling.WAYS_IN:
        return str(telling.WAYS_IN[value])
    term = index.terms.get(facet, {}).get(value)
    return term.name(languages.current()) if term else value


def chosen(wanted: Wanted, index: Index) -> list[Choice]:
    """Return what narrows a search now, each as a link that takes it away."""
    made = []
    if wanted.age is not None:
        made.append(Choice(_("Age %(age)s", age=wanted.age), address(replace(wanted, age=None, page=1))))
    if wanted.near and wanted.within is not None:
        within = _distance(wanted.within, wanted.near.name)
        made.append(Choice(within, address(replace(wanted, within=None, page=1))))
    if wanted.open_now:
        made.append(Choice(_("Open now"), address(replace(wanted, open_now=False, page=1))))
    for facet in TITLES:
        for value in wanted.values(facet):
            made.append(Choice(label(index, facet, value), address(wanted.without_value(facet, value))))
    return made


def distances(wanted: Wanted) -> list[Choice]:
    """Return the distances to choose from; none before there is a place."""
    if wanted.near is None:
        return []
    name = wanted.near.name
    steps = [replace(wanted, within=float(far), page=1) for far in DISTANCES]
    made = [
        Choice(_distance(step.within or 0, name), address(step), chosen=step.within == wanted.within) for step in steps
    ]
    anywhere = replace(wanted, within=None, page=1)
    return [*made, Choice(_("Any distance"), address(anywhere), chosen=wanted.within is None)]


def sorts(wanted: Wanted) -> list[Choice]:
    """Return the orders to choose from."""
    names = [name for name in SORT_NAMES if name != "near" or wanted.near]
    return [
        Choice(str(SORT_NAMES[name]), address(replace(wanted, sort=name, page=1)), chosen=name == wanted.sort)
        for name in names
    ]


def open_now(wanted: Wanted) -> Choice:
    """Return the link that asks for open services only, or takes that back."""
    return Choice(_("Open now"), address(replace(wanted, open_now=not wanted.open_now, page=1)), chosen=wanted.open_now)


def pages(found: Found) -> tuple[str, str, str]:
    """Return the addresses of the earlier and later results, or empty ones, and where this page stands in words."""
    wanted, last = found.wanted, -(-found.total // PER_PAGE)
    earlier = address(replace(wanted, page=min(wanted.page - 1, last))) if wanted.page > 1 and last else ""
    later = address(replace(wanted, page=wanted.page + 1)) if wanted.page < last else ""
    return earlier, later, _("Page %(page)s of %(last)s", page=wanted.page, last=last) if last > 1 else ""


def count_words(found: Found) -> str:
    """Say how many services were found."""
    return ngettext("%(num)s service", "%(num)s services", found.total)


def gave_up(found: Found) -> str:
    """Say what was not kept to, because nothing fitted all of it."""
    names = ", ".join(str(telling.GIVEN_UP_NAMES[name]) for name in found.relaxed)
    return _("Nothing fits all of that, so we left out: %(what)s.", what=names) if names else ""


def _distance(kilometres: float, name: str) -> str:
    miles = max(1, round(kilometres / telling.KM_IN_A_MILE))
    return ngettext("Within %(num)s mile of %(place)s", "Within %(num)s miles of %(place)s", miles, place=name)
