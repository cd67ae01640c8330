"""The guides as pages: a list by reader, and each one in the reader's language."""

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from portal import clock, languages
from portal.guides import addresses, groups, library
from portal.guides.beside import Directory, Heard, NoDirectory, Services
from portal.guides.library import Library
from portal.guides.page import Page
from portal.web import logs

bp = Blueprint("guides", __name__, template_folder="templates")
LONGEST = 200
"""Characters of a search that are read."""
MOST_FOUND = 6


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


def directory() -> Directory:
    """Return what the directory lends the guides, or what stands in for it."""
    found: Directory = current_app.extensions.get("guides_directory") or NoDirectory()
    return found


def _fitting(page: Page) -> Services:
    """Return the services beside a guide. A directory in trouble takes no words away from anybody."""
    if page.easy_read:
        return Services()
    try:
        return directory().fitting(page)
    except Exception as error:  # the page is there to be read, whatever has happened to the database
        logs.failure(error)
        return Services()


def _heard(words: str) -> Heard:
    """Return what the directory makes of a search. While it is in trouble, guides can still be found by their words."""
    try:
        return directory().heard(words)
    except Exception as error:  # as above; the words themselves are told to nobody
        logs.failure(error)
        # Nobody has listened for danger: help for right now is shown to everybody.
        return Heard(danger=True)


@bp.get("/guides")
def list_guides() -> str:
    """List the guides by what they are about, narrowed to some readers or one group, or answer a search."""
    if words := request.args.get("q", "").strip()[:LONGEST]:
        return _found(words)
    reader, about = request.args.get("for", ""), request.args.get("about", "")
    pages, easy = shelf().guides(languages.current()), shelf().easy_read(languages.current())
    return render_template(
        "guides/list.html",
        shelves=groups.shelves([*pages, *easy.values()], reader, about),
        names=groups.NAMES,
        reader=reader if reader in groups.READERS else "",
        about=about if about in groups.NAMES else "",
        readers={each: (name, sum(each in page.audience for page in pages)) for each, name in groups.READERS.items()},
    )


def _found(words: str) -> str:
    """Answer a search with guides and services together, in the plain words that the directory understands."""
    heard = _heard(words)
    guides = shelf().search(heard.corrected or words, languages.current(), MOST_FOUND, heard.needs)
    pages = [each.page for each in guides]
    return render_template("guides/found.html", words=words, heard=heard, pages=pages, address=addresses.address)


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
    page = shown.page
    return render_template(
        "guides/page.html",
        shown=shown,
        overdue=overdue,
        address=addresses.address(slug),
        full=addresses.address(page.easy_read) if page.easy_read else "",
        easier=shelf().easy_read(languages.current()).get(page.slug),
        beside=_fitting(page),
    )
