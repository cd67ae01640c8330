"""Whether everything that a guide names exists: contacts, pages, places on this site, terms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.guides import tokens
from portal.guides.page import KINDS, Page, Problem
from portal.helplines.contact import Contact


@dataclass(frozen=True)
class Surroundings:
    """What a page is checked against."""

    today: date
    contacts: Mapping[str, Contact]
    sources: Mapping[str, Page]
    """The English pages by slug."""
    terms: Mapping[str, frozenset[str]]
    """The directory's words for needs, THRIVE groupings and cohorts; empty when there is no directory."""
    pictures: frozenset[str] = frozenset()
    """The names of our drawings."""


def contacts(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find contacts that the registry does not know."""
    for name in page.contacts:
        if name not in around.contacts:
            yield page.problem("unknown-contact", f"The registry has no contact {name!r}.", key="contacts")


def named_tokens(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find braces that mean nothing, or name what does not exist."""
    for token in tokens.tokens(page.body, page.body_line):
        fault = _token_fault(token, page, around)
        if fault:
            rule = "unknown-contact" if token.verb in {"number", "contact"} else "unknown-token"
            yield page.problem(rule, fault, line=token.line)
    alone = len(tokens.CARDS.findall(page.body))
    carded = sum(token.verb in {"contacts", "contact"} for token in tokens.tokens(page.body))
    if alone != carded:
        yield page.problem("unknown-token", "A card stands alone on its line.", line=page.body_line)


def _token_fault(token: tokens.Token, page: Page, around: Surroundings) -> str:
    """Say what is wrong with a token, or nothing."""
    if token.verb in {"number", "contact"}:
        known = around.contacts.get(token.name)
        if known is None:
            return f"The registry has no contact {token.name!r}."
        if token.way and token.way not in {channel.kind for channel in known.channels}:
            return f"{token.name} cannot be reached by {token.way!r}."
    elif token.verb == "page":
        return "" if token.name in around.sources else f"There is no page {token.name!r}."
    elif token.verb == "contacts":
        return "" if page.contacts else "The front matter names no contacts to show."
    elif token.verb == "picture":
        return "" if token.name in around.pictures else f"There is no drawing {token.name!r}."
    elif token.verb not in KINDS:
        return f"{{{token.verb}}} means nothing here."
    return ""


def named_links(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find links that lead nowhere, or out of the site by another road than https. Headings have no address."""
    for target, at in tokens.links(page.body, page.body_line):
        scheme, _colon, name = target.partition(":")
        if scheme == "https":
            continue
        if scheme not in tokens.DESTINATIONS or (name and scheme not in tokens.TAKES_A_NAME):
            yield page.problem("link", f"{target!r} is no place on this site and not https.", line=at)
        elif scheme == "page" and name not in around.sources:
            yield page.problem("link", f"There is no page {name!r}.", line=at)
        elif scheme == "services" and name and name not in around.terms.get("need", {name}):
            yield page.problem("link", f"The directory knows no need {name!r}.", line=at)


def terms(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find needs, groupings and cohorts that the directory does not know."""
    for key, taxonomy in (("needs", "need"), ("thrive", "thrive"), ("cohorts", "cohort")):
        known = around.terms.get(taxonomy)
        for name in page.meta.get(key, ()):
            if known and name not in known:
                yield page.problem("unknown-term", f"The directory knows no {taxonomy} {name!r}.", key=key)


RULES = (contacts, named_tokens, named_links, terms)
