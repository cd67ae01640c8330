"""What a query says in passing: whose age it names, and which place. Hints order results; they never leave any out. Pure."""

import re
from collections.abc import Sequence

from portal.directory.places import Place, Places
from portal.directory.tokens import words
from portal.directory.vocabulary import Vocabulary

OLDEST = 25
JOINED = re.compile(r"(\d{1,2})([^\W\d]+)")
SHORTEST_NAME = 5
"""Names of places that are shorter could be any word."""


def age(query: Sequence[str], vocabulary: Vocabulary) -> int | None:
    """Return the first age that plain words name: "9 year old", "9yo", "im 15", "son 7", "14 saal"."""
    for at, word in enumerate(query):
        joined = JOINED.fullmatch(word)
        number, unit = joined.groups() if joined else (word, query[at + 1] if at + 1 < len(query) else "")
        named = unit in vocabulary.years or (at > 0 and not joined and query[at - 1] in vocabulary.aged)
        if named and _may_be_age(number) and (unit in vocabulary.years or unit not in vocabulary.no_years):
            return int(number)
    return None


def place(query: str, places: Places) -> Place | None:
    """Return the longest name of a place that stands in a query, the first of equals."""
    said = f" {' '.join(words(query))} "
    known = [name for name in places.by_name if len(name) >= SHORTEST_NAME and f" {' '.join(words(name))} " in said]
    return places.by_name[max(known, key=len)] if known else None


def _may_be_age(number: str) -> bool:
    return number.isascii() and number.isdecimal() and len(number) <= len(str(OLDEST)) and int(number) <= OLDEST
