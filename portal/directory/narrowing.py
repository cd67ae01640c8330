"""Ways to narrow or widen a search: what each is called, and the address it leads to."""

from babel.support import LazyProxy

from portal import languages
from portal.directory import telling
from portal.directory.forms import DISTANCES
from portal.directory.index import Index
from portal.directory.links import Links, pair
from portal.directory.search import Found
from portal.directory.wanted import MANY, PER_PAGE, Wanted
from portal.languages import gettext as _
from portal.languages import lazy, ngettext

ORDER = ("q", *MANY, "age", "near", "within", "open_now", "sort", "page")
"""How an address is told, so that one search has one address."""
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


def label(index: Index, facet: str, value: str) -> str:
    """Return a value as the reader's language calls it."""
    if facet == "language":
        return telling.language_name(value)
    if facet == "route" and value in telling.WAYS_IN:
        return str(telling.WAYS_IN[value])
    term = index.terms.get(facet, {}).get(value)
    return term.name(languages.current()) if term else value


def chosen(wanted: Wanted, index: Index, links: Links) -> list[tuple[str, bytes]]:
    """Return what narrows a search now, each with the address that takes it away."""
    made = []
    if wanted.age is not None:
        made.append((_age(wanted), links.without("age")))
    if wanted.near:
        made.append((_("Near %(place)s", place=wanted.near.name), links.without("near", also="within")))
    if wanted.near and wanted.within is not None:
        made.append((_distance(wanted.within, wanted.near.name), links.without("within")))
    if wanted.open_now:
        made.append((_("Open now"), links.without("open_now")))
    for facet in TITLES:
        for value in wanted.values(facet):
            made.append((label(index, facet, value), links.without(facet, value)))
    return made


def distances(wanted: Wanted) -> list[tuple[str, bool, str]]:
    """Return the distances to choose from: what an address says for each, whether it holds, and its words."""
    if wanted.near is None:
        return []
    made = [(f"{far:g}", far == wanted.within, _distance(far, wanted.near.name)) for far in DISTANCES]
    return [*made, ("", wanted.within is None, _("Any distance"))]


def pages(found: Found, links: Links) -> tuple[bytes, bytes, str]:
    """Return the addresses of the earlier and later results, or empty ones, and where this page stands in words."""
    number, last = found.wanted.page, -(-found.total // PER_PAGE)
    earlier = _page(links, min(number - 1, last)) if number > 1 and last else b""
    later = _page(links, number + 1) if number < last else b""
    return earlier, later, _("Page %(page)s of %(last)s", page=number, last=last) if last > 1 else ""


def _page(links: Links, number: int) -> bytes:
    """Return the address of one page of a search; the first has none of its own."""
    before, after = links.around("page")
    return before + pair("page", str(number)) + after if number > 1 else links.without("page")


def count_words(found: Found) -> str:
    """Say how many services were found."""
    return ngettext("%(num)s service", "%(num)s services", found.total)


def unsure(found: Found) -> str:
    """Say how many services may be open although nobody knows."""
    return ngettext(
        "%(num)s more may be open: we don't know its hours.",
        "%(num)s more may be open: we don't know their hours.",
        found.hours_unknown,
    )


def gave_up(found: Found) -> str:
    """Say what was not kept to, because nothing fitted all of it."""
    names = languages.listed(telling.GIVEN_UP_NAMES[name] for name in found.relaxed)
    return _("Nothing fits all of that, so we left out: %(what)s.", what=names) if names else ""


def _distance(kilometres: float, name: str) -> str:
    miles = max(1, round(kilometres / telling.KM_IN_A_MILE))
    return ngettext("Within %(num)s mile of %(place)s", "Within %(num)s miles of %(place)s", miles, place=name)


def _age(wanted: Wanted) -> str:
    if wanted.months is not None:
        return ngettext("%(num)s month old", "%(num)s months old", wanted.months)
    return _("Age %(age)s", age=wanted.age_typed)
