"""Words for the public that are no guides: messages, letters, and what stands on a helpline's card."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from portal.guides import forbidden
from portal.guides.page import Problem
from portal.helplines import registry
from portal.languages import LANGUAGES, SOURCE

KINDS = ("messages", "letters")
EMERGENCY = re.compile(r"(?<!\w)999(?!\w)")
"""The one number that letters may hold: they are printed, and it is the same everywhere and always."""
NAMES = re.compile(r"\bNHS 111\b")
"""A number that is the name of whom it reaches, which is all that a card's words may hold: its numbers stand apart."""
MARK = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{6}\b")
"""Which English a translation was made from, as `portal content seen` writes it."""
TABLE = re.compile(r"\[contact\.(\w+)\]")
WORDS = re.compile(r'(?!source_hash\b)\w+ = "(.*)"$')


def problems(content: Path) -> Iterator[Problem]:
    """Find numbers typed by hand and words that hurt. Never raises."""
    for language, kind in product(LANGUAGES, KINDS):
        for path in sorted((content / language / kind).glob("*.md")):
            yield from _faults(f"{language}/{kind}/{path.name}", list(enumerate(_lines(path), 1)), language)
    yield from _cards(content / "area" / registry.FILE)


def _cards(path: Path) -> Iterator[Problem]:
    """Find what is wrong with the words on the helplines' cards."""
    language, said = SOURCE, dict[str, list[tuple[int, str]]]()
    for at, line in enumerate(_lines(path), 1):
        if table := TABLE.match(line):
            language = table[1]
        elif words := WORDS.match(line):
            said.setdefault(language, []).append((at, NAMES.sub("", words[1])))
        elif line.startswith("[["):
            language = ""
    for language, lines in said.items():
        if language:
            yield from _faults(f"area/{path.name}", lines, language)


def _faults(name: str, lines: list[tuple[int, str]], language: str) -> Iterator[Problem]:
    """Find what no words for the public may hold."""
    for at, line in lines:
        if forbidden.is_typed(EMERGENCY.sub("", MARK.sub("", line))):
            message = "A number to call is typed here. Numbers stand in the registry of helplines."
            yield Problem(name, at, "phone-in-prose", message)
    text = "\n".join(line for _at, line in lines)
    for start, message in forbidden.hurtful(text, language):
        yield Problem(name, lines[text.count("\n", 0, start)][0], "banned-phrase", message)


def _lines(path: Path) -> list[str]:
    """Read a file line by line; nothing when it cannot be read, which others report."""
    try:
        return path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
