"""Why a service is in a list: what it shares with the search, who it takes, and how far away it is."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from portal import languages
from portal.directory import ages
from portal.directory.documents import Document
from portal.directory.index import Index
from portal.directory.models import Catchment
from portal.directory.pieces import Pieces, html
from portal.directory.ranking import Hit
from portal.directory.search import Found
from portal.directory.telling import KM_IN_A_MILE
from portal.directory.wanted import Wanted
from portal.languages import gettext as _
from portal.languages import ngettext

DOT = " · ".encode()
Reason = tuple[str, object]
"""What kind of reason it is, and what it says: ("miles", 3)."""
Shared = list[tuple[int, str]]
"""The words a search is about: the set of services that carry each, and its name in the reader's language."""


class Facts(NamedTuple):
    """What the reasons ask of a service."""

    months: tuple[int, int] | None
    """The first and last month of life it takes; None where it never said."""
    reach: str
    """What is said of a service that stays in the list however far away somebody lives."""
    area: str


class Told(Protocol):
    """Something made of a service that keeps its facts."""

    @property
    def facts(self) -> Facts:
        """What the reasons ask."""


def facts(service: Document, home: str = "") -> Facts:
    """Gather what the reasons ask of a service, in the current language. `home` is the area the portal is for."""
    return Facts(
        ages.span(service) if ages.has_said(service) else None,
        _reach(service, home),
        service.area,
    )


def _reach(service: Document, home: str) -> str:
    """Say how far a service reaches where distance does not matter to it."""
    if service.catchment == Catchment.NATIONAL:
        return _("Works everywhere")
    return _("Covers all of %(area)s", area=home) if home and service.reaches_anywhere and not service.wards else ""


def why(hit: Hit, found: Found, index: Index) -> list[str]:
    """Say why a service is in a list, in a few short sentences."""
    known = facts(index.documents[hit.number])
    return [_sentence(each) for each in _reasons(hit, known, _shared(found, index), found.wanted)]


def rows(region: Pieces, found: Found, index: Index, cards: Iterable[tuple[Hit, Told]]) -> Iterator[bytes]:
    """Yield the reasons of every card on a page as HTML, nothing where there are none. Each is put in words once."""
    shared, wanted = _shared(found, index), found.wanted
    said: dict[Reason, bytes] = {}
    rows: dict[tuple[Reason, ...], bytes] = {(): b""}
    if wanted.age is None and wanted.near is None:
        yield from _alike(region, shared, cards)
        return
    for hit, card in cards:
        reasons = tuple(_reasons(hit, card.facts, shared, wanted))
        if reasons not in rows:
            words = [said.get(each) or said.setdefault(each, _in_html(each)) for each in reasons]
            rows[reasons] = region.fill(reasons=DOT.join(words))
        yield rows[reasons]


def _alike(region: Pieces, shared: Shared, cards: Iterable[tuple[Hit, Told]]) -> Iterator[bytes]:
    """Yield the reasons where nothing is known of the reader: only what a service shares with the search."""
    rows: dict[tuple[str, ...], bytes] = {(): b""}
    for hit, _card in cards:
        fits = tuple([name for bits, name in shared if bits >> hit.number & 1])
        row = rows.get(fits)
        if row is None:
            row = rows[fits] = region.fill(reasons=_in_html(("fits", fits)))
        yield row


def _shared(found: Found, index: Index) -> Shared:
    """Return the words a search is about, each once."""
    here, wanted = languages.current(), found.wanted
    chosen = [(name, value) for name in ("need", "cohort") for value in wanted.values(name)]
    return [
        (index.bits.get(taxonomy, {}).get(key, 0), index.terms[taxonomy][key].name(here))
        for taxonomy, key in dict.fromkeys([*sorted(found.meanings), *chosen])
        if key in index.terms.get(taxonomy, {})
    ]


def _reasons(hit: Hit, known: Facts, shared: Shared, wanted: Wanted) -> Iterator[Reason]:
    """Yield what there is to say, as data."""
    fits = tuple([name for bits, name in shared if bits >> hit.number & 1])
    if fits:
        yield "fits", fits
    if wanted.age is not None and known.months and _overlap(known.months, wanted):
        yield ("months", wanted.months) if wanted.months is not None else ("age", wanted.age_typed)
    if wanted.near is not None:
        if hit.distance_km is not None:
            yield "miles", round(hit.distance_km / KM_IN_A_MILE)
        if known.reach:
            yield "reach", known.reach
        if not hit.serves:
            yield "elsewhere", known.area


def _overlap(taken: tuple[int, int], wanted: Wanted) -> bool:
    """Tell whether a service takes any part of the ages asked for."""
    first, last = (wanted.age or 0) * ages.YEAR, (wanted.oldest or wanted.age or 0) * ages.YEAR + ages.YEAR - 1
    if wanted.months is not None:
        first = last = wanted.months
    return taken[0] <= last and first <= taken[1]


def _sentence(reason: Reason) -> str:
    """Put one reason into words."""
    match reason:
        case "fits", tuple(names):
            return _("Fits: %(what)s", what=languages.listed(dict.fromkeys(names)))
        case "age", age:
            return _("Takes people who are %(age)s", age=age)
        case "months", int(months):
            return ngettext("Takes babies of %(num)s month", "Takes babies of %(num)s months", months)
        case "miles", 0:
            return _("Less than a mile away")
        case "miles", int(miles):
            return ngettext("About %(num)s mile away", "About %(num)s miles away", miles)
        case "reach", str(reach):
            return reach
        case _, area:
            return _("Mostly for people who live elsewhere: %(area)s", area=area)


def _in_html(reason: Reason) -> bytes:
    return b'<span dir="auto">' + html(_sentence(reason)) + b"</span>"
