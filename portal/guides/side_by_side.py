"""A translation beside its English, block by block, with the words for what is out of date. Pure.

The English of before is not kept anywhere: what can be compared is the numbers, names and links that the translation
still carries, with those of today.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from portal.translated import blocks
from portal.translated.blocks import SOURCE, Block, Text

OUT, IN, SAME = "out", "in", "same"


@dataclass(frozen=True)
class Line:
    """One block: the English of today, the translation, and what is the matter."""

    english: Block | None
    translated: Block | None
    state: str
    """fresh, stale, new (the translation lacks it) or gone (the English has lost it)."""
    was: str
    pieces: tuple[tuple[str, str], ...] = ()
    """Numbers, names and links: those only here go out, those only in English come in."""


def lines(page: Text, source: Text) -> list[Line]:
    """Set every block of a page beside its English."""
    if page.lang == SOURCE:
        return [Line(block, None, "fresh", block.mark) for block in page.blocks]
    here, there, made_from = page.blocks, source.blocks, blocks.made_from(page)
    found = []
    for pair in blocks.pairs(page, source):
        english = None if pair.english is None else there[pair.english]
        translated = None if pair.translated is None else here[pair.translated]
        was = "" if pair.translated is None else made_from[pair.translated]
        state = "fresh" if pair.fresh else "new" if translated is None else "stale" if english else "gone"
        pieces = tuple(_pieces(english, translated)) if english and translated else ()
        found.append(Line(english, translated, state, was, pieces))
    return found


def _pieces(english: Block, translated: Block) -> Iterator[tuple[str, str]]:
    """Yield the facts of both in order, marked where they differ; nothing when they are the same."""
    if not blocks.lost(english, translated):
        return
    was, now = _facts(translated), _facts(english)
    for what, from_, to, start, end in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what == "equal":
            yield SAME, " ".join(was[from_:to])
            continue
        if from_ < to:
            yield OUT, " ".join(was[from_:to])
        if start < end:
            yield IN, " ".join(now[start:end])


def _facts(block: Block) -> list[str]:
    """Return the names, links and numbers of a block, sorted: languages put them in different places."""
    return sorted((blocks.named(block.said) + blocks.counted(block.said)).elements())
