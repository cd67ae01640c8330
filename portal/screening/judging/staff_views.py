"""The desk's pages of deciding: the outcome and its letter, the second clinician, taking over, trying to reach them."""

import uuid
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.screening import actions, deciding, letters, partners, seconds, trying
from portal.screening import staff_views as desk
from portal.screening.forms import DecideForm, SecondForm, SoonerForm, TakeOverForm, TryForm
from portal.screening.outcomes import OUTCOMES, Outcome
from portal.triage.outcome import Band

bp = staff_blueprint("judging_staff", __name__)
bp.context_processor(lambda: desk.SAYING | {"came_from": desk.came_from()})
ONE = "/referrals/<uuid:referral_id>"
NOT_KEPT = frozenset({"csrf_token", "letter_seen", "change"})


class NotSeen(Exception):
    """The letter that would be written is not the one that was read."""


@bp.post(f"{ONE}/decide")
@needs(Permission.SCREEN_REFERRAL)
def decide(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Record a decision. One that writes a letter shows it first."""
    form = _deciding_on(referral_id)
    if "change" in request.form:
        return desk.page_of(referral_id, 200, form)

    def act(form: DecideForm) -> None:
        if OUTCOMES[form.decision().outcome].is_no:
            letter, _two = deciding.preview(*_made(referral_id, form), **_told())
            if letters.mark(letter) != form.letter_seen.data:
                raise NotSeen
        deciding.decide(*_made(referral_id, form), **_told())

    # Safeguarding comes on top: the page stays, for the case goes on.
    stays = form.outcome.data == Outcome.SAFEGUARDING.value
    page = url_for("screening_staff.referral", referral_id=referral_id, **desk.came_from())
    onward = url_for("screening_staff.queue_page", **desk.came_from(), recorded=referral_id)
    try:
        return desk.act_on(referral_id, form, act, page if stays else onward)
    except NotSeen:
        db.session().rollback()
        return _preview(referral_id, form)


@bp.post(f"{ONE}/letter/preview")
@needs(Permission.SCREEN_REFERRAL)
def letter_preview(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Show the letter that a decision would write, before anything is decided."""
    form = _deciding_on(referral_id)
    if not form.validate_on_submit() or not OUTCOMES[form.decision().outcome].is_no:
        return desk.page_of(referral_id, 422, form)
    return _preview(referral_id, form)


def _preview(referral_id: uuid.UUID, form: DecideForm) -> ResponseReturnValue:
    """Write the page with the letter as it will be, how they read, and whether a letter to their home is safe."""
    try:
        letter, two = deciding.preview(*_made(referral_id, form), **_told())
    except actions.Conflict as conflict:
        db.session().rollback()
        return desk.conflict_of(referral_id, form, conflict)
    except deciding.Incomplete as lack:
        form.wants(lack.wanting)
        return desk.page_of(referral_id, 422, form)
    shown = desk.shown(referral_id)
    outcome = form.decision().outcome
    return render_template(
        "screening/letter_preview.html",
        shown=shown,
        letter=letter,
        mark=letters.mark(letter),
        letter_language=desk.book().language(outcome, shown.language),
        two=two,
        kept=[(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT],
        form=form,
    )


def _deciding_on(referral_id: uuid.UUID) -> DecideForm:
    """Read the form of a decision about a referral."""
    form = DecideForm()
    form.about(desk.shown(referral_id), desk.area().clocks, partners.listing(db.session()))
    return form


def _made(referral_id: uuid.UUID, form: DecideForm) -> tuple[Any, ...]:
    """Return what was decided, about what, as it was seen."""
    return db.session(), referral_id, form.seen, form.decision()


def _told() -> dict[str, Any]:
    """Return who decides, when, and by which times and templates."""
    return {"by": current_user.id, "here": desk.area().clocks, "book": desk.book(), "moment": clock.now()}


@bp.get(f"{ONE}/letters/<uuid:letter_id>")
@needs(Permission.READ_REFERRAL)
def letter(referral_id: uuid.UUID, letter_id: uuid.UUID) -> ResponseReturnValue:
    """Show a letter as it goes into an envelope, where one is safe."""
    shown = desk.shown(referral_id)
    found = next((one for one in shown.decided.letters if one.id == letter_id), None)
    if found is None:
        abort(404)
    return render_template("screening/letter.html", shown=shown, letter=found.text, letter_language=found.language)


@bp.post(f"{ONE}/take-over")
@needs(Permission.SCREEN_REFERRAL)
def take_over(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Take a referral out of somebody else's hands, with a reason."""

    def act(form: TakeOverForm) -> None:
        made = (db.session(), referral_id, form.seen, form.reason.data or "")
        actions.take_over(*made, by=current_user.id, here=desk.area().clocks, moment=clock.now())

    page = url_for("screening_staff.referral", referral_id=referral_id)
    return desk.act_on(referral_id, TakeOverForm(), act, page)


@bp.post(f"{ONE}/sooner")
@needs(Permission.SCREEN_REFERRAL)
def sooner(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Make a referral more urgent. It needs no reason, and nobody has to have it in hand."""
    form = SoonerForm()
    form.about(desk.shown(referral_id), desk.area().clocks)

    def act(form: SoonerForm) -> None:
        band = Band(form.sooner.data)
        here, moment = desk.area().clocks, clock.now()
        actions.make_sooner(db.session(), referral_id, band, by=current_user.id, here=here, moment=moment)

    page = url_for("screening_staff.referral", referral_id=referral_id, **desk.came_from())
    return desk.act_on(referral_id, form, act, page)


@bp.post(f"{ONE}/tries")
@needs(Permission.SCREEN_REFERRAL)
def tried(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Keep one try to reach somebody."""

    def act(form: TryForm) -> None:
        made = (db.session(), referral_id, form.seen, form.attempt())
        try:
            trying.record(*made, by=current_user.id, here=desk.area().clocks, moment=clock.now())
        except trying.NotSafe as why:
            raise deciding.Incomplete({"way": str(why)}) from why

    page = url_for("screening_staff.referral", referral_id=referral_id)
    return desk.act_on(referral_id, TryForm(), act, page)


@bp.get("/second-opinions")
@needs(Permission.SECOND_OPINION)
def second_opinions() -> ResponseReturnValue:
    """Show what waits for a second clinician, the most urgent child first."""
    rows = seconds.listing(db.session(), current_user.id, desk.area().clocks, clock.now())
    return render_template("screening/second_opinions.html", rows=rows, now=clock.now())


@bp.get("/second-opinions/<uuid:decision_id>")
@needs(Permission.SECOND_OPINION)
def second_opinion(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Show one decision, and what it was decided on."""
    return _second(decision_id, SecondForm(formdata=None), 200)


@bp.post("/second-opinions/<uuid:decision_id>")
@needs(Permission.SECOND_OPINION)
def say_second(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Agree, or give it back with a reason."""
    form = SecondForm()
    if not form.validate_on_submit():
        return _second(decision_id, form, 422)
    try:
        if request.form.get("say") == "agree":
            deciding.agree(db.session(), decision_id, **_told())
        else:
            deciding.refuse(db.session(), decision_id, form.reason.data or "", by=current_user.id, moment=clock.now())
    except actions.Gone:
        abort(404)
    except deciding.Incomplete as lack:
        db.session().rollback()
        form.reason.errors = list(lack.wanting.values())
        return _second(decision_id, form, 422)
    except actions.Conflict as conflict:
        db.session().rollback()
        return desk.conflict_of(_about(decision_id), form, conflict)
    return redirect(url_for("judging_staff.second_opinions"), 303)


def _second(decision_id: uuid.UUID, form: SecondForm, status: int) -> ResponseReturnValue:
    """Write the page of one decision that waits, with the words it was made on, and note who looked."""
    referral_id = _about(decision_id)
    desk.note_reading(referral_id)
    shown = desk.shown(referral_id)
    row = next(one for one in shown.decided.decisions if one.id == decision_id)
    page = render_template(
        "screening/second_opinion.html",
        shown=shown,
        decision=row,
        form=form,
        why=seconds.why(db.session(), row, desk.area().clocks),
        own=row.author_id == current_user.id,
        changed=seconds.changed(db.session(), row),
    )
    return make_response(page, status)


def _about(decision_id: uuid.UUID) -> uuid.UUID:
    """Return which referral a decision is about."""
    return seconds.referral_of(db.session(), decision_id) or abort(404)
