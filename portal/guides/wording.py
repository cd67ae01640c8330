"""What a guide may not say: numbers typed by hand, words that hurt or label, shouting, hard sentences."""

import re
from collections.abc import Iterator
from functools import lru_cache

from portal.guides import forbidden, reading, tokens
from portal.guides.page import SOURCE, Page, Problem
from portal.web import safe_html

CEILINGS = {"young_person": 5.0, "parent": 7.0, "professional": 10.0}
LONGEST_MEAN_SENTENCE = 15.0

LABELS = re.compile(r"\b(?:illness(?:es)?|disorders?|disease|abnormal)\b", re.IGNORECASE)
SHOUTING = re.compile(r"\b[A-Z]{6,}\b|\b[A-Z]{2,}(?:\s+[A-Z]{2,})+\b")
ACRONYM = re.compile(r"\b(?:[A-Z]{2,5}[a-z]?\d{0,2}|[A-Z]&[A-Z])\b")
EVERYDAY = frozenset({"NHS", "GP", "GPs", "OK", "UK", "TV", "PE", "SMS", "A&E"})
NAMES = re.compile(r"\b(?:THRIVE|HOPELINE\d*)\b")
"""Names that are written in capitals by those who bear them."""


def lines(page: Page) -> Iterator[tuple[int, str]]:
    """Yield what a reader sees, line by line, with its place in the file."""
    for key in ("title", "summary"):
        yield page.lines.get(key, 1), str(page.meta.get(key, ""))
    for number, line in enumerate(page.body.split("\n"), page.body_line):
        yield number, tokens.without(line)


def numbers(page: Page) -> Iterator[Problem]:
    """Find numbers and addresses to call or write to that were typed by hand."""
    for at, line in lines(page):
        if forbidden.is_typed(line):
            message = "A number to call is typed here. Write {number:ID} with its name in the registry."
            yield page.problem("phone-in-prose", message, line=at)
        if forbidden.MAIL.search(line):
            message = "An address to write to is typed here. Put it into the registry and write {number:ID}."
            yield page.problem("address-in-prose", message, line=at)
        if forbidden.SITE.search(line):
            message = "The address of a site is typed here: make it a link with words."
            yield page.problem("address-in-prose", message, line=at)
    for target, at in tokens.links(page.body, page.body_line):
        if forbidden.IN_A_LINK.search(target):
            message = "A number to call stands in this link. Write {number:ID} with its name in the registry."
            yield page.problem("phone-in-prose", message, line=at)


def phrases(page: Page) -> Iterator[Problem]:
    """Find words that hurt, and labels for which the page gives no reason."""
    said = list(lines(page))
    text = "\n".join(line for _at, line in said)
    for start, message in forbidden.hurtful(text, _language(page)):
        yield page.problem("banned-phrase", message, line=said[text.count("\n", 0, start)][0])
    for at, line in said:
        label = LABELS.search(line)
        if label and not page.meta.get("labels_because"):
            message = f"'{label[0]}' is a label. Say what it is like, or give the reason in labels_because."
            yield page.problem("label", message, line=at)


def shouting(page: Page) -> Iterator[Problem]:
    """Find capitals that shout and short forms that nobody explains."""
    if _language(page) != SOURCE:
        return
    said = "\n".join(line for _at, line in lines(page))
    for at, line in lines(page):
        if shout := SHOUTING.search(NAMES.sub("", line)):
            yield page.problem("all-caps", f"'{shout[0]}' shouts. Use small letters.", line=at)
            continue
        for short in ACRONYM.findall(line):
            if short not in EVERYDAY and f"({short})" not in said and f"{short} (" not in said:
                yield page.problem("acronym", f"'{short}' is not explained: say the words first.", line=at)


def reading_age(page: Page) -> Iterator[Problem]:
    """Find an English page that is harder to read than its readers deserve."""
    if page.lang != SOURCE:
        return
    ceiling = min(CEILINGS[audience] for audience in page.audience)
    limit = page.meta["reading_grade"]
    if limit is None or limit > ceiling:
        message = f"reading_grade is {limit}; for these readers it is {ceiling:g} or less."
        yield page.problem("reading-grade", message, key="reading_grade")
    found = measure(page)
    for grade, counted in ((found.grade, "syllables"), (found.letters_grade, "letters")):
        if grade > min(limit or ceiling, ceiling):
            message = f"The page reads at grade {grade} by its {counted}: shorter words and sentences, please."
            yield page.problem("reading-grade", message, line=page.body_line)
    if found.words_per_sentence > LONGEST_MEAN_SENTENCE:
        message = f"Sentences have {found.words_per_sentence:.0f} words on average; 15 is the most."
        yield page.problem("sentence-length", message, line=page.body_line)


@lru_cache(maxsize=256)
def measure(page: Page) -> reading.Reading:
    """Measure how hard an English page is to read, by two formulae."""
    return reading.measure(safe_html.words(tokens.without(page.body)))


def _language(page: Page) -> str:
    """Return the page's language, even when its front matter is broken."""
    return str(page.meta.get("lang", SOURCE))
