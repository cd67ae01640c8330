"""The plain letter that a "no" writes: from the area's templates, with the clinician's own words as they were written.

A letter is for whoever asked, in their language where there is a template that may stand. It says what was decided, the
next step and how to get there, what to do if it gets worse, how to question it, and until when they can come straight
back. All of it is about danger: words that nobody has checked never stand alone, and in production not at all. Pure.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.languages import LANGUAGES, SOURCE, format_day, unchecked_note, using
from portal.screening.outcomes import OUTCOMES, Outcome
from portal.translated import claims, grave, texts
from portal.translated.texts import Written

OWN_WORDS = "{next_step}"
"""A line that holds only this is where the clinician's own words go."""
CHECKED, NOT_CHECKED = "checked", "draft"


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
        """Return the language a letter is written in: theirs, or English."""
        return wanted if outcome in self.templates.get(wanted, {}) else SOURCE

    def languages(self, outcome: Outcome, wanted: str) -> tuple[str, ...]:
        """Return every language a letter says it in: English stands below words that nobody has checked."""
        first = self.language(outcome, wanted)
        alone = first == SOURCE or self.templates[first][outcome].state == CHECKED
        return (first,) if alone else (first, SOURCE)


def load(content: Path, service: str, *, drafts: bool = True) -> Book:
    """Read every template. English must have one for each outcome that closes. Raises LettersMissing.

    One that the English has left behind is not written with, nor, without drafts, one that nobody has checked.
    """
    closing = {outcome.value: outcome for outcome, rule in OUTCOMES.items() if rule.is_no}
    found: dict[str, dict[Outcome, Template]] = {code: {} for code in LANGUAGES}
    for text, source in texts.standing(content, texts.LETTERS, LANGUAGES, drafts=drafts):
        if text.name in closing:
            found[text.lang][closing[text.name]] = _template(text, source)
    for outcome in closing.values():
        if outcome not in found[SOURCE]:
            raise LettersMissing(f"content/{SOURCE}/letters/ lacks {outcome.value}.md.")
    return Book(found, service)


def _template(text: Written, source: Written) -> Template:
    """Keep a template's words, and whether people stand for them."""
    checked = text.state in claims.CHECKED if text is source else grave.is_checked(text, source)
    return Template(CHECKED if checked else NOT_CHECKED, text.body.strip())


def build(
    book: Book, outcome: Outcome, wanted: str, next_step: str, moment: datetime, until: datetime
) -> dict[str, Any]:
    """Write a letter: its parts in order, each with a heading and paragraphs, the clinician's own words apart."""
    spoken = book.languages(outcome, wanted)
    parts = [part for code in spoken for part in _parts(book, outcome, code, next_step, until)]
    if spoken != (wanted,):
        parts[0]["paragraphs"].insert(0, {"text": unchecked_note(wanted), "own": False, "lang": wanted})
    return {"parts": parts, "state": book.templates[spoken[0]][outcome].state, "on": moment.isoformat()}


def _parts(book: Book, outcome: Outcome, code: str, next_step: str, until: datetime) -> list[dict[str, Any]]:
    """Write the parts of a letter in one language."""
    with using(code):
        names = {"{service}": book.service, "{until}": format_day(until)}
    return [{**_part(block, next_step, names), "lang": code} for block in _blocks(book.templates[code][outcome].text)]


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
