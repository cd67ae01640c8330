"""The links that narrow a search: what is the same in every search is put together once, so that each costs little."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from portal.directory import narrowing
from portal.directory.index import FACETS, Index
from portal.directory.links import Links, pair
from portal.directory.pieces import Pieces, html
from portal.directory.search import Found

SELF = b' aria-current="true"'


class Value(NamedTuple):
    """One value of a facet."""

    key: str
    said: bytes
    """What an address says for it."""
    name: bytes
    rest: bytes
    """How its link goes on after the address, up to the count."""


class Facet(NamedTuple):
    """A heading over values."""

    name: str
    title: bytes
    values: tuple[Value, ...]
    links: tuple[bytes, ...]
    """The end of each value's link, for addresses that say nothing more."""


class Numbers(dict[int, bytes]):
    """Numbers as a page shows them; those that most counts are stand ready."""

    def __missing__(self, number: int) -> bytes:
        """Spell a large one."""
        return b"%d" % number


NUMBERS = Numbers((number, b"%d" % number) for number in range(4000))


def prepare(index: Index, region: Pieces) -> tuple[Facet, ...]:
    """Put together what every search shows of the facets, in the current language."""
    return tuple(_prepared(index, name, region["choice"]) for name in narrowing.TITLES if name in FACETS)


def _prepared(index: Index, facet: str, choice: Pieces) -> Facet:
    _, after_address, after_name, _ = choice.parts
    values = []
    for key, _bits in index.values(facet):
        name = html(narrowing.label(index, facet, key))
        values.append(Value(key, pair(facet, key), name, after_address + name + after_name))
    return Facet(facet, html(narrowing.TITLES[facet]), tuple(values), tuple(v.said + v.rest for v in values))


def facets(page: Pieces, made: Iterable[Facet], found: Found, links: Links) -> bytes:
    """Fill in every way to narrow a search that leads somewhere, with how many services it leads to."""
    region, choices, chosen = page["facet"], page["choices"], found.wanted.chosen
    before_link, _, _, after_link = choices["choice"].parts
    filled: list[bytes] = []
    first, after_title, after_open, last = region.parts
    list_start, list_end = choices.parts[0], choices.parts[-1]
    plain = None if chosen or not links.ends_with("q") else before_link + links.around("q", keep=True)[0]
    for facet in made:
        counts, picked, after = found.counts[facet.name], b"", b""
        start = plain
        if start is None:
            start, after = links.around(facet.name, keep=True)
            start = before_link + start
        # By far most of the links of a page are made here. Counts come in the order of the facet's values.
        numbered = zip(facet.links, counts.values(), strict=True)
        if after or facet.name in chosen:
            picked, others = _picked(choices["picked"], facet, chosen.get(facet.name, ()), counts, links)
            numbered = zip([v.said + after + v.rest for v in others], [counts[v.key] for v in others], strict=True)
        if further := [link + NUMBERS[count] for link, count in numbered if count]:
            picked += start + (after_link + start).join(further) + after_link
        if picked:
            open_ = b" open" if facet.name in chosen else b""
            filled += (first, open_, after_title, facet.title, after_open, list_start, picked, list_end, last)
    return b"".join(filled)


def _picked(
    region: Pieces, facet: Facet, chosen: Sequence[str], counts: Mapping[str, int], links: Links
) -> tuple[bytes, Sequence[Value]]:
    """Fill in the values that are chosen, which lead out again, and return the others."""
    filled = [
        region.fill(href=links.without(facet.name, value.key), label=value.name, count=NUMBERS[counts[value.key]])
        for value in facet.values
        if value.key in chosen
    ]
    return b"".join(filled), [value for value in facet.values if value.key not in chosen]


def one_of(region: Pieces, name: str, choices: Iterable[tuple[str, bool, bytes]], links: Links) -> bytes:
    """Fill in choices of which one holds: what an address says for each (nothing is the usual), and its words."""
    before, after_address, after_current, end = region["plain"].parts
    start, after = links.around(name)
    filled: list[bytes] = []
    for said, holds, words in choices:
        address = start + pair(name, said) + after if said else links.without(name)
        filled += (before, address, after_address, SELF if holds else b"", after_current, words, end)
    return in_list(region, b"".join(filled))


def in_list(region: Pieces, filled: bytes) -> bytes:
    """Put filled choices into their list."""
    return region.parts[0] + filled + region.parts[-1]
