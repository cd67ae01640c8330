"""Writing down, in a translation's front matter, which English its translator has seen."""

import re
from pathlib import Path

from portal.guides import blocks
from portal.guides.page import CHECKED_STATES, SOURCE, Page, parse

RECORD = re.compile(r"^(?:source_hash:.*|source_blocks:.*(?:\n[ \t]*-.*)*)\n", re.MULTILINE)
BEFORE = re.compile(r"^state:", re.MULTILINE)


def record(file: Path) -> list[str]:
    """Write today's marks into one translation, or say why not."""
    english = file.parent.parent / SOURCE / file.name
    if file.parent.name == SOURCE or not english.exists():
        return ["This is no translation of an English page."]
    text = file.read_text("utf-8")
    page, source = parse(str(file), text), parse(str(english), english.read_text("utf-8"))
    if not isinstance(page, Page) or not isinstance(source, Page):
        return ["The front matter does not read well."]
    if not (said := faults(page, source)):
        file.write_text(recorded(text, page, source), "utf-8")
    return said


def faults(page: Page, source: Page) -> list[str]:
    """Say why nobody can have translated all of today's English into this page; nothing when somebody can."""
    here, there = blocks.blocks(page), blocks.blocks(source)
    if len(here) != len(there):
        return [f"The English has {len(there)} blocks, the translation {len(here)}."]
    return [
        f"line {translated.line}: '{english.name}' and its translation do not share: {', '.join(lost)}"
        for english, translated in zip(there, here, strict=True)
        if (lost := blocks.lost(english, translated))
    ]


def recorded(text: str, page: Page, source: Page) -> str:
    """Return the file with today's marks. What was checked before has to be checked again."""
    marks = [block.mark for block in blocks.blocks(source)]
    lines = [f"- {block.mark}  # {block.name}\n" for block in blocks.blocks(source)]
    changed = blocks.made_from(page, source) != marks
    head, fence, body = _cut(text)
    head = RECORD.sub("", head)
    if changed and page.state in CHECKED_STATES:
        head = re.sub(r"^state:.*$", "state: human_translated", head, count=1, flags=re.MULTILINE)
    head = BEFORE.sub(lambda found: f"source_blocks:\n{''.join(lines)}{found[0]}", head, count=1)
    return head + fence + body


def _cut(text: str) -> tuple[str, str, str]:
    """Cut a file into its front matter, the line below it, and the rest."""
    return text[: (at := text.index("\n---", 3) + 1)], text[at : at + 3], text[at + 3 :]
