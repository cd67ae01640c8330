"""A page of numbers that needs no template, no style and no script, for the day when those are what fails."""

from collections.abc import Iterable

from markupsafe import Markup

from portal.helplines.contact import Card, Channel
from portal.languages import gettext as _

PAGE = Markup(
    '<!doctype html>\n<html lang="{language}" dir="{direction}">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>\n'
    "<body>\n<main>\n<h1>{title}</h1>\n<p>{sorry}</p>\n<h2>{numbers}</h2>\n<ul>\n{rows}\n</ul>\n"
    '<p><a href="/">{home}</a></p>\n</main>\n</body>\n</html>\n'
)
ROW = Markup("<li><strong>{name}</strong>: {ways}<br>{purpose}</li>")
WAY = Markup('<a href="{href}"><bdi dir="ltr">{display}</bdi></a>')


def page(cards: Iterable[Card], language: str, direction: str) -> str:
    """Write the page in the current language."""
    return PAGE.format(
        language=language,
        direction=direction,
        title=_("Something went wrong on our side"),
        sorry=_("This is our mistake, not yours. Please try again in a few minutes."),
        numbers=_("If you need help now, you can call or text"),
        rows=Markup("\n").join(map(_row, cards)),
        home=_("Go to the first page"),
    )


def _row(card: Card) -> Markup:
    """Write one contact."""
    ways = Markup(" · ").join(map(_way, card.channels))
    return ROW.format(name=card.name, purpose=card.words.purpose, ways=ways)


def _way(channel: Channel) -> Markup:
    """Write one way to reach a contact."""
    return WAY.format(href=channel.href, display=channel.display)
