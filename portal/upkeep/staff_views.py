"""The directory's desk: find an entry, see what it says and since when, change it, and decide about changes."""

import uuid
from typing import Any

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.directory import to_open_referral
from portal.upkeep import access, actions, differences, editing, fields, forms, ladder, queries, screens, words
from portal.upkeep.editing import Desk
from portal.upkeep.forms import SeenForm

bp = staff_blueprint("upkeep_staff", __name__)
bp.context_processor(access.saying)
HOME = "/directory"
EMPTY = "Nothing here is different from what the entry says, or the same change waits already."
ONE = f"{HOME}/<uuid:service_id>"


@bp.get(HOME)
@needs(Permission.EDIT_OWN_SERVICES)
def listing() -> ResponseReturnValue:
    """List the entries somebody may see."""
    show = request.args.get("show", "all")
    show, typed = show if show in queries.SHOWN else "all", request.args.get("q", "").strip()[:100]
    steps, today = access.steps(), clock.today()
    page = queries.listing(
        db.session(),
        access.sight(),
        typed,
        show,
        steps.due_before(today),
        _page(request.args.get("page", "")),
    )
    waiting = len(queries.proposals(db.session(), access.sight(), waiting=True))
    return render_template(
        "upkeep/list.html", page=page, show=show, typed=typed, waiting=waiting, today=today, steps=steps, ladder=ladder
    )


@bp.get(ONE)
@needs(Permission.EDIT_OWN_SERVICES)
def entry(service_id: uuid.UUID) -> ResponseReturnValue:
    """Show one entry: what it says, since when, who said so, and what waits."""
    return _entry(service_id, 200)


@bp.post(f"{ONE}/checked")
@needs(Permission.EDIT_OWN_SERVICES)
def checked(service_id: uuid.UUID) -> ResponseReturnValue:
    """Note that somebody says all of it is true today."""
    form = SeenForm()
    if not form.validate_on_submit():
        return _entry(service_id, 422, str(form.problems()[0][1]))
    try:
        desk = current_app.extensions["portal"]["area"].directory_email
        seen, me = form.seen.data or "", current_user.id
        actions.check(db.session(), service_id, seen, by=me, moment=clock.now(), desk_email=desk)
    except (actions.Gone, actions.NotAllowed):
        abort(404)
    except actions.Conflict:
        db.session().rollback()
        return _entry(service_id, 409, "It was changed while you read it. Please read it once more, then say so again.")
    return redirect(url_for("upkeep_staff.entry", service_id=service_id, done="checked"), 303)


@bp.get(f"{ONE}/edit")
@needs(Permission.EDIT_OWN_SERVICES)
def edit(service_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of an entry."""
    now = _document(service_id)
    return _form(now, _fresh(now), 200)


@bp.post(f"{ONE}/edit")
@needs(Permission.EDIT_OWN_SERVICES)
def propose(service_id: uuid.UUID) -> ResponseReturnValue:
    """Propose what the form says."""
    return _propose(_document(service_id), new=False)


@bp.get(f"{HOME}/new")
@needs(Permission.EDIT_OWN_SERVICES)
def new() -> ResponseReturnValue:
    """Show an empty form; the directory's own staff say first who runs the service."""
    organization = _organization(request.args.get("organization", ""))
    if organization is None:
        return render_template("upkeep/who.html", organizations=queries.organizations(db.session()))
    blank = forms.blank(organization, uuid.uuid4())
    return _form(blank, _fresh(blank), 200, new=True)


@bp.post(f"{HOME}/new")
@needs(Permission.EDIT_OWN_SERVICES)
def propose_new() -> ResponseReturnValue:
    """Propose a new entry."""
    organization = _organization(request.args.get("organization", "")) or abort(404)
    own = editing.find_blank_id(request.form.get("own", ""))
    if queries.exists_already(db.session(), own):
        abort(404)
    return _propose(forms.blank(organization, own), new=True)


def _propose(now: Any, *, new: bool) -> ResponseReturnValue:
    """Check a form that came in, and propose it; whatever is wrong comes back with every word in it."""
    session, desk = db.session(), access.desk()
    names = queries.names(session)
    form = forms.entry_form(editing.visible(now, desk.sight), names, partner=not desk.sight.everything)
    if request.form.get("more"):
        forms.add_lines(form, request.form["more"])
        return _form(now, form, 200, new=new)
    if not form.validate_on_submit():
        return _form(now, form, 422, new=new)
    try:
        made = editing.send(session, form, now, desk, form.reason.data or "", clock.now(), new=new)
    except actions.Invalid as invalid:
        session.rollback()
        forms.tell(form, invalid.problems)
        return _form(now, form, 422, new=new)
    except actions.Conflict as conflict:
        session.rollback()
        return _clash(now, form, conflict, desk, names)
    if made is None:
        form.form_errors.append(EMPTY)
        return _form(now, form, 422, new=new)
    return redirect(url_for("review_staff.proposal", proposal_id=made.id, done="sent"), 303)


def _clash(now: Any, form: Any, conflict: actions.Conflict, desk: Desk, names: words.Names) -> ResponseReturnValue:
    """Show both texts; sending the form again then asks for what was typed over what the entry says now."""
    said = editing.again(db.session(), form, now, desk)
    filled = forms.entry_form(editing.visible(said, desk.sight), names, partner=not desk.sight.everything, sent=False)
    filled.seen.data, filled.reason.data = differences.digest(now), form.reason.data
    return _form(now, filled, 409, clashes=editing.clashes(conflict, names))


def _form(now: Any, form: Any, status: int, *, new: bool = False, clashes: Any = ()) -> ResponseReturnValue:
    """Write the form of an entry."""
    partner = not current_user.may(Permission.EDIT_SERVICES)
    parts = [(title, list(fields.of_section(title, partner=partner))) for title in fields.SECTIONS]
    page = render_template(
        "upkeep/edit.html",
        now=now,
        form=form,
        parts=[(title, inside) for title, inside in parts if inside],
        new=new,
        clashes=clashes,
        hidden_places=editing.visible(now, access.sight()) != now,
    )
    return make_response(page, status)


def _fresh(now: Any) -> Any:
    """Make the form of an entry as it is now."""
    names, sight = queries.names(db.session()), access.sight()
    form = forms.entry_form(editing.visible(now, sight), names, partner=not sight.everything, sent=False)
    form.seen.data = differences.digest(now)
    return form


def _entry(service_id: uuid.UUID, status: int, trouble: str = "") -> ResponseReturnValue:
    shown = screens.entry(db.session(), access.sight(), service_id, access.steps(), clock.today()) or abort(404)
    form = SeenForm(formdata=None)
    form.seen.data = shown["seen"]
    return make_response(render_template("upkeep/entry.html", **shown, form=form, trouble=trouble), status)


def _page(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _document(service_id: uuid.UUID) -> Any:
    """Return what an entry says now; one that is not theirs to see is not there."""
    row = queries.entry(db.session(), access.sight(), service_id) or abort(404)
    return to_open_referral.service(row)


def _organization(text: str) -> Any:
    """Return who runs a new service: the partner's own organisation, or the one that was chosen."""
    sight = access.sight()
    try:
        own = uuid.UUID(text) if sight.everything and text else sight.organization_id
    except ValueError:
        own = None
    found = queries.organization(db.session(), own)
    if found is None and not sight.everything:
        abort(404)
    return to_open_referral.organization(found) if found else None
