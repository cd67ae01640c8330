"""A translated page about danger or consent: where its words are out of date, English stands instead or beside."""

from collections.abc import Iterator
from dataclasses import replace

from portal.guides.page import Page
from portal.guides.rendering import Part, Pointers, render
from portal.translated import blocks


def heads(page: Page, source: Page, *, drafts: bool) -> tuple[Page, ...]:
    """Return the pages whose title and summary are shown: the English one too, or alone, where it has changed."""
    if blocks.pairs(page, source)[0].fresh:
        return (page,)
    return (page, source) if drafts else (source,)


def parts(page: Page, source: Page, pointers: Pointers, *, drafts: bool) -> tuple[Part, ...]:
    """Return the sections in the order of the English; what the English no longer says is left out."""
    theirs, english = render(page, pointers), render(source, pointers)
    return tuple(_parts(blocks.pairs(page, source)[1:], theirs, english, drafts=drafts))


def _parts(
    pairs: list[blocks.Pair], theirs: tuple[Part, ...], english: tuple[Part, ...], *, drafts: bool
) -> Iterator[Part]:
    """Choose for every section whose words are shown. The first block of a page is its title, and no section."""
    for pair in pairs:
        if pair.english is None:
            continue
        now = english[pair.english - 1]
        was = None if pair.translated is None else theirs[pair.translated - 1]
        if was and pair.fresh:
            yield was
        elif was and drafts:
            yield replace(was, english=now)
        else:
            yield now
