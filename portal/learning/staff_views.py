"""Training for those who run it: make, change, cancel, see who is coming, mark who was there, add what to read."""

import uuid
from datetime import timedelta

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.audit import trail
from portal.audit.tags import Tag
from portal.learning import actions, forms, kinds, queries, shown, signing_up
from portal.learning.asked import plan, workplaces
from portal.learning.forms import CancelForm, EventForm, MaterialForm
from portal.learning.models import TrainingEvent
from portal.web.forms import ButtonForm

bp = staff_blueprint("training_staff", __name__)
bp.context_processor(
    lambda: {"kinds": kinds, "when": languages.format_when, "where": shown.where, "spoken": languages.LANGUAGES}
)
A_YEAR = timedelta(days=365)
NOT_LISTED = "a workplace that is not on the area's list"
TOO_EARLY = "It has not begun, or does not take place: nobody can have been there. Nothing was marked."
LOST = "You were away for a while. Nothing was changed: please do it again."


@bp.get("/training")
@needs(Permission.RUN_TRAINING)
def training() -> str:
    """Show everything that is coming, and what has been."""
    session, now = db.session(), clock.now()
    lists = {"Coming": queries.coming(session, now), "Has been": queries.past(session, now)}
    taken = queries.taken(session, [each for found in lists.values() for each in found])
    rows = {title: [(each, taken[each.id]) for each in found] for title, found in lists.items()}
    return render_template("learning/staff/list.html", rows=rows)


@bp.route("/training/new", methods=["GET", "POST"])
@needs(Permission.RUN_TRAINING)
def new() -> ResponseReturnValue:
    """Put an event into the calendar."""
    form = forms.event_form(plan())
    if form.validate_on_submit():
        made = actions.make(db.session(), forms.said(form), by=current_user.id, moment=clock.now())
        return _to(made.id)
    return _ask(form, None)


@bp.route("/training/<uuid:event_id>/change", methods=["GET", "POST"])
@needs(Permission.RUN_TRAINING)
def change(event_id: uuid.UUID) -> ResponseReturnValue:
    """Change an event; whoever comes hears of another day, hour or place."""
    event = _event(event_id)
    form = forms.event_form(plan(), event)
    if form.validate_on_submit():
        actions.change(db.session(), event_id, forms.said(form), by=current_user.id, moment=clock.now())
        return _to(event_id)
    return _ask(form, event)


def _ask(form: EventForm, event: TrainingEvent | None) -> ResponseReturnValue:
    """Ask for all there is to say about an event."""
    page = render_template("learning/staff/change.html", form=form, event=event)
    return make_response(page, 422 if form.errors else 200)


def _event(event_id: uuid.UUID) -> TrainingEvent:
    return queries.event(db.session(), event_id) or abort(404)


def _to(event_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("training_staff.one", event_id=event_id), 303)


@bp.get("/training/<uuid:event_id>")
@needs(Permission.RUN_TRAINING)
def one(event_id: uuid.UUID) -> ResponseReturnValue:
    """Show one event, without anybody's name."""
    return _show(_event(event_id), CancelForm(), MaterialForm())


def _show(
    event: TrainingEvent, cancelling: CancelForm, adding: MaterialForm, *, lost: bool = False
) -> ResponseReturnValue:
    """Show one event with what can be done to it."""
    now = clock.now()
    counted = queries.taken(db.session(), [event])[event.id]
    card = shown.card(event, {event.id: counted}, plan(), now)
    said = {"card": card, "counted": counted, "begun": event.starts_at <= now, "lost": lost}
    page = render_template("learning/staff/one.html", event=event, cancelling=cancelling, adding=adding, **said)
    return make_response(page, 422 if lost or cancelling.errors or adding.errors else 200)


@bp.post("/training/<uuid:event_id>/cancel")
@needs(Permission.RUN_TRAINING)
def cancel(event_id: uuid.UUID) -> ResponseReturnValue:
    """Cancel an event, and tell everybody who would have come."""
    event, form = _event(event_id), CancelForm()
    if not form.validate_on_submit():
        return _show(event, form, MaterialForm(formdata=None))
    actions.cancel(db.session(), event_id, form.why.data or "", by=current_user.id, moment=clock.now())
    return _to(event_id)


@bp.post("/training/<uuid:event_id>/materials")
@needs(Permission.RUN_TRAINING)
def add_material(event_id: uuid.UUID) -> ResponseReturnValue:
    """Add something to read about an event."""
    event, form = _event(event_id), MaterialForm()
    if not form.validate_on_submit():
        return _show(event, CancelForm(formdata=None), form)
    said = (form.title.data or "", form.address.data or "", form.words.data or "")
    actions.add_material(db.session(), event_id, *said, by=current_user.id, moment=clock.now())
    return _to(event_id)


@bp.post("/training/materials/<uuid:material_id>/remove")
@needs(Permission.RUN_TRAINING)
def remove_material(material_id: uuid.UUID) -> ResponseReturnValue:
    """Take something to read away again."""
    found = queries.material(db.session(), material_id) or abort(404)
    if not ButtonForm().validate_on_submit():
        return _show(_event(found.event_id), CancelForm(formdata=None), MaterialForm(), lost=True)
    actions.remove_material(db.session(), material_id, by=current_user.id)
    return _to(found.event_id)


@bp.get("/training/<uuid:event_id>/people")
@needs(Permission.RUN_TRAINING)
def people(event_id: uuid.UUID) -> ResponseReturnValue:
    """Show who is coming and what they need, and note who looked."""
    return _people(event_id)


def _people(event_id: uuid.UUID, *, refused: str = "") -> ResponseReturnValue:
    """Show the list of names."""
    _event(event_id)
    with db.apart() as own:
        trail.record(own, Tag.TRAINING_LIST_READ, actor=current_user.actor, subject=f"training:{event_id}")
    event, now = _event(event_id), clock.now()
    rows, named = queries.people(db.session(), event_id), {each.code: each.name for each in workplaces()}
    said = {"rows": rows, "begun": event.starts_at <= now and event.cancelled_at is None, "workplaces": named}
    page = render_template("learning/staff/people.html", event=event, refused=refused, **said)
    return make_response(page, 409 if refused else 200)


@bp.post("/training/places/<uuid:booking_id>/take-off")
@needs(Permission.RUN_TRAINING)
def take_off(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Take somebody off the list: a second form of the same person, or nobody at all. Whoever waits moves up."""
    place = queries.booking(db.session(), booking_id) or abort(404)
    if not ButtonForm().validate_on_submit():
        return _people(place.event_id, refused=LOST)
    signing_up.leave(db.session(), place, clock.now(), actor=current_user.actor)
    return redirect(url_for("training_staff.people", event_id=place.event_id), 303)


@bp.post("/training/<uuid:event_id>/attendance")
@needs(Permission.RUN_TRAINING)
def attendance(event_id: uuid.UUID) -> ResponseReturnValue:
    """Mark who was there: they have a certificate from now on."""
    event = _event(event_id)
    if not ButtonForm().validate_on_submit():
        return _people(event_id, refused=LOST)
    there = {each for each in map(_read_id, request.form.getlist("there")) if each}
    try:
        signing_up.mark_attendance(db.session(), event, there, by=current_user.id, moment=clock.now())
    except signing_up.NotYet:
        return _people(event_id, refused=TOO_EARLY)
    return redirect(url_for("training_staff.people", event_id=event_id), 303)


def _read_id(text: str) -> uuid.UUID | None:
    """Read somebody's number out of a form."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@bp.get("/training/uptake")
@needs(Permission.RUN_TRAINING)
def uptake() -> str:
    """Show from where people came in the last year: small numbers are hidden, the others rounded."""
    groups, codes = queries.attended(db.session(), clock.now() - A_YEAR)
    by_group = kinds.uptake({words: groups[each] for each, words in kinds.STAFF_GROUPS.items()})
    families = sum(groups[each] for each in kinds.FAMILY)
    by_workplace = kinds.uptake({each.name: codes[each.code] for each in workplaces()})
    elsewhere = kinds.told(codes[""] - families)
    tables = [("By whom it was for", by_group), ("By workplace", [*by_workplace, (NOT_LISTED, elsewhere)])]
    return render_template("learning/staff/uptake.html", tables=tables)
