"""The words on each card as a text that is translated: one block, which is current as a whole or not at all."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from portal.helplines.contact import Words
from portal.translated import seen
from portal.translated.blocks import SOURCE, Block
from portal.translated.texts import Written

KIND = "helplines"
FILE = "area/helplines.toml"
MARKS = re.compile(r"^source_blocks[ \t]*=.*\n", re.MULTILINE)
STATE = re.compile(r"^state[ \t]*=.*$", re.MULTILINE)


def texts(table: Mapping[str, Any]) -> dict[str, Written]:
    """Return the words of one contact, by language."""
    spoken = {code: said for code, said in table.items() if isinstance(said, Mapping)}
    return {code: _text(str(table.get("id", "")), code, said) for code, said in spoken.items()}


def _text(name: str, code: str, said: Mapping[str, Any]) -> Written:
    """Return the words of one contact in one language."""
    words = "\n".join(str(said.get(each.name, "")) for each in fields(Words))
    return Written(KIND, name, code, FILE, said, words, (Block("The card", words, 1),))


def everything(said: Mapping[str, Any]) -> list[Written]:
    """Return every card in every language, from what the registry's file says."""
    return [text for table in said.get("contact", ()) for text in texts(table).values()]


def record(file: Path, name: str, code: str) -> list[str]:
    """Write today's mark into one card in one language, or say why not."""
    said = file.read_text("utf-8")
    held = {(text.name, text.lang): text for text in everything(tomllib.loads(said))}
    text, source = held.get((name, code)), held.get((name, SOURCE))
    if code == SOURCE or text is None or source is None:
        return [f"There is no card {name} in {code}."]
    if not (faults := seen.faults(text, source)):
        file.write_text(recorded(said, text, source), "utf-8")
    return faults


def recorded(said: str, text: Written, source: Written) -> str:
    """Return the file with today's mark on one card. What was checked before has to be checked again."""
    start = re.search(rf'^id = "{re.escape(text.name)}"$', said, re.MULTILINE)
    begin = said.index(f"\n[contact.{text.lang}]\n", start.end() if start else 0)
    begin = said.index("\n", begin + 1) + 1
    end = found if (found := said.find("\n[", begin)) >= 0 else len(said)
    card = MARKS.sub("", said[begin:end])
    if seen.fallen(text, source):
        card = STATE.sub('state = "human_translated"', card, count=1)
    return f'{said[:begin]}source_blocks = ["{source.blocks[0].mark}"]\n{card}{said[end:]}'
