"""The report card before everybody reads it: a person looks at every figure, and approves."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from portal import clock, db
from portal.accounts.access import needs, staff_blueprint, step_up
from portal.accounts.permissions import Permission
from portal.reporting.card import actions, published, shown
from portal.reporting.card.forms import ApproveForm
from portal.reporting.card.models import ReportCard
from portal.reporting.card.views import narrative

bp = staff_blueprint("report_card_staff", __name__)


@bp.get("/report-card")
@needs(Permission.APPROVE_REPORT_CARD)
def every_year() -> str:
    """List the years that were counted."""
    return render_template("card/years.html", cards=_cards())


@bp.get("/report-card/<int:year>")
@needs(Permission.APPROVE_REPORT_CARD)
def look(year: int) -> ResponseReturnValue:
    """Show one year as everybody would read it."""
    return _page(year, ApproveForm(formdata=None), 200)


@bp.post("/report-card/<int:year>/approve")
@needs(Permission.APPROVE_REPORT_CARD)
@step_up
def approve(year: int) -> ResponseReturnValue:
    """Let everybody read one year."""
    form = ApproveForm()
    if not form.validate_on_submit():
        return _page(year, form, 422)
    try:
        actions.approve(db.session(), year, form.seen.data or "", by=current_user.id, moment=clock.now())
    except actions.Conflict:
        db.session().rollback()
        return _page(year, ApproveForm(formdata=None), 409)
    return redirect(url_for("report_card_staff.look", year=year), 303)


def _cards() -> list[ReportCard]:
    """Return every year that was counted, the newest first."""
    return list(db.session().scalars(select(ReportCard).order_by(ReportCard.year.desc())))


def _page(year: int, form: ApproveForm, status: int) -> ResponseReturnValue:
    """Render one year with the way to approve it."""
    found = next((each for each in _cards() if each.year == year), None) or abort(404)
    form.seen.data = str(found.id)  # never what came in: the page under the button is the newest
    card, before = published.read(found), published.card(db.session(), year - 1)
    page = render_template(
        "card/approve.html",
        row=found,
        tables=shown.tables(card, before),
        before=before,
        told=narrative(year),
        form=form,
        conflict=status == 409,
    )
    return page, status
