"""Text as it left somebody's editor: made plain, with its paragraphs. Pure."""

import re
import unicodedata
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

import nh3

from portal.web import typed

BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "tr",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "pre",
        "dl",
        "dt",
        "dd",
    ]
)
KEPT = BLOCKS | {"a", "br", "li"}
LONGEST_RAW = 20_000
"""Letters. More than any description has, and little enough that hostile nesting costs nothing."""
DEEPEST = 3
"""How often an exporter may have escaped the same text."""

MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#\d|#[xX][0-9a-fA-F]|[a-zA-Z]{2,31};)")
BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(KEPT - {'a'}))})\b", re.IGNORECASE)
ADDRESS_IN_ANGLES = re.compile(r"<(?:mailto:)?([^<>@\s]{1,64}@[^<>@\s]{1,255})>")
INVISIBLE = re.compile("[\u00ad\u180e\u200b\u2060\ufeff\ufff9-\uffff]")
NOT_LETTERS = re.compile(r"[\W_]+")


class _Reader(HTMLParser):
    """Reads markup that has been cleaned already, and keeps its words."""

    def __init__(self, flows: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.flows, self.parts, self.href, self.linked = flows, list[str](), "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where a reader would see one."""
        if tag == "a":
            self.href, self.linked = dict(attrs).get("href") or "", len(self.parts)
        else:
            self.parts.append({"li": "\n• ", "br": "\n"}.get(tag, "\n\n"))

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph; tell where a link led."""
        if tag == "a":
            said = "".join(self.parts[self.linked :])
            if self.href.startswith("http") and self.href.split("://")[1].strip("/") not in said:
                self.parts.append(f" ({self.href})")
        elif tag != "li":
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Keep words. Between paragraphs a new line in the source is only a space."""
        self.parts.append(re.sub(r"\s+", " ", data) if self.flows else data)


def plain(value: Any) -> str:
    """Return any value of a feed as plain text: no markup, no entities, nothing invisible, paragraphs kept."""
    text = letters(value)[:LONGEST_RAW]
    if _is_simple(text) and "<" not in text and "&" not in text:
        return " ".join(text.split())
    for _ in range(DEEPEST):
        if not MARKUP.search(text):
            break
        text = _unmarked(ADDRESS_IN_ANGLES.sub(r"\1", text))
    text = letters(text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line != "•")).strip()


def line(value: Any) -> str:
    """Return any value of a feed as one line of plain text."""
    return " ".join(plain(value).split())


def letters(value: Any) -> str:
    """Return a word or a number as text without what nobody types; a list, a table or a yes is no text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, str) and _is_simple(value):
        return value.strip()
    try:
        return INVISIBLE.sub("", typed.clean_text(str(value)))
    except ValueError:  # a whole number with thousands of digits
        return ""


def label(value: Any) -> str:
    """Return a label as it is looked up: without case, markup, punctuation, or the spaces around and inside it."""
    return _label(line(value))


@lru_cache(maxsize=50_000)
def _label(said: str) -> str:
    text = unicodedata.normalize("NFKC", said).casefold().replace("&", " and ")
    return NOT_LETTERS.sub(" ", text).strip()


def cut(text: str, most: int) -> tuple[str, bool]:
    """Return a text that fits, cut after a word, and whether it had to be cut."""
    if len(text) <= most:
        return text, False
    short = text[: most - 1]
    return (short.rsplit(None, 1)[0] if " " in short[most // 2 :] else short).rstrip(" ,;:•\n") + "…", True


def _is_simple(text: str) -> bool:
    """Tell whether a text is one line of letters that need no cleaning: most of them, and ten times as fast."""
    return text.isascii() and text.isprintable()


def _unmarked(text: str) -> str:
    """Take one layer of markup and entities off."""
    reader = _Reader(flows=bool(BLOCK_TAG.search(text)))
    reader.feed(nh3.clean(text, tags=set(KEPT), attributes={"a": {"href"}}, url_schemes={"http", "https"}))
    reader.close()
    return "".join(reader.parts)
