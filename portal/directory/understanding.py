"""Reading a query: slips corrected, phrases given their meaning, and each part of it looked up in the index."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.directory.index import Index, members
from portal.directory.phrases import forms
from portal.directory.tokens import LONGEST, stem, words
from portal.directory.vocabulary import Group, Vocabulary, groups, signs

MOST_WORDS = 24
SHORTEST_SLIP, LONG_WORD = 4, 8
"""Shorter words are not corrected; longer ones may hold two slips."""
# What a plain word means counts for more than the same word by chance; most where a service is mainly for that.
MEANING = 8.0
# How much rarity of a meaning says; 0 is nothing.
RARE = 0.5
WORTH = {"need": 1.0, "cohort": 1.0, "mode": 0.6, "thrive": 0.5, "access": 0.6, "cost": 0.4, "language": 0.8}
RANKED = frozenset({"need", "cohort"})
"""Lists in which a service names what it is mainly for first."""
DANGER = {
    "life": frozenset({("need", "crisis"), ("need", "self_harm")}),
    "hurt": frozenset({("need", "trauma"), ("need", "crisis")}),
}
"""What every answer is about when words were heard that mean danger to life, or that somebody is being hurt."""
SUITS_ANYBODY = (Group((), frozenset({("access", "self_referral")})),)
SUITS_PARENTS = (Group((), frozenset({("access", "parent_referral")})), Group((), frozenset({("cohort", "parent_carer")})))


@dataclass(frozen=True)
class Text:
    """What a query's words come to."""

    groups: tuple[Group, ...] = ()
    """What a service must answer."""
    beside: tuple[Group, ...] = ()
    """What only lifts a service that does: words without a meaning, and what suits whoever asks."""
    corrected: str | None = None
    danger: bool = False
    """Somebody may not be safe: crisis help is part of every answer, and comes first."""


def understand(query: str, index: Index, vocabulary: Vocabulary, *, danger: str = "") -> Text:
    """Read a query: slips are corrected, phrases get their meaning, words that say nothing are passed over.

    `danger` says what was heard in it: "life", "hurt" or nothing.
    """
    typed = words(query[:LONGEST])[:MOST_WORDS]
    read = corrected(typed, index, vocabulary)
    found = groups(read, vocabulary)
    meant = [group for group in found if group.meanings] or found
    beside = [group for group in found if group not in meant]
    if danger:
        meanings = DANGER[danger].union(*(group.meanings for group in found))
        meant, beside = [Group(tuple(word for group in found for word in group.words), meanings)], []
    suits = SUITS_PARENTS if "parent" in signs(read, vocabulary) else SUITS_ANYBODY
    return Text(tuple(meant), (*beside, *suits), " ".join(read) if read != typed else None, bool(danger))


def corrected(typed: Sequence[str], index: Index, vocabulary: Vocabulary) -> list[str]:
    """Return the words somebody meant: known spellings and slips put right, everything else as it was typed."""
    return [right for word in typed for right in _correct(word, index, vocabulary).split()]


def _correct(word: str, index: Index, vocabulary: Vocabulary) -> str:
    """Return a word, or the closest known one when nobody has ever written it here."""
    if word in vocabulary.spellings:
        return vocabulary.spellings[word]
    slips = 0 if len(word) < SHORTEST_SLIP or word.isdigit() else 1 if len(word) < LONG_WORD else 2
    if not slips or _known(word, index, vocabulary):
        return word
    known = index.spoken.keys() | vocabulary.spoken
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
    # Of equally close words the one used most, and then the first of the alphabet: the same every time.
    return min(((away, -index.spoken.get(found, 0), found) for found, away, _ in near), default=(0, 0, word))[2]


def _known(word: str, index: Index, vocabulary: Vocabulary) -> bool:
    """Tell whether a word needs no correcting."""
    listed = word in vocabulary.skip or word in vocabulary.spoken or word in vocabulary.right
    return listed or len(forms(word, vocabulary.sorted)) > 1 or bool(_users(index, stem(word)))


def scores(index: Index, group: Group) -> dict[int, float]:
    """Return the services that one part of a query is about, and how much."""
    found: dict[int, float] = {}
    for taxonomy, key in group.meanings:
        carriers = index.bits.get(taxonomy, {}).get(key, 0)
        rare = math.log(1 + len(index.documents) / (1 + carriers.bit_count())) ** RARE
        for number in members(carriers):
            carried = index.documents[number].terms[taxonomy]
            place = (2 + carried.index(key) / 2 + len(carried) / 4) if taxonomy in RANKED else 3
            weight = MEANING * WORTH[taxonomy] * rare / place
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
