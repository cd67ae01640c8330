"""How was it? Three questions for whoever has had a decision, or whose care has ended, on the page of their request."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db, languages
from portal.feedback import actions, kinds
from portal.feedback.actions import Said
from portal.feedback.forms import HelpForm
from portal.feedback.kinds import About, Felt
from portal.problems.kinds import READ_FIRST
from portal.problems.views import heard
from portal.referrals import changing_forms
from portal.referrals.changing_views import whose
from portal.referrals.models import Referral
from portal.referrals.status_views import NOTE, own_page
from portal.web import notes
from portal.web.checked_words import speak_checked_words

bp = Blueprint("own_feedback", __name__, template_folder="templates")
bp.before_request(speak_checked_words)


def install(app: Flask) -> None:
    """Ask on the page of somebody's own request, once there is something to say."""
    app.extensions["beside_own_page"].append(beside)


def beside(referral: Referral) -> dict[str, Any]:
    """Return at which stage we ask how it was; None while it is too early."""
    return {"how_was_it": stage_of(referral)}


def stage_of(referral: Referral) -> kinds.Stage | None:
    """Return how far somebody's help has come."""
    return kinds.stage(referral.status, [change.move for change in referral.history])


@bp.route("/my-referral/how-was-it", methods=["GET", "POST"])
def how_was_it() -> AnyResponse | str:
    """Ask whoever comes from their own page how it was, and keep what they say, apart unless they say otherwise."""
    said = notes.read(NOTE, request.form.get("note", ""))
    if not said:
        return redirect(url_for("referral_status.my_referral"), 303)
    again = not notes.is_fresh(said, clock.now())
    order = ("listened", "needed", "again", "words")
    form = changing_forms.arrange(HelpForm(), *order, again=again)
    if request.form.get("step") != "send" or not form.validate():
        return _ask(form, 422 if form.errors else 200)
    referral, refused = whose(form, said, again=again)
    if referral is None:
        return _ask(form, refused)
    return _keep(form, said, referral)


def _ask(form: changing_forms.KeyedForm, answer: int) -> AnyResponse:
    """Show the three questions with everything that was typed."""
    page = render_template("feedback/how_was_it.html", form=form, again="reference" in form, slowed=answer == 429)
    return make_response(page, answer)


def _keep(form: changing_forms.KeyedForm, said: Mapping[str, str], referral: Referral) -> str:
    """Keep what they say, once."""
    felt = [Felt(form[name].data) if form[name].data else None for name in ("listened", "needed", "again")]
    words = form["words"].data or ""
    told = Said(
        about=About.HELP,
        stage=stage_of(referral),
        words=words,
        quotable=bool(form["quotable"].data),
        language=languages.current(),
        once=said["once"],
        referral_id=uuid.UUID(said["id"]) if form["linked"].data else None,
        listened=felt[0],
        needed=felt[1],
        again=felt[2],
    )
    found = heard(words)
    actions.send(db.session(), told, clock.now(), urgent=bool(found & READ_FIRST))
    return render_template("feedback/told.html", help_first=bool(found), **own_page(referral))
