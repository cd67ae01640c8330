"""A guide as HTML: markdown cleaned once, numbers and cards from the registry, links below the reader's language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from portal.guides import tokens
from portal.guides.page import Page
from portal.helplines.contact import Card, Channel
from portal.helplines.registry import Registry
from portal.languages import LANGUAGES
from portal.translated.blocks import TOKEN
from portal.web import safe_html

# Two private letters mark where a number goes while markdown is made into HTML and cleaned: no page may hold them.
OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
NUMBER = Markup('<a class="fd-number" href="{href}"><bdi dir="ltr">{display}</bdi></a>')
TITLE = Markup('<a href="{href}">{title}</a>')


@dataclass(frozen=True)
class Block:
    """Either a stretch of HTML, perhaps with a drawing beside it, or a row of cards."""

    html: Markup
    cards: tuple[Card, ...] = ()
    picture: str = ""


@dataclass(frozen=True)
class Part:
    """One section of a page, ready to be shown."""

    title: str
    kind: str
    blocks: tuple[Block, ...]
    page: Page
    """Whose words these are: a section may stand in English on a translated page."""
    english: "Part | None" = None
    """The English of today, beside a draft that was made from other words."""


@dataclass(frozen=True)
class Pointers:
    """What a page may point at: the registry, other pages' titles, and the root of the reader's language."""

    registry: Registry
    titles: Mapping[str, str]
    root: str


def render(page: Page, pointers: Pointers) -> tuple[Part, ...]:
    """Make every section of a page."""
    return tuple(
        Part(section.title, section.kind, tuple(_blocks(section.body, page, pointers)), page)
        for section in page.sections()
    )


def _blocks(body: str, page: Page, pointers: Pointers) -> Iterator[Block]:
    """Cut a section where cards and drawings stand, and make what lies between."""
    at = 0
    found = [*tokens.CARDS.finditer(body), *tokens.PICTURED.finditer(body)]
    for match in sorted(found, key=lambda each: each.start()):
        yield from _html(body[at : match.start()], page, pointers)
        if match.re is tokens.PICTURED:
            yield from (replace(block, picture=match[1]) for block in _html(match[2], page, pointers))
        else:
            ids = [match[2]] if match[2] else page.contacts
            known = [name for name in ids if name in pointers.registry.contacts]
            yield Block(Markup(), pointers.registry.cards(page.lang, known))
        at = match.end()
    yield from _html(body[at:], page, pointers)


def _html(text: str, page: Page, pointers: Pointers) -> Iterator[Block]:
    """Make one stretch of markdown, if there is any."""
    if not text.strip():
        return
    made: list[Markup] = []

    def marked(match: re.Match[str]) -> str:
        made.append(_token(next(tokens.tokens(match[0])), page.lang, pointers))
        return f"{OPEN}{len(made) - 1}{CLOSE}"

    plain = tokens.resolve(text.replace(OPEN, "").replace(CLOSE, ""), pointers.root)
    html = str(safe_html.render_markdown(TOKEN.sub(marked, plain)))
    if LANGUAGES[page.lang].direction == "rtl":
        # Words of another script keep their own punctuation with them.
        html = html.replace("<em>", "<em><bdi>").replace("</em>", "</bdi></em>")
    yield Block(Markup(MARK.sub(lambda match: str(made[int(match[1])]), html)))  # noqa: S704 - cleaned above


def _token(token: tokens.Token, language: str, pointers: Pointers) -> Markup:
    """Make a number or a title; what nobody knows is left out, and the check says so."""
    if token.verb == "number" and token.name in pointers.registry.contacts:
        channel = _channel(pointers.registry.card(token.name, language), token.way)
        return NUMBER.format(href=channel.href, display=channel.display)
    if token.verb == "page" and token.name in pointers.titles:
        return TITLE.format(href=tokens.address("page", token.name, pointers.root), title=pointers.titles[token.name])
    return Markup()


def _channel(card: Card, way: str) -> Channel:
    """Return the way that was asked for, or the main one."""
    return next((channel for channel in card.channels if channel.kind == way), card.channels[0])
