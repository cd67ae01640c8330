"""The one place where markdown becomes HTML that a browser may be given."""

from collections.abc import Iterator

import bleach
import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "a",
        "strong",
        "em",
        "blockquote",
        "hr",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "abbr",
        "bdi",
        "div",
        "span",
        "img",
    ]
)
ATTRIBUTES = {
    "*": ["lang", "dir", "class", "id"],
    "a": ["href", "title"],
    "abbr": ["title"],
    "img": ["src", "alt", "width", "height"],
}
PROTOCOLS = frozenset({"https", "http", "mailto", "tel", "sms"})

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


def render_markdown(text: str) -> Markup:
    """Turn markdown into safe HTML; raw HTML in it is shown as text."""
    return clean(_markdown.render(text))


def clean(html: str) -> Markup:
    """Keep only the tags, attributes and addresses on our lists.

    Two cleaners with one list: bleach has had its last release (June 2026), so it is never the last barrier.
    Removing it is deleting one call.
    """
    first = bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True)
    second = nh3.clean(
        first,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(PROTOCOLS),
        link_rel="noopener noreferrer",
    )
    return Markup(second)  # noqa: S704 - the one place that may say so: it has just been cleaned twice


def words(markdown: str) -> Iterator[str]:
    """Yield the plain text of markdown, block by block, for search and for measuring reading age."""
    for token in _markdown.parse(markdown):
        if token.type == "inline":
            yield "".join(child.content or " " for child in token.children or [] if child.type != "image")
