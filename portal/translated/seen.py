"""Writing down, in a translation's front matter, which English its translator has seen. Pure."""

import re

from portal.translated import blocks
from portal.translated.blocks import Text
from portal.translated.claims import CHECKED

RECORD = re.compile(r"^(?:source_hash:.*|source_blocks:.*(?:\n[ \t]*-.*)*)\n", re.MULTILINE)
BEFORE = re.compile(r"^state:", re.MULTILINE)


def faults(text: Text, source: Text) -> list[str]:
    """Say why nobody can have translated all of today's English into this; nothing when somebody can."""
    here, there = text.blocks, source.blocks
    if len(here) != len(there):
        return [f"The English has {len(there)} blocks, the translation {len(here)}."]
    return [
        f"line {theirs.line}: '{english.name}' and its translation do not share: {', '.join(lost)}"
        for english, theirs in zip(there, here, strict=True)
        if (lost := blocks.lost(english, theirs))
    ]


def recorded(file: str, text: Text, source: Text) -> str:
    """Return a file's words with today's marks. What was checked before has to be checked again."""
    lines = [f"- {block.mark}  # {block.name}\n" for block in source.blocks]
    head, fence, body = _cut(file)
    head = RECORD.sub("", head)
    if fallen(text, source):
        head = re.sub(r"^state:.*$", "state: human_translated", head, count=1, flags=re.MULTILINE)
    head = BEFORE.sub(lambda found: f"source_blocks:\n{''.join(lines)}{found[0]}", head, count=1)
    return head + fence + body


def fallen(text: Text, source: Text) -> bool:
    """Tell whether somebody checked these words, and against other English than today's."""
    marks = [block.mark for block in source.blocks]
    return blocks.made_from(text) != marks and text.meta.get("state") in CHECKED


def _cut(file: str) -> tuple[str, str, str]:
    """Cut a file into its front matter, the line below it, and the rest."""
    return file[: (at := file.index("\n---", 3) + 1)], file[at : at + 3], file[at + 3 :]
