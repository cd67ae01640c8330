"""A journey is derived from its answers every time: nothing stores a current step, so back and change cost nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Answers = Mapping[str, Mapping[str, Any]]
"""Answers by page, then by stable field name. A page that was passed over is there, and empty."""


def always(_answers: Answers) -> bool:
    """Show a page to everybody."""
    return True


@dataclass(frozen=True)
class Page:
    """One page of a journey: its stable key, and when it is shown."""

    key: str
    appears: Callable[[Answers], bool] = always


def path(pages: Sequence[Page], answers: Answers) -> list[Page]:
    """Return the pages this person walks through, given what they have said so far."""
    return [page for page in pages if page.appears(answers)]


def next_unanswered(pages: Sequence[Page], answers: Answers) -> Page | None:
    """Return the first page of the path that has not been passed, or None when all have."""
    return next((page for page in path(pages, answers) if page.key not in answers), None)


def following(pages: Sequence[Page], answers: Answers, key: str) -> Page | None:
    """Return the page after this one on the path, or None after the last."""
    walked = path(pages, answers)
    at = next((place for place, page in enumerate(walked) if page.key == key), len(walked))
    return walked[at + 1] if at + 1 < len(walked) else None


def previous(pages: Sequence[Page], answers: Answers, key: str) -> Page | None:
    """Return the page before this one on the path, or None before the first."""
    walked = path(pages, answers)
    at = next((place for place, page in enumerate(walked) if page.key == key), 0)
    return walked[at - 1] if at > 0 else None


def place(pages: Sequence[Page], answers: Answers, key: str) -> tuple[int, int]:
    """Return which page this is and how many there are, both counted from 1."""
    keys = [page.key for page in path(pages, answers)]
    return (keys.index(key) + 1 if key in keys else len(keys), len(keys))


def can_visit(pages: Sequence[Page], answers: Answers, key: str) -> bool:
    """Tell whether a page may be shown: it is on the path and everything before it was passed."""
    for page in path(pages, answers):
        if page.key == key:
            return True
        if page.key not in answers:
            return False
    return False
