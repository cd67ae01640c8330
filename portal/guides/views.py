"""The guides as pages: a list by reader, and each one in the reader's language."""

from flask import Blueprint, Flask, abort, current_app, render_template

from portal import clock, languages
from portal.guides import library
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
def show_guide(slug: str) -> str:
    """Show one guide."""
    shown = shelf().open(slug, languages.current())
    if shown is None:
        abort(404)
    return render_template("guides/page.html", shown=shown, overdue=shown.page.review_due < clock.today())
