"""What moves a service up in the order: what it is for, and whether it suits whoever asks.

Everything here is a set of services and a number of steps. Sets are added up for all services at once (bits.weighed);
nothing is looked at one by one, so the order costs about the same for a hundred services and for a hundred thousand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_

from portal.directory.bits import bitset, levels, members
from portal.directory.index import Index
from portal.directory.tokens import stems
from portal.directory.vocabulary import Group, Meaning

Gain = tuple[str, int]
"""What speaks for some services, by its name in a table of weights, and their set."""
ABOUT = frozenset({"need", "cohort"})
"""What help is about; every other taxonomy says how it is given."""
NOT_SAFE = frozenset({("need", "crisis")})
NAMED = 3
"""A word that no more services use says much of them."""
LOOKED_AT = 24
"""So many users of a word are looked at, to see whether it is in their names."""
RARE = 8
"""Something is rare when no more than one service in so many is for it."""
MANY_NEEDS = 6
YOUNG, PARENT, PROFESSIONAL = range(3)
"""Who asks."""

WEIGHTS = {
    "carried": 4,  # being for what was meant
    "mainly": 5,  # naming it among the first
    "rare": 8,  # being for something that few are for
    "how": 2,  # being given the way that was asked for
    "called": 10,  # having words without a meaning in its name
    "spoken": 5,  # using a rare one of them
    "called too": 3,  # the same for words that were understood: never more than what they mean
    "spoken too": 1,
    "worded": 1,  # using a word much
    "speaks": 5,  # speaking the language that somebody writes
    "calm": 3,  # not being for emergencies, when there is none
    "anybody": 6,  # not being made for a group that was not spoken of
}
"""Steps up for what is said."""
LEANS = {
    "for parents": (-6, 2, -2),
    "own way in": (10, -3, 0),
    "parent's way in": (0, 10, 0),
    "one school's": (-8, -8, -6),
    "whole country's": (3, -4, 0),
    "only a screen": (-1, -2, -1),
    "advice": (3, 4, 0),
    "help": (1, 1, 2),
    "more help": (-1, -3, 2),
    "staying well": (0, 1, 0),
    "free": (4, 3, 0),
    "broad": (3, 4, 0),
    "in schools": (0, 2, 0),
}
"""Steps up or down for whom a service suits: a young person, a parent, a professional."""


def gains(found: Sequence[Group], index: Index) -> Iterator[tuple[int, int]]:
    """Yield sets of services that answer better than others, and how much, if anything said has a meaning."""
    if any(group.meanings for group in found):
        yield from ((bits, WEIGHTS[name]) for name, bits in said(found, index) if WEIGHTS[name])


def leans(found: Sequence[Group], index: Index, language: str, who: int, *, letters: bool) -> Iterator[tuple[int, int]]:
    """Yield sets of services that suit whoever asks better, or worse, and by how many steps."""
    meant = frozenset(meaning for group in found for meaning in group.meanings)
    if meant:
        yield from ((bits, WEIGHTS[name]) for name, bits in suited(meant, index, language) if WEIGHTS[name])
        ways = {"own way in", "parent's way in"} if letters else set()
        yield from (
            (bits, LEANS[name][who]) for name, bits in traits(index).items() if LEANS[name][who] and name not in ways
        )


def said(found: Sequence[Group], index: Index) -> Iterator[Gain]:
    """Yield what speaks for services in what was said."""
    few = len(index.documents) // RARE
    for taxonomy, key in dict.fromkeys(meaning for group in found for meaning in sorted(group.meanings)):
        carried = index.bits.get(taxonomy, {}).get(key, 0)
        yield "carried" if taxonomy in ABOUT else "how", carried
        if carried.bit_count() <= few:
            yield "rare", carried
        if taxonomy in ABOUT:
            yield "mainly", index.mainly.get(taxonomy, {}).get(key, 0)
    for group in found:
        too = " too" if group.meanings else ""
        yield f"called{too}", _called(index, group.words)
        for source in filter(None, map(index.postings.beginning, group.words)):
            yield f"spoken{too}" if source.strong.bit_count() <= NAMED else "worded", source.strong


def _called(index: Index, words: Sequence[str]) -> int:
    """Return the services whose name holds all of these words, where few services use them at all."""
    sources = [index.postings.beginning(word) for word in words]
    users = reduce(and_, (source.strong if source else 0 for source in sources)) if sources else 0
    if users.bit_count() > LOOKED_AT:
        return 0
    named = (number for number in members(users) if set(words) <= set(stems(index.documents[number].name)))
    return bitset(named)


def suited(meant: frozenset[Meaning], index: Index, language: str) -> Iterator[Gain]:
    """Yield what suits what was said: nothing made for others or for emergencies, and the language somebody writes."""
    cohorts = index.bits.get("cohort", {})
    others = carrying(index.bits, [("cohort", key) for key in cohorts if key != "parent_carer"])
    spoken_of = carrying(index.bits, [each for each in meant if each[0] == "cohort"])
    yield "anybody", index.listed & ~(others & ~spoken_of)
    if language != "en":
        yield "speaks", carrying(index.bits, [("language", language)])
    if not meant & NOT_SAFE:
        yield "calm", index.listed & ~carrying(index.bits, NOT_SAFE)


def traits(index: Index) -> Mapping[str, int]:
    """Return the sets of services that suit some people better than others; worked out once for an index."""

    def worked_out() -> Mapping[str, int]:
        people = ("in_person", "phone", "video", "text", "home_visit", "group")
        return {
            "for parents": carrying(index.bits, [("cohort", "parent_carer")]),
            "own way in": carrying(index.bits, [("route", "self")]),
            "parent's way in": carrying(index.bits, [("route", "parent")]),
            "one school's": carrying(index.mainly, [("provider_type", "school")]),
            "whole country's": index.marked["nationwide"],
            "only a screen": index.listed & ~carrying(index.bits, [("mode", key) for key in people]),
            "advice": carrying(index.mainly, [("thrive", "getting_advice")]),
            "help": carrying(index.mainly, [("thrive", "getting_help")]),
            "more help": carrying(index.mainly, [("thrive", "getting_more_help")]),
            "staying well": carrying(index.mainly, [("thrive", "thriving")]),
            "free": carrying(index.bits, [("cost", "free")]),
            "broad": _needing(index, range(MANY_NEEDS, len(index.bits.get("need", {})) + 1)),
            "in schools": carrying(index.mainly, [("setting", "school")]),
        }

    found: Mapping[str, int] = index.memo(("traits",), worked_out)
    return found


def _needing(index: Index, counts: range) -> int:
    """Return the services that name so many needs."""

    def by_count() -> list[int]:
        return levels(index.listed, index.bits.get("need", {}).values())[::-1]

    found: list[int] = index.memo(("needs named",), by_count)
    return reduce(or_, found[counts.start : counts.stop], 0)


def carrying(table: Mapping[str, Mapping[str, int]], meanings: Iterable[Meaning]) -> int:
    """Return the services that carry one of several words."""
    return reduce(or_, (table.get(taxonomy, {}).get(key, 0) for taxonomy, key in meanings), 0)
