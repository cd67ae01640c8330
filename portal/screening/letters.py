"""The plain letter that a "no" writes: from the area's templates, with the clinician's own words as they were written.

A letter is for whoever asked, in their language where there is a template. It says what was decided, the next step and
how to get there, what to do if it gets worse, how to question it, and until when they can come straight back. Pure.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.languages import LANGUAGES
from portal.screening.outcomes import OUTCOMES, Outcome

SOURCE = "en"
OWN_WORDS = "{next_step}"
"""A line that holds only this is where the clinician's own words go."""
NOT_CHECKED = "draft"


class LettersMissing(Exception):
    """Say in one line which template the area lacks."""


@dataclass(frozen=True)
class Template:
    """One letter's template: what stands in it, and whether anybody has checked it."""

    state: str
    text: str


@dataclass(frozen=True)
class Book:
    """Every template, by language and outcome."""

    templates: Mapping[str, Mapping[Outcome, Template]]
    service: str

    def language(self, outcome: Outcome, wanted: str) -> str:
        """Return the language a letter can be written in: theirs, or English."""
        return wanted if outcome in self.templates.get(wanted, {}) else SOURCE


def load(content: Path, service: str) -> Book:
    """Read every template. English must have one for each outcome that closes. Raises LettersMissing."""
    closing = [outcome for outcome, rule in OUTCOMES.items() if rule.is_no]
    found = {language: _of(content / language / "letters", closing) for language in LANGUAGES}
    for outcome in closing:
        if outcome not in found[SOURCE]:
            raise LettersMissing(f"content/{SOURCE}/letters/ lacks {outcome.value}.md.")
    return Book(found, service)


def _of(folder: Path, outcomes: list[Outcome]) -> dict[Outcome, Template]:
    """Read the templates of one language."""
    paths = {outcome: folder / f"{outcome.value}.md" for outcome in outcomes}
    return {outcome: _read(path.read_text("utf-8")) for outcome, path in paths.items() if path.is_file()}


def _read(text: str) -> Template:
    """Read one template: a line that says its state, then its parts."""
    first, _line, rest = text.partition("\n")
    return Template(first.removeprefix("state:").strip(), rest.strip())


def build(book: Book, outcome: Outcome, language: str, next_step: str, moment: datetime, until: str) -> dict[str, Any]:
    """Write a letter: its parts in order, each with a heading and paragraphs, the clinician's own words apart."""
    template = book.templates[book.language(outcome, language)][outcome]
    parts = [_part(block, next_step, {"{service}": book.service, "{until}": until}) for block in _blocks(template.text)]
    return {"parts": parts, "state": template.state, "on": moment.isoformat()}


def _blocks(text: str) -> list[str]:
    """Cut a template at its headings."""
    return [block.strip() for block in f"\n{text}".split("\n# ") if block.strip()]


def _part(block: str, next_step: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Fill one part. What the clinician wrote is never read as a template."""
    heading, _line, rest = block.partition("\n")
    paragraphs = []
    for text in (each.strip() for each in rest.split("\n\n")):
        own = text == OWN_WORDS
        for name, value in names.items():
            text = text.replace(name, value)
        if text:
            paragraphs.append({"text": next_step if own else " ".join(text.split()), "own": own})
    return {"heading": heading.strip(), "paragraphs": paragraphs}


def mark(letter: Mapping[str, Any]) -> str:
    """Return a short mark of what a letter says: the one that was read is the one that is written."""
    return hashlib.sha256(json.dumps(letter["parts"], sort_keys=True).encode()).hexdigest()[:32]
