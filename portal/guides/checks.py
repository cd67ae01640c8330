"""Every rule a guide has to meet before it may be published, as one table."""

import re
from collections.abc import Iterator

from portal.guides import claims, direction, easy_read, front_matter, references, translations, wording
from portal.guides.page import KINDS, Page, Problem
from portal.guides.references import Surroundings

ENDS_AS_QUESTION = ("?", "؟")
ALWAYS_SENSITIVE = frozenset({"crisis", "self_harm"})
RISK_WORDS = re.compile(r"suicid|self-harm|kill(?:ing)? (?:my|your|them)sel", re.IGNORECASE)
LEVEL = re.compile(r"(#{1,6})[ \t]+\S")
NO_ALT = re.compile(r"!\[\s*\]")
RAW_HTML = re.compile(r"</?[a-zA-Z][^>]{0,500}>|<!--")
DEFINED_LINK = re.compile(r"^ {0,3}\[[^\]]+\]:")
# Controls, zero-width and bidirectional marks, private letters. Urdu and Polish need none of them.
HIDDEN = re.compile(r"[\u0000-\u0008\u000b-\u001f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff]")


def check(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find everything that keeps a page from being published."""
    for simple in (wording.numbers, wording.phrases, wording.shouting, markup):
        yield from simple(page)
    if broken := list(front_matter.shape(page)):
        yield from broken
        return
    yield from front_matter.place(page)
    yield from front_matter.review(page, around.today)
    yield from wording.reading_age(page)
    yield from headings(page)
    yield from direction.numbers(page)
    yield from crisis(page, around)
    for rule in (*references.RULES, *claims.RULES, easy_read.lines, easy_read.source, translations.translation):
        yield from rule(page, around)


def markup(page: Page) -> Iterator[Problem]:
    """Find pictures without words, HTML, and letters that cannot be seen."""
    for at, line in enumerate(page.body.split("\n"), page.body_line):
        if NO_ALT.search(line):
            yield page.problem("image-alt", "A picture has no words for those who cannot see it.", line=at)
        if RAW_HTML.search(line) or DEFINED_LINK.search(line):
            yield page.problem("markup", "Write plain markdown: no HTML and no link definitions.", line=at)
        if HIDDEN.search(line):
            yield page.problem("markup", "This line holds letters that cannot be seen.", line=at)


def headings(page: Page) -> Iterator[Problem]:
    """Find headings that are no questions, and a page without its last section."""
    sections = [section for section in page.sections() if section.title]
    for section in sections:
        if not section.title.endswith(ENDS_AS_QUESTION):
            message = f"'{section.title}' is not a question that people ask."
            yield page.problem("heading", message, line=section.line)
        if section.kind and section.kind not in KINDS:
            message = f"{{{section.kind}}} is none of {', '.join(KINDS)}."
            yield page.problem("heading", message, line=section.line)
    yield from _levels(page)
    if re.search(r"^#\s", page.body, re.MULTILINE):
        yield page.problem("heading", "The title is the page's only first heading.", line=page.body_line)
    if not sections or sections[-1].kind != "who":
        yield page.problem("heading", "The last section says who can help: ## … {who}", line=page.body_line)


def _levels(page: Page) -> Iterator[Problem]:
    """Find headings that skip a level: those who listen jump from one to the next."""
    above = 1
    for at, line in enumerate(page.body.split("\n"), page.body_line):
        if found := LEVEL.match(line):
            if len(found[1]) > above + 1:
                yield page.problem("heading", "This heading skips a level.", line=at)
            above = len(found[1])


def crisis(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find a page for people who may be in danger that does not begin with help, or hides that it is one."""
    if not (page.sensitive or ALWAYS_SENSITIVE & set(page.meta["needs"]) or RISK_WORDS.search(page.body)):
        return
    if not page.sensitive:
        yield page.problem("sensitive", "This page is about danger: sensitive must be true.", key="sensitive")
    titled = [section for section in page.sections() if section.title]
    at = titled[0].line if titled else page.body_line
    if not titled or titled[0].kind != "right-now":
        message = "The first section is for right now: ## … {right-now}"
        yield page.problem("crisis-include", message, line=at)
    if not any("{number:emergency}" in each.body for each in titled if each.kind == "right-now"):
        message = "No section for right now names {number:emergency}."
        yield page.problem("crisis-include", message, line=at)
    shown = [around.contacts[name] for name in page.contacts if name in around.contacts]
    if not any(contact.always_open for contact in shown):
        message = "None of the contacts shown is there day and night."
        yield page.problem("crisis-include", message, key="contacts")
