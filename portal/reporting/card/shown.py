"""A published card as its page, its CSV and its JSON show it: one table of lines, made once for all three."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.reporting.card import words
from portal.reporting.card.published import METHOD, Card
from portal.reporting.card.shape import Figure, Unit
from portal.upkeep.cells import safe

HEAD = ("year", "table", "line", "unit", "value", "not_told_because", "last_year", "last_year_not_told_because")
RULE = (
    "Counts under 5 are hidden, all others rounded to the nearest 5; shares come from rounded counts. A count is "
    "hidden besides where it would let somebody work out a hidden one."
)


@dataclass(frozen=True)
class Line:
    """One line of a table: this year, how many in 100, last year."""

    name: Any
    now: str
    percent: str
    before: str


@dataclass(frozen=True)
class Table:
    """One table with what it counts."""

    id: str
    title: Any
    counts: Any
    lines: tuple[Line, ...]
    shares: bool
    empty: bool
    """Not one of its lines is told."""


def tables(card: Card, before: Card | None) -> list[Table]:
    """Return the tables of a card, last year's figures beside it where everybody may read them."""
    found: dict[str, list[Figure]] = {}
    for each in card.figures.values():
        if each.unit is not Unit.PERCENT:
            found.setdefault(each.section, []).append(each)
    return [_table(name, rows, card, before) for name, rows in found.items()]


def _table(name: str, rows: list[Figure], card: Card, before: Card | None) -> Table:
    """Return one table."""
    title, counts = words.TITLES[name]
    shares = [card.figure(each.section, each.cell, Unit.PERCENT.value) for each in rows]
    lines = tuple(
        Line(
            words.line(each.section, each.cell),
            words.told(each),
            words.told(share) if share else "",
            words.told(before.figure(each.section, each.cell, each.unit.value)) if before else "",
        )
        for each, share in zip(rows, shares, strict=True)
    )
    return Table(name, title, counts, lines, any(shares), all(each.value is None for each in rows))


def _values(card: Card, before: Card | None) -> Iterator[dict[str, Any]]:
    """Yield every figure as plain values."""
    for each in card.figures.values():
        earlier = before.figure(each.section, each.cell, each.unit.value) if before else None
        yield dict(
            zip(
                HEAD,
                (
                    *(card.year, each.section, each.cell, each.unit.value, each.value, _why(each)),
                    *(earlier.value if earlier else None, _why(earlier) if earlier else "not_known"),
                ),
                strict=True,
            )
        )


def _why(figure: Figure) -> str:
    """Return why a figure is not told; empty where it is."""
    return figure.untold.value if figure.untold else ""


def as_csv(card: Card, before: Card | None) -> str:
    """Return the card as a table for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for row in _values(card, before):
        writer.writerow([safe("" if cell is None else str(cell)) for cell in row.values()])
    return out.getvalue()


def as_json(card: Card, before: Card | None) -> str:
    """Return the card for a program, with what each table counts."""
    values = {
        "year": card.year,
        "starts": card.starts.isoformat(),
        "ends": card.ends.isoformat(),
        "known_on": card.as_of.isoformat(),
        "method": METHOD,
        "made_up": card.fictional,
        "rule": RULE,
        "tables": {
            name: {"title": str(title), "counts": str(counts)} for name, (title, counts) in words.TITLES.items()
        },
        "figures": list(_values(card, before)),
    }
    return json.dumps(values, ensure_ascii=False, indent=1)
