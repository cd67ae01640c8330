"""The THRIVE map for other programs: JSON as plain values, and CSV that no spreadsheet takes for a formula. Pure."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.directory import gap_plans
from portal.directory.gap_plans import Plan
from portal.directory.thrive_map import GROUPINGS, Map, Row

FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "by", "digital", "row", "name", "grouping", "services", "closed_for_now", "gap",
    "plan", "plan_owner", "plan_by_when", "plan_run_out",
)  # fmt: skip


def as_values(found: Map, plans: Sequence[Plan], by: str, digital: str, today: date) -> dict[str, Any]:
    """Return the map by one thing as plain values."""
    rows = found.rows(by, digital)
    placed = gap_plans.at(plans, by)
    return {
        "by": by,
        "digital": digital,
        "built_on": found.index.built_on.isoformat(),
        "groupings": list(GROUPINGS),
        "rows": [_row(row, placed, today) for row in rows],
        "all": dict(zip(GROUPINGS, found.everybody(digital).counts, strict=True)),
        "not_counted": found.index.held_back.bit_count(),
        "plans_without_a_row": [
            _plan(plan, today) | {"row": plan.row, "grouping": plan.grouping}
            for plan in gap_plans.without_a_cell(plans, by, [row.key for row in rows])
        ],
    }


def _row(row: Row, placed: dict[tuple[str, str], list[Plan]], today: date) -> dict[str, Any]:
    notes = {group: placed[row.key, group] for group in GROUPINGS if (row.key, group) in placed}
    return {
        "id": row.key,
        "name": row.name,
        "services": dict(zip(GROUPINGS, row.counts, strict=True)),
        "gaps": list(row.gaps),
        "closed_for_now": {group: closed for group, _count, closed in row.cells if closed},
        "plans": {group: [_plan(plan, today) for plan in found] for group, found in notes.items()},
    }


def _plan(plan: Plan, today: date) -> dict[str, Any]:
    days = {"by_when": plan.by_when.isoformat(), "written": plan.written.isoformat()}
    return {"note": plan.note, "owner": plan.owner, **days, "run_out": plan.run_out(today)}


def as_csv(values: dict[str, Any]) -> str:
    """Write the plain values as a table, one line a cell; a cell with several plans has several lines."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in values["rows"]:
        for group in values["groupings"]:
            count = row["services"][group]
            first = (values["by"], values["digital"], row["id"], row["name"], group, count)
            state = (row["closed_for_now"].get(group, 0), "no" if count else "yes")
            for plan in row["plans"].get(group, [None]):
                writer.writerow([safe(each) for each in (*first, *state, *_columns(plan))])
    return table.getvalue()


def _columns(plan: dict[str, Any] | None) -> tuple[Any, ...]:
    if plan is None:
        return ("", "", "", "")
    return plan["note"], plan["owner"], plan["by_when"], "yes" if plan["run_out"] else "no"


def safe(value: Any) -> Any:
    """Return a value that a spreadsheet shows and never runs: text that begins like a formula gets a quote."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
