"""Finding the phrases of a table in what somebody typed, whatever small words stand between. Pure.

A table writes a phrase as people say it; "a|b" stands for either word, and "word*" for every word that begins so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from portal.directory.tokens import stem, words

Phrase = tuple[str, ...]
ANY_ENDING = "*"
ARTICLES = ("ال", "لل", "بال", "وال", "و", "ب", "ل")
MOST_BETWEEN = 2
"""How many words that say nothing may stand between two words of a phrase."""


@dataclass(frozen=True)
class Spoken:
    """A phrase found: where it begins, where it ends, and which of the typed words belong to it."""

    phrase: Phrase
    at: int
    after: int
    places: tuple[int, ...]


@dataclass(frozen=True)
class Phrases:
    """Phrases sorted by how they begin."""

    known: frozenset[Phrase]
    starts: frozenset[Phrase]
    """Every beginning of a phrase, the whole one too."""
    beginnings: frozenset[str]
    """What words with any ending begin with."""


def gather(phrases: Iterable[Phrase]) -> Phrases:
    """Sort phrases by how they begin."""
    known = frozenset(phrases)
    starts = frozenset(phrase[:length] for phrase in known for length in range(1, len(phrase) + 1))
    open_ended = (word for phrase in known for word in phrase if word.endswith(ANY_ENDING))
    return Phrases(known, starts, frozenset(word[:-1] for word in open_ended))


def written(said: str) -> list[Phrase]:
    """Return the phrases that one line of a table stands for."""
    choices = [[_step(each) for each in step.split("|")] for step in said.split()]
    return list(dict.fromkeys(phrase for each in product(*choices) if (phrase := sum(each, ()))))


def _step(each: str) -> Phrase:
    """Return the words of one step as they are compared; "self-harm" is two."""
    if each.endswith(ANY_ENDING):
        *first, last = words(each)
        return (*map(stem, first), last + ANY_ENDING)
    return tuple(map(stem, words(each)))


@lru_cache(4096)
def forms(word: str, phrases: Phrases) -> tuple[str, ...]:
    """Return what a typed word may stand for in a phrase: its stem, and every beginning it has."""
    found = [stem(word)]
    for bare in (word, *_bare(word)):
        begun = (bare[:length] for length in range(1, len(bare) + 1))
        found += [
            *([bare] if bare != word else ()),
            *(each + ANY_ENDING for each in begun if each in phrases.beginnings),
        ]
    return tuple(found)


def _bare(word: str) -> Iterator[str]:
    """Yield an Arabic word without the article and the small words that are written onto it."""
    for joined in ARTICLES:
        if word.startswith(joined) and len(word) > len(joined) + 2:
            yield word[len(joined) :]


def longest(typed: Sequence[str], at: int, phrases: Phrases, skip: frozenset[str]) -> Spoken | None:
    """Return the phrase with the most words that begins at a place; of equals the one that ends first."""
    return max(_from(typed, at, phrases, skip), key=lambda each: (len(each.phrase), -each.after), default=None)


def everywhere(typed: Sequence[str], phrases: Phrases, skip: frozenset[str]) -> Iterator[Spoken]:
    """Yield every phrase that a text holds, overlapping ones too."""
    for at in range(len(typed)):
        yield from _from(typed, at, phrases, skip)


def _from(typed: Sequence[str], at: int, phrases: Phrases, skip: frozenset[str]) -> Iterator[Spoken]:
    """Yield the phrases that begin at a place."""
    open_: list[tuple[Phrase, tuple[int, ...]]] = [((), ())]
    while open_:
        begun, places = open_.pop()
        for here in _next(typed, places[-1] + 1 if places else at, skip, first=not places):
            for form in forms(typed[here], phrases):
                longer = (*begun, form)
                if longer in phrases.starts:
                    open_.append((longer, (*places, here)))
                    if longer in phrases.known:
                        yield Spoken(longer, at, here + 1, (*places, here))


def _next(typed: Sequence[str], at: int, skip: frozenset[str], *, first: bool) -> Iterator[int]:
    """Yield where the next word of a phrase may stand: at once, or after words that say nothing."""
    for here in range(at, min(len(typed), at + (1 if first else 1 + MOST_BETWEEN))):
        yield here
        if typed[here] not in skip:
            return
