"""Pages about who looked and who did what, and the one on which somebody breaks the glass."""

import csv
import io
import uuid

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts import glass, queries
from portal.accounts.access import needs, staff_blueprint, step_up
from portal.accounts.permissions import ROLE_NAMES, Permission
from portal.audit import trail
from portal.audit.tags import Tag
from portal.oversight import log
from portal.oversight.forms import GlassForm
from portal.referrals import readings
from portal.referrals.models import Referral

bp = staff_blueprint("oversight_staff", __name__)
bp.context_processor(lambda: {"when": languages.format_when, "role_names": ROLE_NAMES, "kinds": log.KINDS})
HEADINGS = ("number", "at", "who", "role", "what", "about", "note")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@bp.get("/audit")
@needs(Permission.READ_ACCESS_LOG)
def audit() -> ResponseReturnValue:
    """Show who did and looked at what; looking here is noted too."""
    filters = log.read_filters(request.args)
    _note(Tag.LOG_READ, log.find(db.session(), filters.reference) if filters.reference else None)
    checked = trail.verify(db.session()) if "check" in request.args else None
    return render_template(
        "oversight/log.html",
        page=log.page(db.session(), filters),
        filters=filters,
        people=queries.everybody(db.session()),
        checked=checked,
    )


@bp.get("/audit.csv")
@needs(Permission.READ_ACCESS_LOG)
@step_up
def download() -> ResponseReturnValue:
    """Give what is shown as a table to keep."""
    filters = log.read_filters(request.args)
    _note(Tag.LOG_EXPORTED, log.find(db.session(), filters.reference) if filters.reference else None)
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(HEADINGS)
    for line in log.export(db.session(), filters):
        row = (line.seq, line.at.isoformat(), line.who, line.role, line.what, line.subject, line.why)
        table.writerow([_cell(value) for value in row])
    answer = Response(written.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="who-looked.csv"'
    return answer


@bp.get("/referrals/<uuid:referral_id>/who-looked")
@needs(Permission.READ_ACCESS_LOG)
def who_looked(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Show everybody who looked at one record, and why they could."""
    reference = _find(referral_id).reference
    _note(Tag.LOG_READ, referral_id)
    broken = glass.broken(db.session(), referral_id)
    people = readings.staff(db.session(), (f"staff:{one.user_id}" for one in broken))
    return render_template(
        "oversight/looked.html",
        reference=reference,
        referral_id=referral_id,
        looked=readings.of(db.session(), referral_id),
        broken=broken,
        names={one.user_id: people[f"staff:{one.user_id}"] for one in broken},
    )


@bp.get("/referrals/<uuid:referral_id>/break-glass")
@needs(Permission.BREAK_GLASS)
def in_front(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Ask why the glass must be broken."""
    return _in_front(_find(referral_id), GlassForm(), 200)


@bp.post("/referrals/<uuid:referral_id>/break-glass")
@needs(Permission.BREAK_GLASS)
def break_glass(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Open one record for an hour, and tell the people for safeguarding."""
    found, form = _find(referral_id), GlassForm()
    if not form.validate_on_submit():
        return _in_front(found, form, 422)
    reason = form.reason.data or ""
    glass.break_glass(db.session(), current_user.id, found.id, found.reference, reason, moment=clock.now())
    return redirect(url_for("screening_staff.referral", referral_id=found.id), 303)


@bp.get("/break-glass")
@needs(Permission.BREAK_GLASS)
def find() -> ResponseReturnValue:
    """Find a record by the reference that somebody was told, without showing anything of it."""
    typed = request.args.get("reference", "").strip()
    found = log.find(db.session(), typed) if typed else None
    if found:
        return redirect(url_for("oversight_staff.in_front", referral_id=found), 303)
    return render_template("oversight/find.html", typed=typed)


def _in_front(found: Referral, form: GlassForm, status: int) -> ResponseReturnValue:
    """Write the page in front of the glass: a reference, and nothing of what is behind it."""
    return make_response(render_template("oversight/break_glass.html", found=found, form=form), status)


def _find(referral_id: uuid.UUID) -> Referral:
    """Return a referral by its id."""
    return db.session().get(Referral, referral_id) or abort(404)


def _note(tag: Tag, referral_id: uuid.UUID | None) -> None:
    """Note that somebody looked at who looked."""
    with db.apart() as own:
        subject = f"referral:{referral_id}" if referral_id else ""
        trail.record(own, tag, actor=current_user.actor, subject=subject)


def _cell(value: object) -> str:
    """Write one cell so that no table program takes it for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULAS) else text
