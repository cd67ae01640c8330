"""Reading a query: slips corrected, phrases given their meaning, and each part of it looked up in the index."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.directory.index import Index, members
from portal.directory.tokens import LONGEST, stem, words
from portal.directory.vocabulary import Group, Vocabulary, groups

MOST_WORDS = 24
SHORTEST_SLIP, LONG_WORD = 4, 8
"""Shorter words are not corrected; longer ones may hold two slips."""
# What a plain word means counts for more than the same word by chance; most where a service is mainly for that.
MEANING = 8.0
NOT_SAFE = ("need", "crisis")


@dataclass(frozen=True)
class Text:
    """What a query's words come to."""

    groups: tuple[Group, ...] = ()
    corrected: str | None = None
    danger: bool = False
    """Somebody may not be safe: crisis help is part of every answer, and comes first."""


def understand(query: str, index: Index, vocabulary: Vocabulary, *, danger: bool = False) -> Text:
    """Read a query: slips are corrected, phrases get their meaning, words that say nothing are passed over."""
    typed = words(query[:LONGEST])[:MOST_WORDS]
    read = [word if word in vocabulary.skip else _correct(word, index, vocabulary) for word in typed]
    found = groups(read, vocabulary)
    if danger:
        meanings = frozenset({NOT_SAFE}).union(*(group.meanings for group in found))
        found = [Group(tuple(word for group in found for word in group.words), meanings)]
    return Text(tuple(found), " ".join(read) if read != typed else None, danger)


def _correct(word: str, index: Index, vocabulary: Vocabulary) -> str:
    """Return a word, or the closest known one when nobody has ever written it here."""
    slips = 0 if len(word) < SHORTEST_SLIP or word.isdigit() else 1 if len(word) < LONG_WORD else 2
    if not slips or word in vocabulary.spoken or _users(index, stem(word)):
        return word
    known = index.spoken.keys() | vocabulary.spoken
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
    # Of equally close words the one used most, and then the first of the alphabet: the same every time.
    return min(((away, -index.spoken.get(found, 0), found) for found, away, _ in near), default=(0, 0, word))[2]


def scores(index: Index, group: Group) -> dict[int, float]:
    """Return the services that one part of a query is about, and how much."""
    found: dict[int, float] = {}
    for taxonomy, key in group.meanings:
        for number in members(index.bits.get(taxonomy, {}).get(key, 0)):
            carried = index.documents[number].terms[taxonomy]
            weight = MEANING / (2 + carried.index(key) / 2 + len(carried) / 4)
            found[number] = max(found.get(number, 0.0), weight)
    users = [_users(index, word) for word in group.words]
    # A phrase is more than its words: where it has a meaning, they only help to order what has that meaning.
    alike = set(users[0]).intersection(*users[1:]) if users else set()
    for number in alike & found.keys() if group.meanings and len(users) > 1 else alike:
        found[number] = found.get(number, 0.0) + sum(each[number] for each in users)
    return found


def _users(index: Index, word: str) -> Mapping[int, float]:
    """Return the services that use a stem, or the beginning of one when nobody uses it whole."""
    if word in index.postings or len(word) < 4:
        return index.postings.get(word, {})
    longer = [users for stem_, users in index.postings.items() if stem_.startswith(word)]
    return {number: max(users.get(number, 0.0) for users in longer) for users in longer for number in users}
