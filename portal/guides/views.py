"""The guides as pages: a list by reader, and each one in the reader's language."""

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from portal import clock, languages
from portal.guides import addresses, library
from portal.guides.library import Library

bp = Blueprint("guides", __name__, template_folder="templates")


def install(app: Flask) -> None:
    """Read every guide. In production no unchecked translation of a page about danger is shown."""
    settings = app.extensions["portal"]["settings"]
    app.extensions["guides"] = library.load(
        settings.content, app.extensions["helplines"], drafts=not settings.production
    )


def shelf() -> Library:
    """Return the library of the running application."""
    found: Library = current_app.extensions["guides"]
    return found


@bp.get("/guides")
def list_guides() -> str:
    """List the guides for young people, for parents and carers, and for people who work with them."""
    return render_template("guides/list.html", audiences=shelf().listing(languages.current()))


@bp.get("/guides/<slug>")
def show_guide(slug: str) -> Response | str:
    """Show one guide, or send the reader to the address it has of its own."""
    if slug in addresses.FIXED:
        return redirect(request.script_root + addresses.address(slug), 301)
    return _page(slug)


def show_page_about_the_site() -> str:
    """Show a page that has an address of its own."""
    return _page(request.path.removeprefix("/"))


for path in addresses.FIXED.values():
    bp.add_url_rule(path, view_func=show_page_about_the_site)


def _page(slug: str) -> str:
    """Render one guide in the reader's language."""
    shown = shelf().open(slug, languages.current())
    if shown is None:
        abort(404)
    overdue = shown.page.review_due < clock.today()
    address = addresses.address(slug)
    return render_template("guides/page.html", shown=shown, overdue=overdue, address=address)
