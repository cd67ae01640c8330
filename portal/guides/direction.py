"""Numbers on pages written from right to left: those with signs between them have to be kept together."""

import re
from collections.abc import Iterator

from portal.guides import wording
from portal.guides.page import Page, Problem
from portal.languages import LANGUAGES

# One number alone keeps its own order. Two with a sign between them, or one that touches Latin letters, may be turned
# round: 13-15 then reads as 15-13. What stands between stars is isolated when the page is made.
TORN = re.compile(r"\d\s?[-–—/:.,+×%]\s?\d|[A-Za-z]\d|\d[A-Za-z]|[+£]\d|\d\s?%")
ISOLATED = re.compile(r"\*[^*\n]+\*")


def numbers(page: Page) -> Iterator[Problem]:
    """Find numbers that a reader from right to left may see the wrong way round."""
    language = LANGUAGES.get(page.lang)
    if language is None or language.direction != "rtl":
        return
    for at, line in wording.lines(page):
        if torn := TORN.search(ISOLATED.sub("", line)):
            message = f"'{torn[0]}' may be shown the wrong way round here: write it between stars, *…*."
            yield page.problem("bidi", message, line=at)
