"""What the directory lends the guides, which lie below it: services for a page, and what a reader's words mean."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from flask import Flask
from markupsafe import Markup

from portal import clock, languages
from portal.directory import reference
from portal.directory.documents import Document
from portal.directory.index import Index
from portal.directory.reference import Answer
from portal.directory.search import Found
from portal.directory.wanted import Wanted
from portal.guides.beside import Heard, Services
from portal.guides.page import Page

MOST, MOST_SEEN = 3, 12
NUMBERS_INSTEAD = frozenset({"crisis"})
"""Needs that a page answers with the numbers it shows itself."""


class BesideGuides:
    """The directory as the guides see it."""

    def __init__(self, app: Flask, card: Callable[[Document, Index], Markup]) -> None:
        self._app, self._card = app, card

    def fitting(self, page: Page) -> Services:
        """Find services made for a page's readers, or else for its needs, at the ages it is written for."""
        cohorts = tuple(page.meta.get("cohorts", ()))
        needs = tuple(need for need in page.meta["needs"] if need not in NUMBERS_INSTEAD)
        taxonomy, values = ("cohort", cohorts) if cohorts else ("need", needs)
        # A page about danger asks nothing of the database, and never waits for it.
        term = self._index().terms.get(taxonomy, {}).get(values[0]) if values else None
        if term is None:
            return Services()
        low, high = page.meta["age_min"], page.meta["age_max"]
        wanted = Wanted(chosen={taxonomy: values}, age=low, oldest=high)
        # Said in words as well: what a service is mostly for then comes before what it is also for.
        named = replace(wanted, q=term.name(languages.SOURCE))
        return self._services(self._ask(named).found, wanted)

    def heard(self, words: str) -> Heard:
        """Understand a search as the search for services does."""
        answer = self._ask(Wanted(q=words))
        needs = frozenset(value for taxonomy, value in answer.found.meanings if taxonomy == "need")
        services = self._services(answer.found, answer.found.wanted)
        return Heard(services, needs, answer.danger, answer.found.corrected or "")

    def _ask(self, wanted: Wanted) -> Answer:
        return reference.ask(self._app.extensions["directory"], self._index(), wanted, languages.current(), clock.now())

    def _services(self, found: Found, wanted: Wanted) -> Services:
        """Return the first services of an answer as cards, and the address of a search that finds all."""
        index = self._index()
        first = [index.documents[hit.number] for hit in found.first(MOST_SEEN)]
        # The page shows the numbers to call itself.
        own = [each for each in first if not each.helpline][:MOST]
        return Services(tuple(self._card(each, index) for each in own), found.total, urlencode(wanted.address()))

    def _index(self) -> Index:
        extensions = self._app.extensions
        index: Index = extensions["directory_index"].get(extensions["portal"]["engine"])
        return index
