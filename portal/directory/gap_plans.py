"""What is planned where something is missing: the area's own notes, each with whose it is, and by when."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from portal.directory.thrive_map import BY, GROUPINGS

FILE = "gaps.toml"


class PlansError(ValueError):
    """Name every note that does not read well, one a line, and what to write instead."""


@dataclass(frozen=True)
class Plan:
    """One note about one cell of the map."""

    by: str
    row: str
    grouping: str
    note: str
    owner: str
    """A role, never a person."""
    by_when: date
    written: date

    def run_out(self, today: date) -> bool:
        """Tell whether the day it named has passed."""
        return self.by_when < today


def load(folder: Path) -> tuple[Plan, ...]:
    """Read the notes from `content/area/`; none where there is no file. Raises PlansError."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise PlansError(f"{FILE} does not read well: {wrong}") from wrong
    return read(said)


def read(said: Mapping[str, Any]) -> tuple[Plan, ...]:
    """Make notes of what the file says. Raises PlansError with every problem found."""
    tables = said.get("plan", [])
    found = [problem for number, table in enumerate(tables, 1) for problem in _problems(number, table)]
    if found:
        raise PlansError("\n".join(found))
    plans = (Plan(**{name: table[name] for name in Plan.__dataclass_fields__}) for table in tables)
    return tuple(sorted(plans, key=lambda plan: (plan.by_when, plan.by, plan.row, plan.grouping)))


def _problems(number: int, table: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with one note."""
    where = f"{FILE}: plan {number}"
    texts = [name for name in ("row", "note", "owner") if not str(table.get(name) or "").strip()]
    dates = [name for name in ("by_when", "written") if type(table.get(name)) is not date]
    found = [f"{where} needs {name}." for name in texts]
    found += [f"{where} needs {name} as a date, like 2027-04-01." for name in dates]
    found += [f"{where}: by is one of {', '.join(BY)}."] if table.get("by") not in BY else []
    found += [f"{where}: grouping is one of {', '.join(GROUPINGS)}."] if table.get("grouping") not in GROUPINGS else []
    return found


def at(plans: Sequence[Plan], by: str) -> dict[tuple[str, str], list[Plan]]:
    """Return the notes of one map by row and grouping."""
    placed: dict[tuple[str, str], list[Plan]] = {}
    for plan in plans:
        if plan.by == by:
            placed.setdefault((plan.row, plan.grouping), []).append(plan)
    return placed


def without_a_cell(plans: Sequence[Plan], by: str, rows: Sequence[str]) -> list[Plan]:
    """Return the notes about lines that the map no longer has, so that they are not lost from sight."""
    return [plan for plan in plans if plan.by == by and plan.row not in rows]
