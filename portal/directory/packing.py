"""Making an index: services read one by one, in the order of their names, become sets, lists and tables in one file."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from portal.directory import ages, nearby, spelling
from portal.directory.ages import AGES, MONTHS
from portal.directory.bits import bitset
from portal.directory.documents import Document, encoded
from portal.directory.postings import Gatherer
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
        self._said = Gatherer()
        self._spoken: Counter[str] = Counter()
        self._stems: dict[str, str] = {}
        self._labels: dict[tuple[str, str], list[str]] = {}
        self._sets: dict[tuple[str, str], array[int]] = {}
        self._points: list[tuple[tuple[float, float], ...]] = []
        self._patterns: dict[Any, int] = {}
        self._pattern_of, self._waits, self._checked, self._broad = array("I"), array("I"), array("I"), array("I")
        self._slugs: list[tuple[int, int]] = []

    def pack(self, writer: Writer, services: Iterable[Document], progress: Callable[[int], None] | None = None) -> None:
        """Write the index of these services, which come in the order of `place`."""
        ends = array("Q", [0])
        writer.section("documents", self._documents(services, ends, progress))
        writer.section("documents.ends", [ends])
        width = (self.count + 63) // 64 * 8
        self._said.write(writer, width)
        spelling.write(writer, self._spoken)
        side = nearby.write(writer, self._points)
        self._write_sets(writer, width)
        self._slugs.sort()
        writer.section("slugs", [array("Q", (each for each, _ in self._slugs))])
        writer.section("slugs.whose", [array("I", (number for _, number in self._slugs))])
        for name, column in (("waits", self._waits), ("checked", self._checked), ("broad", self._broad)):
            writer.section(name, [column])
            writer.section(f"{name}.order", [array("I", sorted(range(self.count), key=column.__getitem__))])
        writer.section("openings", [frozen(list(self._patterns))])
        writer.section("openings.of", [self._pattern_of])
        writer.section("names", [frozen(_meant(self.terms))])
        writer.section("terms", [frozen({key: dict(terms) for key, terms in self.terms.items()})])
        self.facts: dict[str, Any] = {
            "count": self.count, "width": width, "side": side, "built_on": self.on.isoformat()
        }  # fmt: skip

    def _documents(
        self, services: Iterable[Document], ends: "array[int]", progress: Callable[[int], None] | None
    ) -> Iterator[bytes]:
        """Take in each service, and yield it as it is kept."""
        for service in services:
            kept = encoded(service)
            ends.append(ends[-1] + len(kept))
            self._take(self.count, service)
            self.count += 1
            if progress:
                progress(self.count)
            yield kept

    def _take(self, number: int, service: Document) -> None:
        """Take in one service."""
        self._said.add(self._weights(service))
        for name in sets_of(service, self.on):
            self._sets.setdefault(name, array("I")).append(number)
        self._points.append(service.points)
        self._slugs.append((slug_key(service.slug), number))
        self._pattern_of.append(self._patterns.setdefault(service.openings, len(self._patterns)))
        wait = shown_wait(service, self.on)
        self._waits.append(wait if wait is not None else NEVER_SAID)
        self._checked.append(date.max.toordinal() - service.assured.toordinal() if service.assured else 2**31)
        # Nothing asked for by words: what helps with most things first, and crisis help last of its kind.
        helps = min(len(service.terms.get("need", ())), 999)
        self._broad.append(("self" not in service.routes) * 2000 + service.crisis * 1000 + 999 - helps)

    def _weights(self, service: Document) -> dict[str, float]:
        """Return how much each stem of a service's text weighs, and count its words."""
        weights: dict[str, float] = {}
        for weight, text in zip((NAME, SUMMARY, ORGANIZATION, BODY, BODY, BODY, BODY), texts(service), strict=True):
            for word in words(text):
                self._spoken[word] += 1
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

    def _write_sets(self, writer: Writer, width: int) -> None:
        """Write every set, all of one width, with a list of what they are."""
        names = sorted(self._sets)
        writer.section("sets", (bitset(self._sets[name]).to_bytes(width, "little") for name in names))
        writer.section("sets.names", [frozen(names)])


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


def shown_wait(service: Document, on: date) -> int | None:
    """Return the days most people wait, where that may still be shown: recent, and told about enough people."""
    wait = service.wait
    fresh = wait is not None and timedelta(0) <= on - wait.as_of <= WAIT_EXPIRES
    return wait.p85_days if wait and fresh and wait.count >= FEWEST else None


def slug_key(slug: str) -> int:
    """Return the number a slug is looked up by."""
    return int.from_bytes(blake2b(slug.encode(), digest_size=8).digest(), "little")


def known(values: Mapping[str, int], order: Iterable[str]) -> dict[str, int]:
    """Return the sets of a facet in the order of its taxonomy, then by name."""
    rank = {key: at for at, key in enumerate(order)}
    return dict(sorted(values.items(), key=lambda pair: (rank.get(pair[0], len(rank)), pair[0])))
