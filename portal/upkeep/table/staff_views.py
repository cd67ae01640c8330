"""The directory as a table: down into a spreadsheet, and back up as proposals that somebody looks at first."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.audit import trail
from portal.audit.tags import Tag
from portal.directory import to_open_referral
from portal.upkeep import access, bulk, cells, queries
from portal.upkeep.forms import TableForm

bp = staff_blueprint("table_staff", __name__)
bp.context_processor(access.saying)
HOME = "/directory/table"
CHOOSE = "Choose a file first."


@bp.before_request
def allow_for_a_whole_table() -> None:
    """Let in more than the short answers of our other forms: only people of the directory's desk come this far."""
    request.max_content_length = request.max_form_memory_size = cells.MOST_BYTES


CHOOSE = "Choose a file first."


@bp.get(HOME)
@needs(Permission.EDIT_OWN_SERVICES)
def table() -> ResponseReturnValue:
    """Say how a table works, with the way down and the way up."""
    return _page(TableForm(formdata=None), 200)


@bp.get(f"{HOME}.csv")
@needs(Permission.EDIT_OWN_SERVICES)
def download() -> ResponseReturnValue:
    """Send all entries of a filter as a table, and note who took them."""
    session, sight = db.session(), access.sight()
    show, due = _show(), access.steps().due_before(clock.today())
    found = queries.all_entries(session, sight, request.args.get("q", ""), show, due)
    documents = [to_open_referral.service(each) for each in found]
    text = cells.write(documents, queries.names(session), partner=not sight.everything)
    with db.apart() as own:
        detail = {"entries": len(documents)}
        trail.record(own, Tag.ENTRIES_DOWNLOADED, actor=current_user.actor, detail=detail)
    # The mark at the beginning tells spreadsheets that the letters are UTF-8.
    response = make_response(text.encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="directory-{clock.today()}.csv"'
    return response


@bp.post(HOME)
@needs(Permission.EDIT_OWN_SERVICES)
def look() -> ResponseReturnValue:
    """Show what a table would change, and what is wrong with it. Nothing is kept."""
    form, sent = TableForm(), request.files.get("file")
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        text = cells.decode(sent.read(cells.MOST_BYTES + 1) if sent else b"")
    except cells.Unreadable as no:
        form.form_errors.append(str(no))
        return _page(form, 422)
    if not text.strip():
        form.form_errors.append(CHOOSE)
        return _page(form, 422)
    session = db.session()
    outcome = bulk.propose(session, text, access.sight(), reason="", moment=clock.now())
    session.rollback()
    form.carried.data = outcome.again
    return make_response(render_template("upkeep/preview.html", form=form, outcome=outcome), 200)


@bp.post(f"{HOME}/send")
@needs(Permission.EDIT_OWN_SERVICES)
def send() -> ResponseReturnValue:
    """Propose the lines that were looked at."""
    form = TableForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    carried, reason = form.carried.data or "", form.reason.data or ""
    outcome = bulk.propose_again(db.session(), carried, access.sight(), reason=reason, moment=clock.now())
    if outcome.troubles:
        db.session().rollback()
        form.carried.data = carried
        return make_response(render_template("upkeep/preview.html", form=form, outcome=outcome), 409)
    return redirect(url_for("review_staff.proposals"), 303)


def _show() -> str:
    show = request.args.get("show", "all")
    return show if show in queries.SHOWN else "all"


def _page(form: TableForm, status: int) -> ResponseReturnValue:
    show, typed = _show(), request.args.get("q", "")
    return make_response(render_template("upkeep/table.html", form=form, show=show, typed=typed), status)
