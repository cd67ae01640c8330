"""The directory for everybody: search, and one service."""

from dataclasses import replace
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request
from markupsafe import Markup

from portal import clock, db, languages
from portal.directory import beside_contacts, page, postcodes, reference, structured, telling, waits
from portal.directory.beside_contacts import BesideContacts
from portal.directory.beside_guides import BesideGuides
from portal.directory.checking import Desk
from portal.directory.current import Current
from portal.directory.documents import Document, Line
from portal.directory.index import Index
from portal.directory.search_page import SearchPage
from portal.helplines.contact import Card
from portal.helplines.registry import Registry
from portal.waiting_times import lists, words
from portal.web.application import Application

bp = Blueprint("directory", __name__, template_folder="templates")


def install(app: Flask) -> None:
    """Read the area's words, places, year and waiting lists, and the index where its file is current."""
    settings = app.extensions["portal"]["settings"]
    app.extensions["waiting_lists"] = lists.load(settings.content / "area")
    tables, engine = reference.load(settings.content), app.extensions["portal"]["engine"]
    app.extensions["directory"] = replace(tables, places=postcodes.with_the_nation(tables.places, engine))
    app.extensions["directory_index"] = kept = Current()
    kept.preload(settings.database_url)
    page = app.extensions["directory_search"] = SearchPage(app)
    app.extensions["guides_directory"] = BesideGuides(app, card)
    app.extensions["contacts_directory"] = BesideContacts(app)
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
    found, portal = index.service(slug) or abort(404), current_app.extensions["portal"]
    desk = Desk(portal["area"].directory_team, portal["area"].directory_email)
    helpline = helpline_of(found)
    # Not the host that the request names: this address is printed, copied and read by machines.
    address = f"{portal['settings'].base_url}{request.script_root}/services/{found.slug}"
    return render_template(
        "directory/service.html",
        service=found,
        page=page.page(found, index, clock.now(), tables.year, desk),
        waits=waits.own(db.session(), current_app.extensions["waiting_lists"], found.slug, clock.today()),
        helpline=helpline,
        helpline_check=helpline is not None and helpline.contact.needs_check(clock.today()),
        address=address,
        structured=_structured(found, address, helpline),
        long_date=telling.long_date,
        counts=words.clock_counts,
        named_at=beside_contacts.page_of(found.organization),
    )


def _structured(found: Document, address: str, helpline: Card | None) -> Markup:
    """Return the description of a service that machines read."""
    numbers = [Line("voice", way.value) for way in helpline.channels if way.kind == "phone"] if helpline else []
    numbers += [Line("text", way.value) for way in helpline.channels if way.kind == "text"] if helpline else []
    return Markup(structured.embed(structured.service(found, address, numbers)))  # noqa: S704 - embed() escapes


def card(found: Document, index: Index) -> Markup:
    """Return the card of a service, the same for every reader of a language."""
    page: SearchPage = current_app.extensions["directory_search"]
    return Markup(page.made(index, request.script_root).fresh(found).html.decode())  # noqa: S704 - filled by html()


def helpline_of(found: Document) -> Card | None:
    """Return the registry's contact of a service that has one."""
    registry: Registry | None = current_app.extensions.get("helplines")
    known = registry is not None and found.helpline in registry.contacts
    return registry.card(found.helpline, languages.current()) if registry and known else None
