"""How far the words are: every page in every language, and one page block by block. Words are edited in files."""

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue

from portal import clock, languages
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.guides import addresses, checks, coverage, labels, others, publishing, wording
from portal.guides.library import Library
from portal.guides.page import SOURCE, Page, Problem
from portal.guides.side_by_side import lines
from portal.helplines import cards

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
        others=coverage.other_rows(_others()),
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


@bp.get("/content/<lang>/<kind>/<name>")
@needs(Permission.SEE_CONTENT)
def one_text(lang: str, kind: str, name: str) -> ResponseReturnValue:
    """Show a message, a letter, a card or words of the report card block by block beside its English."""
    spoken = _others().texts.get(kind, {}).get(name, {})
    source, text = spoken.get(SOURCE), spoken.get(lang)
    if source is None or text is None:
        abort(404)
    return render_template(
        "guides/staff/text.html",
        page=text,
        kind=others.KINDS[kind],
        spoken=languages.LANGUAGES[lang],
        state=coverage.STATES.get(text.state, text.state),
        lines=lines(text, source),
        problems=[] if text is source else list(others.faults(text, source)),
        command=f"{text.file} --card {name} --language {lang}" if kind == cards.KIND else text.file,
    )


def _others() -> others.Others:
    """Read what is no guide, as its files stand now."""
    return others.load(current_app.extensions["portal"]["settings"].content)


def _problems(library: Library, page: Page) -> list[Problem]:
    """Check this one page as `portal content check` does."""
    content = current_app.extensions["portal"]["settings"].content
    around = publishing.surroundings(library, content, clock.today())
    return sorted(set(checks.check(page, around)), key=lambda each: (each.line, each.rule, each.message))
