"""Pages about waits: the figures a person approves, the check on their own past, what services elsewhere say."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import abort, current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts.access import needs, staff_blueprint, step_up
from portal.accounts.permissions import Permission
from portal.reporting import actions, editions, outside, publishing, queries, words
from portal.reporting.forms import BackForm, OutsideForm, SeenForm
from portal.waiting_times import lists
from portal.waiting_times.models import Milestone, OutsideWait, WaitEdition
from portal.web import fields

bp = staff_blueprint("reporting_staff", __name__)
bp.context_processor(lambda: {"when": languages.format_when, "day": languages.format_day, "words": words})
ONE = "/waiting-times/<as_of>"
MEANWHILE = "These figures have changed since you saw them. Look at them again."
TOO_CLOSE = (
    "Everybody could read figures of a day less than three weeks from this one. Two so near each other would tell of "
    "the few people who came and went between them. Wait for the next month's."
)


@bp.get("/waiting-times")
@needs(Permission.APPROVE_WAITS)
def newest() -> ResponseReturnValue:
    """Show the newest figures beside those that everybody reads."""
    return _edition(editions.newest(db.session()), 200)


@bp.get(ONE)
@needs(Permission.APPROVE_WAITS)
def one(as_of: str) -> ResponseReturnValue:
    """Show the figures of one day."""
    return _edition(editions.of(db.session(), _day(as_of)) or abort(404), 200)


@bp.post(f"{ONE}/approve")
@needs(Permission.APPROVE_WAITS)
@step_up
def approve(as_of: str) -> ResponseReturnValue:
    """Let everybody read the figures of a day."""
    own, form = _day(as_of), SeenForm()
    if not form.validate_on_submit():
        return _edition(editions.of(db.session(), own) or abort(404), 422, form=form)
    try:
        actions.approve(db.session(), own, _seen(form), _lists(), by=current_user.id, moment=clock.now())
    except actions.Conflict:
        return _meanwhile(own)
    except actions.TooClose:
        return _meanwhile(own, TOO_CLOSE)
    return redirect(url_for("reporting_staff.one", as_of=as_of), 303)


@bp.post(f"{ONE}/withdraw")
@needs(Permission.APPROVE_WAITS)
@step_up
def withdraw(as_of: str) -> ResponseReturnValue:
    """Take figures back; everybody reads those that were approved before."""
    own, form = _day(as_of), BackForm()
    if not form.validate_on_submit():
        return _edition(editions.of(db.session(), own) or abort(404), 422, form=form)
    try:
        actions.withdraw(
            db.session(), own, _seen(form), form.why.data, _lists(), by=current_user.id, moment=clock.now()
        )
    except actions.Conflict:
        return _meanwhile(own)
    return redirect(url_for("reporting_staff.one", as_of=as_of), 303)


@bp.get("/waiting-times/check")
@needs(Permission.APPROVE_WAITS)
def check() -> ResponseReturnValue:
    """Show how the figures of past months kept their word, by what people lived since."""
    known = editions.newest(db.session())
    as_of = known.as_of if known else clock.today() - timedelta(days=1)
    everybody = queries.journeys(db.session(), _lists(), current_app.extensions["portal"]["area"].clocks)
    held = publishing.stays(everybody.each, _lists())
    checked = {place: publishing.checked(people, as_of) for place, people in held.items()}
    months = sorted({month.as_of for each in checked.values() for month in each.months})
    return render_template("reporting/check.html", checked=checked, months=months, as_of=as_of, lists=_lists())


@bp.get("/waits-elsewhere")
@needs(Permission.EDIT_SERVICES)
def elsewhere() -> ResponseReturnValue:
    """Show what services elsewhere say of their waits, and the form for another."""
    return _elsewhere(OutsideForm(formdata=None), 200)


@bp.post("/waits-elsewhere")
@needs(Permission.EDIT_SERVICES)
def say() -> ResponseReturnValue:
    """Write down what a service elsewhere says of its waits."""
    form = OutsideForm()
    form.service.choices = _services()
    if not form.validate_on_submit():
        return _elsewhere(form, 422)
    said = OutsideWait(
        service_slug=form.service.data,
        milestone=Milestone(form.milestone.data),
        low_weeks=form.low_weeks.data,
        high_weeks=form.high_weeks.data,
        said_on=form.said_on.data,
    )
    actions.say(db.session(), said, by=current_user.id, moment=clock.now())
    return redirect(url_for("reporting_staff.elsewhere"), 303)


def _elsewhere(form: OutsideForm, status: int) -> ResponseReturnValue:
    """Write the page of what services elsewhere say."""
    form.service.choices = _services()
    shown = outside.lines(db.session(), clock.today())
    page = render_template("reporting/elsewhere.html", lines=shown, form=form, kept_for=actions.KEPT_FOR)
    return make_response(page, status)


def _services() -> list[Any]:
    """Return the services that can be chosen."""
    return [fields.choice("", "")] + [fields.choice(*each) for each in outside.services(db.session(), _lists())]


def _edition(edition: WaitEdition | None, status: int, trouble: str = "", form: Any = None) -> ResponseReturnValue:
    """Write the page of an edition beside the one that everybody read before it."""
    out = editions.out(db.session())
    last = editions.out(db.session(), edition.as_of) if edition else None
    seen = edition.made_at.isoformat() if edition else ""
    blank: type[SeenForm] = BackForm if edition is not None and edition.approved_at else SeenForm
    page = render_template(
        "reporting/edition.html",
        edition=edition,
        out=out,
        last=last,
        pairs=editions.beside(edition, last) if edition else [],
        form=form or blank(formdata=None, seen=seen),
        trouble=trouble,
        listed=editions.listed(db.session()),
        lists=_lists(),
        today=clock.today(),
        was_out=edition is not None and edition.as_of in editions.ever_out(db.session()),
    )
    return make_response(page, status)


def _meanwhile(as_of: date, trouble: str = MEANWHILE) -> ResponseReturnValue:
    """Show the figures as they are now to somebody who saw others, or who may not let these out."""
    db.session().rollback()
    return _edition(editions.of(db.session(), as_of) or abort(404), 409, trouble)


def _seen(form: SeenForm) -> datetime:
    """Return how the edition was when it was looked at."""
    try:
        return datetime.fromisoformat(form.seen.data or "")
    except ValueError:
        raise actions.Conflict from None


def _day(text: str) -> date:
    """Read the day of an address."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _lists() -> lists.Lists:
    """Return the area's lists."""
    found: lists.Lists = current_app.extensions["waiting_lists"]
    return found
