"""Something is wrong here: say so, get a reference, and read what was done. No name is asked for."""

from collections.abc import Mapping

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from portal import clock, db, languages
from portal.area import Area
from portal.directory.documents import Document
from portal.directory.reference import Reference
from portal.directory.views import current_index
from portal.problems import actions, queries
from portal.problems.actions import Said
from portal.problems.forms import LookUpForm, ReportForm
from portal.problems.kinds import OUTCOMES, READ_FIRST, Kind
from portal.problems.models import ProblemReport
from portal.triage import text_scan
from portal.triage.words import WordList
from portal.web import read_aloud

bp = Blueprint("problems", __name__, template_folder="templates")
SENT = "problem"
"""What the browser's cookie holds of a report: its reference, for the page after sending."""


@bp.route("/problem/<slug>", methods=["GET", "POST"])
def report(slug: str) -> ResponseReturnValue:
    """Ask what is wrong with one entry, and keep what is said."""
    entry = current_index().service(slug) or abort(404)
    form = ReportForm()
    if form.validate_on_submit():
        _keep(entry, form)
        return redirect(f"{request.script_root}/problem/sent", 303)
    page = render_template("problems/report.html", form=form, service=entry)
    return make_response(page, 422 if form.errors else 200)


def _keep(entry: Document, form: ReportForm) -> None:
    """Keep a report, and remember its reference in this browser's visit."""
    words = form.words.data or ""
    row = queries.service(db.session(), entry.slug) or abort(404)
    said = Said(
        kind=Kind(form.kind.data),
        words=words,
        contact=form.contact.data or "",
        language=languages.current(),
        once=form.once.data or "",
    )
    area, found = _area(), heard(f"{words}\n{said.contact}")
    urgent = said.kind is Kind.TREATED_BADLY or bool(found & READ_FIRST)
    kept = actions.report(db.session(), row, said, area.clocks, area.answer_reports_within, clock.now(), urgent=urgent)
    session[SENT] = {"reference": kept.reference, "help": bool(found)}


def heard(words: str) -> set[str]:
    """Return the lists of danger words that somebody used."""
    tables: Reference = current_app.extensions["directory"]
    lists: Mapping[str, WordList] = tables.danger_words
    return set(text_scan.scan(words, languages.current(), lists).categories)


@bp.get("/problem/sent")
def sent() -> ResponseReturnValue:
    """Say that it has arrived, what happens next and by when; help for right now comes first where words ask for it."""
    remembered = session.get(SENT) or {}
    found = queries.by_reference(db.session(), remembered.get("reference"))
    if found is None:
        return redirect(f"{request.script_root}/problem", 303)
    return render_template("problems/sent.html", report=found, help_first=bool(remembered.get("help")))


@bp.route("/problem", methods=["GET", "POST"])
def look_up() -> ResponseReturnValue:
    """Show what was done about a report to whoever holds its reference; never what was written in it."""
    form, found, unknown = LookUpForm(), None, False
    if form.validate_on_submit():
        found = _find(form)
        unknown = found is None
    page = render_template(
        "problems/look_up.html", form=form, report=found, unknown=unknown, outcomes=OUTCOMES, now=clock.now()
    )
    return make_response(page, 422 if form.errors or unknown else 200)


def _find(form: LookUpForm) -> ProblemReport | None:
    reference = read_aloud.read_reference(form.reference.data or "", actions.PREFIX)
    return queries.by_reference(db.session(), reference)


def _area() -> Area:
    """Return the area this portal serves."""
    area: Area = current_app.extensions["portal"]["area"]
    return area
