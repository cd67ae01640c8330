"""Finding guides by a few words: titles weigh most, then summaries and headings, then the text. Pure."""

import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
    """Which guides of one language hold each stem, and how much it weighs in them."""

    pages: tuple[Page, ...]
    holders: Mapping[str, Mapping[int, float]]
    """By stem, the places of the guides and the weights."""
    alphabet: tuple[str, ...]
    """Every stem, sorted: those that begin alike stand together."""

    @classmethod
    def of(cls, pages: Iterable[Page]) -> "Index":
        """Weigh the words of some guides."""
        pages, holders = tuple(pages), defaultdict[str, dict[int, float]](dict)
        for place, page in enumerate(pages):
            for stem, weight in _weigh(page).items():
                holders[stem][place] = weight
        return cls(pages, dict(holders), tuple(sorted(holders)))

    def search(self, query: str, limit: int) -> list[Found]:
        """Return the guides that hold at least half of the words asked for, best first."""
        asked = list(dict.fromkeys(stems(query)))[:12]
        gains = [gain for stem in asked if (gain := self._gains(stem))]
        met = Counter(place for gain in gains for place in gain)
        found = [
            Found(self.pages[place], sum(gain.get(place, 0.0) for gain in gains))
            for place, times in met.items()
            if times * 2 >= len(asked)
        ]
        return sorted(found, key=lambda each: (-each.score, each.page.meta["id"], each.page.slug))[:limit]

    def _gains(self, stem: str) -> dict[int, float]:
        """Return what one word is worth to each guide: itself, or half of the best word that begins alike."""
        gains: dict[int, float] = {}
        if len(stem) >= SHORTEST_STEM:
            for at in range(bisect_left(self.alphabet, stem), len(self.alphabet)):
                if not self.alphabet[at].startswith(stem):
                    break
                for place, weight in self.holders[self.alphabet[at]].items():
                    gains[place] = max(gains.get(place, 0.0), ALMOST * weight)
        return gains | dict(self.holders.get(stem, {}))


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
