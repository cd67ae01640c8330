"""The directory for everybody: search, one service, and how services fit together."""

from typing import Any, cast

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request

from portal import clock, db, languages
from portal.directory import page, reference, telling, thrive_map
from portal.directory.current import Current
from portal.directory.documents import Document
from portal.directory.index import Index
from portal.directory.search_page import SearchPage
from portal.helplines.registry import Registry
from portal.web.application import Application

bp = Blueprint("directory", __name__, template_folder="templates")


def install(app: Flask) -> None:
    """Read the area's words, places and year, and the index where its file is current."""
    settings = app.extensions["portal"]["settings"]
    app.extensions["directory"] = reference.load(settings.content)
    app.extensions["directory_index"] = kept = Current()
    kept.preload(settings.database_url)
    page = app.extensions["directory_search"] = SearchPage(app)
    cast(Application, app).short_ways["/services"] = ("directory.search", page.shortly)


def current_index() -> Index:
    """Return the index as fresh as it has to be."""
    kept: Current = current_app.extensions["directory_index"]
    return kept.get(db.engine())


@bp.get("/services")
def search() -> Response:
    """Find services by words and filters. Mostly answered by the short way, which makes the same page."""
    page: SearchPage = current_app.extensions["directory_search"]
    return Response(page.whole(request.environ), mimetype="text/html")


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


def _helpline(found: Document) -> Any:
    """Return the registry's contact of a service that has one."""
    registry: Registry | None = current_app.extensions.get("helplines")
    known = registry is not None and found.helpline in registry.contacts
    return registry.card(found.helpline, languages.current()) if registry and known else None
