"""Entries as lines of a table for a spreadsheet, and its cells read back: nothing in one is ever a formula. Pure."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.upkeep import differences, words
from portal.upkeep.fields import FIELDS, Field, Kind

ID, SEEN = "id", "seen"
DANGER = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would take for a formula, and what we write so that it does not."""
MOST_LINES, MOST_BYTES = 5000, 4_000_000
Document = dict[str, Any]
LISTS = frozenset({Kind.WORDS, Kind.CHOICES, Kind.LANGUAGES, Kind.SLUGS})
TYPED = LISTS | {Kind.LINE, Kind.TEXT, Kind.NUMBER, Kind.DAY, Kind.YES_NO, Kind.CHOICE}
BETWEEN = "; "
NO_SUCH_COLUMN = "We have no column of this name. Take it away, or correct it."
NOT_HERE = "This cannot be changed in a table. Change it on the entry’s page."


class Unreadable(ValueError):
    """A cell that says nothing we know; the sentence says what to do."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a table, and where; line 1 is the headings."""

    line: int
    column: str
    says: str


@dataclass(frozen=True)
class Record:
    """One line of a table."""

    line: int
    cells: Mapping[str, str]


def heading(field: Field) -> str:
    """Return the heading of a field's column; what is only shown says so."""
    return field.label if field.kind in TYPED else f"{field.label} (only shown)"


def columns(*, partner: bool) -> list[Field]:
    """Return the fields of a table, in the order of the form."""
    return [each for each in FIELDS if each.kind is not Kind.SHOWN and (each.partner or not partner)]


def write(documents: Iterable[Document], names: words.Names, *, partner: bool) -> str:
    """Write entries as CSV, with a mark on each line of what it said when it was written."""
    out, table = io.StringIO(), columns(partner=partner)
    writer = csv.writer(out)
    writer.writerow([ID, SEEN, *(heading(each) for each in table)])
    for document in documents:
        shown = differences.masked(document) if partner else document
        cells = [cell(each, differences.value_at(shown, each.path), names) for each in table]
        writer.writerow([document["id"], differences.digest(document), *map(safe, cells)])
    return out.getvalue()


def cell(field: Field, value: Any, names: words.Names) -> str:
    """Write what a field says into one cell."""
    if field.kind is Kind.DAY:
        return str(value or "")
    between = BETWEEN if field.kind in LISTS else "\n"
    return between.join(words.lines(field.path, value, names))


def safe(text: str) -> str:
    """Write a text so that no spreadsheet runs it."""
    return f"'{text}" if DANGER.match(text) else text


def plain(text: str) -> str:
    """Read a text that was written safely."""
    return text[1:] if text.startswith("'") and DANGER.match(text) else text


def decode(sent: bytes) -> str:
    """Read a file as people's spreadsheets write it. Raises Unreadable."""
    if len(sent) > MOST_BYTES:
        raise Unreadable(f"This file is larger than {MOST_BYTES // 1_000_000} MB. Send it in parts.")
    for coding in ("utf-8-sig", "cp1252"):
        try:
            text = sent.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Unreadable("This file is not a table in CSV form. In your spreadsheet, choose “Save as” and then CSV.")


def records(text: str, *, partner: bool) -> tuple[list[Record], list[Trouble]]:
    """Take a table apart into lines, and say what is wrong with it as a whole."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as wrong:
        return [], [Trouble(1, "", f"The table cannot be taken apart ({wrong}). Save it as CSV again.")]
    head = [plain(each.strip()) for each in rows[0]] if rows else []
    known = {ID, SEEN, *(heading(each) for each in columns(partner=partner))}
    twice = sorted({each for each in head if head.count(each) > 1})
    troubles = [Trouble(1, each, NO_SUCH_COLUMN) for each in head if each not in known]
    troubles += [Trouble(1, each, "This column is here twice.") for each in twice]
    if ID not in head:
        troubles.append(Trouble(1, ID, "The column “id” is missing. It says which entry a line is about."))
    if len(rows) > MOST_LINES:
        troubles.append(Trouble(MOST_LINES, "", f"More than {MOST_LINES} lines. Send them in parts."))
    if troubles:
        return [], troubles
    return _lines(head, rows[1:])


def _lines(head: list[str], rows: list[list[str]]) -> tuple[list[Record], list[Trouble]]:
    found, troubles, met = [], [], dict[str, int]()
    for at, row in enumerate(rows, start=2):
        if not any(text.strip() for text in row):
            continue
        if len(row) != len(head):
            troubles.append(Trouble(at, "", f"This line has {len(row)} cells, and the headings are {len(head)}."))
            continue
        cells = {name: plain(text.replace("\r\n", "\n")) for name, text in zip(head, row, strict=True)}
        own = cells[ID].strip().casefold()
        if own in met:
            troubles.append(Trouble(at, ID, f"The same entry is in line {met[own]}. Keep one of them."))
            continue
        met[own] = at
        found.append(Record(at, cells | {ID: own}))
    return found, troubles


def changed(record: Record, base: Document, names: words.Names, *, partner: bool) -> tuple[Document, list[Trouble]]:
    """Return an entry as a line of the table wants it. A cell that was not touched changes nothing."""
    wished, troubles = [], []
    shown = differences.masked(base) if partner else base
    for field in columns(partner=partner):
        name = heading(field)
        old = differences.value_at(base, field.path)
        before = cell(field, differences.value_at(shown, field.path), names)
        if name not in record.cells or _same(record.cells[name], before):
            continue
        if field.kind not in TYPED:
            troubles.append(Trouble(record.line, name, NOT_HERE))
            continue
        try:
            wished.append(differences.Difference(field.path, old, read(field, record.cells[name].strip(), names)))
        except Unreadable as no:
            troubles.append(Trouble(record.line, name, str(no)))
    return differences.apply(base, wished), troubles


def _same(one: str, other: str) -> bool:
    """Compare cells as a person does: spreadsheets change spaces at ends and lines."""
    return [line.strip() for line in one.strip().split("\n")] == [line.strip() for line in other.strip().split("\n")]


def read(field: Field, text: str, names: words.Names) -> Any:
    """Read a cell that somebody changed. Raises Unreadable."""
    if field.kind in READ:
        return READ[field.kind](text) if text else None
    if field.kind is Kind.WORDS:
        own = {key: name for (owner, key), name in names.items() if owner == field.taxonomy}
        return [_one_of(part, own) for part in _parts(text)]
    if field.kind is Kind.CHOICES:
        return [_one_of(part, dict(field.choices)) for part in _parts(text)]
    if field.kind is Kind.CHOICE:
        return _one_of(text, dict(field.choices))
    return text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def _one_of(text: str, known: Mapping[str, str]) -> str:
    """Find a value by its name or its key."""
    for key, name in known.items():
        if text.casefold() in (key.casefold(), name.casefold()):
            return key
    raise Unreadable(f"We do not know “{text[:60]}”. It is one of: {'; '.join(known.values())}.")


def _number(text: str) -> int:
    whole = text.removesuffix(".0")
    if not whole.isdecimal() or len(whole) > 4:
        raise Unreadable(f"“{text[:20]}” is no whole number. Write one like 14.")
    return int(whole)


def _day(text: str) -> str:
    """Read a date, also the way spreadsheets here turn it round: 31/01/2027."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found: date = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found.isoformat()
    raise Unreadable(f"“{text[:20]}” is no date. Write it like 2027-01-31.")


def _yes_no(text: str) -> bool:
    if text.casefold() not in ("yes", "no", "true", "false"):
        raise Unreadable(f"“{text[:20]}” is neither Yes nor No.")
    return text.casefold() in ("yes", "true")


READ: Mapping[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.YES_NO: _yes_no,
    Kind.LANGUAGES: lambda text: [words.language_code(part) for part in _parts(text)],
    Kind.SLUGS: _parts,
}


def only(found: Iterable[Record]) -> str:
    """Write lines back as a table, so that a page can carry them to the next press of a button."""
    rows = list(found)
    head = list(rows[0].cells) if rows else [ID]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([safe(each.cells[name]) for name in head] for each in rows)
    return out.getvalue()
