"""The pages on which a person looks a feed through and takes over what is right."""

import uuid

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.importing import actions, bringing, queries
from portal.importing.actions import Act
from portal.importing.forms import FeedForm
from portal.importing.models import FeedReading
from portal.web.forms import ButtonForm

bp = staff_blueprint("importing_staff", __name__)
bp.context_processor(lambda: {"when": languages.format_when})

LARGEST_UPLOAD = 20 * 1024 * 1024


@bp.get("/directory/feeds")
@needs(Permission.BRING_IN_FEEDS)
def feeds() -> ResponseReturnValue:
    """Show the feeds we know, what waits to be looked through, and the form for another."""
    return _list(FeedForm(formdata=None), 200)


@bp.post("/directory/feeds")
@needs(Permission.BRING_IN_FEEDS)
def read() -> ResponseReturnValue:
    """Read a feed, compare it, and keep what was found for a person."""
    request.max_content_length = LARGEST_UPLOAD
    sent = request.files.get("file")
    form = FeedForm(filename=sent.filename if sent and sent.filename else "")
    if not form.validate_on_submit():
        return _list(form, 422)
    content = (form.filename, sent.read()) if sent and form.filename else None
    by = Act(current_user.id, clock.now())
    settings = current_app.extensions["portal"]["settings"]
    try:
        kept = bringing.receive(db.engine(), settings.content, form.called(), form.address.data or "", content, by)
    except bringing.NoFeed as no:
        form.form_errors.append(str(no))
        return _list(form, 422)
    return redirect(url_for("importing_staff.reading", reading_id=kept), 303)


@bp.get("/directory/feeds/readings/<uuid:reading_id>")
@needs(Permission.BRING_IN_FEEDS)
def reading(reading_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a feed would change, record by record and field by field."""
    return _reading(reading_id, 200)


@bp.post("/directory/feeds/readings/<uuid:reading_id>/take")
@needs(Permission.BRING_IN_FEEDS)
def take(reading_id: uuid.UUID) -> ResponseReturnValue:
    """Take over the records somebody ticked, or all of them."""
    if not ButtonForm().validate_on_submit():
        return _reading(reading_id, 422, "Please press the button again.")
    everything = request.form.get("what") == "all"
    chosen = None if everything else request.form.getlist("record", type=uuid.UUID)
    if not (chosen or everything):
        return _reading(reading_id, 422, "Tick at least one record, or take over all of them.")
    _known(reading_id)
    bringing.take_over(db.apart, reading_id, chosen, Act(current_user.id, clock.now()))
    page = request.args.get("page", 1, type=int)
    return redirect(url_for("importing_staff.reading", reading_id=reading_id, page=page), 303)


@bp.post("/directory/feeds/readings/<uuid:reading_id>/gone")
@needs(Permission.BRING_IN_FEEDS)
def gone(reading_id: uuid.UUID) -> ResponseReturnValue:
    """Mark as vanished what is no longer in the feed."""
    if not ButtonForm().validate_on_submit():
        return _reading(reading_id, 422, "Please press the button again.")
    actions.note_gone(db.session(), _known(reading_id), Act(current_user.id, clock.now()))
    return redirect(url_for("importing_staff.reading", reading_id=reading_id), 303)


@bp.post("/directory/feeds/readings/<uuid:reading_id>/drop")
@needs(Permission.BRING_IN_FEEDS)
def drop(reading_id: uuid.UUID) -> ResponseReturnValue:
    """Forget a dry run."""
    if not ButtonForm().validate_on_submit():
        return _reading(reading_id, 422, "Please press the button again.")
    actions.drop(db.session(), _known(reading_id))
    return redirect(url_for("importing_staff.feeds"), 303)


def _list(form: FeedForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "importing/feeds.html", form=form, feeds=queries.feeds(db.session()), readings=queries.readings(db.session())
    )
    return make_response(page, status)


def _reading(reading_id: uuid.UUID, status: int, trouble: str = "") -> ResponseReturnValue:
    """Write the page of a dry run."""
    found, at = _known(reading_id), max(request.args.get("page", 1, type=int), 1)
    counts = queries.counts(db.session(), reading_id)
    page = render_template(
        "importing/reading.html",
        reading=found,
        rows=queries.differences(db.session(), reading_id, min(at, 100_000)),
        counts=counts,
        at=at,
        pages=max(-(-(sum(counts.values()) - counts.get("waiting", 0)) // queries.PER_PAGE), 1),
        trouble=trouble,
        at_once=bringing.MOST_AT_A_PRESS,
    )
    return make_response(page, status)


def _known(reading_id: uuid.UUID) -> FeedReading:
    return queries.reading(db.session(), reading_id) or abort(404)
