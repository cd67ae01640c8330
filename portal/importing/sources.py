"""Where a feed lies: a file, a folder of files, or what somebody uploaded; read into records, whatever they say."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.importing import shapes, spreadsheets, text
from portal.importing.shapes import Raw, Said
from portal.importing.spreadsheets import Mapped

LARGEST = 400 * 1024 * 1024
MOST_FILES = 50_000
TABLES = frozenset({".csv", ".tsv"})


class Unreadable(ValueError):
    """Say in one sentence why a source is no feed."""


@dataclass(frozen=True)
class Gathered:
    """A whole feed: what it is called, its records, whether it is only a part of itself, and what to tell a person."""

    name: str
    records: list[Raw]
    partial: bool = False
    said: list[str] = field(default_factory=list)
    fictional: bool = False


def gather(path: Path, name: str, mapped: Mapped | None = None) -> Gathered:
    """Read a file or a folder. Raises Unreadable, or OSError where it cannot be opened."""
    if path.is_dir():
        return _folder(path, name, mapped)
    if path.stat().st_size > LARGEST:
        raise Unreadable(f"{path.name} is larger than {LARGEST // 1024 // 1024} MB.")
    return content(path.read_bytes(), path.name, name, mapped)


def content(said: bytes, filename: str, name: str, mapped: Mapped | None = None) -> Gathered:
    """Read what stood in one file. Raises Unreadable."""
    if mapped or Path(filename).suffix.lower() in TABLES or not is_json(said):
        return spreadsheet(said, name, mapped)
    found = parsed(said, filename)
    partial = shapes.more_to_come(found)
    notes = [f"{filename} is one page of several: what is not on it does not count as vanished."] if partial else []
    made_up = isinstance(found, dict) and found.get("fictional") is True
    return Gathered(name, shapes.records(found), partial, notes, made_up)


def spreadsheet(said: bytes, name: str, mapped: Mapped | None) -> Gathered:
    """Read a table. Raises Unreadable where it has no rows."""
    found, unknown = spreadsheets.records(spreadsheets.decoded(said), name, mapped)
    if not found:
        raise Unreadable("This is neither JSON nor a table with a row of headings and rows below it.")
    notes = [f"Columns that were left out, for nobody knows them: {', '.join(unknown)}."] if unknown else []
    return Gathered(name, found, said=notes)


def is_json(said: bytes) -> bool:
    """Tell whether a file begins as JSON does."""
    return spreadsheets.decoded(said[:4096]).lstrip("\ufeff \t\r\n")[:1] in {"{", "["}


def parsed(said: bytes, filename: str) -> Any:
    """Read JSON. Raises Unreadable."""
    try:
        return json.loads(spreadsheets.decoded(said))
    except (ValueError, RecursionError):
        raise Unreadable(f"{filename} is no JSON that can be read.") from None


def _folder(path: Path, name: str, mapped: Mapped | None) -> Gathered:
    """Read every file of a folder; the same service in several files is seen from several sides, and is one."""
    files = [each for each in sorted(path.rglob("*")) if each.suffix.lower() in TABLES | {".json"} and each.is_file()]
    if len(files) > MOST_FILES:
        raise Unreadable(f"{path.name} holds more than {MOST_FILES} files.")
    views: list[list[Raw]] = []
    notes, pages, owners, made_up = list[str](), 0, dict[str, Said](), True
    for number, each in enumerate(files):
        try:
            found = gather(each, name, mapped)
        except Unreadable as wrong:
            notes.append(str(wrong))
            continue
        owners |= {text.letters(raw.said.get("id")): raw.said for raw in found.records if raw.kind == "an organisation"}
        if not shapes.only_others(found.records):
            views.append([Raw(raw.said, number, raw.kind, raw.problem) for raw in found.records])
            pages += found.partial
            made_up = made_up and found.fictional
    if not views:
        raise Unreadable(f"No file in {path.name} holds a service.")
    partial = pages == 1
    notes += (
        [f"{path.name} holds one page of several: what is not on it does not count as vanished."] if partial else []
    )
    return Gathered(name, combined(views, owners), partial, notes)


def combined(views: list[list[Raw]], owners: dict[str, Said]) -> list[Raw]:
    """Return the records of several documents: the same service in several of them is the fullest, filled up."""
    groups: dict[tuple[str, str, int], list[Raw]] = {}
    for view in views:
        seen = Counter[tuple[str, str]]()
        for place, raw in enumerate(view):
            said = shapes.table(raw.said)
            own, name = text.letters(said.get("id")).lower(), text.label(said.get("name"))
            key = (own, name) if own and name and not raw.problem else (f"{raw.document} {place}", "")
            # The same id twice in one document is two records, and only one of them can be right.
            seen[key] += 1
            groups.setdefault((*key, seen[key]), []).append(raw)
    return [_filled(group, owners) for group in groups.values()]


def _filled(group: list[Raw], owners: dict[str, Said]) -> Raw:
    """Return the fullest view of a record, with what only the others say, and its organisation."""
    best = max(group, key=_fullness)
    if not isinstance(best.said, dict):
        return best
    said = {
        key: value for raw in sorted(group, key=_fullness) for key, value in raw.said.items() if value not in (None, "")
    }
    owner = owners.get(text.letters(said.get("organization_id")))
    return Raw(({"organization": owner} if owner else {}) | said, best.document, best.kind, best.problem)


def _fullness(raw: Raw) -> tuple[int, int]:
    return (len(shapes.FULL & shapes.table(raw.said).keys()), len(str(raw.said)))
