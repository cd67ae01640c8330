"""A month's folder: one CSV for each table, how whole it is, how it compares with ours. Whole, or not there at all."""

import csv
import secrets
import shutil
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from portal.area import Area
from portal.clock import LONDON
from portal.reporting.mhsds import checking, codes, queries
from portal.reporting.mhsds.checking import Compared, Whole
from portal.reporting.mhsds.month import Header, rows
from portal.reporting.mhsds.shape import TABLES, Month
from portal.upkeep.cells import safe

FILE = "mhsds.toml"
README = """A month of {name}, shaped like the national Mental Health Services Data Set, version {version}
{line}
{made_up}
This is not a submission. A provider of NHS care makes that itself, as XML, and sends it. These tables are for looking
at what such a submission could hold: by whom, how whole, and where it differs from our own counts.

Month: {month}{not_over}. Made on {made}. Codes mapped by version {mapping}.
Each table is a CSV file in UTF-8. A cell that a spreadsheet would take for a formula begins with an apostrophe.

completeness.csv     for each field that a row needs: how many rows there are, how many have it. A code that says no
                     more than "nobody knows" does not count as filled. On average {average} in 100 are filled.
reconciliation.csv   our counts beside the file's, with what explains each difference.

Tables:
{tables}

What nobody has checked in the data set's own documents yet:
{facts}
"""


MADE_UP = "\nEVERYTHING IN IT IS MADE UP. This area and everybody in it do not exist.\n"


@dataclass(frozen=True)
class Made:
    """A month with what was found about it."""

    month: Month
    whole: Sequence[Whole]
    compared: Sequence[Compared]

    @property
    def average(self) -> float:
        """How many in 100 of the needed fields are filled, on average over the fields that anything needs."""
        parts = [one.filled / one.needed for one in self.whole if one.needed]
        return round(100 * sum(parts) / len(parts), 1) if parts else 0.0


def span(month: date) -> tuple[datetime, datetime]:
    """Return the first moment of a month in London, and the first after it."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    first, after = (datetime.combine(day, time(), LONDON).astimezone(UTC) for day in (month.replace(day=1), following))
    return first, after


def make(session: Session, here: Area, folder: Path, month: date, moment: datetime) -> Made:
    """Make a month. Raises RuntimeError where a difference has no explanation."""
    said = tomllib.loads((folder / FILE).read_text("utf-8"))
    teams = said["teams"]
    header = Header(said["version"], said["provider"], said["system"], teams["type"], teams["intended_age_group"])
    start, end = span(month)
    held = queries.held(session, start, end, here.fictional)
    made = rows(held, header, moment)
    further = queries.further_voices(held.requests, start)
    explained = {"voices": [("further voices about somebody whose request is in the file already", further)]}
    compared = checking.reconciled(queries.counts(session, start, end), made, explained)
    wrong = [one.what for one in compared if one.unexplained]
    if wrong:
        raise RuntimeError(f"Nothing explains a difference in: {'; '.join(wrong)}. No file was written.")
    return Made(made, checking.completeness(made), compared)


def write(made: Made, here: Area, content: Path, folder: Path, month: date, moment: datetime) -> None:
    """Write a folder that is new or empty. Raises ValueError for any other."""
    folder = folder.absolute()
    refuse_used(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
    draft.mkdir()
    try:
        for name, table in TABLES.items():
            _csv(draft / f"{name}.csv", table.fields, (row.values() for row in made.month[name]))
        _csv(
            draft / "completeness.csv",
            ("table", "field", "rows", "filled", "percent"),
            ((one.table, one.field, one.needed, one.filled, one.percent) for one in made.whole),
        )
        _csv(
            draft / "reconciliation.csv",
            ("what", "ours", "file", "explained_by", "explained", "unexplained"),
            (_line(one) for one in made.compared),
        )
        (draft / "README.txt").write_text(_readme(made, here, content, month, moment), "utf-8")
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def refuse_used(folder: Path) -> None:
    """Refuse a folder that holds anything. Raises ValueError."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise ValueError(f"{folder} holds something already: name a new folder or an empty one.")


def _csv(path: Path, head: Sequence[str], lines: Iterable[Iterable[Any]]) -> None:
    """Write one file; nothing in it is ever a formula."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head)
        writer.writerows([safe(str(cell)) for cell in line] for line in lines)


def _line(one: Compared) -> tuple[Any, ...]:
    """Return a line of the reconciliation."""
    why = "; ".join(why for why, count in one.explained if count)
    return one.what, one.ours, one.file, why, sum(count for _why, count in one.explained), one.unexplained


def _readme(made: Made, here: Area, content: Path, month: date, moment: datetime) -> str:
    """Say what the folder is, and what it is not."""
    said: Mapping[str, Any] = tomllib.loads((content / FILE).read_text("utf-8"))
    unchecked = [f"  {one['says']} (noted on {one['noted_on']})" for one in said["facts"] if "checked_on" not in one]
    return README.format(
        name=here.name,
        version=said["version"],
        line="=" * 80,
        made_up="\nEVERYTHING IN IT IS MADE UP. This area and everybody in it do not exist.\n"
        if here.fictional
        else "",
        month=f"{month:%B %Y}",
        not_over=", which is not over yet" if span(month)[1] > moment else "",
        made=f"{moment.astimezone(LONDON):%d %B %Y at %H:%M}",
        mapping=codes.MAPPING,
        average=made.average,
        tables="\n".join(f"  {name:26}{len(made.month[name]):>6} rows  {TABLES[name].says}" for name in TABLES),
        facts="\n".join(unchecked) or "  nothing",
    )
