"""Finding guides by a few words: titles weigh most, then summaries and headings, then the text. Pure."""

import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.guides import tokens
from portal.guides.page import Page

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = re.compile(r"['’]")
ENDINGS = ("ings", "ing", "ed", "es", "s")
SHORTEST_STEM = 3
IN_TITLE, IN_SUMMARY, IN_HEADING = 6.0, 3.0, 3.0
WHOLE_TITLE = 6.0
"""What it is worth when everything that a title says was asked for; less when only a part was."""
MEANT_FIRST, MEANT = 12.0, 5.0
"""What it is worth that a guide is about a need that the words mean: as what it is for, or among others."""
WORTH_SHOWING = 0.35
"""What a guide must be worth beside the best one."""
AT_WORK = 0.7
"""What a guide only for people who work with young people is worth beside one for young people or parents."""
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
    titles: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, pages: Iterable[Page]) -> "Index":
        """Weigh the words of some guides."""
        pages, holders = tuple(pages), defaultdict[str, dict[int, float]](dict)
        for place, page in enumerate(pages):
            for stem, weight in _weigh(page).items():
                holders[stem][place] = weight
        titles = tuple(frozenset(stems(page.title)) for page in pages)
        return cls(pages, dict(holders), tuple(sorted(holders)), titles)

    def search(self, query: str, limit: int, needs: Collection[str] = ()) -> list[Found]:
        """Return the guides that hold at least half of the words asked for or are about what they mean, best first."""
        asked = list(dict.fromkeys(stems(query)))[:12]
        gains = [gain for stem in asked if (gain := self._gains(stem))]
        meant = {place: worth for place, page in enumerate(self.pages) if (worth := _meant(page, needs))}
        met = Counter(place for gain in gains for place in gain)
        answering = {place for place, times in met.items() if times * 2 >= len(asked)} | meant.keys()
        titles = {place: self._title(place, asked) for place in answering}
        found = [
            Found(page, _for_whom(page) * sum(gain.get(place, 0.0) for gain in (*gains, meant, titles)))
            for place, page in enumerate(self.pages)
            if place in answering
        ]
        least = WORTH_SHOWING * max((each.score for each in found), default=0.0)
        near = [each for each in found if each.score >= least]
        return sorted(near, key=lambda each: (-each.score, each.page.meta["id"], each.page.slug))[:limit]

    def _title(self, place: int, asked: Collection[str]) -> float:
        """Return what it is worth that a part of a guide's title was asked for."""
        title = self.titles[place]
        return WHOLE_TITLE * len(title.intersection(asked)) / len(title) if title else 0.0

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


def _for_whom(page: Page) -> float:
    """Return what a guide is worth for those who most often search."""
    return AT_WORK if page.audience == ("professional",) else 1.0


def _meant(page: Page, needs: Collection[str]) -> float:
    """Return what it is worth that a guide is about some of these needs; the first of its own is what it is for."""
    about = [need for need in page.meta["needs"] if need in needs]
    return MEANT_FIRST if about and about[0] == page.meta["needs"][0] else MEANT if about else 0.0


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
