"""The page of somebody's own place, behind an address nobody can guess; and what a certificate's number says."""

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock, db, languages
from portal.learning import kinds, queries, shown, signing_up
from portal.learning.asked import plan
from portal.learning.kinds import Standing
from portal.learning.models import TrainingBooking
from portal.learning.signing_up import PREFIX
from portal.web import read_aloud
from portal.web.forms import ButtonForm

bp = Blueprint("training_own", __name__, template_folder="templates")
bp.context_processor(lambda: {"kinds": kinds, "for_whom": shown.for_whom, "where": shown.where})


def _mine(code: str) -> TrainingBooking:
    """Return the place with this code, or say that there is none."""
    return queries.by_code(db.session(), code) or abort(404)


@bp.get("/training/mine/<code>")
def mine(code: str) -> str:
    """Show somebody what they have, how to join, and how to give it back."""
    return _show(_mine(code), ButtonForm())


def _show(place: TrainingBooking, form: ButtonForm) -> str:
    """Show somebody's own page."""
    session, now = db.session(), clock.now()
    card = shown.cards(session, [place.event], plan(), now)[0]
    ahead = queries.ahead(session, place) if place.standing is Standing.WAITING else 0
    over, begun = place.event.ends_at <= now, place.event.starts_at <= now
    said = {"card": card, "event": place.event, "ahead": ahead, "over": over, "begun": begun}
    return render_template("learning/mine.html", place=place, form=form, **said)


@bp.post("/training/mine/<code>/leave")
def leave(code: str) -> ResponseReturnValue:
    """Give somebody's place back; pressed twice, it is given back once."""
    place = queries.by_code(db.session(), code)
    form = ButtonForm()
    if place is None:
        return redirect(f"{request.script_root}/training/given-back", 303)
    if not form.validate_on_submit():
        return make_response(_show(place, form), 422)
    signing_up.leave(db.session(), place, clock.now())
    there = "/training/given-back" if place.standing is Standing.LEFT else f"/training/mine/{code}"
    return redirect(f"{request.script_root}{there}", 303)


@bp.get("/training/given-back")
def given_back() -> str:
    """Say that a place was given back, and that nothing says any more whose it was."""
    return render_template("learning/given_back.html")


@bp.get("/training/mine/<code>/certificate")
def certificate(code: str) -> str:
    """Show the certificate of somebody who was there; before that there is none."""
    place = _mine(code)
    if not place.certificate or not place.name:
        abort(404)
    card = shown.cards(db.session(), [place.event], plan(), clock.now())[0]
    with languages.using(languages.SOURCE):  # the sheet is in English, whatever the page around it is in
        said = {"day": languages.format_day(place.event.starts_at), "credit": card.credit}
    base: str = current_app.extensions["portal"]["settings"].base_url
    return render_template(
        "learning/certificate.html", place=place, card=card, event=place.event, base_url=base, **said
    )


@bp.get("/training/certificates/<number>")
def check(number: str) -> ResponseReturnValue:
    """Say what a certificate is for, and never whose it is."""
    found = queries.by_certificate(db.session(), read_aloud.read_reference(number, PREFIX))
    if found is None:
        return make_response(render_template("learning/check.html", found=None), 404)
    day = languages.format_day(found.event.starts_at)
    long = kinds.length_in_words(found.event.cpd_minutes)
    return make_response(render_template("learning/check.html", found=found, event=found.event, day=day, long=long))
