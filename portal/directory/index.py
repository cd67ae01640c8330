"""The search index: derived from the database, never edited. A set of services is one whole number, bit by bit."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.directory import documents, queries
from portal.directory.documents import Document
from portal.directory.tokens import stems, words

AGES = range(26)
"""From birth to the day before the 26th birthday."""
CHECK_AFTER = timedelta(days=365)
"""Then a reader is told to check before going."""
HOLD_BACK_AFTER = timedelta(days=548)
"""A year and a half: then it is no longer offered in lists, and the lists say so."""
FACETS = ("need", "thrive", "mode", "language", "cost", "access", "cohort")

# How much a word weighs by where it stands.
NAME, SUMMARY, TERM, ORGANIZATION, BODY = 5.0, 3.0, 2.5, 2.0, 1.0
# The usual constants of BM25.
K, B = 1.2, 0.6


@dataclass(frozen=True)
class Term:
    """A word of a taxonomy, as it is shown."""

    key: str
    names: Mapping[str, str]
    official: str
    description: str

    def name(self, language: str) -> str:
        """Return its name in a language, or in English."""
        return self.names.get(language) or self.names["en"]


Terms = Mapping[str, Mapping[str, Term]]
"""By taxonomy, then by key, in the order of the taxonomy."""


@dataclass(frozen=True)
class Index:
    """Everything a search needs. Services are numbered by their place in `documents`."""

    documents: tuple[Document, ...]
    by_slug: Mapping[str, int]
    terms: Terms
    postings: Mapping[str, Mapping[int, float]]
    """For each stem, the services that use it and how much it says of each."""
    spoken: Mapping[str, int]
    """Every word that services use, and how often."""
    bits: Mapping[str, Mapping[str, int]]
    """For each facet and value, the set of services that carry it."""
    ages: tuple[int, ...]
    """For each age, the services that take it, or that never said which ages they take."""
    listed: int
    held_back: int
    """Services that nobody has checked for too long."""
    built_on: date
    cards: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)
    """What has been rendered of this index, by service and language. It goes with the index."""

    @property
    def unlisted(self) -> list[Document]:
        """Return the services that lists leave out because nobody has checked them for too long."""
        return [self.documents[number] for number in members(self.held_back)]

    def service(self, slug: str) -> Document | None:
        """Return one service."""
        number = self.by_slug.get(slug)
        return None if number is None else self.documents[number]

    def values(self, facet: str) -> Iterator[tuple[str, int]]:
        """Yield a facet's values with their services, in the order of its taxonomy, then by name."""
        known = list(self.terms.get(facet, {}))
        order = {key: place for place, key in enumerate(known)}
        yield from sorted(self.bits[facet].items(), key=lambda pair: (order.get(pair[0], len(known)), pair[0]))


def read(session: Session, on: date) -> Index:
    """Build the index from the database as it is on a day."""
    return build(documents.read(session), read_terms(session), on)


def read_terms(session: Session) -> Terms:
    """Read every taxonomy with the names of its words."""
    return {
        taxonomy.key: {
            term.key: Term(term.key, term.names, term.official_name or "", term.description) for term in taxonomy.terms
        }
        for taxonomy in queries.taxonomies(session)
    }


def build(found: Sequence[Document], terms: Terms, on: date) -> Index:
    """Build the index from plain values."""
    held_back = bitset(n for n, each in enumerate(found) if each.assured and on - each.assured > HOLD_BACK_AFTER)
    return Index(
        documents=tuple(found),
        by_slug={each.slug: number for number, each in enumerate(found)},
        terms=terms,
        postings=_postings([_weights(each, terms) for each in found]),
        spoken=_spoken(found),
        bits={facet: _carried(found, facet) for facet in FACETS},
        ages=tuple(bitset(n for n, each in enumerate(found) if takes(each, age)) for age in AGES),
        listed=((1 << len(found)) - 1) & ~held_back,
        held_back=held_back,
        built_on=on,
    )


def takes(service: Document, age: int) -> bool:
    """Tell whether a service takes an age; one that never said may."""
    low, high = service.minimum_age, service.maximum_age
    return (low is None or low <= age) and (high is None or age <= high)


def bitset(numbers: Iterable[int]) -> int:
    """Gather numbers into a set."""
    flags = 0
    for number in numbers:
        flags |= 1 << number
    return flags


def members(bits: int) -> Iterator[int]:
    """Yield the numbers of a set in order."""
    flags = bin(bits)[:1:-1]
    at = flags.find("1")
    while at >= 0:
        yield at
        at = flags.find("1", at + 1)


def _carried(found: Sequence[Document], facet: str) -> dict[str, int]:
    """Return for each value of a facet the services that carry it."""
    carried: dict[str, int] = {}
    for number, each in enumerate(found):
        for value in each.terms.get(facet, ()):
            carried[value] = carried.get(value, 0) | 1 << number
    return carried


def _spoken(found: Sequence[Document]) -> Counter[str]:
    """Count the words that services use."""
    return Counter(word for each in found for text in _texts(each) for word in words(text))


def _texts(service: Document) -> tuple[str, ...]:
    """Return a service's own words, the name first."""
    ways = (service.eligibility, service.how_to_get_in, service.what_happens_next)
    return (service.name, service.summary, service.organization, service.description, *ways)


def _weights(service: Document, terms: Terms) -> dict[str, float]:
    """Return how much each stem of a service's text weighs."""
    labels = " ".join(_names(service, terms))
    worth = (NAME, SUMMARY, ORGANIZATION, BODY, BODY, BODY, BODY, TERM)
    weights: dict[str, float] = {}
    for weight, text in zip(worth, (*_texts(service), labels), strict=True):
        for each in stems(text):
            weights[each] = weights.get(each, 0.0) + weight
    return weights


def _names(service: Document, terms: Terms) -> Iterator[str]:
    """Yield the names, in every language, of the words a service carries."""
    for taxonomy, keys in service.terms.items():
        for key in keys:
            if key in terms.get(taxonomy, {}):
                yield from terms[taxonomy][key].names.values()


def _postings(weights: Sequence[Mapping[str, float]]) -> dict[str, dict[int, float]]:
    """Turn weights by service into impacts by stem: rare words say more, long texts say less a word."""
    lengths = [sum(each.values()) for each in weights]
    usual = sum(lengths) / len(lengths) if lengths else 1.0
    postings: dict[str, dict[int, float]] = {}
    for number, each in enumerate(weights):
        damping = K * (1 - B + B * lengths[number] / usual) if usual else K
        for word, weight in each.items():
            postings.setdefault(word, {})[number] = weight * (K + 1) / (weight + damping)
    for users in postings.values():
        rarity = math.log(1 + (len(weights) - len(users) + 0.5) / (len(users) + 0.5))
        for number in users:
            users[number] *= rarity
    return postings
