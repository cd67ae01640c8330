"""What a page may claim about itself: who translated and checked it, and which changes kept the meaning."""

from collections.abc import Iterator

from portal.guides.page import SOURCE, Page, Problem
from portal.guides.references import Surroundings
from portal.translated import claims


def checked(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find a translation that claims more than people are named for."""
    source = around.sources.get(page.slug)
    # Which states there are is a rule of the front matter (`front_matter.place`).
    if page.lang == SOURCE or source is None or page.state not in claims.STATES:
        return
    for key, message in claims.missing(page.meta, grave=source.high_stakes):
        yield page.problem("review-incomplete", message, key=key)


def seen(page: Page, _around: Surroundings) -> Iterator[Problem]:
    """Find a record of the English that cannot be one."""
    if fault := claims.unseen(page):
        yield page.problem("translation", fault, key="source_blocks")


def meaning(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find a change called harmless by nobody, or that is not harmless: a number, a name or a link is meaning."""
    for fault in claims.unsigned(page, around.today, page.meta["author"]):
        yield page.problem("same-meaning", fault, key="same_meaning")


RULES = (checked, seen, meaning)
