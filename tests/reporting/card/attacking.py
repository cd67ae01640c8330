"""Somebody who reads everything that was published, knows the rules by heart, and wants to know who is in a gap.

Written apart from the suppression. All that can be added up is added up, again and again, until nothing more follows.
"""

import csv
import io
import json
import math
import re
from collections.abc import Mapping

Place = tuple[str, str]
Bounds = dict[Place, tuple[float, float]]
SAME_PEOPLE = ("asked", "age", "area", "outcome", "read")
"""Tables about everybody: each adds up to the one total that is printed."""


def from_csv(text: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Return every cell with its value and why there is none."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return {(row["table"], row["line"], row["unit"]): (row["value"], row["not_told_because"]) for row in rows}


def from_json(text: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    return {
        (row["table"], row["line"], row["unit"]): (
            "" if row["value"] is None else str(row["value"]),
            row["not_told_because"],
        )
        for row in json.loads(text)["figures"]
    }


def numbers_of_page(html: str) -> list[str]:
    """Return every cell of every table of the page, in order."""
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td>(.*?)</td>", html, re.DOTALL)]


def known(cells: Mapping[tuple[str, str, str], tuple[str, str]]) -> Bounds:
    """Return between which numbers each true count must lie, by the rules that everybody can read."""
    bounds: Bounds = {}
    for (table, line, unit), (value, why) in cells.items():
        if unit != "count":
            continue
        if value:
            bounds[table, line] = (max(5, int(value) - 2), int(value) + 2)
        else:
            bounds[table, line] = (0, 4) if why == "few" else (5, math.inf)
    return bounds


def relations(bounds: Bounds) -> list[tuple[Place, list[Place]]]:
    """Return every total with its parts; what is never printed may be any number."""
    tables = dict.fromkeys(table for table, _line in bounds)
    found = []
    for table in tables:
        parts = [place for place in bounds if place[0] == table and place[1] != "all"]
        total = ("asked", "all") if table in SAME_PEOPLE else (table, "all")
        found.append((total, parts))
    bounds["waiting", "not urgent"] = bounds["never", "too new"] = (0, math.inf)
    found.append((("waiting", "not urgent"), [("waiting", "soon"), ("waiting", "routine")]))
    found.append((("waiting", "not urgent"), [("within_18_weeks", "all"), ("never", "too new")]))
    return [(total, [part for part in parts if part[1] != "not urgent"]) for total, parts in found]


def worked_out(cells: Mapping[tuple[str, str, str], tuple[str, str]]) -> dict[Place, float]:
    """Return every hidden count that only one number fits."""
    bounds = known(cells)
    hidden = [place for place in bounds if bounds[place] == (0, 4) or bounds[place][1] == math.inf]
    sums = relations(bounds)
    while True:
        before = dict(bounds)
        for total, parts in sums:
            low, high = (sum(bounds[part][side] for part in parts) for side in (0, 1))
            bounds[total] = (max(bounds[total][0], low), min(bounds[total][1], high))
            for part in parts:
                others = [bounds[each] for each in parts if each != part]
                least = bounds[total][0] - sum(each[1] for each in others)
                most = bounds[total][1] - sum(each[0] for each in others)
                bounds[part] = (max(bounds[part][0], least), min(bounds[part][1], most))
        if bounds == before:
            return {place: bounds[place][0] for place in hidden if bounds[place][0] == bounds[place][1]}
