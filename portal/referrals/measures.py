"""How somebody is doing, by their own goals and by measures an area has a licence for. Pure; no item is shipped.

A measure is data from the area's content: what it is called and under which licence it is used. Its questions belong
to whoever holds the licence, and come from where the licence says, never from this repository.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

Answers = Mapping[str, Mapping[str, Any]]
NUMBERS = range(1, 4)
LEAST, MOST = 0, 10
FILE = "measures.yaml"
MAY_SAY = frozenset({"id", "title", "licence"})


class MeasureError(Exception):
    """Say in one line what is wrong with the area's measures."""


@dataclass(frozen=True)
class Measure:
    """A measure that the area may use: its name and its licence, and nothing that the licence covers."""

    id: str
    title: str
    licence: str


@dataclass(frozen=True)
class Goal:
    """One goal in somebody's own words, with how near it was each time they said."""

    text: str
    scores: tuple[tuple[datetime, int], ...]


def load(folder: Path) -> tuple[Measure, ...]:
    """Read the measures of an area; one without the file uses none. Raises MeasureError."""
    path = folder / FILE
    said = yaml.safe_load(path.read_text("utf-8")) if path.exists() else []
    return tuple(_measure(one) for one in said or [])


def _measure(said: Any) -> Measure:
    """Read one measure, and refuse anything that looks like what a licence covers."""
    if not isinstance(said, dict) or set(said) != MAY_SAY or not all(isinstance(each, str) for each in said.values()):
        raise MeasureError(
            "A measure has an id, a title and a licence note, and nothing else: items are not kept here."
        )
    return Measure(said["id"], said["title"], said["licence"])


def goals(versions: Sequence[tuple[datetime, Answers]]) -> tuple[Goal, ...]:
    """Return the goals in all that was sent, each with its scores over time; new words are a goal of their own."""
    found: dict[str, list[tuple[datetime, int]]] = {}
    named: dict[int, str] = {}
    for at, answers in sorted(versions, key=lambda version: version[0]):
        said = {name: value for page in answers.values() for name, value in page.items()}
        for number in NUMBERS:
            text = str(said.get(f"goal_{number}") or named.get(number, "")).strip()
            if not text:
                continue
            named[number] = text
            scores = found.setdefault(text, [])
            if (score := _score(said.get(f"goal_{number}_now"))) is not None:
                scores.append((at, score))
    return tuple(Goal(text, tuple(scores)) for text, scores in found.items())


def _score(said: Any) -> int | None:
    """Read a number from 0 to 10."""
    text = str(said)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 and LEAST <= int(text) <= MOST else None
