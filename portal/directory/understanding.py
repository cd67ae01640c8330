"""Reading a query: slips corrected, phrases given their meaning, and each part of it looked up in the index."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.directory.index import Index, members
from portal.directory.phrases import forms
from portal.directory.tokens import LONGEST, stem, words
from portal.directory.vocabulary import Group, Meaning, Vocabulary, groups, signs

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
NOT_SAFE = frozenset({("need", "crisis")})
PARENTS = frozenset({("cohort", "parent_carer")})
# What suits whoever asks, in the measure of MEANING.
WAY_IN, FOR_PARENTS, FOR_OTHERS, FOR_CRISIS = 0.5, 1.0, -1.5, -1.0
NAMED = 3
WORDS = 0.5
"""How much a word counts beside its meaning."""


@dataclass(frozen=True)
class Text:
    """What a query's words come to."""

    groups: tuple[Group, ...] = ()
    """What was said, part by part: what a service scores for."""
    asked: tuple[tuple[Group, ...], ...] = ()
    """What a service must answer: one part of each of these."""
    leans: tuple[tuple[int, float], ...] = ()
    """Sets of services that suit whoever asks better, or worse, and how much."""
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
    if danger:
        found.append(Group((), DANGER[danger]))
    return Text(
        groups=tuple(found),
        asked=tuple(_asked(found, index)),
        leans=tuple(_leans(found, index, parent="parent" in signs(read, vocabulary))),
        corrected=" ".join(read) if read != typed else None,
        danger=bool(danger),
    )


def _asked(found: Sequence[Group], index: Index) -> list[tuple[Group, ...]]:
    """Return what a service must answer: what it is about, before how it is done, before words without a meaning."""
    about = [group for group in found if any(taxonomy in RANKED for taxonomy, _ in group.meanings)]
    how = [group for group in found if group.meanings and group not in about]
    plain = [group for group in found if not group.meanings]
    # A word that hardly any service uses is likely a part of a name.
    named = [group for group in plain if 0 < len(_users(index, group.words[0])) <= NAMED]
    if about or (how and named):
        return [(*(about or how), *named)]
    return [(group,) for group in how or plain]


def _leans(found: Sequence[Group], index: Index, *, parent: bool) -> Iterator[tuple[int, float]]:
    """Yield what suits whoever asks: a way in they can use themselves, nothing made for others, no crisis line for a small thing."""
    meant = frozenset(meaning for group in found for meaning in group.meanings)
    asker = PARENTS if parent else frozenset[Meaning]()
    yield _carrying(index, [("access", "parent_referral" if parent else "self_referral")]), WAY_IN
    yield _carrying(index, asker), FOR_PARENTS
    everyone = [("cohort", key) for key in index.bits.get("cohort", {})]
    yield _carrying(index, everyone) & ~_carrying(index, meant | asker), FOR_OTHERS
    if not meant & NOT_SAFE:
        yield _carrying(index, NOT_SAFE), FOR_CRISIS


def _carrying(index: Index, meanings: Iterable[Meaning]) -> int:
    """Return the services that carry one of several words."""
    each = (index.bits.get(taxonomy, {}).get(key, 0) for taxonomy, key in meanings if taxonomy in index.bits)
    return reduce(lambda a, b: a | b, each, 0)


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
        found[number] = found.get(number, 0.0) + sum(each[number] for each in users) * (WORDS if group.meanings else 1)
    return found


def _users(index: Index, word: str) -> Mapping[int, float]:
    """Return the services that use a stem, or the beginning of one when nobody uses it whole."""
    if word in index.postings or len(word) < 4:
        return index.postings.get(word, {})
    longer = [users for stem_, users in index.postings.items() if stem_.startswith(word)]
    return {number: max(users.get(number, 0.0) for users in longer) for users in longer for number in users}
