"""What readers get besides guides: messages, letters, cards of helplines, the report card. How far each language is.

They live in other rooms. For whoever looks after words they are texts like any other, with blocks, marks and people.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.guides.page import Problem
from portal.helplines import cards
from portal.languages import LANGUAGES, SOURCE
from portal.translated import blocks, claims, grave, texts
from portal.translated.texts import TextError, Written

KINDS = {
    texts.MESSAGES: "Messages",
    texts.LETTERS: "Letters",
    texts.REPORT_CARD: "Words of the report card",
    cards.KIND: "Cards of helplines",
}
"""As staff call them."""


@dataclass(frozen=True)
class Others:
    """Every such text by kind, name and language, and the files that do not read."""

    texts: Mapping[str, Mapping[str, Mapping[str, Written]]]
    broken: tuple[TextError, ...] = ()

    def translated(self) -> Iterator[tuple[Written, Written]]:
        """Yield every translation with its English."""
        for text in self._every():
            source = self.texts[text.kind][text.name].get(SOURCE)
            if source and text is not source:
                yield text, source

    def alone(self) -> Iterator[Written]:
        """Yield every translation of nothing."""
        yield from (text for text in self._every() if SOURCE not in self.texts[text.kind][text.name])

    def sources(self) -> Iterator[Written]:
        """Yield every English text."""
        yield from (text for text in self._every() if text.lang == SOURCE)

    def _every(self) -> Iterator[Written]:
        """Yield everything."""
        for named in self.texts.values():
            for spoken in named.values():
                yield from spoken.values()


def load(content: Path) -> Others:
    """Read everything. Nothing in it, however broken, raises."""
    found, broken = texts.everything(content, LANGUAGES)
    kept: dict[str, dict[str, dict[str, Written]]] = {kind: {} for kind in KINDS}
    for text in (*found, *_cards(content)):
        kept[text.kind].setdefault(text.name, {})[text.lang] = text
    return Others(kept, tuple(broken))


def _cards(content: Path) -> list[Written]:
    """Return the cards of the registry; nothing where it does not read, which has a problem of its own."""
    try:
        return cards.everything(tomllib.loads((content / cards.FILE).read_text("utf-8")))
    except (OSError, ValueError, AttributeError, TypeError):
        return []


def counts(others: Others) -> dict[str, dict[str, dict[str, int]]]:
    """Count for each kind and language how many texts it has, has out of date, and has not."""
    return {kind: {code: _count(named, code) for code in LANGUAGES} for kind, named in others.texts.items()}


def _count(named: Mapping[str, Mapping[str, Written]], code: str) -> dict[str, int]:
    """Count the texts of one kind in one language."""
    both = [(spoken.get(code), spoken[SOURCE]) for spoken in named.values() if SOURCE in spoken]
    held = [(text, source) for text, source in both if text]
    current = sum(text is source or blocks.is_current(text, source) for text, source in held)
    return {"current": current, "stale": len(held) - current, "missing": len(both) - len(held)}


def problems(others: Others, today: date) -> Iterator[Problem]:
    """Find what claims more than people stand for, what lost something on the way, and what does not read."""
    for wrong in others.broken:
        file, _colon, message = str(wrong).partition(": ")
        # The room of messages says the same of its own files.
        if f"/{texts.MESSAGES}/" not in file:
            yield Problem(file, 1, "unreadable", message)
    for text in others.alone():
        yield _problem(text, "translation", "There is no English text with this name.")
    for source in others.sources():
        for fault in claims.unsigned(source, today):
            yield _problem(source, "same-meaning", fault)
    for text, source in others.translated():
        yield from faults(text, source)


def faults(text: Written, source: Written) -> Iterator[Problem]:
    """Find what is wrong with one translation."""
    if fault := claims.unseen(text):
        yield _problem(text, "translation", fault)
    for _key, message in claims.missing(text.meta, grave=is_grave(source)):
        yield _problem(text, "review-incomplete", message)
    if text.state == "reviewed" and type(text.meta.get("reviewed_on")) is not date:
        yield _problem(text, "review-incomplete", "state is reviewed, but reviewed_on is no day.")
    for line, message in claims.lost(text, source):
        yield _problem(text, "translation", message, line)


def is_grave(source: Written) -> bool:
    """Tell whether a text is about danger or consent, by its English. Every card is."""
    return source.kind == cards.KIND or grave.is_grave(source)


def _problem(text: Written, rule: str, message: str, line: int = 1) -> Problem:
    """Name a problem of one text. All cards stand in one file: each is named."""
    return Problem(text.file, line, rule, f"{_name(text)}{message}")


def _name(text: Written) -> str:
    """Name a text where its file holds many."""
    return f"{text.name} in {text.lang}: " if text.kind == cards.KIND else ""


def stale(others: Others) -> Iterator[str]:
    """Say where the English has changed since it was translated, with the marks of then and now."""
    for text, source in others.translated():
        yield from (f"{text.file}: {_name(text)}{line}" for line in blocks.told(text, source))
