"""Reading a query: slips corrected, phrases given their meaning, and each part of it looked up in the index."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from portal.directory.index import Index
from portal.directory.phrases import forms
from portal.directory.postings import Source
from portal.directory.spelling import slips
from portal.directory.tokens import LONGEST, stem, words
from portal.directory.vocabulary import Group, Meaning, Vocabulary, groups, signs

MOST_WORDS = 24
ABOUT = frozenset({"need", "cohort"})
"""What help is about; every other taxonomy says how it is given."""
DANGER = {
    "life": frozenset({("need", "crisis"), ("need", "self_harm")}),
    "hurt": frozenset({("need", "trauma"), ("cohort", "abuse_survivor")}),
}
"""What an answer is also about when words were heard that mean danger to life, or that somebody is being hurt."""
NOT_SAFE = frozenset({("need", "crisis")})
PARENTS = frozenset({("cohort", "parent_carer")})
NAMED = 3
"""A word that no more services use is likely a part of a name."""

# How much a service gains in the order by ...
CARRIED, MAINLY, RARE = 4, 4, 2  # carrying what was meant; mainly being for it; its being something few are for
HOW = 2  # being given the way that was asked for
CALLED = 6  # being called by a rare word
WORDED = 1  # using a word much
FOR_ANYBODY = 4  # not being made for a group that was not spoken of
FOR_CALM = 3  # not being for emergencies, when there is none
WAY_IN = 2  # letting in whoever asks
FOR_PARENTS = 3  # being for parents, when one asks
FEW = 8
"""Something is rare when no more than one service in so many is for it."""


@dataclass(frozen=True)
class Text:
    """What a query's words come to."""

    groups: tuple[Group, ...] = ()
    """What was said, part by part."""
    asked: tuple[tuple[Group, ...], ...] = ()
    """What a service must answer: one part of each of these."""
    corrected: str | None = None
    danger: bool = False
    """Somebody may not be safe: crisis help is part of every answer, and comes first."""
    sources: tuple[Source, ...] = ()
    """Who uses the words, each word once, the rarest first."""
    gains: tuple[tuple[int, int], ...] = ()
    """Sets of services that answer better, and how much."""

    @property
    def meanings(self) -> frozenset[Meaning]:
        """Return all that the words mean."""
        return frozenset(meaning for group in self.groups for meaning in group.meanings)


def understand(query: str, index: Index, vocabulary: Vocabulary, *, danger: str = "") -> Text:
    """Read a query: slips are corrected, phrases get their meaning, words that say nothing are passed over.

    `danger` says what was heard in it: "life", "hurt" or nothing.
    """
    typed = words(query[:LONGEST])[:MOST_WORDS]
    read = corrected(typed, index, vocabulary)
    found = groups(read, vocabulary)
    if danger:
        found.append(Group((), DANGER[danger]))
    said = dict.fromkeys(word for group in found for word in group.words)
    known = [source for word in said if (source := index.postings.beginning(word))]
    known.sort(key=lambda source: -source.peak)
    return Text(
        groups=tuple(found),
        asked=tuple(_asked(found, index)),
        corrected=" ".join(read) if read != typed else None,
        danger=bool(danger),
        sources=tuple(known),
        gains=tuple(_gains(found, index, parent="parent" in signs(read, vocabulary))),
    )


def corrected(typed: Sequence[str], index: Index, vocabulary: Vocabulary) -> list[str]:
    """Return the words somebody meant: known spellings and slips put right, everything else as it was typed."""
    return [right for word in typed for right in _correct(word, index, vocabulary).split()]


def _correct(word: str, index: Index, vocabulary: Vocabulary) -> str:
    """Return a word, or the closest known one when nobody has ever written it here."""
    if word in vocabulary.spellings:
        return vocabulary.spellings[word]
    allowed = slips(word)
    if not allowed or _known(word, index, vocabulary):
        return word

    def closest() -> str:
        near = index.spoken.near(word, allowed, vocabulary.spoken)
        # Of equally close words the one used most, and then the first of the alphabet: the same every time.
        return min(((away, -index.spoken.times(found), found) for found, away in near), default=(0, 0, word))[2]

    found: str = index.memo(("closest", word, id(vocabulary)), closest)
    return found


def _known(word: str, index: Index, vocabulary: Vocabulary) -> bool:
    """Tell whether a word needs no correcting."""
    listed = word in vocabulary.skip or word in vocabulary.spoken or word in vocabulary.right
    return listed or len(forms(word, vocabulary.sorted)) > 1 or index.postings.beginning(stem(word)) is not None


def _asked(found: Sequence[Group], index: Index) -> list[tuple[Group, ...]]:
    """Return what a service must answer: what it is about, before how it is done, before words without a meaning."""
    about = [group for group in found if any(taxonomy in ABOUT for taxonomy, _ in group.meanings)]
    how = [group for group in found if group.meanings and group not in about]
    plain = [group for group in found if not group.meanings]
    named = [group for group in plain if 0 < users(index, group).bit_count() <= NAMED]
    if about or (how and named):
        return [(*(about or how), *named)]
    return [(group,) for group in how or plain]


def _gains(found: Sequence[Group], index: Index, *, parent: bool) -> Iterator[tuple[int, int]]:
    """Yield what makes a service answer better: what was said, and what suits whoever says it."""
    few = len(index.documents) // FEW
    for group in found:
        about = any(taxonomy in ABOUT for taxonomy, _ in group.meanings)
        carried = _carrying(index.bits, group.meanings)
        if about:
            yield carried, CARRIED + (RARE if carried.bit_count() <= few else 0)
            yield _carrying(index.mainly, group.meanings), MAINLY
        elif carried:
            yield carried, HOW + (RARE if carried.bit_count() <= few else 0)
        for word in group.words:
            source = index.postings.beginning(word)
            if source:
                yield source.strong, CALLED if not group.meanings and source.strong.bit_count() <= NAMED else WORDED
    yield from _suits(frozenset(meaning for group in found for meaning in group.meanings), index, parent=parent)


def _suits(meant: frozenset[Meaning], index: Index, *, parent: bool) -> Iterator[tuple[int, int]]:
    """Yield what suits whoever asks: a way in of their own, nothing made for others, nothing alarming for a small thing."""
    asker = PARENTS if parent else frozenset[Meaning]()
    yield _carrying(index.bits, asker), FOR_PARENTS
    yield _carrying(index.bits, [("route", "parent" if parent else "self")]), WAY_IN
    everybody = [("cohort", key) for key in index.bits.get("cohort", {})]
    yield index.listed & ~(_carrying(index.bits, everybody) & ~_carrying(index.bits, meant | asker)), FOR_ANYBODY
    if not meant & NOT_SAFE:
        yield index.listed & ~_carrying(index.bits, NOT_SAFE), FOR_CALM


def _carrying(table: Mapping[str, Mapping[str, int]], meanings: Iterable[Meaning]) -> int:
    """Return the services that carry one of several words."""
    return reduce(or_, (table.get(taxonomy, {}).get(key, 0) for taxonomy, key in meanings), 0)


def users(index: Index, group: Group) -> int:
    """Return the services that one part of a query is about."""
    meant = _carrying(index.bits, group.meanings)
    # A phrase is more than its words: where it has a meaning, they only help to order what has that meaning.
    if group.meanings and len(group.words) != 1:
        return meant
    sources = [index.postings.beginning(word) for word in group.words]
    said = [source.bits if source else 0 for source in sources]
    return meant | (reduce(and_, said) if said else 0)
