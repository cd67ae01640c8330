"""The desk's pages: the queue, one referral, and what is done with it."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts import glass
from portal.accounts.access import SignedIn, behind_glass, needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.area import Area, Clocks
from portal.care.words import soon
from portal.named_contacts import views as contacts
from portal.referrals import facts, readings, references
from portal.screening import actions, decided, deciding, letters, partners, queue, record, seconds, words
from portal.screening.cases import forms
from portal.screening.forms import DecideForm, InHandForm, SoonerForm, TakeOverForm, TryForm
from portal.screening.outcomes import OUTCOMES, TELLABLE

bp = staff_blueprint("screening_staff", __name__)
SAYING = {
    "when": languages.format_when,
    "time": languages.format_time,
    "language_name": words.language,
    "brief_contact_words": words.SAFE_CONTACT_BRIEF.values(),
    "saying": words,
    "tellable": TELLABLE,
    "outcomes": OUTCOMES,
    "band_words": lambda name: soon(_clocks().bands[name].contact_within),
}
bp.context_processor(lambda: SAYING | {"came_from": came_from()})

OWN: dict[str, type[InHandForm]] = {
    "decision": DecideForm,
    "over": TakeOverForm,
    "attempt": TryForm,
    "sooner": SoonerForm,
}
"""The forms of a referral's page beside those of its case."""
NOT_A_REFERENCE = "That does not read like one of our references. Check its last characters."
NOT_FOUND = "No referral has this reference."


@bp.get("/queue")
@needs(Permission.SEE_QUEUE)
def queue_page() -> ResponseReturnValue:
    """Show who waits, or find one referral by its reference."""
    typed = request.args.get("q", "").strip()
    found = queue.find(db.session(), typed) if typed else None
    if found:
        return redirect(url_for("screening_staff.referral", referral_id=found), 303)
    trouble = (NOT_FOUND if references.read_reference(typed) else NOT_A_REFERENCE) if typed else ""
    filters = queue.read_filters(request.args)
    page = queue.page(db.session(), filters, current_user.id, _clocks(), clock.now())
    bands = {name: soon(band.contact_within) for name, band in _clocks().bands.items()}
    return render_template(
        "screening/queue.html",
        page=page,
        filters=filters,
        bands=bands,
        show=queue.SHOW,
        typed=typed,
        trouble=trouble,
        recorded=decided.just_recorded(db.session(), request.args.get("recorded", ""), current_user.id, clock.now()),
        now=clock.now(),
    )


def _broke_the_glass(who: SignedIn, asked: Mapping[str, Any]) -> bool:
    """Tell whether somebody broke the glass in front of the record that is asked for."""
    return glass.is_open(db.session(), who.id, asked["referral_id"], clock.now())


@bp.get("/referrals/<uuid:referral_id>")
@behind_glass(_broke_the_glass)
@needs(Permission.READ_REFERRAL)
def referral(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Show all that somebody wrote, and note who looked."""
    if not queue.exists(db.session(), referral_id):
        abort(404)
    return page_of(referral_id, 200)


@bp.post("/referrals/<uuid:referral_id>/claim")
@needs(Permission.SCREEN_REFERRAL)
def claim(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Take a referral in hand."""

    def act(form: InHandForm) -> None:
        actions.claim(db.session(), referral_id, form.seen, by=current_user.id, here=_clocks(), moment=clock.now())

    return act_on(
        referral_id, InHandForm(), act, url_for("screening_staff.referral", referral_id=referral_id, **came_from())
    )


@bp.post("/referrals/<uuid:referral_id>/release")
@needs(Permission.SCREEN_REFERRAL)
def release(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Put a referral back."""

    def act(form: InHandForm) -> None:
        actions.release(db.session(), referral_id, form.seen, by=current_user.id, moment=clock.now())

    return act_on(referral_id, InHandForm(), act, url_for("screening_staff.queue_page", **came_from()))


def came_from() -> dict[str, Any]:
    """Return the filters of the queue that somebody came from: the address carries them there and back."""
    return queue.read_filters(request.args).with_(page=queue.read_filters(request.args).page)


def act_on(referral_id: uuid.UUID, form: Any, act: Callable[[Any], None], onward: str) -> ResponseReturnValue:
    """Check a form and act on it; a conflict says who has it and shows what was typed."""
    if not form.validate_on_submit():
        return page_of(referral_id, 422, form)
    try:
        act(form)
    except actions.Gone:
        abort(404)
    except deciding.Incomplete as lack:
        db.session().rollback()
        form.wants(lack.wanting)
        return page_of(referral_id, 422, form)
    except actions.Conflict as conflict:
        db.session().rollback()
        return conflict_of(referral_id, form, conflict)
    return redirect(onward, 303)


def page_of(referral_id: uuid.UUID, status: int, sent: InHandForm | None = None) -> ResponseReturnValue:
    """Write the page of one referral, with the form that came back if one did, and note who looked."""
    note_reading(referral_id)
    seen = shown(referral_id)
    buttons = blank(InHandForm, seen)
    made = {name: sent if type(sent) is kind else blank(kind, seen) for name, kind in OWN.items()}
    page = render_template(
        "screening/referral.html",
        shown=seen,
        **made,
        buttons=buttons,
        forms=forms.all_of(seen, sent),
        sent=sent or buttons,
        mark_of=forms.mark_of,
        may_screen=current_user.may(Permission.SCREEN_REFERRAL),
        glass_until=None if _may_read() else glass.open_until(db.session(), current_user.id, referral_id, clock.now()),
    )
    return make_response(page, status)


def blank(kind: type[InHandForm], seen: record.Record) -> InHandForm:
    """Make one of the desk's forms, about the referral as it is now."""
    form = kind(formdata=None)
    form.version.data = str(seen.version)
    if isinstance(form, DecideForm):
        form.about(seen, _clocks(), partners.listing(db.session()))
    elif isinstance(form, SoonerForm):
        form.about(seen, _clocks())
    return form


def book() -> letters.Book:
    """Return the templates of letters."""
    found: letters.Book = current_app.extensions["letters"]
    return found


def install(app: Flask) -> None:
    """Read the templates of letters."""
    kept = app.extensions["portal"]
    app.jinja_env.globals["seconds_waiting"] = lambda: seconds.count(db.session())
    settings, here = kept["settings"], kept["area"]
    app.extensions["letters"] = letters.load(settings.content, here.service_name, drafts=not settings.production)


def conflict_of(referral_id: uuid.UUID, form: InHandForm, conflict: actions.Conflict) -> ResponseReturnValue:
    """Write the page that says who has it, what is recorded now, and what was typed."""
    note_reading(referral_id)
    taken = conflict if isinstance(conflict, actions.Taken) else None
    typed = form if form.typed() else None
    seen = shown(referral_id)
    may_screen = current_user.may(Permission.SCREEN_REFERRAL)
    over = blank(TakeOverForm, seen)
    page = render_template(
        "screening/taken.html", shown=seen, taken=taken, typed=typed, over=over, may_screen=may_screen
    )
    return make_response(page, 409)


def note_reading(referral_id: uuid.UUID) -> None:
    """Note that a record is about to be shown, whatever the answer's status; what does not exist shows nothing."""
    why = readings.Why.WORK if _may_read() else readings.Why.GLASS
    with db.apart() as own:
        readings.note(own, referral_id, actor=current_user.actor, role=current_user.role, why=why)


def _may_read() -> bool:
    """Tell whether the person at the keyboard reads records as their work."""
    return bool(current_user.may(Permission.READ_REFERRAL))


def shown(referral_id: uuid.UUID) -> record.Record:
    """Return one referral as its page shows it."""
    judged: facts.Judgement = current_app.extensions["judgement"]
    local = record.Local(judged, area(), contacts.known())
    found = record.show(db.session(), referral_id, local, current_user.id, clock.now())
    return abort(404) if found is None else found


def area() -> Area:
    """Return the area this desk serves."""
    area: Area = current_app.extensions["portal"]["area"]
    return area


def _clocks() -> Clocks:
    """Return the area's times."""
    return area().clocks
