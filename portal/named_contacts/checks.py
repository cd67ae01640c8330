"""What must be true of the file of named contacts before a name of it is shown. Pure.

A row that does not read well stops nothing: its place is shown as one where nobody is named, with the team's number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from portal.named_contacts.organisations import Organisation

Row = Mapping[str, str | None]
COLUMNS = (
    *("kind", "code"),
    *("link_name", "link_role", "link_phone", "link_email", "link_days"),
    *("lead_name", "lead_role", "lead_phone", "lead_where"),
    *("support_team", "safeguarding", "checked_on", "check_again_on"),
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PHONE = re.compile(r"0\d{9,10}|\+44\d{9,10}")
EMAIL = re.compile(r"[^@\s,;<>]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# Numbers and addresses that nobody has: kept free for stories.
DRAMA = re.compile(r"01632960\d{3}|07700900\d{3}|08081570\d{3}|02079460\d{3}")
NOBODYS = re.compile(r".+@(?:[\w-]+\.)*example\.(?:org|com|net)", re.IGNORECASE)
MADE_UP = "is made up, and this area is not."
MOST = 200
"""Characters of one cell: these are names and short lines."""


def problems(rows: Sequence[Row], known: Iterable[Organisation], *, fictional: bool) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the rows, each with its line of the file; the headings are line 1."""
    wanted = {(each.kind, each.code): each.name for each in known}
    seen: set[tuple[str, str]] = set()
    for at, row in enumerate(rows, 2):
        place = (said(row, "kind"), said(row, "code"))
        name = wanted.get(place, " ".join(place))
        if place not in wanted:
            yield at, f"{name}: this is no school or practice of organisations.csv."
        if place in seen:
            yield at, f"{name}: it has a row already."
        seen.add(place)
        yield from ((at, f"{name}: {problem}") for problem in row_problems(row, fictional=fictional))
    for place, name in wanted.items():
        if place not in seen:
            yield 1, f"{name}: it has no row. Where nobody is named yet, leave the names empty."


def row_problems(row: Row, *, fictional: bool) -> Iterator[str]:
    """Yield what is wrong with one row."""
    if None in row or None in row.values():
        yield "it has not as many cells as there are headings."
        return
    yield from (f"{name} is longer than {MOST} letters." for name in COLUMNS if len(said(row, name)) > MOST)
    for who in ("link", "lead"):
        yield from _person(row, who)
    yield from _number(row, "link_phone", fictional=fictional)
    yield from _number(row, "lead_phone", fictional=fictional)
    yield from _address(row, fictional=fictional)
    yield from (f"link_days has {day!r}: it is one of {' '.join(DAYS)}." for day in _unknown_days(row))
    yield from _dates(row)


def _person(row: Row, who: str) -> Iterator[str]:
    """Find a name nobody can reach, and a way that leads to nobody."""
    name, phone = said(row, f"{who}_name"), said(row, f"{who}_phone")
    if name and not phone:
        yield f"{who}_name is there and {who}_phone is not."
    rest = [column for column in COLUMNS if column.startswith(f"{who}_") and column != f"{who}_name"]
    if not name and any(said(row, column) for column in rest):
        yield f"{who}_name is missing, though something is said of them."


def _number(row: Row, column: str, *, fictional: bool) -> Iterator[str]:
    """Find a number that nobody could ring, or that somebody has who should not be rung."""
    number = said(row, column).replace(" ", "")
    if not number:
        return
    if not PHONE.fullmatch(number):
        yield f"{column} is no phone number."
    elif fictional and not DRAMA.fullmatch(number):
        yield f"{column} may be somebody's: in a made-up area use the numbers kept for stories, such as 01632 960001."
    elif not fictional and DRAMA.fullmatch(number):
        yield f"{column} {MADE_UP}"


def _address(row: Row, *, fictional: bool) -> Iterator[str]:
    """Find an address that is none, or that somebody has who should get no letters."""
    address = said(row, "link_email")
    if not address:
        return
    if not EMAIL.fullmatch(address):
        yield "link_email is no e-mail address."
    elif fictional and not NOBODYS.fullmatch(address):
        yield "link_email may be somebody's: in a made-up area it ends in example.org."
    elif not fictional and NOBODYS.fullmatch(address):
        yield f"link_email {MADE_UP}"


def _unknown_days(row: Row) -> list[str]:
    """Return the days that are none."""
    return [day for day in said(row, "link_days").split() if day not in DAYS]


def _dates(row: Row) -> Iterator[str]:
    """Find days that are none, and names that nobody has promised to check again."""
    found: dict[str, date] = {}
    for column in ("checked_on", "check_again_on"):
        text = said(row, column)
        try:
            found |= {column: date.fromisoformat(text)} if text else {}
        except ValueError:
            yield f"{column} is no day such as 2026-11-22."
    named = said(row, "link_name") or said(row, "lead_name")
    if named and not all(said(row, column) for column in ("checked_on", "check_again_on")):
        yield "somebody is named, so checked_on and check_again_on are needed."
    if len(found) > 1 and found["check_again_on"] <= found["checked_on"]:
        yield "check_again_on comes after checked_on."


def said(row: Row, column: str) -> str:
    """Return what one cell says, without the space around it."""
    return (row.get(column) or "").strip()
