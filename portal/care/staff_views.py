"""The desk's pages about care: the tracking list and its meeting, one person's care, and waits that became too long."""

import uuid
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts.access import local_path, needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.area import Area, Clocks
from portal.care import actions, acts, breaches, case_page, endings, forms, spells, tracking_list, transfers, words
from portal.care.models import Cause
from portal.care.tracking_list import Reader
from portal.referrals import readings

bp = staff_blueprint("care_staff", __name__)
bp.context_processor(lambda: SAYING)


def day(moment: datetime) -> str:
    """Write a day of a list shortly; of what is near, the time too."""
    away = abs((clock.london(moment).date() - clock.today()).days)
    return languages.format_when(moment) if away < 2 else languages.format_day(moment)


def month(said: str) -> str:
    """Name a month that is written like 2026-11."""
    return f"{date.fromisoformat(f'{said}-01'):%B %Y}"


SAYING: dict[str, Any] = {
    "month": month,
    "when": languages.format_when,
    "day": day,
    "time": languages.format_time,
    "words": words,
    "languages": languages.LANGUAGES,
}


@bp.get("/tracking-list")
@needs(Permission.WORK_OWN_CASES)
def tracking() -> ResponseReturnValue:
    """Show everybody who is not closed, or one after the other in a meeting."""
    filters = tracking_list.read_filters(request.args, tuple(_clocks().bands))
    meeting, now = "meeting" in request.args, clock.now()
    size = 1 if meeting else tracking_list.PAGE
    page = tracking_list.page(db.session(), filters, reader(), now, size=size)
    lines = case_page.lines(db.session(), page.rows, now)
    form = forms.NoteForm(formdata=None)
    back = f"{request.path}?{urlencode({**filters.with_(page=page.at + 1), 'meeting': '1'})}"
    if lines:
        form.version.data, form.back.data = str(lines[0].version), back
    template = "care/meeting.html" if meeting else "care/tracking_list.html"
    return render_template(template, page=page, lines=lines, filters=filters, form=form, bands=_bands(), now=now)


@bp.get("/referrals/<uuid:referral_id>/care")
@needs(Permission.WORK_OWN_CASES)
def care(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Show one person's care, and note who looked."""
    return _page(referral_id, 200)


@bp.post("/referrals/<uuid:referral_id>/care/<act>")
@needs(Permission.WORK_OWN_CASES)
def do(referral_id: uuid.UUID, act: str) -> ResponseReturnValue:
    """Record something that happened, on what was seen."""
    found = case_page.find(db.session(), referral_id, reader())
    if act not in forms.FORMS:
        abort(404)
    form = _form(act)
    if act not in _allowed(found):
        # Whoever works here had a page on which it could be done: what they typed since is not lost.
        return (
            _changed(referral_id, form) if case_page.works(found.spell, reader(), may_work=_may_work()) else abort(404)
        )
    if not form.validate_on_submit():
        return _page(referral_id, 422, act, form)
    on: dict[str, Any] = {"by": current_user.id, "here": _clocks(), "moment": clock.now()}
    try:
        if found.spell is None:
            actions.open_spell(db.session(), found.referral, **on)
        else:
            held, _voices = spells.hold(db.session(), found.spell, form.seen)
            acts.act(db.session(), act, held, form, **on)
    except transfers.WithoutConsent:
        db.session().rollback()
        form.reason.errors = ["Nobody has said that they agree. Write how you know, or why it is handed over."]
        return _page(referral_id, 422, act, form)
    except spells.Conflict as conflict:
        db.session().rollback()
        return _changed(referral_id, form, str(conflict))
    back = local_path(form.back.data) if form.back.data else url_for("care_staff.care", referral_id=referral_id)
    return redirect(back, 303)


@bp.get("/breaches")
@needs(Permission.SEE_BREACHES)
def breaches_page() -> ResponseReturnValue:
    """Show which waits will be too long, which were, and why."""
    return _breaches(200)


@bp.post("/breaches/<uuid:breach_id>")
@needs(Permission.SEE_BREACHES)
def breach(breach_id: uuid.UUID) -> ResponseReturnValue:
    """Say why a wait became too long."""
    form = forms.BreachForm(prefix=f"{breach_id}-")
    if not form.validate_on_submit():
        return _breaches(422, breach_id, form)
    further = [Cause(each) for each in form.further.data or ()]
    said = (Cause(form.cause.data), further, form.note.data or "")
    try:
        breaches.code(db.session(), breach_id, *said, by=current_user.id, moment=clock.now())
    except spells.Gone:
        abort(404)
    except spells.Conflict:
        db.session().rollback()
        return _breaches(409)
    return redirect(url_for("care_staff.breaches_page"), 303)


def _breaches(status: int, sent_id: uuid.UUID | None = None, sent: Any = None) -> ResponseReturnValue:
    """Write the page of waits that became too long, with the form that came back if one did."""
    now, actual = clock.now(), breaches.without_cause(db.session())
    soon = tracking_list.Filters(only="predicted", sort="limit")
    page = tracking_list.page(db.session(), soon, reader(), now)
    shown = [
        (each, sent if each.id == sent_id else forms.BreachForm(formdata=None, prefix=f"{each.id}-")) for each in actual
    ]
    predicted, themes = case_page.lines(db.session(), page.rows, now), breaches.themes(db.session())
    rendered = render_template(
        "care/breaches.html", actual=shown, predicted=predicted, themes=themes, now=now, taken=status == 409
    )
    return make_response(rendered, status)


def _page(referral_id: uuid.UUID, status: int, act: str = "", sent: Any = None) -> ResponseReturnValue:
    """Write the page of one person's care, with the form that came back if one did, and note who looked."""
    found = case_page.find(db.session(), referral_id, reader())
    shown = case_page.show(db.session(), found, reader(), clock.now())
    made = {}
    for name in _allowed(found):
        made[name] = sent if name == act else _form(name, blank=True)
        if name == "close" != act and shown.asked:
            made[name].reason.data, made[name].next_step.data = endings.proposed(shown.asked)
        if name != act and found.spell is not None:
            made[name].version.data = str(found.spell.version)
    page = render_template(
        "care/care.html", shown=shown, forms=made, titles=forms.titles(shown), act=act, now=clock.now()
    )
    # Last, for it ends this request's transaction; before the page leaves, for nobody reads what was not noted.
    with db.apart() as own:
        readings.note(own, referral_id, actor=current_user.actor, role=current_user.role)
    return make_response(page, status)


def _form(name: str, *, blank: bool = False) -> Any:
    """Make one form; several stand on a page, so each has names of its own."""
    kind = forms.FORMS[name]
    # The meeting's page carries this one alone.
    prefix = "" if name == "discuss" else f"{name}-"
    form: Any = kind(formdata=None, prefix=prefix) if blank else kind(prefix=prefix)
    if name == "hand-over":
        form.to.choices = [("", "Choose"), *case_page.others(db.session())]
    return form


def reader() -> Reader:
    """Say whose people whoever is at the keyboard may see."""
    return Reader(current_user.id, current_user.may(Permission.SEE_TRACKING), current_user.organization_id)


def _changed(referral_id: uuid.UUID, form: Any, why: str = "") -> ResponseReturnValue:
    """Say that nothing was recorded, and why, with everything that was typed."""
    page = render_template("care/changed.html", referral_id=referral_id, why=why, typed=form.typed())
    return make_response(page, 409)


def _may_work() -> bool:
    """Tell whether they may work on everybody's care."""
    return bool(current_user.may(Permission.WORK_CASES))


def _allowed(found: case_page.Found) -> tuple[str, ...]:
    """Name the acts that whoever is at the keyboard may do on a case as it stands."""
    seconds = current_user.may(Permission.SECOND_OPINION)
    return case_page.allowed(found.spell, reader(), may_work=_may_work(), may_second=seconds)


def _bands() -> dict[str, str]:
    """Return the bands that the list can be narrowed to, each as how soon it promises contact."""
    return {name: words.soon(band.contact_within) for name, band in _clocks().bands.items()}


def _clocks() -> Clocks:
    """Return the area's times."""
    area: Area = current_app.extensions["portal"]["area"]
    return area.clocks
