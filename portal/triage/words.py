"""The lists of words that make a person look: one file per language, owned and dated entry by entry."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal import kept
from portal.triage.documents import DocumentError, only_keys, read, words_in
from portal.triage.letters import fold, slip_index, squeeze
from portal.triage.phrases import Entry, Groups, Meanings, Openings, Together, by_first, parse_steps, parse_unless

LISTS = ("imminent", "strong", "abuse", "mention")
IDIOM = "idiom"
PART = "part "  # begins the list of an entry that is only a part of something said
SCRIPTS = ("latin", "arabic")
WITHIN = 8  # other words between two parts, unless an entry says otherwise


@dataclass(frozen=True)
class Negation:
    """How a language says no, before or after a phrase."""

    before: frozenset[str]
    nouns_only: frozenset[str]
    """Deny a thing, not a deed: "no suicidal thoughts", but not "no, wants to die"."""
    nouns: frozenset[str]
    """Begin phrases that name a thing, whatever their entry says."""
    doubled: frozenset[str]
    """Mean yes when another no stands earlier: "not a day without thinking of it"."""
    cancels: frozenset[str]
    """Directly before a no, make it a yes: "not without", "does not deny"."""
    bridges: frozenset[tuple[str, ...]]
    """What may stand between the no and the phrase; any other word ends its reach."""
    joins: frozenset[str]
    joins_nouns: frozenset[str]
    after: frozenset[str]
    after_final: frozenset[str]
    """Deny what came before only where the sentence then ends: "suicidal thoughts: none"."""
    after_bridges: frozenset[str]


@dataclass(frozen=True, repr=False)
class WordList:
    """Everything needed to read one language."""

    language: str
    status: str
    script: str
    common: frozenset[str]
    vocabulary: frozenset[str]
    spellings: Mapping[str, tuple[str, ...]]
    endings: Mapping[str, str]
    pairs: Mapping[tuple[str, str], str]
    real_words: frozenset[str]
    fillers: frozenset[str]
    negation: Negation
    entries: tuple[Entry, ...]
    together: tuple[Together, ...]
    clipped: Mapping[str, str]
    by_first: Mapping[str, Openings]
    slips: Mapping[str, list[str]]
    squeezed: Mapping[str, str]


@cache
def load_all(folder: Path) -> dict[str, WordList]:
    """Read every list in a folder, by language code; once in the life of a process, for all who scan."""
    paths = sorted(folder.glob("*.yaml"))
    lists = kept.made("words", [*paths, *Path(__file__).parent.glob("*.py")], lambda: [load(path) for path in paths])
    return {each.language: each for each in lists}


def load(path: Path) -> WordList:
    """Read and check one language's lists; raise DocumentError naming the file and the entry."""
    try:
        return _build(only_keys(read(path), _KEYS))
    except (DocumentError, TypeError, AttributeError, ValueError) as error:
        raise DocumentError(str(error) if str(path) in str(error) else f"{path}: {error}") from error


_KEYS = {"language", "version", "status", "script", "common", "real_words", "spellings", "endings"} | {
    "fillers", "negation", "groups", "meanings", "lists", "idioms", "clipped", "parts", "together",
}  # fmt: skip


def _build(raw: Mapping[str, Any]) -> WordList:
    if raw["status"] not in {"current", "draft"} or raw["script"] not in SCRIPTS:
        raise DocumentError("status must be current or draft, script one that can be read")
    groups = {name: _folded(words) for name, words in raw["groups"].items()}
    meanings = {name: _phrases(phrases) for name, phrases in raw["meanings"].items()}
    parts = _parts(raw["parts"], groups, meanings)
    entries = (*_entries(raw["lists"], groups, meanings), *_idioms(raw["idioms"], groups), *parts)
    spellings = {fold(str(k))[0]: tuple(_folded_words(v)) for k, v in raw["spellings"].items()}
    entry_words = frozenset(word for entry in entries for step in entry.steps for word in step.words)
    _refuse_respelt(entries, spellings)
    negation = _negation(raw["negation"])
    vocabulary = entry_words | _all_words(spellings.values(), negation, entries)
    return WordList(
        language=raw["language"],
        status=raw["status"],
        script=raw["script"],
        common=_folded(raw["common"]),
        vocabulary=vocabulary,
        spellings={key: value for key, value in spellings.items() if " " not in key},
        endings={fold(key)[0]: value for key, value in raw["endings"].items()},
        pairs={_pair(key): value[0] for key, value in spellings.items() if " " in key},
        real_words=_folded(raw["real_words"]),
        fillers=_folded(raw["fillers"]),
        negation=negation,
        entries=entries,
        together=_together(raw["together"], meanings, {each.list for each in parts}),
        clipped={fold(key)[0]: fold(value)[0] for key, value in raw["clipped"].items()},
        by_first=by_first(entries),
        slips=slip_index(entry_words),
        squeezed={squeeze(word): word for word in sorted(vocabulary, reverse=True)},
    )


def _folded_words(text: str) -> list[str]:
    return fold(text)[0].split()


def _folded(raw: object) -> frozenset[str]:
    return frozenset(fold(word)[0] for word in words_in(raw))


def _phrases(raw: object) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(_folded_words(phrase)) for phrase in words_in(raw))


def _pair(key: str) -> tuple[str, str]:
    first, second = key.split()
    return first, second


def _entries(lists: Mapping[str, Any], groups: Groups, meanings: Meanings) -> list[Entry]:
    only_keys(lists, set(LISTS))
    found: dict[str, Entry] = {}
    for name in LISTS:
        for raw in lists[name]:
            entry = _entry(raw, name, groups, meanings)
            if found.setdefault(entry.id, entry) is not entry:
                raise DocumentError(f"entry {entry.id}: this id is used twice")
    return list(found.values())


def _entry(raw: object, name: str, groups: Groups, meanings: Meanings) -> Entry:
    place = raw.get("id") if isinstance(raw, dict) else raw
    try:
        given = only_keys(raw, {"id", "term", "owner", "date"}, {"noun", "firm", "exact", "unless"})
        if not isinstance(given["date"], date) or not given["owner"]:
            raise DocumentError("needs an owner and a date")
        exact = given["term"] if given.get("exact") else None
        unless = parse_unless(words_in(given.get("unless", [])), meanings)
        marks = {"noun": bool(given.get("noun")), "firm": bool(given.get("firm"))}
        return Entry(given["id"], name, parse_steps(given["term"], groups), exact=exact, unless=unless, **marks)
    except DocumentError as error:
        raise DocumentError(f"entry {place}: {error}") from error


def _idioms(raw: object, groups: Groups) -> list[Entry]:
    return [Entry(f"idiom: {term}", IDIOM, parse_steps(term, groups)) for term in words_in(raw)]


def _parts(raw: Mapping[str, Any], groups: Groups, meanings: Meanings) -> list[Entry]:
    """Read the parts; what stands in one part's `unless` keeps that whole part from meaning what it means."""
    return [entry for name, part in raw.items() for entry in _part(name, part, groups, meanings)]


def _part(name: str, raw: object, groups: Groups, meanings: Meanings) -> list[Entry]:
    place = name
    try:
        given = only_keys(raw, {"terms"}, {"unless", "noun"})
        unless, noun = parse_unless(words_in(given.get("unless", [])), meanings), bool(given.get("noun"))
        entries = []
        for term in words_in(given["terms"]):
            place = f"{name}: {term}"
            exact = term if noun and term.isupper() else None
            entries.append(Entry(place, PART + name, parse_steps(term, groups), noun, exact=exact, unless=unless))
        return entries
    except DocumentError as error:
        raise DocumentError(f"part {place}: {error}") from error


def _together(raw: Iterable[object], meanings: Meanings, known: Set[str]) -> tuple[Together, ...]:
    found: dict[str, Together] = {}
    for each in raw:
        given = only_keys(each, {"id", "list", "parts", "owner", "date"}, {"unless", "within", "across"})
        parts = frozenset(PART + name for name in words_in(given["parts"]))
        owned = isinstance(given["date"], date) and given["owner"]
        if not (owned and parts and parts <= known and given["list"] in LISTS and given["id"] not in found):
            raise DocumentError(
                f"entry {given['id']}: needs an id of its own, a list, known parts, an owner and a date"
            )
        entry = Entry(given["id"], given["list"], (), unless=parse_unless(words_in(given.get("unless", [])), meanings))
        found[entry.id] = Together(entry, parts, given.get("within", WITHIN), bool(given.get("across")))
    return tuple(found.values())


def _negation(raw: object) -> Negation:
    names = {each.name for each in dataclass_fields(Negation)}
    given = only_keys(raw, names)
    bridges = _phrases(given["bridges"])
    return Negation(bridges=bridges, **{name: _folded(given[name]) for name in names - {"bridges"}})


def _all_words(spellings: Iterable[tuple[str, ...]], negation: Negation, entries: Iterable[Entry]) -> frozenset[str]:
    otherwise = [phrase.split() for entry in entries for phrase in entry.unless]
    phrases: list[Iterable[str]] = [*spellings, *negation.bridges, *otherwise]
    words = frozenset(word for phrase in phrases for word in phrase)
    return words.union(negation.before, negation.after, negation.after_final, negation.after_bridges)


def _refuse_respelt(entries: Iterable[Entry], spellings: Mapping[str, tuple[str, ...]]) -> None:
    # A phrase with a word that reading always rewrites could never match, and nobody would notice.
    for entry in entries:
        for word in sorted({word for step in entry.steps for word in step.words} & spellings.keys()):
            raise DocumentError(f"entry {entry.id}: write {' '.join(spellings[word])!r} for {word!r}")
