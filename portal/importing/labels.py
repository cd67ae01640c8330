"""What other directories call things, and what ours calls them: a table the area keeps, never a guess."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from portal.directory.from_open_referral import CARRIED
from portal.importing import text

ROUTE, LANGUAGE = "route", "language"
ROUTES = frozenset({"self", "parent", "gp", "school", "professional"})
NOT_LANGUAGES = frozenset({"mul", "zxx", "und", "root"})
LONGEST_CODE = 10

Term = tuple[str, str]
"""A taxonomy and a key of it; "route" and "language" count as taxonomies here."""


class LabelsError(ValueError):
    """Say in one line what is wrong with the area's table of labels."""


@dataclass(frozen=True)
class Labels:
    """Everything a label of a feed may stand for."""

    terms: Mapping[str, tuple[Term, ...]]
    """By label, as `text.label` writes it."""
    uris: Mapping[str, Term]
    keys: Mapping[str, frozenset[str]]
    """The keys of each taxonomy: what may be said without a label."""
    vocabularies: Mapping[str, str]
    """Our taxonomies by key and by name."""
    ignored: frozenset[str]

    def find(self, label: Any, vocabulary: Any = None) -> tuple[Term, ...] | None:
        """Return what a label stands for; nothing when it tells us nothing; None when nobody knows it.

        Where the vocabulary is one of ours, a key of it is as good as a name, and means nothing else.
        """
        wanted, ours = text.label(label), self.vocabularies.get(text.label(vocabulary))
        if ours and (key := wanted.replace(" ", "_")) in self.keys[ours]:
            return ((ours, key),)
        found = () if not wanted or wanted in self.ignored else self.terms.get(wanted)
        return tuple(term for term in found if term[0] == ours) or found if found and ours else found

    def known(self, taxonomy: str, keys: Any) -> list[str]:
        """Return those of somebody's keys that are ours, each once, in their order."""
        given = [keys] if isinstance(keys, str) else keys if isinstance(keys, list) else []
        return [
            key for key in dict.fromkeys(each for each in given if isinstance(each, str)) if key in self.keys[taxonomy]
        ]


def load(folder: Path) -> Labels:
    """Read the area's words and the table of labels beside them. Raises LabelsError where the table names no word."""
    words = tomllib.loads((folder / "taxonomies.toml").read_text("utf-8"))
    path = folder / "feeds" / "labels.toml"
    table = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    lists = {key: said["terms"] for key, said in words["taxonomy"].items() if key in CARRIED}
    keys = {taxonomy: frozenset(term["id"] for term in terms) for taxonomy, terms in lists.items()}
    keys |= {ROUTE: ROUTES, LANGUAGE: frozenset(table.get(LANGUAGE, ()))}
    pairs = [
        ((taxonomy, term["id"]), name)
        for taxonomy, terms in lists.items()
        for term in terms
        for name in (term["en"], term.get("official", ""))
    ]
    pairs += list(_told(table, keys))
    base = words["uri_base"]
    uris = {f"{base}/{taxonomy}/{key}": (taxonomy, key) for taxonomy in lists for key in keys[taxonomy]}
    ours = {text.label(name): key for key in lists for name in (key, words["taxonomy"][key]["name"])}
    return Labels(_by_label(pairs), uris, keys, ours, frozenset(map(text.label, table.get("ignore", ()))))


def languages(labels: Labels, value: Any) -> tuple[list[str], list[str]]:
    """Return the codes of the languages a text names, and the names nobody knows."""
    said = text.line(value)
    parts = [said] if text.label(said) in _names() else re.split(r"[,;/|•]|\band\b|&", said)
    codes: list[str] = []
    unknown: list[str] = []
    for part in filter(None, map(str.strip, parts)):
        found = next((key for kind, key in labels.find(part) or () if kind == LANGUAGE), None)
        base = part.lower().partition("-")[0]
        found = found or _names().get(text.label(part)) or (base if base in _codes() | labels.keys[LANGUAGE] else None)
        (codes if found else unknown).append(found or part[:60])
    return list(dict.fromkeys(codes)), unknown


def _told(table: Mapping[str, Any], keys: Mapping[str, frozenset[str]]) -> Iterable[tuple[Term, str]]:
    """Yield the area's own pairs of word and label."""
    for taxonomy, rows in table.items():
        if not isinstance(rows, dict):
            continue
        for key, names in rows.items():
            if key not in keys.get(taxonomy, ()):
                raise LabelsError(f"feeds/labels.toml names {taxonomy}.{key}, which taxonomies.toml does not know.")
            yield from (((taxonomy, key), name) for name in names)


def _by_label(pairs: Iterable[tuple[Term, str]]) -> dict[str, tuple[Term, ...]]:
    """Gather what each label stands for."""
    found: dict[str, dict[Term, None]] = {}
    for term, name in pairs:
        if text.label(name):
            found.setdefault(text.label(name), {})[term] = None
    return {label: tuple(terms) for label, terms in found.items()}


@cache
def _names() -> dict[str, str]:
    """Return the code of every language by its English name, with and without what stands in brackets."""
    english = {code.replace("_", "-"): name for code, name in Locale("en").languages.items()}
    plain = {text.label(name): code for code, name in english.items() if _fits(code)}
    return {text.label(name.split("(")[0]): code for code, name in english.items() if _fits(code)} | plain


@cache
def _codes() -> frozenset[str]:
    """Return every code of two or three letters."""
    return frozenset(
        code for code in map(str, Locale("en").languages) if _fits(code) and code.isalpha() and len(code) < 4
    )


def _fits(code: str) -> bool:
    return len(code) <= LONGEST_CODE and code not in NOT_LANGUAGES
