"""The area's own list of schools and GP practices: found by part of a name, a code or a postcode. Pure.

A list is a help, never a gate: whoever is not on it types a name, and the name is kept as it was typed.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = "organisations.csv"
SCHOOL, PRACTICE = "school", "gp"
OFFERED = 5
SCHOOL_ODS = "EE"
"""A school's ODS code is this and its URN."""


@dataclass(frozen=True)
class Organisation:
    """One school or GP practice of the area."""

    kind: str
    code: str
    """A school's URN; a practice's ODS code."""
    name: str
    place: str
    postcode: str

    @property
    def ods(self) -> str:
        """Return its ODS code; a school's is made from its URN."""
        return SCHOOL_ODS + self.code if self.kind == SCHOOL else self.code

    @property
    def codes(self) -> tuple[str, str, str]:
        """Return all that it may be called by besides its name."""
        return self.code, self.ods, self.postcode.replace(" ", "")


@cache
def load(folder: Path) -> tuple[Organisation, ...]:
    """Read an area's list; an area without one has an empty list, and people type what they know."""
    path = folder / FILE
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(Organisation(**row) for row in csv.DictReader(lines))


def of_kinds(known: Iterable[Organisation], kinds: Sequence[str]) -> tuple[Organisation, ...]:
    """Return the organisations of some kinds."""
    return tuple(each for each in known if each.kind in kinds)


def find(known: Iterable[Organisation], typed: str, most: int = OFFERED) -> tuple[Organisation, ...]:
    """Return up to five, or so many, that fit what was typed, the nearest to it first."""
    wanted, code = folded(typed), re.sub(r"\s", "", typed).upper()
    if len(code) < 2:
        return ()
    fitting = [(rank, each.name, each) for each in known if (rank := _rank(each, wanted, code)) is not None]
    return tuple(each for _rank_of_it, _name, each in sorted(fitting, key=lambda found: found[:2])[:most])


def exactly(known: Iterable[Organisation], typed: str) -> Organisation | None:
    """Return the one whose name or code this is to the letter; a name that two have is nobody's."""
    wanted, code = folded(typed), re.sub(r"\s", "", typed).upper()
    same = [each for each in known if folded(each.name) == wanted or code in (each.code, each.ods)]
    return same[0] if len(same) == 1 else None


def _rank(each: Organisation, wanted: Sequence[str], code: str) -> int | None:
    """Say how near an organisation is to what was typed; None when it is something else."""
    if code in each.codes:
        return 0
    name = folded(each.name)
    if wanted and name[: len(wanted)] == wanted:
        return 1
    if wanted and all(any(word.startswith(part) for word in (*name, *folded(each.place))) for part in wanted):
        return 2
    return 3 if len(code) >= 3 and any(known.startswith(code) for known in each.codes) else None


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text without capitals, accents and marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(re.findall(r"\w+", letters.replace("'", "").replace("’", "")))
