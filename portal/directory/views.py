"""The directory for everybody: search, one service, and how services fit together."""

from typing import Any

from flask import Blueprint, Flask, abort, current_app, render_template, request
from markupsafe import Markup

from portal import clock, db, languages
from portal.directory import narrowing, page, reference, telling, thrive_map
from portal.directory.current import Current
from portal.directory.documents import Document
from portal.directory.forms import SearchForm, read
from portal.directory.index import Index
from portal.guides.library import Library
from portal.guides.page import Page as Guide
from portal.helplines.registry import Registry

GUIDES_BESIDE = 2

bp = Blueprint("directory", __name__, template_folder="templates")


def install(app: Flask) -> None:
    """Read the area's words, places and year, and the index where its file is current."""
    settings = app.extensions["portal"]["settings"]
    app.extensions["directory"] = reference.load(settings.content)
    app.extensions["directory_index"] = kept = Current()
    kept.preload(settings.database_url)


def current_index() -> Index:
    """Return the index as fresh as it has to be."""
    kept: Current = current_app.extensions["directory_index"]
    return kept.get(db.engine())


@bp.get("/services")
def search() -> str:
    """Find services by words and filters."""
    index, tables = current_index(), current_app.extensions["directory"]
    form = SearchForm(places=tables.places, formdata=request.args)
    wanted = read(form, request.args.to_dict(flat=False), index)
    answer = reference.ask(tables, index, wanted, languages.current(), clock.now())
    found = answer.found
    return render_template(
        "directory/search.html",
        form=form,
        answer=answer,
        found=found,
        cards=[(card(index.documents[hit.number], index), telling.why(hit, found, index)) for hit in found.page()],
        narrowing=narrowing,
        index=index,
        guides=_guides(wanted.q),
    )


def _guides(words: str) -> list[Guide]:
    """Return the guides that speak of the same thing, so that there is something to read tonight."""
    library: Library = current_app.extensions["guides"]
    return [each.page for each in library.search(words, languages.current(), GUIDES_BESIDE)] if words else []


@bp.get("/services/<slug>")
def service(slug: str) -> str:
    """Show one service."""
    index, tables = current_index(), current_app.extensions["directory"]
    found = index.service(slug) or abort(404)
    return render_template(
        "directory/service.html",
        service=found,
        page=page.page(found, index, clock.now(), tables.year),
        helpline=_helpline(found),
        long_date=telling.long_date,
    )


@bp.get("/thrive")
def thrive() -> str:
    """Show the kinds of help there are, and where there are none."""
    index, here = current_index(), languages.current()
    return render_template(
        "directory/thrive.html",
        index=index,
        groupings=[index.terms["thrive"][key] for key in thrive_map.GROUPINGS if key in index.terms.get("thrive", {})],
        spread=thrive_map.spread(index.documents),
        by_age=thrive_map.by_age(index.documents),
        by_cohort=thrive_map.by_terms(index.documents, index.terms, "cohort", here),
        here=here,
        credit=current_app.extensions["portal"]["area"].thrive_credit,
    )


def card(found: Document, index: Index) -> Markup:
    """Return the part of a card that is the same for every reader of a language, rendered once for an index."""
    key = (found.slug, languages.current())
    if key not in index.cards:
        told = telling.card(found, index, index.built_on)
        index.cards[key] = render_template("directory/_card.html", card=told, root=request.script_root)
    return Markup(index.cards[key])  # noqa: S704 - our own template has escaped it


def _helpline(found: Document) -> Any:
    """Return the registry's contact of a service that has one."""
    registry: Registry | None = current_app.extensions.get("helplines")
    known = registry is not None and found.helpline in registry.contacts
    return registry.card(found.helpline, languages.current()) if registry and known else None
