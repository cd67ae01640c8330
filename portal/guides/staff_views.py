"""How far the words are: every page in every language, and one page block by block. Words are edited in files."""

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue

from portal import clock, languages
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.guides import addresses, checks, coverage, labels, publishing, wording
from portal.guides.library import Library
from portal.guides.page import SOURCE, Page, Problem
from portal.guides.side_by_side import lines

bp = staff_blueprint("guides_staff", __name__)


def _shelf() -> Library:
    """Return the library of the running application."""
    found: Library = current_app.extensions["guides"]
    return found


@bp.get("/content")
@needs(Permission.SEE_CONTENT)
def coverage_page() -> str:
    """Show how far every page and every language is, and what is late or too hard."""
    library = _shelf()
    rows, counted = coverage.rows(library.pages), labels.coverage()
    return render_template(
        "guides/staff/coverage.html",
        rows=rows,
        columns=[
            (languages.LANGUAGES[each.code], each, counted[each.code])
            for each in coverage.languages(rows, list(library.pages))
        ],
        late=coverage.late(library.pages, clock.today()),
        hard=coverage.too_hard(library.pages[SOURCE]),
        unreadable=library.unreadable,
        soon=coverage.SOON.days,
    )


@bp.get("/content/<lang>/<slug>")
@needs(Permission.SEE_CONTENT)
def one_page(lang: str, slug: str) -> ResponseReturnValue:
    """Show one page block by block beside its English, with what the check says of it."""
    library = _shelf()
    source = library.pages[SOURCE].get(slug)
    page = library.pages.get(lang, {}).get(slug)
    if source is None or page is None:
        abort(404)
    return render_template(
        "guides/staff/page.html",
        page=page,
        source=source,
        spoken=languages.LANGUAGES[lang],
        state=coverage.STATES.get(page.state, page.state),
        lines=lines(page, source),
        problems=_problems(library, page),
        reading=wording.measure(source),
        public=("" if lang == SOURCE else f"/{lang}") + addresses.address(slug),
    )


def _problems(library: Library, page: Page) -> list[Problem]:
    """Check this one page as `portal content check` does."""
    content = current_app.extensions["portal"]["settings"].content
    around = publishing.surroundings(library, content, clock.today())
    return sorted(set(checks.check(page, around)), key=lambda each: (each.line, each.rule, each.message))
