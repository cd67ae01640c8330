"""When an entry has to be checked again, and who is told on which day. Pure, apart from reading the area's file."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

DESK, TEAM = "desk", "team"
IN_WORDS = {
    "soon": "The next check is due soon",
    "due": "A check is due",
    "late": "A check is late",
    "too-late": "A check is much too late",
}


@dataclass(frozen=True)
class Step:
    """One step of the ladder."""

    id: str
    days: int
    """From the day the check is due; below zero, before it."""
    to: str
    """desk or team."""


@dataclass(frozen=True)
class Ladder:
    """The whole ladder, lowest step first."""

    due_after: timedelta
    steps: tuple[Step, ...]
    desk_email: str
    team_email: str

    def due_before(self, today: date) -> date:
        """Return the last day of checking that is too long ago."""
        return today - self.due_after


@cache
def load(content: Path) -> Ladder:
    """Read the area's ladder from the content folder. Raises KeyError or ValueError where it does not read well."""
    said = tomllib.loads((content / "area" / "upkeep.toml").read_text("utf-8"))
    steps = [Step(each["id"], each["days"], each["to"]) for each in said["step"]]
    if any(step.to not in (DESK, TEAM) for step in steps) or len({step.days for step in steps}) < len(steps):
        raise ValueError("each step of upkeep.toml has days of its own, and tells desk or team")
    days = timedelta(days=said["due_after_days"])
    ordered = tuple(sorted(steps, key=lambda step: step.days))
    return Ladder(days, ordered, said["desk_email"], said["team_email"])


def reached(ladder: Ladder, checked: date, today: date) -> Step | None:
    """Return the highest step that an entry checked on that day stands on today; None before the first."""
    over = (today - checked - ladder.due_after).days
    return next((step for step in reversed(ladder.steps) if over >= step.days), None)


def to_take(ladder: Ladder, checked: date, today: date, taken: Collection[str]) -> Step | None:
    """Return the step to take today: the highest one reached, unless it was taken. Steps below it are past."""
    step = reached(ladder, checked, today)
    return None if step is None or step.id in taken else step
