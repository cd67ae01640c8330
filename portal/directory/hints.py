"""What a query says in passing: whose age it names. A hint orders results; it never leaves any out. Pure."""

import re
from collections.abc import Sequence

from portal.directory.vocabulary import Vocabulary

OLDEST = 25
JOINED = re.compile(r"(\d{1,2})([^\W\d]+)")


def age(query: Sequence[str], vocabulary: Vocabulary) -> int | None:
    """Return the first age that plain words name: "9 year old", "9yo", "im 15", "son 7", "14 saal"."""
    for at, word in enumerate(query):
        joined = JOINED.fullmatch(word)
        number, unit = joined.groups() if joined else (word, query[at + 1] if at + 1 < len(query) else "")
        named = unit in vocabulary.years or (at > 0 and not joined and query[at - 1] in vocabulary.aged)
        if named and _may_be_age(number) and (unit in vocabulary.years or unit not in vocabulary.no_years):
            return int(number)
    return None


def _may_be_age(number: str) -> bool:
    return number.isascii() and number.isdecimal() and len(number) <= len(str(OLDEST)) and int(number) <= OLDEST
