"""The slow way to search: every service asked in turn, in code that shares only its reading of words with the index."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from portal.directory.documents import Document
from portal.directory.index import Terms
from portal.directory.places import kilometres
from portal.directory.tokens import stems

K, B = 1.2, 0.6


class Texts:
    """Okapi BM25 with weighted fields, straight from the formula (Robertson and Zaragoza, 2009)."""

    def __init__(self, services: Sequence[Document], terms: Terms, k: float = K, b: float = B) -> None:
        self.services, self.k, self.b = services, k, b
        self.weights = [self._weigh(each, terms) for each in services]
        self.lengths = [sum(each.values()) for each in self.weights]
        # To two digits, so that one edit does not move every score.
        self.usual = float(f"{sum(self.lengths) / len(services):.2g}")
        self.users = Counter(stem for each in self.weights for stem in each)

    def _weigh(self, service: Document, terms: Terms) -> dict[str, float]:
        fields = [
            (5.0, service.name), (3.0, service.summary), (2.0, service.organization), (1.0, service.description),
            (1.0, service.eligibility), (1.0, service.how_to_get_in), (1.0, service.what_happens_next),
        ]  # fmt: skip
        carried = ((taxonomy, key) for taxonomy, keys in service.terms.items() for key in keys)
        fields += [(2.5, terms[a][b].names["en"]) for a, b in carried if b in terms.get(a, {})]
        found: dict[str, float] = {}
        for weight, text in fields:
            for stem in stems(text):
                found[stem] = found.get(stem, 0.0) + weight
        return found

    def uses(self, number: int, stem: str) -> bool:
        return stem in self.weights[number]

    def score(self, number: int, query: Iterable[str]) -> float:
        count, total = len(self.services), 0.0
        for stem in query:
            weight = self.weights[number].get(stem, 0.0)
            users = self.users[stem]
            rarity = math.log(1 + (count - users + 0.5) / (users + 0.5))
            length = 1 - self.b + self.b * self.lengths[number] / self.usual
            total += rarity * weight * (self.k + 1) / (weight + self.k * length)
        return total


def listed(service: Document, on: date) -> bool:
    return service.assured is None or on - service.assured <= timedelta(days=548)


def open_door(service: Document) -> bool:
    return "self" in service.routes or "parent" in service.routes or "drop_in" in service.terms.get("access", ())


def in_order(texts: Texts, numbers: Iterable[int], query: Sequence[str]) -> list[int]:
    """Order services the slow way: in use before paused, a way in before none, then words, then name and id."""

    def key(number: int) -> tuple[object, ...]:
        service = texts.services[number]
        name = (service.name.casefold(), service.id)
        return service.paused, not open_door(service), -texts.score(number, query), *name

    return sorted(numbers, key=key)


def away(service: Document, here: tuple[float, float]) -> float | None:
    return min((kilometres(here, point) for point in service.points), default=None)
