"""The editors' queue of what readers say is wrong. Partners of services never see it: readers are told so."""

import uuid

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.audit import trail
from portal.audit.tags import Tag
from portal.problems import actions, queries, shown
from portal.problems.forms import AnswerForm
from portal.problems.kinds import STAFF_KINDS, STAFF_OUTCOMES, Status

bp = staff_blueprint("problems_staff", __name__)
bp.context_processor(lambda: {"when": languages.format_when, "kinds": STAFF_KINDS, "outcomes": STAFF_OUTCOMES})


@bp.get("/directory/problems")
@needs(Permission.ANSWER_REPORTS)
def queue() -> str:
    """Show what waits for an answer, what is due first on top; or what is closed."""
    closed = request.args.get("show") == "closed"
    rows = queries.closed(db.session()) if closed else queries.waiting(db.session())
    now = clock.now()
    lines = [shown.line(row, now) for row in rows]
    return render_template("problems/queue.html", lines=lines, counts=queries.counts(db.session()), closed=closed)


@bp.get("/directory/problems/<uuid:report_id>")
@needs(Permission.ANSWER_REPORTS)
def report(report_id: uuid.UUID) -> ResponseReturnValue:
    """Show one report, and note who read it."""
    if queries.one(db.session(), report_id) is None:
        abort(404)
    with db.apart() as own:
        trail.record(own, Tag.PROBLEM_READ, actor=current_user.actor, subject=f"problem:{report_id}")
    return _page(report_id, AnswerForm(formdata=None), 200)


@bp.post("/directory/problems/<uuid:report_id>/answer")
@needs(Permission.ANSWER_REPORTS)
def answer(report_id: uuid.UUID) -> ResponseReturnValue:
    """Answer a report, and close it if that is all."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(report_id, form, 422)
    try:
        actions.answer(
            db.session(),
            report_id,
            form.seen,
            (form.answer.data or "").strip(),
            by=current_user.id,
            moment=clock.now(),
            outcome=form.closing,
        )
    except LookupError:
        abort(404)
    except actions.Conflict:
        db.session().rollback()
        return _page(report_id, form, 409)
    return redirect(url_for("problems_staff.queue"), 303)


def _page(report_id: uuid.UUID, form: AnswerForm, status: int) -> ResponseReturnValue:
    """Write the page of one report; after a conflict with what is recorded now, and what was typed still there."""
    found = queries.one(db.session(), report_id) or abort(404)
    form.version.data = str(found.version)
    page = render_template(
        "problems/problem.html",
        report=found,
        line=shown.line(found, clock.now()),
        form=form,
        spoken=languages.LANGUAGES[found.language].english_name,
        open=found.status is not Status.CLOSED,
        conflict=status == 409,
    )
    return make_response(page, status)
