"""Staff read the page that a young person shows them by its code; every opening is noted."""

from flask import current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.audit import trail
from portal.audit.tags import Tag
from portal.passport import actions, codes, queries
from portal.passport.forms import StaffForm
from portal.passport.questions import QUESTIONS, pieces
from portal.web.slowing import Tries

bp = staff_blueprint("passport_staff", __name__)


@bp.route("/passport", methods=["GET", "POST"])
@needs(Permission.OPEN_PASSPORT)
def passport() -> ResponseReturnValue:
    """Ask for the code and the reason, and show the page once for each time they are given."""
    form = StaffForm()
    if not form.validate_on_submit():
        return _ask(form, 422 if form.errors else 200)
    typed, now = form.code.data or "", clock.now()
    tries: Tries = current_app.extensions["passport_tries"]
    counted = codes.counted_as(typed, codes.SHOWN)
    if not tries.may_try(counted, now):
        return _ask(form, 429)
    found = queries.shown(db.session(), typed, now)
    if found is None:
        tries.was_wrong(counted, now)
        with db.apart() as own:
            trail.record(own, Tag.PASSPORT_REFUSED, actor=current_user.actor)
        return _ask(form, 422)
    who = {"actor": current_user.actor, "role": current_user.role}
    actions.note_opening(db.session(), found, **who, why=form.why.data)
    written = languages.LANGUAGES.get(found.row.language, languages.LANGUAGES[languages.SOURCE])
    shown = {"words": found.words, "row": found.row, "questions": QUESTIONS, "pieces": pieces}
    page = render_template("passport/read.html", written=written, **shown)
    return make_response(page, 203)


def _ask(form: StaffForm, answer: int) -> ResponseReturnValue:
    """Ask for the code, and say why if it was asked before. All noes are alike."""
    why = {"unknown": answer == 422 and not form.errors, "slowed": answer == 429}
    return make_response(render_template("passport/ask.html", form=form, **why), answer)
