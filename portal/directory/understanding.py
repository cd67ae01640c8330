"""Reading a query: slips corrected, phrases given their meaning, and each part of it looked up in the index."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from portal.directory import hints
from portal.directory.bits import bitset, levels, members
from portal.directory.index import Index
from portal.directory.phrases import forms
from portal.directory.postings import Source
from portal.directory.spelling import LONG_WORD, slips
from portal.directory.tokens import LONGEST, stem, stems, words
from portal.directory.vocabulary import Group, Meaning, Vocabulary, groups, signs

MOST_WORDS = 24
SHORTEST_RIGHT = 6
"""Nothing is corrected to a shorter word: too many words are one slip away from it."""
MANY_LETTERS = 10
"""Only so long a word may hold two slips: below that another word is meant."""
SOUNDS = {"c": "k", "q": "k", "ph": "f", "ps": "s", "kn": "n", "wr": "r", "ce": "s", "ci": "s", "z": "s"}
"""Letters that slips put for each other at the beginning of a word."""
ABOUT = frozenset({"need", "cohort"})
"""What help is about; every other taxonomy says how it is given."""
DANGER = {
    "life": frozenset({("need", "crisis"), ("need", "self_harm")}),
    "hurt": frozenset({("need", "trauma"), ("cohort", "abuse_survivor")}),
}
"""What an answer is also about when words were heard that mean danger to life, or that somebody is being hurt."""
NOT_SAFE = frozenset({("need", "crisis")})
SCHOOLS = frozenset({("provider_type", "school")})
ADVICE = frozenset({("thrive", "getting_advice")})
FREE = frozenset({("cost", "free")})
PARENTS = frozenset({("cohort", "parent_carer")})
NAMED = 3
"""A word that no more services use says much of them."""
NAMES = 1
"""A word that more terms have in their names means none of them."""
LOOKED_AT = 24
"""So many users of a word are looked at, to see whether it is in their names."""

# How much a service gains in the order by ...
CARRIED, MAINLY, RARE = 4, 4, 6  # carrying what was meant; mainly being for it; its being something few are for
HOW = 3  # being given the way that was asked for
CALLED = 9  # having the words in its name
SPOKEN = 5  # using a rare word
WORDED = 1  # using a word much
FOR_ANYBODY = 6  # not being made for a group that was not spoken of
FOR_CALM = 2  # not being for emergencies, when there is none
WAY_IN = 10  # letting in whoever asks
FOR_YOUNG = 5  # not being for parents, when none asks
FOR_PARENTS = 1  # being for parents, when one asks
FOR_TOWN = 6  # not being for the pupils of one school
FIRST_STEP = 2  # giving advice first of all
NO_COST = 3  # being free
BROAD = 2  # helping with many things
SPEAKS = 5  # speaking the language that somebody writes
MANY = 5
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
    age: int | None = None
    """The age that the words name."""

    @property
    def meanings(self) -> frozenset[Meaning]:
        """Return all that the words mean."""
        return frozenset(meaning for group in self.groups for meaning in group.meanings)


def understand(query: str, index: Index, vocabulary: Vocabulary, *, danger: str = "", language: str = "en") -> Text:
    """Read a query: slips are corrected, phrases get their meaning, words that say nothing are passed over.

    `danger` says what was heard in it: "life", "hurt" or nothing.
    """
    typed = words(query[:LONGEST])[:MOST_WORDS]
    read = corrected(typed, index, vocabulary, language)
    # A number says how old somebody is, or how many; neither is looked for in what services say.
    found = [
        _named(group, index) for group in groups(read, vocabulary) if not all(word.isdecimal() for word in group.words)
    ]
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
        gains=(*_gains(found, index), *_suits(found, index, language, parent="parent" in signs(read, vocabulary))),
        age=hints.age(typed, vocabulary),
    )


def _named(group: Group, index: Index) -> Group:
    """Give a word that nobody writes and no table explains the meaning of the term it names, in whatever language."""
    if group.meanings or len(group.words) > 1 or index.postings.beginning(group.words[0]):
        return group
    named = frozenset(index.names.get(group.words[0], ()))
    # A word of many names, "young" or "help", says nothing about which is meant.
    return Group(group.words, named) if len(named) <= NAMES else group


def corrected(typed: Sequence[str], index: Index, vocabulary: Vocabulary, language: str) -> list[str]:
    """Return the words somebody meant: known spellings and slips put right, everything else as it was typed."""
    return [right for word in typed for right in _correct(word, index, vocabulary, language).split()]


def _correct(word: str, index: Index, vocabulary: Vocabulary, language: str) -> str:
    """Return a word, or the closest known one when nobody has ever written it here."""
    if word in vocabulary.spellings:
        return vocabulary.spellings[word]
    allowed = slips(word)
    if not allowed or _known(word, index, vocabulary):
        return word

    def closest() -> str:
        said = vocabulary.alone.get("en", frozenset()) | vocabulary.alone.get(language, frozenset())
        near = index.spoken.near(word, allowed, said)
        # Only what begins the same, and only words that matter: plain words with a meaning, and long ones of services.
        likely = [
            (away, found not in said, -index.spoken.times(found), found)
            for found, away in near
            if sound(found) == sound(word)
            and len(found) >= SHORTEST_RIGHT
            and (away == 1 or len(word) >= MANY_LETTERS)
            and (found in said or (len(found) >= LONG_WORD and away == 1))
        ]
        # Of equally close words the one used most, and then the first of the alphabet: the same every time.
        return min(likely, default=(0, False, 0, word))[3]

    found: str = index.memo(("closest", word, language, id(vocabulary)), closest)
    return found


def sound(word: str) -> str:
    """Return the sound a word begins with, as far as spelling tells."""
    return SOUNDS.get(word[:2], SOUNDS.get(word[:1], word[:1]))


def _known(word: str, index: Index, vocabulary: Vocabulary) -> bool:
    """Tell whether a word needs no correcting."""
    listed = word in vocabulary.skip or word in vocabulary.spoken or word in vocabulary.right
    return (
        listed
        or stem(word) in index.names
        or len(forms(word, vocabulary.sorted)) > 1
        or index.postings.beginning(stem(word)) is not None
    )


def _asked(found: Sequence[Group], index: Index) -> list[tuple[Group, ...]]:
    """Return what a service must answer: what it is about, before how it is done, before words without a meaning."""
    about = [group for group in found if any(taxonomy in ABOUT for taxonomy, _ in group.meanings)]
    how = [group for group in found if group.meanings and group not in about]
    plain = [group for group in found if not group.meanings]
    named = [group for group in plain if 0 < users(index, group).bit_count() <= NAMED]
    if about or (how and named):
        return [(*(about or how), *named)]
    return [(group,) for group in how or plain]


def _gains(found: Sequence[Group], index: Index) -> Iterator[tuple[int, int]]:
    """Yield what makes a service answer better: what was said of it."""
    few = len(index.documents) // FEW
    for taxonomy, key in dict.fromkeys(meaning for group in found for meaning in sorted(group.meanings)):
        carried = index.bits.get(taxonomy, {}).get(key, 0)
        yield carried, (CARRIED if taxonomy in ABOUT else HOW) + (RARE if carried.bit_count() <= few else 0)
        if taxonomy in ABOUT:
            yield index.mainly.get(taxonomy, {}).get(key, 0), MAINLY
    for group in found:
        yield _called(index, group.words), CALLED
        for word in group.words:
            source = index.postings.beginning(word)
            if source:
                yield source.strong, SPOKEN if source.strong.bit_count() <= NAMED else WORDED


def _called(index: Index, said: Sequence[str]) -> int:
    """Return the services whose name holds all of these words, where few services use them at all."""
    sources = [index.postings.beginning(word) for word in said]
    users_ = reduce(and_, (source.strong if source else 0 for source in sources)) if sources else 0
    if users_.bit_count() > LOOKED_AT:
        return 0
    named = (number for number in members(users_) if set(said) <= set(stems(index.documents[number].name)))
    return bitset(named)


def _suits(found: Sequence[Group], index: Index, language: str, *, parent: bool) -> Iterator[tuple[int, int]]:
    """Yield what suits whoever asks: their language, a way in of their own, nothing made for others or emergencies."""
    meant = frozenset(meaning for group in found for meaning in group.meanings)
    for_parents = _carrying(index.bits, PARENTS)
    yield (for_parents, FOR_PARENTS) if parent else (index.listed & ~for_parents, FOR_YOUNG)
    yield _carrying(index.bits, [("route", "parent" if parent else "self")]), WAY_IN
    everybody = [("cohort", key) for key in index.bits.get("cohort", {})]
    others = _carrying(index.bits, everybody) & ~_carrying(index.bits, meant | PARENTS)
    yield index.listed & ~others, FOR_ANYBODY
    yield index.listed & ~_carrying(index.mainly, SCHOOLS), FOR_TOWN
    yield _carrying(index.mainly, ADVICE), FIRST_STEP
    yield _carrying(index.bits, FREE), NO_COST
    yield _broad(index), BROAD
    if language != "en":
        yield _carrying(index.bits, [("language", language)]), SPEAKS
    if not meant & NOT_SAFE:
        yield index.listed & ~_carrying(index.bits, NOT_SAFE), FOR_CALM


def _broad(index: Index) -> int:
    """Return the services that help with many things."""

    def many() -> int:
        parts, found = levels(index.listed, index.bits.get("need", {}).values()), 0
        for part in parts[: max(0, len(parts) - MANY)]:
            found |= part
        return found

    broad: int = index.memo(("broad",), many)
    return broad


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
