"""Which group somebody belongs to, by what they said of themselves. Pure. Only the group's name is ever passed on."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ETHNICITY, LANGUAGE, AREA, LOOKED_AFTER, SEND, AGE = "ethnicity", "language", "area", "looked_after", "send", "age"
NOT_SAID, OTHER_WORDS = "not_said", "other_words"
SIDES: Mapping[str, Mapping[str, str]] = {
    ETHNICITY: {
        "asian": "Asian or Asian British",
        "black": "Black, Black British, Caribbean or African",
        "mixed": "Mixed or multiple ethnic groups",
        "white": "White",
        "other": "Another ethnic group",
        OTHER_WORDS: "Said in other words",
        NOT_SAID: "Not said",
    },
    LANGUAGE: {"english": "Asked in English", "other": "Asked in another language, or for an interpreter"},
    AREA: {
        "poorer": "From a poorer place",
        "elsewhere": "From elsewhere in the area",
        NOT_SAID: "Not said, or outside",
    },
    LOOKED_AFTER: {"yes": "In care or left care", NOT_SAID: "Did not say so"},
    SEND: {"yes": "Special educational needs or a learning disability", "no": "Said no", NOT_SAID: "Not said"},
    AGE: {
        "0": "Under 5",
        "5": "5 to 10",
        "11": "11 to 15",
        "16": "16 and 17",
        "18": "18 and over",
        NOT_SAID: "Not said",
    },
}
"""Every side somebody can be seen from, with its groups in words. They stand in this order, never by figure."""
NAMES = {
    ETHNICITY: "Ethnic group",
    LANGUAGE: "Language",
    AREA: "Place",
    LOOKED_AFTER: "Being in care",
    SEND: "Special educational needs",
    AGE: "Age",
}
ASKED = frozenset({"ethnicity", "interpreter", "postcode", "lac", "ehcp", "ld"})
"""The only answers that are looked at."""
AGES = (18, 16, 11, 5, 0)


@dataclass(frozen=True)
class Table:
    """An area's words."""

    ethnicity: Mapping[str, tuple[str, ...]]
    area: Mapping[str, tuple[str, ...]]


def load(folder: Path) -> Table:
    """Read an area's table."""
    said = tomllib.loads((folder / "groups.toml").read_text("utf-8"))
    sides = ({name: tuple(each) for name, each in said[side].items()} for side in (ETHNICITY, AREA))
    return Table(*sides)


def of(said: Mapping[str, Any], language: str, age: int | None, table: Table) -> dict[str, str]:
    """Return somebody's group from every side."""
    return {
        ETHNICITY: ethnic_group(str(said.get("ethnicity") or ""), table),
        LANGUAGE: "other" if language != "en" or said.get("interpreter") == "yes" else "english",
        AREA: _place(str(said.get("postcode") or ""), table),
        LOOKED_AFTER: "yes" if said.get("lac") == "yes" else NOT_SAID,
        SEND: _needs(said),
        AGE: NOT_SAID if age is None else str(next(low for low in AGES if age >= low)),
    }


def ethnic_group(typed: str, table: Table) -> str:
    """Return the group of an answer that was typed freely."""
    if not typed.strip():
        return NOT_SAID
    return next((name for name, words in table.ethnicity.items() if _pattern(words).search(typed)), OTHER_WORDS)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds one of some words."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _place(typed: str, table: Table) -> str:
    """Return the kind of place a postcode, or the beginning of one, lies in."""
    letters = re.sub(r"\W", "", typed).upper()
    outward = letters[:-3] if len(letters) > 4 else letters
    return next((name for name, outcodes in table.area.items() if outward in outcodes), NOT_SAID)


def _needs(said: Mapping[str, Any]) -> str:
    """Tell whether somebody gets help at school for a special need, or has a learning disability."""
    if said.get("ehcp") in ("ehcp", "sen_support") or said.get("ld") == "yes":
        return "yes"
    return "no" if said.get("ehcp") == "none" else NOT_SAID


def asked(pages: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the few answers that are looked at, of everything that was sent; what came later counts."""
    found: dict[str, Any] = {}
    for version in pages:
        for page in version.values():
            if isinstance(page, Mapping):
                found |= {name: page[name] for name in ASKED & page.keys()}
    return found
