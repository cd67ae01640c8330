"""Training for everybody to see: what is coming, what it is about, and the short form that keeps a place."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock, db, languages
from portal.learning import catalogue, kinds, queries, shown, signing_up
from portal.learning.asked import plan, wanted, workplaces
from portal.learning.forms import KeepForm, SentOnce, SignUpForm, group_of, sign_up_form
from portal.learning.kinds import FAMILY, Door
from portal.learning.models import TrainingEvent
from portal.learning.queries import Wanted
from portal.learning.shown import Card
from portal.learning.signing_up import NotOpen, Person
from portal.named_contacts import organisations
from portal.web.safe_html import render_markdown

bp = Blueprint("training", __name__, template_folder="templates")
bp.context_processor(lambda: {"kinds": kinds, "for_whom": shown.for_whom, "where": shown.where})
MISSED = 12
"""So many past events are shown: a year of one a month."""


def install(app: Flask) -> None:
    """Read what the area says of training. Raises AreaError."""
    folder = app.extensions["portal"]["settings"].content / "area"
    app.extensions["training"] = catalogue.load(folder)
    app.jinja_env.filters["training_words"] = render_markdown


@bp.get("/training")
def training() -> str:
    """Show what is coming by month, who needs what, and what has been."""
    asked, now, session = wanted(), clock.now(), db.session()
    coming = [each for each in queries.coming(session, now) if asked.fits(each)]
    missed = [each for each in queries.past(session, now) if asked.fits(each) and each.cancelled_at is None]
    groups = [asked.group] if asked.group else plan().groups
    return render_template(
        "learning/list.html",
        months=shown.by_month(shown.cards(session, coming, plan(), now)),
        missed=shown.cards(session, missed[:MISSED], plan(), now),
        rows=shown.matrix(plan(), [each for each in coming if each.starts_at > now], groups),
        groups=groups,
        series=plan().series.values(),
        asked=asked,
        filters=_filters(asked),
        feed=_link("/training/calendar.ics", asked),
    )


def _link(path: str, asked: Wanted) -> str:
    """Return an address that keeps the filters."""
    said = {"for": asked.group, "kind": asked.meeting}
    query = urlencode({name: value.value for name, value in said.items() if value})
    return f"{request.script_root}{path}" + (f"?{query}" if query else "")


def _filters(asked: Wanted) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return each filter as links that keep the other."""
    every = [(None, kinds.ANYBODY), *kinds.GROUPS.items()]
    shapes = [(None, kinds.ANYTHING), *kinds.MEETINGS.items()]
    by_group = [(words, Wanted(value, asked.meeting)) for value, words in every]
    by_shape = [(words, Wanted(asked.group, value)) for value, words in shapes]
    return [
        (label, [{"text": words, "href": _link("/training", to), "chosen": to == asked} for words, to in items])
        for label, items in ((kinds.FOR, by_group), (kinds.KIND, by_shape))
    ]


@bp.get("/training/<slug>")
def event(slug: str) -> str:
    """Show one event."""
    found = _event(slug)
    return render_template("learning/event.html", card=_card(found), event=found)


def _event(slug: str) -> TrainingEvent:
    """Return the event at an address, or say that there is none."""
    return queries.by_slug(db.session(), slug) or abort(404)


def _card(found: TrainingEvent) -> Card:
    """Return an event with how things stand."""
    return shown.cards(db.session(), [found], plan(), clock.now())[0]


@bp.route("/training/sign-up/<slug>", methods=["GET", "POST"])
def sign_up(slug: str) -> ResponseReturnValue:
    """Ask who somebody is at work, and keep a place for them."""
    found = _event(slug)
    if not found.at_work:
        abort(404)
    form = sign_up_form(found)
    if form.validate_on_submit():
        return _keep(found, _person(form, found), form)
    return _ask(found, form)


@bp.route("/training/for-me/<slug>", methods=["GET", "POST"])
def for_me(slug: str) -> ResponseReturnValue:
    """Keep a place for somebody who comes for themselves, and ask for nothing."""
    found = _event(slug)
    if not found.for_families:
        abort(404)
    form = KeepForm()
    if form.validate_on_submit():
        group = next(each for each in found.for_whom if each in FAMILY)
        return _keep(found, Person(group, languages.current(), form.once.data or ""), form)
    return _ask(found, form)


def _ask(found: TrainingEvent, form: SentOnce, *, too_late: bool = False) -> ResponseReturnValue:
    """Show a form with everything that was typed, or why there is none."""
    now = _card(found)
    open_now = now.door in (Door.OPEN, Door.FULL)
    page = render_template(
        "learning/sign_up.html" if isinstance(form, SignUpForm) else "learning/for_me.html",
        form=form,
        card=now,
        event=found,
        open_now=open_now,
        before=_waiting(found),
        listed=sorted(each.name for each in workplaces()),
    )
    return make_response(page, 409 if too_late else 422 if form.errors else 200)


def _waiting(found: TrainingEvent) -> int:
    """Count who waits already."""
    return queries.taken(db.session(), [found])[found.id].waiting


def _person(form: SignUpForm, found: TrainingEvent) -> Person:
    """Return what somebody wrote."""
    workplace = form.workplace.data or ""
    listed = organisations.exactly(workplaces(), workplace)
    return Person(
        group=group_of(form, found),
        language=languages.current(),
        once=form.once.data or "",
        name=form.name.data or "",
        email=form.email.data or "",
        role=form.role.data or "",
        workplace=workplace,
        listed_code=listed.code if listed else "",
        access=form.access.data or "",
    )


def _keep(found: TrainingEvent, who: Person, form: SentOnce) -> ResponseReturnValue:
    """Keep a place, and lead to the page that belongs to it."""
    try:
        kept = signing_up.sign_up(db.session(), found.id, who, clock.now())
    except NotOpen:
        return _ask(found, form, too_late=True)
    # A place that was given back since has no page of its own any more.
    path = f"/training/mine/{kept.code}" if kept.code else "/training/given-back"
    return redirect(f"{request.script_root}{path}", 303)
