"""What an area says of training, from `content/area/training.toml`: its subjects, who needs them, its series."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.area import AreaError
from portal.learning.kinds import Group, Worth

FILE = "training.toml"


@dataclass(frozen=True)
class Subject:
    """One row of the matrix: something to know, how often it is learned again, and for whom it is what."""

    id: str
    name: str
    about: str
    refresh_months: int
    worth: Mapping[Group, Worth]


@dataclass(frozen=True)
class Series:
    """Events that come again and again."""

    id: str
    name: str
    about: str


@dataclass(frozen=True)
class Plan:
    """All that an area says of training; one that says nothing has no matrix and no series."""

    subjects: tuple[Subject, ...] = ()
    series: Mapping[str, Series] = field(default_factory=dict)
    version: str = ""

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return the columns of the matrix: groups for whom anything is said."""
        named = {group for each in self.subjects for group, worth in each.worth.items() if worth is not Worth.NONE}
        return tuple(each for each in Group if each in named)


def load(folder: Path) -> Plan:
    """Read an area's plan. Raises AreaError with one line: what is needed of whom must not be half a table."""
    path = folder / FILE
    if not path.exists():
        return Plan()
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        subjects = tuple(_subject(each) for each in said["subject"])
        series = {each["id"]: Series(each["id"], each["name"], each["about"]) for each in said.get("series", ())}
    except KeyError as missing:
        raise AreaError(f"{FILE} lacks {missing}.") from missing
    except (OSError, TypeError, ValueError) as wrong:
        raise AreaError(f"{FILE} does not read well: {wrong}.") from wrong
    if len({each.id for each in subjects}) != len(subjects):
        raise AreaError(f"{FILE} names a subject twice.")
    return Plan(subjects, series, str(said.get("version", "")))


def _subject(said: Mapping[str, Any]) -> Subject:
    """Read one row."""
    needed, good = ({Group(each) for each in said.get(name, ())} for name in ("needed", "good"))
    if needed & good:
        raise ValueError(f"{said['id']!r} is needed and good to have for the same people")
    worth = {each: Worth.NEEDED if each in needed else Worth.GOOD if each in good else Worth.NONE for each in Group}
    months = said["refresh_months"]
    if not isinstance(months, int) or not 0 <= months <= 120:
        raise ValueError(f"{said['id']!r} is learned again after no number of months")
    return Subject(said["id"], said["name"], said["about"], months, worth)
