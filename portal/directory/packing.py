"""Making an index: services read one by one, in the order of their names, become sets, lists and tables in one file."""

import uuid
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from portal.directory import ages, nearby, spelling
from portal.directory.ages import AGES, MONTHS
from portal.directory.bits import bitset
from portal.directory.documents import Document, Wait, encoded
from portal.directory.posting_lists import Gatherer
from portal.directory.terms import Terms
from portal.directory.tokens import stem, words
from portal.directory.volume import Writer, frozen

FACETS = ("need", "thrive", "mode", "language", "cost", "access", "cohort", "route")
ROUTES = ("self", "parent", "gp", "school", "professional")
"""How to get in: who may ask."""
HOLD_BACK_AFTER = timedelta(days=548)
"""A year and a half: then it is no longer offered in lists, and the lists say so."""
WAIT_EXPIRES = timedelta(days=120)
FEWEST = 10
"""A wait told about fewer people is not shown."""
NEVER_SAID = 10**6
COLUMNS = ("waits", "checked", "broad")
"""What services can be put in order by: a number for each, the first the least."""

# How much a word weighs by where it stands.
NAME, SUMMARY, TERM, ORGANIZATION, BODY = 5.0, 3.0, 2.5, 2.0, 1.0
SHORTEST_NAME, MOST_MEANINGS = 3, 6
"""A shorter word, or one in the names of more terms, says nothing."""
MAINLY = 1.5
"""A service is mainly for what it names first: the later of many words it carries weighs more than this."""


def place(service: Document) -> tuple[str, str]:
    """Return where a service stands in the index: by name, then by id, so that numbers settle every tie."""
    return service.name.casefold(), service.id


class Packer:
    """Takes in one service after the other, then writes what a search needs of them all."""

    def __init__(self, terms: Terms, on: date) -> None:
        self.terms, self.on, self.count = terms, on, 0
        self.said = Gatherer()
        self.spoken: Counter[str] = Counter()
        self._stems: dict[str, str] = {}
        self._labels: dict[tuple[str, str], list[str]] = {}
        self.sets: dict[tuple[str, str], array[int]] = {}
        self.points: list[tuple[tuple[float, float], ...]] = []
        self.patterns: dict[Any, int] = {}
        self.pattern_of = array("I")
        self.columns = {name: array("I") for name in COLUMNS}
        self.slugs: list[tuple[int, int]] = []
        self.ids = bytearray()

    def pack(self, writer: Writer, services: Iterable[Document], progress: Callable[[int], None] | None = None) -> None:
        """Write the index of these services, which come in the order of `place`."""
        ends = array("Q", [0])
        writer.section("documents", self._documents(services, ends, progress))
        writer.section("documents.ends", [ends])
        usual = self.said.write(writer, self.width)
        self.write(writer, {name: bitset(numbers) for name, numbers in self.sets.items()}, usual)

    @property
    def width(self) -> int:
        """Return how many bytes a set takes."""
        return (self.count + 63) // 64 * 8

    def write(self, writer: Writer, sets: Mapping[tuple[str, str], int], usual: float) -> None:
        """Write all that is not texts and their words."""
        writer.section("documents.ids", [self.ids])
        spelling.write(writer, self.spoken)
        side = nearby.write(writer, self.points)
        names = sorted(sets)
        writer.section("sets", (sets[name].to_bytes(self.width, "little") for name in names))
        writer.section("sets.names", [frozen(names)])
        self.slugs.sort()
        writer.section("slugs", [array("Q", (each for each, _ in self.slugs))])
        writer.section("slugs.whose", [array("I", (number for _, number in self.slugs))])
        for name, column in self.columns.items():
            writer.section(name, [column])
            writer.section(f"{name}.order", [array("I", sorted(range(self.count), key=column.__getitem__))])
        writer.section("openings", [frozen(list(self.patterns))])
        writer.section("openings.of", [self.pattern_of])
        writer.section("names", [frozen(_meant(self.terms))])
        writer.section("terms", [frozen({key: dict(terms) for key, terms in self.terms.items()})])
        self.facts: dict[str, Any] = {
            "count": self.count, "width": self.width, "side": side, "usual": usual, "built_on": self.on.isoformat(),
        }  # fmt: skip

    def _documents(
        self, services: Iterable[Document], ends: "array[int]", progress: Callable[[int], None] | None
    ) -> Iterator[bytes]:
        """Take in each service, and yield it as it is kept."""
        for service in services:
            kept = encoded(service)
            ends.append(ends[-1] + len(kept))
            self.take(service)
            if progress:
                progress(self.count)
            yield kept

    def take(self, service: Document) -> None:
        """Take in one service."""
        number = self.count
        self.count += 1
        self.ids += uuid.UUID(service.id).bytes
        self.said.add(self._weights(service))
        for name in sets_of(service, self.on):
            self.sets.setdefault(name, array("I")).append(number)
        self.points.append(service.points)
        self.slugs.append((slug_key(service.slug), number))
        self.pattern_of.append(self.patterns.setdefault(service.openings, len(self.patterns)))
        wait = shown_wait(service, self.on)
        self.columns["waits"].append(wait.p85_days if wait else NEVER_SAID)
        self.columns["checked"].append(date.max.toordinal() - service.assured.toordinal() if service.assured else 2**31)
        # Nothing asked for by words: what helps with most things first, and crisis help last of its kind.
        helps = min(len(service.terms.get("need", ())), 999)
        self.columns["broad"].append(("self" not in service.routes) * 2000 + service.crisis * 1000 + 999 - helps)

    def _weights(self, service: Document) -> dict[str, float]:
        """Return how much each stem of a service's text weighs, and count its words."""
        weights: dict[str, float] = {}
        for weight, text in zip((NAME, SUMMARY, ORGANIZATION, BODY, BODY, BODY, BODY), texts(service), strict=True):
            for word in words(text):
                self.spoken[word] += 1
                root = self._stems.get(word)
                if root is None:
                    root = self._stems[word] = stem(word)
                weights[root] = weights.get(root, 0.0) + weight
        for taxonomy, keys in service.terms.items():
            for key in keys:
                for root in self._named(taxonomy, key):
                    weights[root] = weights.get(root, 0.0) + TERM
        return weights

    def _named(self, taxonomy: str, key: str) -> list[str]:
        """Return the stems of a term's English name; its other names are looked up as what they mean."""
        if (taxonomy, key) not in self._labels:
            term = self.terms.get(taxonomy, {}).get(key)
            said = words(term.name("en")) if term else []
            self._labels[taxonomy, key] = [stem(word) for word in said]
        return self._labels[taxonomy, key]


def _meant(terms: Terms) -> dict[str, list[tuple[str, str]]]:
    """Return for each word of a term's names, in any language, which terms it may mean."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for taxonomy, known_terms in terms.items():
        for term in known_terms.values():
            for word in words(" ".join(term.names.values())):
                if len(word) >= SHORTEST_NAME:
                    found.setdefault(stem(word), {})[taxonomy, term.key] = None
    return {word: list(meanings) for word, meanings in found.items() if len(meanings) <= MOST_MEANINGS}


def texts(service: Document) -> tuple[str, ...]:
    """Return a service's own words: name, summary, organisation, then the body."""
    ways = (service.eligibility, service.how_to_get_in, service.what_happens_next)
    return (service.name, service.summary, service.organization, service.description, *ways)


def sets_of(service: Document, on: date) -> Iterator[tuple[str, str]]:
    """Yield every set a service is in, as a kind and a value."""
    for facet in FACETS:
        yield from ((facet, value) for value in dict.fromkeys(carried(service, facet)))
    for taxonomy, keys in service.terms.items():
        most = len(keys) / 4
        yield from ((f"mainly {taxonomy}", key) for at, key in enumerate(keys) if not at or at / 2 + most <= MAINLY)
    yield from (("age", str(age)) for age in AGES if ages.takes(service, age))
    yield from (("month", str(month)) for month in MONTHS if ages.takes_month(service, month))
    yield from (("ward", ward) for ward in dict.fromkeys(service.wards))
    held = service.assured is not None and on - service.assured > HOLD_BACK_AFTER
    said = {
        "held_back" if held else "listed": True,
        "paused": service.paused,
        "crisis": service.crisis,
        "anywhere": service.reaches_anywhere,
        "wardless": not service.wards,
        "nationwide": service.catchment == "national",
        "aged": ages.has_said(service),
        "open_door": has_open_door(service),
        "waiting": shown_wait(service, on) is not None,
    }
    yield from (("is", name) for name, true in said.items() if true)


def has_open_door(service: Document) -> bool:
    """Tell whether a young person or a parent can get in without anybody else's letter."""
    return bool({"self", "parent"} & set(service.routes)) or "drop_in" in service.terms.get("access", ())


def carried(service: Document, facet: str) -> tuple[str, ...]:
    """Return the values of a facet that a service carries."""
    return service.routes if facet == "route" else service.terms.get(facet, ())


def shown_wait(service: Document, on: date) -> Wait | None:
    """Return a wait that may still be shown: recent, and told about enough people."""
    wait = service.wait
    fresh = wait is not None and timedelta(0) <= on - wait.as_of <= WAIT_EXPIRES
    return wait if wait and fresh and wait.count >= FEWEST else None


def slug_key(slug: str) -> int:
    """Return the number a slug is looked up by."""
    return int.from_bytes(blake2b(slug.encode(), digest_size=8).digest(), "little")


def known(values: Mapping[str, int], order: Iterable[str]) -> dict[str, int]:
    """Return the sets of a facet in the order of its taxonomy, then by name."""
    rank = {key: at for at, key in enumerate(order)}
    return dict(sorted(values.items(), key=lambda pair: (rank.get(pair[0], len(rank)), pair[0])))
