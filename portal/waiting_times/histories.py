"""A list's history as a file: CSV with the columns received, ended and seen, in any order, among any others. Pure.

Rows carry no name: two rows alike are two people. What is wrong is told by row and column, never by what stands there,
which could be somebody's name.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from portal.waiting_times.estimates import Stay

COLUMNS = ("received", "ended", "seen")
SEEN = {"1": True, "0": False}


class HistoryError(ValueError):
    """Something in the file that somebody has to put right; the sentence says where, and how."""


def read(raw: bytes) -> list[Stay]:
    """Return every stay of a file."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HistoryError("This file is not UTF-8. Save it as CSV UTF-8 and try again.") from error
    try:
        return list(_stays(csv.reader(io.StringIO(text, newline=""), strict=True)))
    except csv.Error as error:
        raise HistoryError(f"This file is not CSV: {error}. Save it as CSV UTF-8 and try again.") from error


def _stays(rows: Iterator[list[str]]) -> Iterator[Stay]:
    """Yield the stay of every row that is not blank. Rows are numbered as in a spreadsheet, the heading first."""
    places: tuple[int, ...] = ()
    for number, row in enumerate(rows, start=1):
        if not any(cell.strip() for cell in row):
            continue
        if not places:
            places = _places(number, row)
            continue
        if len(row) <= max(places):
            raise HistoryError(f"Row {number} has fewer cells than the heading: put in the missing commas.")
        try:
            yield _stay(*(row[place].strip() for place in places))
        except ValueError as error:
            raise HistoryError(f"Row {number}: {error} Put it right and try again.") from error
    if not places:
        _places(1, [])


def _places(number: int, heading: Sequence[str]) -> tuple[int, ...]:
    """Return where received, ended and seen stand."""
    names = [name.strip().lower() for name in heading]
    for column in COLUMNS:
        if names.count(column) != 1:
            which = "no column" if column not in names else "more than one column"
            raise HistoryError(
                f"Row {number} has {which} named {column}. The heading must name received, ended and seen once."
            )
    return tuple(names.index(column) for column in COLUMNS)


def _stay(received: str, ended: str, seen: str) -> Stay:
    """Return one row's stay."""
    if seen not in SEEN and (ended or seen):
        raise ValueError("seen must be 1 (contact) or 0 (left).")
    return Stay(_date("received", received), _date("ended", ended) if ended else None, SEEN.get(seen, False))


def _date(column: str, cell: str) -> date:
    """Return the date in a cell."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"{column} is not a date like 2026-04-30.") from None
