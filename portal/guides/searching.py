"""Finding guides by a few words: titles weigh most, then summaries and headings, then the text. Pure."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.guides import tokens
from portal.guides.page import Page

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = re.compile(r"['’]")
ENDINGS = ("ings", "ing", "ed", "es", "s")
SHORTEST_STEM = 3
IN_TITLE, IN_SUMMARY, IN_HEADING = 6.0, 3.0, 3.0
ALMOST = 0.5
"""What a word that only begins alike is worth beside the word itself."""
SMALL_WORDS = """
a about am an and any are at be been but by can cant could do does dont for from get had has have how i if im
in is it its me my no not of on or our should so that the their them they this to us was we what when where
which who why will with you your
"""
EMPTY = frozenset(SMALL_WORDS.split())


@dataclass(frozen=True)
class Found:
    """A guide that answers a search."""

    page: Page
    score: float


@dataclass(frozen=True)
class Index:
    """The weight of every stem in every guide of one language."""

    entries: tuple[tuple[Page, dict[str, float]], ...]

    @classmethod
    def of(cls, pages: Iterable[Page]) -> "Index":
        """Weigh the words of some guides."""
        return cls(tuple((page, _weigh(page)) for page in pages))

    def search(self, query: str, limit: int) -> list[Found]:
        """Return the guides that hold at least half of the words asked for, best first."""
        asked = list(dict.fromkeys(stems(query)))[:12]
        if not asked:
            return []
        found = [Found(page, score) for page, weights in self.entries if (score := _score(asked, weights)) > 0]
        return sorted(found, key=lambda each: (-each.score, each.page.meta["id"], each.page.slug))[:limit]


def stems(text: str) -> Iterator[str]:
    """Yield the stems of the words that say something."""
    plain = unicodedata.normalize("NFKC", APOSTROPHES.sub("", text[:50_000])).casefold()
    for word in WORD.findall(plain):
        if word not in EMPTY:
            yield _stem(word)


def _stem(word: str) -> str:
    """Cut an English ending off; words of other languages keep theirs, and beginnings are compared as well."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM and word.isascii():
            return word[: -len(ending)]
    return word


def _weigh(page: Page) -> dict[str, float]:
    """Weigh the words of one guide."""
    weights: defaultdict[str, float] = defaultdict(float)
    for stem, times in Counter(stems(tokens.without(page.body))).items():
        weights[stem] += 1 + math.log(times)
    headings = " ".join(section.title for section in page.sections())
    for text, weight in ((page.title, IN_TITLE), (page.summary, IN_SUMMARY), (headings, IN_HEADING)):
        for stem in set(stems(text)):
            weights[stem] += weight
    for need in page.meta["needs"]:
        for stem in stems(need.replace("_", " ")):
            weights[stem] += IN_HEADING
    return dict(weights)


def _score(asked: list[str], weights: dict[str, float]) -> float:
    """Score one guide: the sum of its words' weights, or nothing when it holds fewer than half of them."""
    gains = [_gain(stem, weights) for stem in asked]
    return sum(gains) if sum(gain > 0 for gain in gains) * 2 >= len(asked) else 0.0


def _gain(stem: str, weights: dict[str, float]) -> float:
    """Return what one word is worth: itself, or half of the best word that begins alike."""
    if stem in weights:
        return weights[stem]
    if len(stem) < SHORTEST_STEM:
        return 0.0
    return ALMOST * max((weight for word, weight in weights.items() if word.startswith(stem)), default=0.0)
