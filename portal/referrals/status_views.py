"""The page of somebody who has sent a request: where it is, what comes next, and what they can do about it."""

from typing import Any

from flask import Blueprint, current_app, make_response, render_template
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db
from portal.area import Area
from portal.audit import trail
from portal.audit.tags import Tag
from portal.notifications import outbox
from portal.notifications.messages import Audience
from portal.referrals import facts, queries, status
from portal.referrals.forms import StatusForm
from portal.referrals.lifecycle import DECISIONS
from portal.referrals.models import Referral

bp = Blueprint("referral_status", __name__, template_folder="templates")


@bp.route("/my-referral", methods=["GET", "POST"])
def my_referral() -> AnyResponse | str:
    """Show where a referral is to whoever holds both of its secrets."""
    form = StatusForm()
    if not form.validate_on_submit():
        shown = make_response(render_template("referrals/my_referral.html", form=form, unknown=False))
        shown.status_code = 422 if form.errors else 200
        return shown
    found = queries.by_reference_and_code(db.session(), form.reference.data or "", form.code.data or "")
    if found is None:
        with db.apart() as own:
            trail.record(own, Tag.STATUS_REFUSED, actor="person")
        return make_response(render_template("referrals/my_referral.html", form=form, unknown=True), 422)
    trail.record(db.session(), Tag.STATUS_READ, actor="person", subject=f"referral:{found.id}")
    return render_template("referrals/status.html", referral=found, **next_steps(found))


def next_steps(referral: Referral) -> dict[str, Any]:
    """Return what the pages after sending need to be honest."""
    area: Area = current_app.extensions["portal"]["area"]
    outlook = status.outlook(status.told(referral), area.clocks.bands[referral.told_band], clock.now())
    return outlook | {
        "reachable": facts.said(referral.answers or {}).get("contact") != "none",
        "on_call_told": outbox.has_told(db.session(), referral.id, Audience.ON_CALL),
        "next_step": next((row.next_step for row in reversed(referral.history) if row.move in DECISIONS), None),
    }
