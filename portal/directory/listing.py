"""The search page: made once for a language and an index, then filled for each search with what only it can say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from portal.directory import choices, narrowing, reasons, telling
from portal.directory.choices import Facet
from portal.directory.documents import Document
from portal.directory.index import Index, members
from portal.directory.links import AND, Links, pair
from portal.directory.pieces import Marks, Pieces, html
from portal.directory.search import Found
from portal.directory.wanted import Wanted
from portal.languages import gettext as _
from portal.web import tokens

SUMMARY_LETTERS = 180
CARDS_KEPT = 10_000
"""In each language: some megabytes. The ones not asked for lately are forgotten first."""
BOXES = ("q", "age", "near")
MOST_UNLISTED = 50
"""So many of the services that nobody has checked are named."""
OPEN, SHUT = b" open", b""
NOTHING = b""

Render = Callable[..., str]


class Card(NamedTuple):
    """The rendered part of a card, and what the reasons beside it ask of its service."""

    html: bytes
    listed: bytes
    """How an address names it that lists several."""
    facts: reasons.Facts


@dataclass(frozen=True)
class Made:
    """The page of one index in one language, ready to be filled."""

    index: Index
    page: Pieces
    facets: tuple[Facet, ...]
    sorts: tuple[tuple[str, bytes], ...]
    open_now: bytes
    here: bytes
    fresh: Callable[[Document], Card]
    """Fills the card of a service."""
    card: Callable[[int], Card]
    """Returns the card of a service by its number, filled before if it was asked for lately."""


def make(index: Index, here: str, home: str, render: Render, make_form: Callable[..., Any], **shown: Any) -> Made:
    """Render the template in the current language, with marks where a search fills something in."""
    marks = Marks(tokens.take())
    named = [index.documents[number] for number in islice(members(index.held_back), MOST_UNLISTED)]
    form = make_form(data={name: marks.gap(name) for name in BOXES})
    page = marks.cut(
        render("directory/search.html", marks=marks, form=form, unlisted=(index.held_back.bit_count(), named), **shown)
    )
    card = marks.cut(render("directory/_card.html", marks=marks))

    def fresh(service: Document) -> Card:
        return _card(service, index, card, home)

    return Made(
        index=index,
        page=page,
        facets=choices.prepare(index, page["choices"]),
        sorts=tuple((name, html(said)) for name, said in narrowing.SORT_NAMES.items()),
        open_now=html(_("Open now")),
        here=html(here),
        fresh=fresh,
        card=lru_cache(CARDS_KEPT)(lambda number: fresh(index.documents[number])),
    )


def _card(service: Document, index: Index, made: Pieces, home: str) -> Card:
    """Fill in what a card says to everybody."""
    told = telling.card(service, index, index.built_on)
    lines = [told.ages, told.way_in, "" if service.paused else told.wait, told.where]
    marks = b"".join([made["marks"]["mark"].fill(words=html(words)) for words in told.marks])
    filled = made.fill(
        slug=html(service.slug),
        name=html(service.name),
        summary=html(shorten(service.summary or service.description)),
        closed=made["closed"].fill(alert=html(service.alert)) if service.paused and service.alert else NOTHING,
        line=b"".join([made["line"].fill(words=html(words)) for words in lines if words]),
        marks=made["marks"].fill(mark=marks) if marks else NOTHING,
        checked=html(told.checked),
        assured=made["assured"].fill(words=html(told.assurance)) if told.assurance else NOTHING,
    )
    return Card(filled, pair("s", service.slug), reasons.facts(service, home))


def shorten(text: str) -> str:
    """Cut a text after a whole word where it is longer than a card has room for."""
    return text if len(text) <= SUMMARY_LETTERS else text[:SUMMARY_LETTERS].rsplit(" ", 1)[0] + " …"


def write(
    made: Made, found: Found, boxes: Mapping[str, bytes], *, open_count: int, open_about: bool, **filled: bytes
) -> bytes:
    """Fill the page for one search. `boxes` are its three fields, whole; `filled` is what the caller knows."""
    page, wanted = made.page, found.wanted
    said = [each for each in wanted.address() if each[0] != "page"]
    links = Links(made.here, narrowing.ORDER, said)
    return page.fill(
        robots=b"noindex,nofollow" if said else b"index",
        box_q=boxes["q"],
        box_age=boxes["age"],
        box_near=boxes["near"],
        open_about=OPEN if open_about else SHUT,
        kept=_kept(page["kept"], said),
        age_heard=_age_heard(page["age_heard"], found),
        corrected=page["corrected"].fill(words=html(found.corrected)) if found.corrected else NOTHING,
        relaxed=page["relaxed"].fill(what=html(narrowing.gave_up(found))) if found.relaxed else NOTHING,
        total=html(narrowing.count_words(found)),
        chosen=_chosen(page["chosen"], wanted, made.index, links),
        unsure=page["unsure"].fill(words=html(narrowing.unsure(found))) if found.hours_unknown else NOTHING,
        pages=_pages(page["pages"], found, links),
        open_now=_open_now(made, wanted, links, open_count),
        facet=choices.facets(page, made.facets, found, links),
        distances=_distances(page, wanted, links),
        sorts=_sorts(made, wanted, links),
        open_sorts=OPEN if wanted.sort != "best" else SHUT,
        choices=NOTHING,
        **_cards(made, found),
        **filled,
    )


def _age_heard(region: Pieces, found: Found) -> bytes:
    """Fill in that an age among the words was understood."""
    age = found.age_heard
    if age is None:
        return NOTHING
    return region.fill(words=html(_("You wrote the age %(age)s. Services for that age come first.", age=age)))


def _kept(hidden: Pieces, said: Sequence[tuple[str, str]]) -> bytes:
    """Fill in the filters that pressing the button keeps."""
    kept = [hidden.fill(name=name.encode(), value=html(value)) for name, value in said if name not in BOXES]
    return b"".join(kept)


def _cards(made: Made, found: Found) -> dict[str, bytes]:
    """Fill the list of results, or say that there is nothing here."""
    hits = found.page()
    if not hits:
        return {"cards": NOTHING, "list": NOTHING, "nothing": made.page["nothing"].fill()}
    region = made.page["cards"]
    before, after_card, end = region["card"].parts
    cards = [(hit, made.card(hit.number)) for hit in hits]
    why = reasons.rows(region["card"]["why"], found, made.index, cards)
    filled: list[bytes] = []
    for (_hit, card), said in zip(cards, why, strict=True):
        filled += (before, card.html, after_card, said, end)
    slugs = AND.join([card.listed for _hit, card in cards])
    listed = made.page["list"].fill(slugs=slugs)
    return {"cards": region.fill(card=b"".join(filled)), "list": listed, "nothing": NOTHING}


def _chosen(region: Pieces, wanted: Wanted, index: Index, links: Links) -> bytes:
    """Fill in what narrows the search now, each a link that takes it away."""
    if not wanted.near and wanted.active in {(), ("q",)}:
        return NOTHING
    now = narrowing.chosen(wanted, index, links)
    chips = [region["chip"].fill(href=href, label=html(label)) for label, href in now]
    return region.fill(chip=b"".join(chips)) if chips else NOTHING


def _open_now(made: Made, wanted: Wanted, links: Links, count: int) -> bytes:
    """Fill in the link that asks for open services only, or takes that back."""
    words = made.open_now + b" (%d)" % count
    said = "" if wanted.open_now else "1"
    return choices.one_of(made.page["choices"], "open_now", [(said, wanted.open_now, words)], links)


def _sorts(made: Made, wanted: Wanted, links: Links) -> bytes:
    """Fill in the orders to choose from; by distance only when there is a place."""
    orders = [
        ("" if name == "best" else name, name == wanted.sort, words)
        for name, words in made.sorts
        if name != "near" or wanted.near
    ]
    return choices.one_of(made.page["choices"], "sort", orders, links)


def _distances(page: Pieces, wanted: Wanted, links: Links) -> bytes:
    """Fill in how far somebody would go; nothing before there is a place."""
    if wanted.near is None:
        return NOTHING
    far = [(said, holds, html(words)) for said, holds, words in narrowing.distances(wanted)]
    return page["distances"].fill(choices=choices.one_of(page["choices"], "within", far, links))


def _pages(region: Pieces, found: Found, links: Links) -> bytes:
    """Fill in the way to earlier and later results."""
    earlier, later, place = narrowing.pages(found, links)
    if not (earlier or later):
        return NOTHING
    return region.fill(
        earlier=region["earlier"].fill(href=earlier) if earlier else NOTHING,
        later=region["later"].fill(href=later) if later else NOTHING,
        place=html(place),
    )
