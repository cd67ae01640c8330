"""What a text claims about itself: who translated and checked it, and which changes kept the meaning. Pure.

A claim counts only when the people behind it are named. Whoever shows words to readers asks `is_checked`, so that a
line in a file that nobody stands for never lets a machine's words about danger out.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from portal.translated import blocks
from portal.translated.blocks import Text

STATES = ("machine", "human_translated", "clinically_checked", "reviewed")
CHECKED = frozenset({"clinically_checked", "reviewed"})
SIGNED = ("was", "now", "by", "day")
PEOPLE = ("translator", "clinical_reviewer", "back_translated")
"""Each names a role or initials; for one text they are different people."""


def is_checked(meta: Mapping[str, Any], *, grave: bool) -> bool:
    """Tell whether people stand for a translation, as many as its subject needs."""
    return meta.get("state") in CHECKED and not any(missing(meta, grave=grave))


def missing(meta: Mapping[str, Any], *, grave: bool) -> Iterator[tuple[str, str]]:
    """Yield what a translation claims without the people for it: the key, and a sentence."""
    state = meta.get("state", STATES[0])
    if state not in STATES:
        yield "state", f"state is {state!r}; it is one of {', '.join(STATES)}."
        return
    if state == STATES[0]:
        return
    needed = {"translator": "Somebody has to be named as the translator."}
    if state in CHECKED:
        needed["clinical_reviewer"] = "Somebody has to be named who checked it."
        if grave:
            needed["back_translated"] = "On danger and consent somebody has to translate it back into English."
    for key, message in needed.items():
        if not _person(meta, key):
            yield key, f"state is {state}, but {key} is empty. {message}"
    named = [found for key in PEOPLE if (found := _person(meta, key))]
    if len(set(named)) < len(named):
        yield "translator", "Who translated, who checked and who translated back are different people."


def _person(meta: Mapping[str, Any], key: str) -> str:
    """Return whom a file names, spelt so that two spellings of one person are alike."""
    value = meta.get(key)
    return "".join(filter(str.isalnum, value.casefold())) if isinstance(value, str) else ""


def unseen(text: Text) -> str:
    """Say what is wrong with a record of the English, or nothing."""
    kept, held = text.meta.get("source_blocks"), len(text.blocks)
    if kept is None:
        return ""
    if text.lang == blocks.SOURCE:
        return "Only a translation keeps source_blocks."
    if not isinstance(kept, list) or not all(blocks.MARK.fullmatch(str(mark)) for mark in kept):
        return "source_blocks is no list of marks. `portal content seen FILE` writes it."
    return f"source_blocks has {len(kept)} marks, and there are {held} blocks." if len(kept) != held else ""


def unsigned(text: Text, today: date, author: str = "") -> Iterator[str]:
    """Yield what is wrong with changes called harmless: by nobody, or not harmless. A number is always meaning."""
    said = text.meta.get("same_meaning")
    if said is None:
        return
    if text.lang != blocks.SOURCE or not isinstance(said, list):
        yield "same_meaning is a list in the front matter of the English page."
        return
    yield from (fault for entry in said if (fault := _entry_fault(entry, author, today)))


def _entry_fault(entry: Any, author: str, today: date) -> str:
    """Say what is wrong with one sign-off, or nothing."""
    if not isinstance(entry, dict) or set(entry) != set(SIGNED):
        return f"An entry of same_meaning has {', '.join(SIGNED)}."
    was, now = str(entry["was"]), str(entry["now"])
    if not (blocks.MARK.fullmatch(was) and blocks.MARK.fullmatch(now)):
        return "was and now are marks such as 0a1b2c3d-4e5f60."
    if not blocks.same_facts(was, now):
        return f"From {was} to {now} a number, a name or a link changed: that has to be translated."
    if not isinstance(entry["by"], str) or not entry["by"].strip() or entry["by"] == author:
        return "by is the role of somebody who is not the author."
    if type(entry["day"]) is not date or entry["day"] > today:
        return "day is when it was decided, such as 2026-11-26."
    return ""


def lost(text: Text, source: Text) -> Iterator[tuple[int, str]]:
    """Yield the blocks that say they are current and do not hold what the English holds: a line, and a sentence."""
    for pair in blocks.pairs(text, source):
        if pair.fresh and pair.english is not None and pair.translated is not None:
            english, theirs = source.blocks[pair.english], text.blocks[pair.translated]
            if differ := blocks.lost(english, theirs):
                yield theirs.line, f"'{english.name}' and its translation do not share: {', '.join(differ)}."
