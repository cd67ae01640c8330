"""The report card as everybody reads it: a page, a table for a spreadsheet, values for a program, and paper."""

from flask import Blueprint, Flask, Response, abort, current_app, render_template
from markupsafe import Markup

from portal import db, languages
from portal.languages import LANGUAGES, SOURCE
from portal.reporting.card import published, shown
from portal.reporting.card.published import Card
from portal.translated import texts
from portal.web.safe_html import render_markdown

bp = Blueprint("report_card", __name__, template_folder="templates")
bp.app_template_filter("card_day")(languages.format_day)


def install(app: Flask) -> None:
    """Read what the area writes about its years, in each language that may stand."""
    settings = app.extensions["portal"]["settings"]
    written = texts.standing(settings.content, texts.REPORT_CARD, LANGUAGES, drafts=not settings.production)
    app.extensions["report_card"] = {
        (text.lang, int(text.name)): render_markdown(text.body) for text, _source in written if text.name.isdecimal()
    }


def narrative(year: int) -> tuple[Markup, str] | None:
    """Return what the area writes about a year with its language: the reader's, or English."""
    texts: dict[tuple[str, int], Markup] = current_app.extensions["report_card"]
    wanted = (languages.current(), SOURCE)
    return next(((texts[language, year], language) for language in wanted if (language, year) in texts), None)


@bp.get("/report-card")
def newest() -> str:
    """Show the newest year that everybody may read, or say that there is none yet."""
    years = published.years(db.session())
    return _page(years[0]) if years else render_template("card/none.html")


@bp.get("/report-card/<int:year>")
def one(year: int) -> str:
    """Show one year."""
    return _page(year)


@bp.get("/report-card/<int:year>.csv")
def as_csv(year: int) -> Response:
    """Give one year as a table for a spreadsheet."""
    body = "\ufeff" + shown.as_csv(_card(year), published.card(db.session(), year - 1))
    return _file(body, "text/csv; charset=utf-8", f"report-card-{year}.csv")


@bp.get("/report-card/<int:year>.json")
def as_json(year: int) -> Response:
    """Give one year as values for a program."""
    body = shown.as_json(_card(year), published.card(db.session(), year - 1))
    return _file(body, "application/json; charset=utf-8", f"report-card-{year}.json")


def _file(body: str, kind: str, name: str) -> Response:
    """Give a file to keep."""
    return Response(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _card(year: int) -> Card:
    """Return a year that everybody may read, or the page that says there is none."""
    return published.card(db.session(), year) or abort(404)


def _page(year: int) -> str:
    """Render one year."""
    card, before = _card(year), published.card(db.session(), year - 1)
    others = [each for each in published.years(db.session()) if each != year]
    return render_template(
        "card/page.html",
        card=card,
        before=before,
        tables=shown.tables(card, before),
        told=narrative(year),
        others=others,
    )
