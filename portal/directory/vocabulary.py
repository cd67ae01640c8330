"""How people say it, and what the directory calls it: a plain-words table per language, owned by the area."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from portal.directory.tokens import stem, stems, words

Meaning = tuple[str, str]
"""A taxonomy and one of its words: ("need", "sleep")."""
Phrase = tuple[str, ...]


class VocabularyError(Exception):
    """Name the file that does not read well, and why."""


@dataclass(frozen=True)
class Vocabulary:
    """The phrases of every language together: people mix languages, and an address does not say which was typed."""

    phrases: Mapping[Phrase, frozenset[Meaning]]
    skip: frozenset[str]
    longest: int
    spoken: frozenset[str]
    """Every word that a phrase uses."""


@dataclass(frozen=True)
class Group:
    """One thing that a reader asked for: the words they used, and what those may mean."""

    words: Phrase
    meanings: frozenset[Meaning] = frozenset()


EMPTY = Vocabulary({}, frozenset(), 1, frozenset())


def load(folder: Path) -> Vocabulary:
    """Read every language's table from a folder. Raises VocabularyError."""
    return combine(_read(path) for path in sorted(folder.glob("*.toml")))


def combine(tables: Iterable[Mapping[str, Any]]) -> Vocabulary:
    """Make one vocabulary of several tables."""
    tables = list(tables)
    skip = frozenset(word for table in tables for each in table.get("skip", ()) for word in words(each))
    pairs = [pair for table in tables for pair in _pairs(table)]
    phrases: dict[Phrase, frozenset[Meaning]] = {}
    for said, meaning in pairs:
        phrase = tuple(stems(said))
        phrases[phrase] = phrases.get(phrase, frozenset()) | {meaning}
    spoken = frozenset(word for said, _meaning in pairs for word in words(said))
    return Vocabulary(phrases, skip, max(map(len, phrases), default=1), spoken)


def knowing(vocabulary: Vocabulary, more: Iterable[str]) -> Vocabulary:
    """Return a vocabulary that takes more words as right, although they mean nothing to it."""
    return replace(vocabulary, spoken=vocabulary.spoken.union(word for text in more for word in words(text)))


def groups(query: Sequence[str], vocabulary: Vocabulary) -> list[Group]:
    """Split a query's words into the longest phrases that mean something, and the single words that say something."""
    found: list[Group] = []
    typed = [stem(word) for word in query]
    at = 0
    while at < len(typed):
        length = _longest(typed, at, vocabulary)
        phrase = tuple(typed[at : at + length])
        if phrase in vocabulary.phrases or query[at] not in vocabulary.skip:
            found.append(Group(phrase, vocabulary.phrases.get(phrase, frozenset())))
        at += length
    return found


def _longest(typed: Sequence[str], at: int, vocabulary: Vocabulary) -> int:
    """Return how many words the longest known phrase that begins here has; 1 when there is none."""
    lengths = range(min(vocabulary.longest, len(typed) - at), 0, -1)
    return next((n for n in lengths if tuple(typed[at : at + n]) in vocabulary.phrases), 1)


def _pairs(table: Mapping[str, Any]) -> Iterable[tuple[str, Meaning]]:
    """Yield every phrase of a table with what it means."""
    for taxonomy, terms in table.items():
        if isinstance(terms, Mapping):
            for term, phrases in terms.items():
                yield from ((said, (taxonomy, term)) for said in phrases)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise VocabularyError(f"{path.name} does not read well: {wrong}") from wrong
