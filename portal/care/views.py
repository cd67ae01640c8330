"""What somebody does on the pages of their own care: say how they are while they wait, and see who looked."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db
from portal.audit import trail
from portal.audit.tags import Tag
from portal.care import checking_in, expecting, own_forms, returning, who_looked
from portal.referrals import actions, changing_forms, facts, readings
from portal.referrals.actions import Words
from portal.referrals.changing_forms import KeyedForm
from portal.referrals.changing_views import whose
from portal.referrals.forms import answered
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from portal.referrals.status_views import NOTE, own_page, words_of
from portal.referrals.views import here, judgement
from portal.referrals.voices import Voice
from portal.web import notes
from portal.web.checked_words import speak_checked_words, their_language

bp = Blueprint("care", __name__, template_folder="templates")
bp.before_request(speak_checked_words)


def install(app: Flask) -> None:
    """Put what care knows on the page of whoever leads it, and on nobody else's."""
    app.extensions["beside_own_page"].append(beside)


def beside(referral: Referral) -> dict[str, Any]:
    """Return what a referral's own page says of care besides how far it has come."""
    asked = checking_in.is_asked(db.session(), referral.id)
    closed = referral.status is Status.CLOSED
    ticket = returning.of(db.session(), referral.id, clock.now()) if closed else None
    lists, area = current_app.extensions["waiting_lists"], current_app.extensions["portal"]["area"]
    return {
        "asked": own_forms.question(referral.voice) if asked else False,
        "ticket": ticket,
        "expected": expecting.of(db.session(), referral, lists, area.clocks, clock.now()),
    }


@bp.route("/my-referral/how-are-you", methods=["GET", "POST"])
def how_are_you() -> AnyResponse | str:
    """Ask whoever comes from their own page how things are now, and keep what they say.

    The page is the same whether or not anybody was asked: it gives nothing away.
    """
    said = notes.read(NOTE, request.form.get("note", ""))
    if not said:
        return redirect(url_for("referral_status.my_referral"), 303)
    again, voice = not notes.is_fresh(said, clock.now()), Voice(said["voice"])
    form = changing_forms.arrange(own_forms.how_form(voice)(), "how", again=again)
    if request.form.get("step") != "send" or not form.validate():
        return _ask(form, voice, 422 if form.errors else 200)
    referral, refused = whose(form, said, again=again)
    if referral is None:
        return _ask(form, voice, refused)
    return _keep(form, said, referral)


@bp.route("/my-referral/who-looked", methods=["GET", "POST"])
def looked() -> AnyResponse | str:
    """Show who looked at their record to whoever comes from their own page, and not long ago."""
    said = notes.read(NOTE, request.form.get("note", ""))
    if not notes.is_fresh(said, clock.now()):
        return redirect(url_for("referral_status.my_referral"), 303)
    mine = uuid.UUID(said["id"])
    looks = who_looked.told(readings.of(db.session(), mine), Voice(said["voice"]))
    trail.record(db.session(), Tag.STATUS_READ, actor="person", subject=f"referral:{mine}")
    return render_template("care/who_looked.html", looks=looks, note=request.form["note"])


def _ask(form: KeyedForm, voice: Voice, answer: int) -> AnyResponse:
    """Show the question with everything that was typed."""
    asks = {"again": "reference" in form, "slowed": answer == 429, "question": own_forms.question(voice)}
    return make_response(render_template("care/how_are_you.html", form=form, **asks), answer)


def _keep(form: KeyedForm, said: Mapping[str, str], referral: Referral) -> str:
    """Keep an answer, once, and say that it has arrived. The page leaves only after the commit."""
    how = form["how"].data or ""
    words = _words(form, said, referral, how)
    now, kept = clock.now(), (db.session(), referral, how, words, judgement(), here())
    if not checking_in.answer(*kept, now):
        return render_template(words_of(referral.voice, "status"), **own_page(referral))
    grave = how in own_forms.GRAVE
    return render_template("care/answered.html", how=how, grave=grave, added=words is not None, **own_page(referral))


def _words(form: KeyedForm, said: Mapping[str, str], referral: Referral, how: str) -> Words | None:
    """Return what a person reads again; nothing where somebody is no worse and writes nothing.

    Who is worse, or does not say how they are, leaves every question about safety open: it never counts as a no.
    """
    told = {name: value for name, value in answered(form).items() if name in ("story", "how")}
    told = {"how_now" if name == "how" else name: value for name, value in told.items()}
    question = "question" in said
    if how in own_forms.GRAVE or not how:
        safety = changing_forms.worse(referral.voice, question)(formdata=None)
        told |= changing_forms.left_open(safety, facts.together(referral.versions))
    if how in own_forms.GRAVE:
        told["got_worse"] = "yes"
    if how and how not in own_forms.GRAVE and "story" not in told:
        return None
    answers = changing_forms.by_page(referral.voice, told, question)
    return actions.said_once(answers, their_language(), said["once"])
