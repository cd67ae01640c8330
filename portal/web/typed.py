"""What people type: letters made safe to keep, and dates read from three boxes."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from babel.dates import get_month_names

PARTS = ("day", "month", "year")
# Control characters except tab and new line; marks that turn the direction of all text after them; surrogates.
# The joiners and the plain direction marks stay: Urdu and emoji need them.
UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NEW_LINE = re.compile(r"\r\n?|\u2028|\u2029")


def clean_text(value: str) -> str:
    """Keep every letter somebody typed, without the characters that nobody types."""
    return UNWANTED.sub("", NEW_LINE.sub("\n", value)).strip()


def clean_line(value: str) -> str:
    """Clean what was typed into a single line."""
    return re.sub(r"\s+", " ", clean_text(value))


def read_date(boxes: Mapping[str, str], language: str) -> tuple[date | None, frozenset[str], str]:
    """Read a day, month and year. Returns the date, the boxes that are wrong, and what is wrong with them.

    What is wrong is "missing", "year" (not four numbers), "unreal" or "" when nothing is.
    """
    missing = frozenset(part for part in PARTS if not boxes[part])
    if missing == frozenset(PARTS):
        return None, frozenset(), ""
    if missing:
        return None, missing, "missing"
    numbers = {part: _number(boxes[part]) for part in PARTS}
    numbers["month"] = numbers["month"] or _month(boxes["month"], language)
    if numbers["year"] is None or not 1000 <= numbers["year"] <= 9999:
        return None, frozenset({"year"}), "year"
    wrong = frozenset(part for part, most in (("day", 31), ("month", 12)) if not 1 <= (numbers[part] or 0) <= most)
    if wrong:
        return None, wrong, "unreal"
    try:
        return date(numbers["year"], numbers["month"] or 0, numbers["day"] or 0), frozenset(), ""
    except ValueError:
        return None, frozenset({"day", "month"}), "unreal"


def _number(text: str) -> int | None:
    """Read a number in any script's digits, if it is one of a sensible length."""
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _month(text: str, language: str) -> int | None:
    """Recognise a month by its name, or the first three letters or more of it."""
    word = text.casefold().rstrip(".")
    found = {number for name, number in _months(language).items() if name.startswith(word)}
    return found.pop() if len(word) >= 3 and len(found) == 1 else None


@cache
def _months(language: str) -> dict[str, int]:
    """Return the names of the months, in English and in the reader's language."""
    return {
        name.casefold(): number
        for locale in ("en", language)
        for form in ("format", "stand-alone")
        for number, name in get_month_names("wide", context=form, locale=locale).items()
    }
