"""The second person's desk: what waits, field by field; and what an entry said before."""

import uuid
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.upkeep import access, actions, fields, pages, queries, screens
from portal.upkeep.forms import DecideForm, ReasonForm
from portal.web.forms import ButtonForm

bp = staff_blueprint("review_staff", __name__)
bp.context_processor(access.saying)
HOME = "/directory"
ONE = f"{HOME}/<uuid:service_id>"
PROPOSAL = f"{HOME}/proposals/<uuid:proposal_id>"
YOURS = "You proposed this yourself, so somebody else decides about it."
EMPTY = "The entry says all of this already, or the same change waits."


@bp.get(f"{ONE}/history")
@needs(Permission.EDIT_OWN_SERVICES)
def history(service_id: uuid.UUID) -> ResponseReturnValue:
    """Show every state an entry was in, and what differs between two of them."""
    return _history(service_id, 200)


@bp.post(f"{ONE}/history/<int:number>/restore")
@needs(Permission.EDIT_OWN_SERVICES)
def restore(service_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Propose that an entry says again what it said."""
    queries.entry(db.session(), access.sight(), service_id) or abort(404)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _history(service_id, 422, str(form.problems()[0][1]))
    try:
        made = actions.restore(
            db.session(),
            service_id,
            number,
            author=current_user.id,
            reason=form.reason.data or "",
            moment=clock.now(),
        )
    except actions.Gone:
        abort(404)
    except actions.Invalid as no:
        db.session().rollback()
        return _history(service_id, 422, f"This version cannot come back as it is: {no}")
    except actions.NotAllowed as no:
        db.session().rollback()
        named = ", ".join(dict.fromkeys(fields.label(path) for path in str(no).split(", ")))
        return _history(service_id, 422, f"Ask the directory team to bring it back. These fields are theirs: {named}.")
    if made is None:
        return _history(service_id, 422, EMPTY)
    return redirect(url_for("review_staff.proposal", proposal_id=made.id), 303)


@bp.get(f"{HOME}/proposals")
@needs(Permission.EDIT_OWN_SERVICES)
def proposals() -> ResponseReturnValue:
    """Show what waits for a second person, and what was decided lately."""
    session, sight = db.session(), access.sight()
    return render_template(
        "upkeep/proposals.html",
        waiting=queries.proposals(session, sight, waiting=True),
        decided=queries.proposals(session, sight, waiting=False),
        people=queries.people(session),
        label=fields.label,
        source=pages.source,
        states=pages.STATES,
    )


@bp.get(PROPOSAL)
@needs(Permission.EDIT_OWN_SERVICES)
def proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Show one proposal field by field."""
    return _proposal(proposal_id, 200)


@bp.post(f"{PROPOSAL}/decide")
@needs(Permission.APPROVE_CHANGES)
def decide(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Approve or refuse the fields that were ticked."""
    form, ticked = DecideForm(), request.form.getlist("field")
    if not form.validate_on_submit():
        return _proposal(proposal_id, 422, form=form, trouble=form.problems()[0][1])
    session, by, now = db.session(), current_user.id, clock.now()
    refusing, why = request.form.get("act") == "refuse", form.reason.data or ""
    try:
        if refusing:
            actions.refuse(session, proposal_id, ticked, approver=by, reason=why, moment=now)
        else:
            actions.approve(session, proposal_id, ticked, approver=by, moment=now)
    except actions.Gone:
        abort(404)
    except (*TROUBLES, actions.Invalid) as no:
        session.rollback()
        status = 422 if isinstance(no, actions.Unexplained | actions.Invalid) or not ticked else 409
        return _proposal(proposal_id, status, form=form, trouble=_why_not(no, ticked), ticked=ticked)
    return redirect(url_for("review_staff.proposal", proposal_id=proposal_id, done="refuse" if refusing else "ok"), 303)


@bp.post(f"{PROPOSAL}/withdraw")
@needs(Permission.EDIT_OWN_SERVICES)
def withdraw(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Take one's own proposal back."""
    queries.proposal(db.session(), access.sight(), proposal_id) or abort(404)
    if not ButtonForm().validate_on_submit():
        return _proposal(proposal_id, 422, trouble="Please press the button again.")
    try:
        actions.withdraw(db.session(), proposal_id, author=current_user.id, moment=clock.now())
    except actions.Gone:
        abort(404)
    except actions.Decided as no:
        return _proposal(proposal_id, 409, trouble=_why_not(no, []))
    return redirect(url_for("review_staff.proposal", proposal_id=proposal_id, done="back"), 303)


TROUBLES = (actions.NotTheSecondPerson, actions.Decided, actions.Unexplained, actions.Conflict)


def _why_not(no: Exception, ticked: list[str]) -> str:
    """Say why nothing was decided, and what to do."""
    if isinstance(no, actions.Invalid):
        return f"As it is now, this would not be right: {no}"
    if isinstance(no, actions.Unexplained):
        return "Write why not, so that the author knows what to do."
    if isinstance(no, actions.NotTheSecondPerson):
        return YOURS
    if isinstance(no, actions.Conflict):
        return "Some fields were changed since this was proposed. They are marked below, and nothing was overwritten."
    return "Somebody has decided about these already." if ticked else "Tick the fields you mean first."


def _history(service_id: uuid.UUID, status: int, trouble: str = "") -> ResponseReturnValue:
    first, last = (
        int(text) if (text := request.args.get(name, "")).isdecimal() and len(text) < 9 else 0
        for name in ("from", "to")
    )
    shown = screens.history(db.session(), access.sight(), service_id, first, last) or abort(404)
    return make_response(render_template("upkeep/history.html", **shown, form=ReasonForm(), trouble=trouble), status)


def _proposal(
    proposal_id: uuid.UUID, status: int, *, form: Any = None, trouble: str = "", ticked: Any = None
) -> ResponseReturnValue:
    shown = screens.proposal(db.session(), access.sight(), proposal_id) or abort(404)
    may = current_user.may(Permission.APPROVE_CHANGES) and not shown["mine"]
    page = render_template(
        "upkeep/proposal.html", **shown, form=form or DecideForm(formdata=None), trouble=trouble, may=may, ticked=ticked
    )
    return make_response(page, status)
