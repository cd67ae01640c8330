"""What can be wrong with a page as markup: rules of the standard, names, headings, languages and their direction."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

from portal.languages import LANGUAGES

# What html5lib says about markup that today's standard allows: a doctype in small letters, and A&E with its ampersand.
ALLOWED = {"expected-doctype-but-got-start-tag", "expected-named-entity"}
POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "list", "form")
SPOKEN = ("aria-label", "title", "alt", "placeholder")
EMPTY_LINKS = {"here", "click here", "more", "read more", "link", "this"}
ARABIC = re.compile("[\u0600-\u06ff]")
OWN_LETTERS = {"pa": re.compile("[\u0a00-\u0a7f]"), "ur": ARABIC}
ENGLISH = re.compile(r"(?:\b[A-Za-z'’]{2,}[ ,]+){3,}[a-z'’]{2,}")
"""Four English words in a row; a name seldom has as many, and they are not all capitals."""
IN_BRACKETS = re.compile(r"\([^)]*\)")
"""Where a translation gives the English name of a thing beside its own."""
GLUED = {
    "ur": re.compile("[\u0620-\u06d3\u06fa-\u06ff] ?[,.?](?=\\s|$)"),
    "pa": re.compile(r"[\u0a01-\u0a74] ?\.(?=\s|$)"),
}
"""Letters of a script and, behind them, a mark that English would set."""


def faults(text: str, code: str) -> list[str]:
    """Say everything that is wrong with a page that is meant to be in a language."""
    parser = html5lib.HTMLParser(strict=False, tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    page: Element = parser.parse(text)
    wrong = sorted({error for _at, error, _values in parser.errors} - ALLOWED)
    return [*wrong, *_names(page), *_headings(page), *_spoken(page, code), *_written(page, code, code, False)]


def _all(page: Element) -> Iterator[Element]:
    return (each for each in page.iter() if isinstance(each.tag, str))


def _words(each: Element) -> str:
    return re.sub(r"\s+", " ", "".join(each.itertext())).strip()


def _names(page: Element) -> Iterator[str]:
    """Find ids that two things have, and pointers to an id that nothing has."""
    ids = Counter(each.get("id") for each in _all(page) if each.get("id"))
    yield from (f"two things are called {name}" for name, number in ids.items() if number > 1)
    for each in _all(page):
        pointed = [name for pointer in POINTERS for name in (each.get(pointer) or "").split()]
        inside = (each.get("href") or "").partition("#") if each.tag == "a" else ("x", "", "")
        pointed += [inside[2]] if not inside[0] and inside[2] else []
        yield from (f"nothing is called {name}" for name in pointed if name not in ids)


def _headings(page: Element) -> Iterator[str]:
    """Find a page without one main heading, a heading that says nothing, and a level that is left out.

    Above the main heading a box may stand: what went wrong, and who to call.
    """
    heads = [(int(each.tag[1]), _words(each)) for each in _all(page) if re.fullmatch("h[1-6]", each.tag)]
    if [level for level, _said in heads].count(1) != 1:
        yield "not one main heading"
    last = 1
    for level, said in heads:
        if not said:
            yield "a heading says nothing"
        if level > last + 1:
            yield f"a level is left out before {said}"
        last = level


def _spoken(page: Element, code: str) -> Iterator[str]:
    """Find what is said to those who listen, and to nobody else, in the wrong words or not at all."""
    for each in _all(page):
        if each.tag == "img" and each.get("alt") is None:
            yield "a picture says nothing"
        said = " ".join(filter(None, (_words(each), *(each.get(name) for name in SPOKEN))))
        if (
            each.tag in {"a", "button"}
            and each.get("hidden") is None
            and (not said.strip() or said.casefold().strip(" .") in EMPTY_LINKS)
        ):
            yield f"a link or button does not say what it is: {said!r}"
        own = OWN_LETTERS.get(code)
        for name in SPOKEN:
            heard = each.get(name)
            if heard is not None and own and not own.search(heard) and re.search("[a-z]{3}", heard):
                yield f"{name} is English: {heard}"


def _written(each: Element, spoken: str, code: str, apart: bool) -> Iterator[str]:
    """Find English that does not say so, what reads the wrong way, and marks of another language's."""
    if not isinstance(each.tag, str) or each.tag in {"script", "style", "textarea"}:
        return
    if each.tag == "html" and (each.get("lang"), each.get("dir")) != (code, LANGUAGES[code].direction):
        yield "the page says another language or direction"
    yield from _turned(each, spoken)
    if code == "ur":
        yield from _jumbled(each)
    spoken, apart = each.get("lang") or spoken, apart or each.tag in {"bdi", "em", "dd", "q"}
    for piece in (each.text or "", *(_words(child)[-1:] + (child.tail or "") for child in each)):
        yield from _foreign(piece, spoken, apart)
    for child in each:
        yield from _written(child, spoken, code, apart)


def _foreign(piece: str, spoken: str, apart: bool) -> Iterator[str]:
    """Find English words and English marks in a piece of text of a language with letters of its own."""
    if spoken in OWN_LETTERS and not apart and (found := ENGLISH.search(IN_BRACKETS.sub("", piece))):
        yield f"English that does not say so: {found[0]}"
    if spoken in GLUED and (mark := GLUED[spoken].search(piece)):
        yield f"a mark of another language: {piece.strip()[-40:]} ({mark[0]})"


def _turned(each: Element, spoken: str) -> Iterator[str]:
    """Find a block whose language is written the other way, and that does not say so."""
    own = each.get("lang")
    if own not in LANGUAGES or LANGUAGES[own].direction == LANGUAGES[spoken].direction:
        return
    if each.get("dir") is None and each.tag != "bdi" and each.find(".//bdi") is None:
        yield f"{own} in {spoken} without a direction: {_words(each)[:60]}"


def _jumbled(each: Element) -> Iterator[str]:
    """Find, on a page that reads from the right, a name that reads from the left and a number in loose groups."""
    said = _words(each)
    mixed = re.match("[^\u0600-\u06ff]*?[A-Za-z]", said) and ARABIC.search(said)
    if each.tag == "bdi" and each.get("dir") != "rtl" and mixed:
        yield f"an Urdu name is read from the left: {said}"
    grouped = re.match("tel:|sms:", each.get("href") or "") and re.search(r"\d \d", said)
    if each.tag == "a" and grouped and each.find(".//bdi") is None:
        yield f"a number stands unprotected: {said}"
