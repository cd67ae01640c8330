"""The pages of taking a record out: what will be in it, and the file itself."""

import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime

from flask import Response, abort, current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts.access import needs, staff_blueprint, step_up
from portal.accounts.permissions import Permission
from portal.area import Area
from portal.referrals.models import Referral
from portal.screening import answers, rows, side_by_side, words
from portal.taking_out import actions, queries
from portal.taking_out.forms import DATA, TakingForm
from portal.taking_out.record import Taken, document

bp = staff_blueprint("taking_out_staff", __name__)
FORM = "/referrals/<uuid:referral_id>/take-out"
NAME = "record"
"""How every file is called: it says nothing of anybody."""


@bp.get(FORM)
@needs(Permission.EXPORT_RECORDS)
@step_up
def before(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a file about this case would hold, whose words are in it, and ask why."""
    return _before(referral_id, _voices(referral_id), None, 200)


@bp.post(FORM)
@needs(Permission.EXPORT_RECORDS)
@step_up
def take(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Give the file, and keep who took it and why."""
    voices, form = _voices(referral_id), TakingForm()
    form.about(voices)
    if not form.validate_on_submit():
        return _before(referral_id, voices, form, 422)
    left_out, moment = frozenset(form.left_out.data or ()), clock.now()
    actions.note(
        db.session(),
        referral_id,
        why=form.why.data or "",
        kind=form.kind.data,
        left_out=left_out,
        by=current_user.id,
        role=current_user.role,
        moment=moment,
    )
    taken = queries.gather(db.session(), voices, left_out, _area(), moment)
    return _data(taken) if form.kind.data == DATA else _page(taken)


def _page(taken: Taken) -> Response:
    """Write the file as a page that needs nothing beside itself."""
    page = render_template("taking_out/file.html", taken=taken, when=when, made=when(taken.made_at))
    return _file(page, "text/html", "html")


def _data(taken: Taken) -> Response:
    """Write the file for a program."""
    return _file(json.dumps(document(taken), ensure_ascii=False, indent=1), "application/json", "json")


def _file(text: str, kind: str, ending: str) -> Response:
    """Answer with a file to keep, never with a page to show."""
    answer = Response(text, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{NAME}.{ending}"'
    return answer


def when(moment: date) -> str:
    """Say a moment, or a day where no time is told, with its year."""
    if not isinstance(moment, datetime):
        return f"{moment.day} {moment:%B %Y}"
    return f"{clock.london(moment):%H:%M}, {languages.format_day(moment)}"


def _before(
    referral_id: uuid.UUID, voices: Sequence[Referral], sent: TakingForm | None, status: int
) -> ResponseReturnValue:
    """Write the page before, with the form that came back if one did."""
    form = sent or TakingForm(formdata=None)
    form.about(voices)
    flags = rows.flags(triage for voice in voices for triage in voice.triages)
    safe = answers.safe_contact(rows.said_by(voices), flags)
    page = render_template(
        "taking_out/before.html",
        referral_id=referral_id,
        form=form,
        voices=[(side_by_side.title(voice), voice.reference) for voice in voices],
        taken=queries.gather(db.session(), voices, (), _area(), clock.now()),
        safe=safe,
        contact=words.safe_contact(safe.state, safe.by),
    )
    return make_response(page, status)


def _voices(referral_id: uuid.UUID) -> Sequence[Referral]:
    """Return every voice of the case."""
    return queries.voices(db.session(), referral_id) or abort(404)


def _area() -> Area:
    """Return the area of this installation."""
    area: Area = current_app.extensions["portal"]["area"]
    return area
