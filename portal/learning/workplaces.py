"""Where people work: the area's own list of schools and practices. A help, never a gate.

The room of requests reads the same list for referrers; it stands on a floor above.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = "organisations.csv"


@cache
def load(folder: Path) -> Mapping[str, str]:
    """Return the names of an area's list by their codes; an area without one has an empty list."""
    path = folder / FILE
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


def code_of(listed: Mapping[str, str], typed: str) -> str:
    """Return the code of a workplace whose name or code was typed to the letter; a name that two have is nobody's."""
    wanted = " ".join(typed.casefold().split())
    same = [code for code, name in listed.items() if wanted in (name.casefold(), code.casefold())]
    return same[0] if wanted and len(same) == 1 else ""
