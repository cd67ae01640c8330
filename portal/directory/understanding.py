"""Reading a query: slips corrected, phrases given their meaning, and each part of it looked up in the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from portal.directory import hints
from portal.directory.gaining import ABOUT, NAMED, PARENT, PROFESSIONAL, YOUNG, carrying, leans
from portal.directory.index import Index
from portal.directory.phrases import forms
from portal.directory.postings import Source
from portal.directory.spelling import LONG_WORD, slips
from portal.directory.tokens import LONGEST, stem, words
from portal.directory.vocabulary import Group, Meaning, Vocabulary, groups, signs

MOST_WORDS = 24
SHORTEST_RIGHT = 6
"""Nothing is corrected to a shorter word: too many words are one slip away from it."""
MANY_LETTERS = 10
"""Only so long a word may hold two slips: below that another word is meant."""
SOUNDS = {"c": "k", "q": "k", "ph": "f", "ps": "s", "kn": "n", "wr": "r", "ce": "s", "ci": "s", "z": "s"}
"""Letters that slips put for each other at the beginning of a word."""
DANGER = {
    "life": frozenset({("need", "crisis"), ("need", "self_harm")}),
    "hurt": frozenset({("need", "trauma"), ("cohort", "abuse_survivor")}),
}
"""What an answer is also about when words were heard that mean danger to life, or that somebody is being hurt."""
LETTERS = frozenset({"referred", "professional"})
"""Signs that a letter is no hindrance."""
KIND = "thrive"
"""The taxonomy that says what kind of help it is."""
NAMES = 1
"""A word that more terms have in their names means none of them."""


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
    leans: tuple[tuple[int, int], ...] = ()
    """Sets of services that suit whoever asks better, or worse, and by how many steps."""
    age: int | None = None
    """The age that the words name."""
    letters: bool = False
    """Whether somebody asks about letters, or may write them: then a way in without one matters less."""

    @property
    def parts(self) -> tuple[tuple[Group, ...], ...]:
        """Return what a service must answer, each with what will do instead."""
        return self.asked or tuple((group,) for group in self.groups)

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
    asks = signs(read, vocabulary)
    who, letters = asker(asks), bool(asks & LETTERS)
    return Text(
        groups=tuple(found),
        asked=tuple(_asked(found, index)),
        corrected=" ".join(read) if read != typed else None,
        danger=bool(danger),
        sources=tuple(known),
        leans=tuple(leans(found, index, language, who, letters=letters)),
        age=hints.age(typed, vocabulary),
        letters=letters,
    )


def asker(asks: frozenset[str]) -> int:
    """Return who asks, as far as the words tell."""
    if "professional" in asks:
        return PROFESSIONAL
    return PARENT if "parent" in asks else YOUNG


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
        or any(len(form) > len(word) / 2 for form in forms(word, vocabulary.sorted)[1:])
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
    # Kinds of help lie close together: whoever asks for two is given either, and one alone narrows nothing else.
    narrow = [group for group in how if any(taxonomy != KIND for taxonomy, _ in group.meanings)]
    return [(group,) for group in narrow] or [tuple(how)] if how else [(group,) for group in plain]


def users(index: Index, group: Group) -> int:
    """Return the services that one part of a query is about."""
    meant = carrying(index.bits, group.meanings)
    # A phrase is more than its words: where it has a meaning, they only help to order what has that meaning.
    if group.meanings and len(group.words) != 1:
        return meant
    sources = [index.postings.beginning(word) for word in group.words]
    said = [source.bits if source else 0 for source in sources]
    return meant | (reduce(and_, said) if said else 0)
