"""Did this page help? And what was done about what people said. No name is asked for."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask, abort, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from portal import clock, db, languages
from portal.feedback import actions, queries
from portal.feedback.actions import Said
from portal.feedback.forms import PageForm, SiteForm
from portal.feedback.kinds import About, Mark, Who
from portal.feedback.models import Note
from portal.feedback.pages import named, page_of
from portal.guides import addresses
from portal.guides.page import Page
from portal.problems.kinds import READ_FIRST
from portal.problems.views import heard
from portal.web import logs

bp = Blueprint("feedback", __name__, template_folder="templates")
SENT = "feedback"
"""What the browser's cookie holds after sending: whether help for right now comes first. No word, no number."""


def install(app: Flask) -> None:
    """Let the pages that people spoke about say what was done."""
    app.jinja_env.globals["you_said"] = you_said


def you_said(page: str) -> Sequence[Note]:
    """Return what was done about a page. A database in trouble takes no words of the page away from anybody."""
    try:
        return queries.published(db.session(), page)
    except Exception as error:  # the page is there to be read, whatever has happened to the database
        logs.failure(error)
        return ()


@bp.route("/feedback", methods=["GET", "POST"])
def about_the_site() -> ResponseReturnValue:
    """Ask what somebody thinks of the site, and show what was done about what people said."""
    return _ask(None)


@bp.route("/feedback/about/<slug>", methods=["GET", "POST"])
def about_a_page(slug: str) -> ResponseReturnValue:
    """Ask whether one page helped."""
    return _ask(page_of(slug) or abort(404))


def _ask(page: Page | None) -> ResponseReturnValue:
    """Ask, and keep what is said."""
    form = PageForm() if page else SiteForm()
    if form.validate_on_submit():
        _keep(page, form)
        return redirect(f"{request.script_root}/feedback/sent", 303)
    notes = queries.published(db.session(), page.slug if page else None)
    words: dict[str, Any] = {
        "form": form,
        "page": page,
        "address": addresses.address(page.slug) if page else "",
        "notes": notes,
        "pages": named([each.page for each in notes]),
        "where": addresses.address,
    }
    return make_response(render_template("feedback/ask.html", **words), 422 if form.errors else 200)


def _keep(page: Page | None, form: PageForm) -> None:
    """Keep what somebody said, and remember for the next page whether it must begin with help."""
    said = Said(
        about=About.PAGE,
        page=page.slug if page else None,
        mark=Mark(form.mark.data),
        who=Who(form.who.data) if form.who.data else None,
        words=form.words.data or "",
        quotable=bool(form.quotable.data),
        language=languages.current(),
        once=form.once.data or "",
    )
    found = heard(said.words)
    actions.send(db.session(), said, clock.now(), urgent=bool(found & READ_FIRST))
    session[SENT] = {"help": bool(found)}


@bp.get("/feedback/sent")
def sent() -> ResponseReturnValue:
    """Say thank you, and what happens next; help for right now comes first where words ask for it."""
    remembered = session.get(SENT)
    if remembered is None:
        return redirect(f"{request.script_root}/feedback", 303)
    return render_template("feedback/sent.html", help_first=bool(remembered.get("help")))
