"""Entries in words: each field as lines a person can read, and what was taken out of them and put in. Pure."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from babel import Locale

from portal.directory import hours, recurrence
from portal.upkeep import fields
from portal.upkeep.fields import BY_PATH, CATCHMENTS, Field, Kind

Names = Mapping[tuple[str, str], str]
"""What the words of the taxonomies are called, by taxonomy and key."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOLIDAYS = {"open": "also on bank holidays", "closed": "not on bank holidays", "unknown": ""}
SIGNED = {"bfi": "British Sign Language"}
TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
Reader = Callable[[Field, Any, Names], list[str]]
SAME, OUT, IN = "same", "out", "in"
ALIKE = 0.4
"""How much of its words two lines share before they are compared word by word."""
MUCH = 4000
"""Letters from which on whole lines are compared, and not words."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is the same in both, was taken out, or was put in."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """One line of a comparison."""

    pieces: tuple[Piece, ...]


def lines(path: str, value: Any, names: Names) -> list[str]:
    """Return what a field says, line by line; nothing where it says nothing."""
    if value in (None, "", [], {}):
        return []
    own = fields.root(path)
    field = BY_PATH.get(own)
    if field is None:
        return list(_plainly(own, value))
    return READERS.get(field.kind, _as_typed)(field, value, names)


def _as_typed(_field: Field, value: Any, _names: Names) -> list[str]:
    return str(value).split("\n")


def _in_taxonomy(field: Field, value: Any, names: Names) -> list[str]:
    words = [value] if isinstance(value, str) else value
    return [names.get((field.taxonomy, word), word) for word in words]


def _chosen(field: Field, value: Any, _names: Names) -> list[str]:
    values = [value] if isinstance(value, str) else value
    return [dict(field.choices).get(each, str(each)) for each in values]


def _of_rows(read: Callable[[Mapping[str, Any]], str]) -> Reader:
    """Read one row, or all rows, of a field."""
    return lambda _field, value, _names: [read(each) for each in ([value] if isinstance(value, Mapping) else value)]


def _plainly(name: str, value: Any) -> Iterator[str]:
    """Yield what no form types, without its ids."""
    if isinstance(value, Mapping):
        if name.endswith("catchment"):
            yield dict(CATCHMENTS).get(str(value.get("kind")), str(value.get("kind")))
            yield from value.get("wards") or ()
            return
        for key, each in value.items():
            if key != "id" and not key.endswith("_id") and each not in (None, "", [], {}):
                inside = list(_plainly(key, each))
                yield f"{key.removeprefix('x_').replace('_', ' ').capitalize()}: {', '.join(inside)}"
    elif isinstance(value, list | tuple):
        for each in value:
            yield from (["; ".join(_plainly("", each))] if isinstance(each, Mapping) else _plainly("", each))
    elif isinstance(value, bool):
        yield "Yes" if value else "No"
    else:
        yield day(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) else str(value)


def schedule(row: Mapping[str, Any]) -> str:
    """Say one line of opening hours."""
    more = row.get("x_cypmh") or {}
    said = [f"{days(row.get('byday') or '')}, {_clock(row.get('opens_at'))} to {_clock(row.get('closes_at'))}"]
    said += [
        HOLIDAYS.get(str(more.get("bank_holidays")), ""),
        "in term time only" if more.get("term_time_only") else "",
        "by appointment" if more.get("by_appointment") else "",
    ]
    if row.get("freq") not in (None, "WEEKLY") or (row.get("interval") or 1) != 1:
        said.append(f"every {row.get('interval') or 1} × {str(row.get('freq')).lower()}")
    said += [f"from {day(row['valid_from'])}" if row.get("valid_from") else ""]
    said += [f"until {day(row['valid_to'])}" if row.get("valid_to") else "", row.get("notes") or ""]
    return "; ".join(part for part in said if part)


def days(byday: str) -> str:
    """Say days of the week; three or more in a row are a stretch."""
    found = sorted(recurrence.named_days(byday))
    if not found:
        return "No day"
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{DAYS[found[0]]} to {DAYS[found[-1]]}"
    return " and ".join(filter(None, [", ".join(DAYS[one] for one in found[:-1]), DAYS[found[-1]]]))


def place(row: Mapping[str, Any]) -> str:
    """Say one place, with its address although that may be hidden: only who may see it is shown it."""
    location = row.get("location") or {}
    said = [location.get("name") or ""]
    for each in location.get("addresses") or ():
        said += [each.get("address_1") or "", f"{each.get('city') or ''} {each.get('postal_code') or ''}".strip()]
    if (location.get("x_cypmh") or {}).get("address_hidden"):
        said.append("the address is kept secret")
    text = ", ".join(part for part in said if part)
    ways = [each.get("description") or "" for each in location.get("accessibility") or ()]
    return ". ".join(filter(None, [text, *ways]))


def contact(row: Mapping[str, Any]) -> str:
    """Say one desk with its numbers."""
    who = ", ".join(filter(None, [row.get("name"), row.get("title")]))
    numbers = [
        f"{each.get('number')}{' (texts)' if each.get('type') == 'text' else ''}" for each in row.get("phones") or ()
    ]
    return ": ".join(filter(None, [who, ", ".join(numbers)]))


def cost(row: Mapping[str, Any]) -> str:
    """Say one cost."""
    amount = f"£{row['amount']:.2f}".removesuffix(".00") if row.get("amount") else ""
    return ", ".join(filter(None, [row.get("option"), amount, row.get("amount_description")]))


def language(code: str) -> str:
    """Name a language in English."""
    return SIGNED.get(code) or str(Locale("en").languages.get(code, code))


@cache
def _codes() -> Mapping[str, str]:
    names = {name.casefold(): code for code, name in Locale("en").languages.items()}
    return names | {name.casefold(): code for code, name in SIGNED.items()} | {"punjabi": "pa", "panjabi": "pa"}


def language_code(text: str) -> str:
    """Return the code of a language somebody named; what nobody knows stays as it was typed."""
    word = " ".join(text.split())
    return _codes().get(word.casefold(), word.casefold() if len(word) <= 3 else word)


def day(text: str) -> str:
    """Write a day as people do."""
    try:
        found = date.fromisoformat(str(text)[:10])
    except ValueError:
        return str(text)
    return f"{found.day} {found:%B} {found.year}"


def when(moment: datetime) -> str:
    """Write a moment as the wall clock in England shows it, with its year: history is long."""
    there = moment.astimezone(hours.LONDON)
    return f"{day(there.date().isoformat())}, {there:%H:%M}"


def _clock(text: str | None) -> str:
    found = hours.read_time(text or "")
    return (text or "?") if found is None else "midnight" if found == time(0) else f"{found:%H:%M}"


def compared(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Compare what a field said with what it says: lines that only one has, and words where one became another."""
    found: list[Line] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for act, first, last, start, end in matcher.get_opcodes():
        if act == "equal":
            found += [Line((Piece(SAME, text),)) for text in before[first:last]]
        elif act == "replace" and last - first == end - start:
            pairs = zip(before[first:last], after[start:end], strict=True)
            found += [_in_words(old, new) for old, new in pairs]
        else:
            found += [Line((Piece(OUT, text),)) for text in before[first:last]]
            found += [Line((Piece(IN, text),)) for text in after[start:end]]
    return found


def _in_words(old: str, new: str) -> Line:
    """Compare two lines word by word; two that have little in common are shown one after the other."""
    one, other = TOKEN.findall(old), TOKEN.findall(new)
    shared = difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()
    if len(old) + len(new) > MUCH or shared < ALIKE:
        return Line((Piece(OUT, old), Piece(SAME, " "), Piece(IN, new)))
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    pieces: list[Piece] = []
    for act, first, last, start, end in matcher.get_opcodes():
        if act == "equal":
            pieces.append(Piece(SAME, "".join(one[first:last])))
        else:
            pieces += [Piece(OUT, "".join(one[first:last]))] if last > first else []
            pieces += [Piece(IN, "".join(other[start:end]))] if end > start else []
    return Line(tuple(pieces))


def row_name(path: str, before: Any, after: Any) -> str:
    """Return what a field is called in a list of changes."""
    label = fields.label(path)
    if "[" not in path:
        return label
    if before is None:
        return f"{label}: one more"
    return f"{label}: one less" if after is None else label


READERS: Mapping[Kind, Reader] = {
    Kind.WORDS: _in_taxonomy,
    Kind.CHOICE: _chosen,
    Kind.CHOICES: _chosen,
    Kind.LANGUAGES: lambda _field, value, _names: [language(code) for code in value],
    Kind.SLUGS: lambda _field, value, _names: list(value),
    Kind.YES_NO: lambda _field, value, _names: ["Yes" if value else "No"],
    Kind.DAY: lambda _field, value, _names: [day(value)],
    Kind.HOURS: _of_rows(schedule),
    Kind.PLACES: _of_rows(place),
    Kind.PHONES: _of_rows(contact),
    Kind.COSTS: _of_rows(cost),
    Kind.SHOWN: lambda field, value, _names: list(_plainly(field.path, value)),
}
"""How each kind of field is read; text is shown as it was typed."""
