"""From an address's query to the whole page of results: the search page's two entrances, and what they share."""

from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from flask import Flask, render_template
from werkzeug.datastructures import MultiDict

from portal import clock, languages
from portal.directory import forms, listing, reference
from portal.directory.forms import Said, SearchForm, Typed
from portal.directory.index import Index
from portal.directory.kept_pages import KeptPages
from portal.directory.pieces import Marks, html
from portal.directory.places import Place
from portal.directory.search import Found, Now, open_count
from portal.guides import addresses
from portal.web import widgets
from portal.web.headers import NONCE

GUIDES_BESIDE = 2


class Asked(NamedTuple):
    """What one request asks for."""

    query: str
    said: Said
    boxes: Typed
    near: Place | None
    wrong: bool


class _Wrong(Exception):
    """Something in the boxes needs a sentence from us."""


class SearchPage:
    """The page in every language, made when somebody first asks for it, and made anew when the index changes."""

    def __init__(self, app: Flask) -> None:
        self._app, self._made = app, dict[str, listing.Made]()
        self._tables: reference.Reference = app.extensions["directory"]
        self._kept = KeptPages()

    def shortly(self, environ: dict[str, Any]) -> bytes | None:
        """Answer without Flask; a form that came back with something wrong in it is left to it."""
        index, moment = self._index(), clock.now()
        key = (environ.get("QUERY_STRING", ""), languages.current(), environ.get("SCRIPT_NAME", ""))
        state = (index, moment.replace(second=0, microsecond=0))
        try:
            return self._kept.page(
                key, state, environ[NONCE].encode(), lambda nonce: self._right(environ, index, moment, nonce)
            )
        except _Wrong:
            return None

    def _right(self, environ: dict[str, Any], index: Index, moment: datetime, nonce: bytes) -> bytes:
        """Make the page of a search in which everything makes sense. Raises _Wrong otherwise."""
        asked = self._asked(environ)
        if asked.wrong:
            raise _Wrong
        return self._answer(asked, environ, index, moment, nonce)

    def whole(self, environ: dict[str, Any]) -> bytes:
        """Answer in a request of Flask's."""
        return self._answer(self._asked(environ), environ, self._index(), clock.now(), environ[NONCE].encode())

    def _index(self) -> Index:
        """Return the index as fresh as it has to be."""
        extensions = self._app.extensions
        index: Index = extensions["directory_index"].get(extensions["portal"]["engine"])
        return index

    def _asked(self, environ: dict[str, Any]) -> Asked:
        query = str(environ.get("QUERY_STRING", "")).encode("latin-1").decode("utf-8", "replace")
        said = parse_qs(query, keep_blank_values=True, errors="replace")
        boxes = forms.typed(said)
        near = self._tables.places.find(boxes.near) if 0 < len(boxes.near) <= forms.MOST_OF_A_PLACE else None
        return Asked(query, said, boxes, near, forms.is_wrong(boxes, near))

    def _answer(self, asked: Asked, environ: dict[str, Any], index: Index, moment: datetime, nonce: bytes) -> bytes:
        """Search, and fill the page."""
        wanted = forms.read(asked.boxes, asked.said, asked.near, index)
        answer = reference.ask(self._tables, index, wanted, languages.current(), moment)
        found = answer.found
        made = self.made(index, environ.get("SCRIPT_NAME", ""))
        return listing.write(
            made,
            found,
            self._wrong(asked) if asked.wrong else self._boxes(made, asked.boxes),
            open_count=open_count(index, found, Now(moment, index.built_on, self._tables.year)),
            open_about=asked.wrong,
            nonce=nonce,
            query=html(f"?{asked.query}") if asked.query else b"",
            danger=made.page["danger"].fill() if answer.danger else b"",
            guides=self._guides(made, wanted.q, found),
            team=made.page["team"].fill() if found.relaxed or not found.total else b"",
        )

    def made(self, index: Index, root: str) -> listing.Made:
        """Return the page of an index in pieces, as the reader's language has it below this root."""
        kept = self._made.get(languages.current())
        if kept is None or kept.index is not index:
            kept = self._made[languages.current()] = self._make(index, root)
        return kept

    def _make(self, index: Index, root: str) -> listing.Made:
        """Make the page in the current language. It is rendered for no request of anybody's."""
        app, language = self._app, languages.current()
        registry, here = app.extensions.get("helplines"), app.extensions["portal"]["area"]

        def render(template: str, marks: Marks | None = None, **values: Any) -> str:
            at = {"SCRIPT_NAME": root} | ({NONCE: marks.gap("nonce")} if marks else {})
            said = f"?{marks.gap('query')}" if marks else ""
            with app.test_request_context(f"/services{said}", environ_overrides=at), languages.using(language):
                made = render_template(template, root=root, **(marks.in_template() if marks else {}), **values)
            # Where there is no query there is no question mark either.
            return made.replace(said, said[1:]) if marks else made

        with app.app_context():  # whichever way the first reader came
            return listing.make(
                index,
                f"{root}/services",
                here.name,
                render,
                partial(SearchForm, find=self._tables.places.find, formdata=None),
                team=[registry.card(here.team_contact, language)] if registry else [],
            )

    def _boxes(self, made: listing.Made, boxes: Typed) -> dict[str, bytes]:
        """Return the three fields with what was typed into them."""
        return {name: made.page[f"box_{name}"].fill(**{name: html(getattr(boxes, name))}) for name in listing.BOXES}

    def _wrong(self, asked: Asked) -> dict[str, bytes]:
        """Return the three fields with a sentence where something makes no sense."""
        form = SearchForm(find=self._tables.places.find, formdata=MultiDict(asked.said))
        form.validate()
        return {name: widgets.render(form[name]).encode() for name in listing.BOXES}

    def _guides(self, made: listing.Made, words: str, found: Found) -> bytes:
        """Fill in the guides that speak of what the words mean, so that there is something to read tonight."""
        if not words:
            return b""
        needs = frozenset(value for taxonomy, value in found.meanings if taxonomy == "need")
        library = self._app.extensions["guides"]
        guides = library.search(found.corrected or words, languages.current(), GUIDES_BESIDE, needs)
        region = made.page["guides"]
        filled = [
            region["guide"].fill(
                lang=html(page.lang), address=html(addresses.address(page.slug)), title=html(page.title)
            )
            for page in (each.page for each in guides)
        ]
        return region.fill(guide=b"".join(filled)) if filled else b""
