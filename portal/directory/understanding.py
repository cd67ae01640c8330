"""Reading a query: slips corrected, phrases given their meaning, and each part of it looked up in the index."""

from dataclasses import dataclass
from functools import reduce
from operator import and_

from portal.directory.index import Index
from portal.directory.postings import Source
from portal.directory.spelling import slips
from portal.directory.tokens import LONGEST, stem, words
from portal.directory.vocabulary import Group, Vocabulary, groups

MOST_WORDS = 24
NOT_SAFE = ("need", "crisis")


@dataclass(frozen=True)
class Text:
    """What a query's words come to."""

    groups: tuple[Group, ...] = ()
    corrected: str | None = None
    danger: bool = False
    """Somebody may not be safe: crisis help is part of every answer, and comes first."""
    sources: tuple[Source, ...] = ()
    """Who uses the words, each word once, the rarest first."""

    @property
    def meanings(self) -> frozenset[tuple[str, str]]:
        """Return all that the words mean."""
        return frozenset(meaning for group in self.groups for meaning in group.meanings)


def understand(query: str, index: Index, vocabulary: Vocabulary, *, danger: bool = False) -> Text:
    """Read a query: slips are corrected, phrases get their meaning, words that say nothing are passed over."""
    typed = words(query[:LONGEST])[:MOST_WORDS]
    read = [word if word in vocabulary.skip else _correct(word, index, vocabulary) for word in typed]
    found = groups(read, vocabulary)
    if danger:
        meanings = frozenset({NOT_SAFE}).union(*(group.meanings for group in found))
        found = [Group(tuple(word for group in found for word in group.words), meanings)]
    said = dict.fromkeys(word for group in found for word in group.words)
    known = [source for word in said if (source := index.postings.beginning(word))]
    known.sort(key=lambda source: -source.peak)
    return Text(tuple(found), " ".join(read) if read != typed else None, danger, tuple(known))


def _correct(word: str, index: Index, vocabulary: Vocabulary) -> str:
    """Return a word, or the closest known one when nobody has ever written it here."""
    allowed = slips(word)
    if not allowed or word in vocabulary.spoken or index.postings.beginning(stem(word)):
        return word

    def closest() -> str:
        near = index.spoken.near(word, allowed, vocabulary.spoken)
        # Of equally close words the one used most, and then the first of the alphabet: the same every time.
        return min(((away, -index.spoken.times(found), found) for found, away in near), default=(0, 0, word))[2]

    found: str = index.memo(("closest", word, id(vocabulary)), closest)
    return found


def users(index: Index, group: Group) -> int:
    """Return the services that one part of a query is about."""
    meant = 0
    for taxonomy, key in group.meanings:
        meant |= index.bits.get(taxonomy, {}).get(key, 0)
    # A phrase is more than its words: where it has a meaning, they only help to order what has that meaning.
    if group.meanings and len(group.words) > 1:
        return meant
    sources = [index.postings.beginning(word) for word in group.words]
    said = [source.bits if source else 0 for source in sources]
    return meant | (reduce(and_, said) if said else 0)
