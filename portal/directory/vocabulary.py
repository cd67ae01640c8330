"""How people say it, and what the directory calls it: a plain-words table per language, owned by the area."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from portal.directory.phrases import ANY_ENDING, Phrase, Phrases, everywhere, gather, longest, written
from portal.directory.tokens import plain, stem, words

Meaning = tuple[str, str]
"""A taxonomy and one of its words: ("need", "sleep")."""
Meant = TypeVar("Meant")
CALM = "calm"
"""Figures of speech: what they cover is no sign of danger."""
HARMLESS = "harmless"
"""What sounds like danger and is none, whichever list hears it: a toddler who hits, a mother who is ill."""
FEARED = frozenset({"life", "hurt"})
"""Signs of danger."""


class VocabularyError(Exception):
    """Name the file that does not read well, and why."""


@dataclass(frozen=True)
class Vocabulary:
    """The phrases of every language together: people mix languages, and an address does not say which was typed."""

    phrases: Mapping[Phrase, frozenset[Meaning]]
    skip: frozenset[str]
    spoken: frozenset[str]
    """Every whole word that a phrase uses."""
    alone: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By language the words that mean something by themselves: what a slip may be read as."""
    sorted: Phrases = gather(())
    """The phrases by how they begin."""
    signs: Mapping[Phrase, frozenset[str]] = field(default_factory=dict)
    """Phrases that say what somebody is, or is in: "life", "hurt", "calm", "harmless", "parent" and others."""
    signed: Phrases = gather(())
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Ways of writing that stand for other words."""
    right: frozenset[str] = frozenset()
    """Words that are right as they are, although nobody here uses them."""
    years: frozenset[str] = frozenset()
    """Words after which a number is an age: "9 years"."""
    aged: frozenset[str] = frozenset()
    """Words before which a number is an age: "aged 9"."""
    no_years: frozenset[str] = frozenset()
    """Words after which a number is something else: "15 minutes"."""


@dataclass(frozen=True)
class Group:
    """One thing that a reader asked for: the words they used, and what those may mean."""

    words: Phrase
    meanings: frozenset[Meaning] = frozenset()


EMPTY = Vocabulary({}, frozenset(), frozenset())
SIGNS = "signs"


def load(folder: Path) -> Vocabulary:
    """Read every language's table from a folder. Raises VocabularyError."""
    return combine(_read(path) for path in sorted(folder.glob("*.toml")))


def combine(tables: Iterable[Mapping[str, Any]]) -> Vocabulary:
    """Make one vocabulary of several tables."""
    tables = list(tables)
    phrases = _gathered(pair for table in tables for pair in _pairs(table))
    signs = _gathered((said, key) for table in tables for key, saids in table.get(SIGNS, {}).items() for said in saids)
    skip = _plain_words(tables, "skip")
    alone = {str(table.get("tongue", "en")): frozenset(_alone(table)) - skip for table in tables}
    return Vocabulary(
        phrases=phrases,
        skip=skip,
        spoken=frozenset(word for table in tables for said in _lines(table) for word in _whole(said)),
        alone=alone,
        sorted=gather(phrases),
        signs=signs,
        signed=gather(signs),
        spellings={
            plain(wrong): plain(right) for table in tables for wrong, right in table.get("spellings", {}).items()
        },
        right=_plain_words(tables, "right"),
        years=_plain_words(tables, "years"),
        aged=_plain_words(tables, "aged"),
        no_years=_plain_words(tables, "no_years"),
    )


def knowing(vocabulary: Vocabulary, more: Iterable[str]) -> Vocabulary:
    """Return a vocabulary that takes more words as right, although they mean nothing to it."""
    return replace(vocabulary, spoken=vocabulary.spoken.union(word for text in more for word in words(text)))


def groups(query: Sequence[str], vocabulary: Vocabulary) -> list[Group]:
    """Split a query's words into the longest phrases that mean something, and the single words that say something."""
    found: list[Group] = []
    taken: set[int] = set()
    for at, word in enumerate(query):
        if at in taken:
            continue
        spoken = longest(query, at, vocabulary.sorted, vocabulary.skip)
        if spoken:
            found.append(Group(tuple(stem(query[place]) for place in spoken.places), vocabulary.phrases[spoken.phrase]))
            taken.update(range(at, spoken.after))
        elif word not in vocabulary.skip:
            found.append(Group((stem(word),)))
    return found


def signs(query: Sequence[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return what a query's words are signs of; where a figure of speech covers them, never of danger."""
    found = [(each, vocabulary.signs[each.phrase]) for each in everywhere(query, vocabulary.signed, vocabulary.skip)]
    calm = {place for each, said in found if said & {CALM, HARMLESS} for place in each.places}
    meant = (said - FEARED if calm.intersection(each.places) else said for each, said in found)
    return frozenset({CALM} if calm else ()).union(*meant)


def without_harmless(query: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Return a query's words without those that are surely harmless."""
    found = everywhere(query, vocabulary.signed, vocabulary.skip)
    gone = {place for each in found if HARMLESS in vocabulary.signs[each.phrase] for place in each.places}
    return [word for place, word in enumerate(query) if place not in gone]


def _gathered(pairs: Iterable[tuple[str, Meant]]) -> dict[Phrase, frozenset[Meant]]:
    """Return what each phrase stands for."""
    found: dict[Phrase, frozenset[Meant]] = {}
    for said, meant in pairs:
        for phrase in written(said):
            found[phrase] = found.get(phrase, frozenset()) | {meant}
    # Thousands of phrases mean one of a few things: each of those is held once.
    one: dict[frozenset[Meant], frozenset[Meant]] = {}
    return {phrase: one.setdefault(meanings, meanings) for phrase, meanings in found.items()}


def _plain_words(tables: Iterable[Mapping[str, Any]], name: str) -> frozenset[str]:
    """Return the plain words of one list in every table."""
    return frozenset(word for table in tables for each in table.get(name, ()) for word in words(each))


def _pairs(table: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Yield every line of a table with what it means."""
    for taxonomy, terms in table.items():
        if isinstance(terms, Mapping) and taxonomy not in {SIGNS, "spellings"}:
            for term, lines in terms.items():
                yield from ((said, (taxonomy, term)) for said in lines)


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield every line of a table, those that are signs too."""
    yield from (said for said, _meaning in _pairs(table))
    yield from (said for lines in table.get(SIGNS, {}).values() for said in lines)


def _whole(said: str) -> Iterator[str]:
    """Yield every whole word that a line uses."""
    for each in said.replace("|", " ").split():
        yield from () if each.endswith(ANY_ENDING) else words(each)


def _alone(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield every word that means something by itself."""
    for said, _meaning in _pairs(table):
        if len(said.split()) == 1:
            yield from _whole(said)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return {"tongue": path.stem} | tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise VocabularyError(f"{path.name} does not read well: {wrong}") from wrong
