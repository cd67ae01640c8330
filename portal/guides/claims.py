"""What a page may claim about itself: who translated and checked it, and which changes kept the meaning."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from portal.guides import blocks
from portal.guides.page import CHECKED_STATES, SOURCE, TRANSLATION_STATES, Page, Problem
from portal.guides.references import Surroundings

SIGNED = ("was", "now", "by", "day")
PEOPLE = ("translator", "clinical_reviewer", "back_translated")
"""Each names a role or initials; on one page they are different people."""


def checked(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find a translation that claims more than people are named for."""
    source = around.sources.get(page.slug)
    if page.lang == SOURCE or source is None or page.state not in TRANSLATION_STATES[1:]:
        return
    needed = {"translator": "Somebody has to be named as the translator."}
    if page.state in CHECKED_STATES:
        needed["clinical_reviewer"] = "Somebody has to be named who checked it."
        if source.high_stakes:
            needed["back_translated"] = "On danger and consent somebody has to translate it back into English."
    for key, message in needed.items():
        if not _person(page, key):
            yield page.problem("review-incomplete", f"state is {page.state}, but {key} is empty. {message}", key=key)
    named = [found for key in PEOPLE if (found := _person(page, key))]
    if len(set(named)) < len(named):
        message = "Who translated, who checked and who translated back are different people."
        yield page.problem("review-incomplete", message, key="translator")


def _person(page: Page, key: str) -> str:
    """Return whom a page names, spelt so that two spellings of one person are alike."""
    value = page.meta.get(key)
    return "".join(filter(str.isalnum, value.casefold())) if isinstance(value, str) else ""


def seen(page: Page, _around: Surroundings) -> Iterator[Problem]:
    """Find a record of the English that cannot be one."""
    kept = page.meta.get("source_blocks")
    if kept is None:
        return
    if page.lang == SOURCE:
        yield page.problem("translation", "Only a translation keeps source_blocks.", key="source_blocks")
    elif not isinstance(kept, list) or not all(blocks.MARK.fullmatch(str(mark)) for mark in kept):
        message = "source_blocks is no list of marks. `portal content seen FILE` writes it."
        yield page.problem("translation", message, key="source_blocks")
    elif len(kept) != (held := len(blocks.blocks(page))):
        message = f"source_blocks has {len(kept)} marks, and the page has {held} blocks."
        yield page.problem("translation", message, key="source_blocks")


def meaning(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find a change called harmless by nobody, or that is not harmless: a number, a name or a link is meaning."""
    said = page.meta.get("same_meaning")
    if said is None:
        return
    if page.lang != SOURCE or not isinstance(said, list):
        message = "same_meaning is a list in the front matter of the English page."
        yield page.problem("same-meaning", message, key="same_meaning")
        return
    for entry in said:
        if fault := _entry_fault(entry, page, around.today):
            yield page.problem("same-meaning", fault, key="same_meaning")


def _entry_fault(entry: Any, page: Page, today: date) -> str:
    """Say what is wrong with one sign-off, or nothing."""
    if not isinstance(entry, dict) or set(entry) != set(SIGNED):
        return f"An entry of same_meaning has {', '.join(SIGNED)}."
    was, now = str(entry["was"]), str(entry["now"])
    if not (blocks.MARK.fullmatch(was) and blocks.MARK.fullmatch(now)):
        return "was and now are marks such as 0a1b2c3d-4e5f60."
    if not blocks.same_facts(was, now):
        return f"From {was} to {now} a number, a name or a link changed: that has to be translated."
    if not isinstance(entry["by"], str) or not entry["by"].strip() or entry["by"] == page.meta["author"]:
        return "by is the role of somebody who is not the author."
    if type(entry["day"]) is not date or entry["day"] > today:
        return "day is when it was decided, such as 2026-11-26."
    return ""


RULES = (checked, seen, meaning)
