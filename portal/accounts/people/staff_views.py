"""Who works here, and who did."""

import uuid
from collections.abc import Callable

from flask import abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts import actions, factors, passwords, queries
from portal.accounts.access import needs, staff_blueprint, step_up
from portal.accounts.forms import NewPersonForm, PersonForm
from portal.accounts.models import StaffUser
from portal.accounts.permissions import ROLE_NAMES, Permission, Role
from portal.web.forms import ButtonForm

bp = staff_blueprint("people_staff", __name__)
bp.context_processor(lambda: {"when": languages.format_when, "role_names": ROLE_NAMES})
ONE = "/people/<uuid:user_id>"
NO_ORGANIZATION = "No one organisation of the directory has this name. Write it as the directory does."
NOT_YOURSELF = "This is your own account. Ask another administrator."
HERE_ALREADY = "Somebody with this address is here already."


@bp.get("/people")
@needs(Permission.SEE_PEOPLE)
def people() -> ResponseReturnValue:
    """Show everybody, those who left at the end."""
    session, now = db.session(), clock.now()
    everybody = sorted(queries.everybody(session), key=lambda one: (one.disabled_at is not None, one.name.casefold()))
    return render_template(
        "accounts/people.html",
        everybody=everybody,
        has_factor={one.id: factors.has_any(session, one.id) for one in everybody},
        inside={one.id for one in everybody if queries.stays_of(session, one.id, now)},
    )


@bp.get("/people/add")
@needs(Permission.MANAGE_PEOPLE)
@step_up
def add() -> ResponseReturnValue:
    """Show the form for somebody new."""
    return _adding(NewPersonForm(), 200)


@bp.post("/people/add")
@needs(Permission.MANAGE_PEOPLE)
@step_up
def take_on() -> ResponseReturnValue:
    """Take somebody on, and show their password once."""
    form = NewPersonForm()
    if not form.validate_on_submit() or not (whose := _whose(form)):
        return _adding(form, 422)
    organization_id, workplace = whose
    password = passwords.new_password()
    try:
        user = actions.add_staff(
            db.session(),
            form.email.data or "",
            form.name.data or "",
            Role(form.role.data),
            password,
            actor=current_user.actor,
            moment=clock.now(),
            organization_id=organization_id,
            workplace=workplace,
        )
    except actions.AlreadyHere:
        form.email.errors = [HERE_ALREADY]
        return _adding(form, 422)
    return render_template("accounts/password.html", person=user, password=password)


@bp.get(ONE)
@needs(Permission.SEE_PEOPLE)
def person(user_id: uuid.UUID) -> ResponseReturnValue:
    """Show one person."""
    return _person(_find(user_id), 200)


@bp.post(f"{ONE}/role")
@needs(Permission.MANAGE_PEOPLE)
@step_up
def change_role(user_id: uuid.UUID) -> ResponseReturnValue:
    """Change what somebody may do."""
    user, form = _find(user_id), PersonForm()
    if not form.validate_on_submit() or not (whose := _whose(form)):
        return _person(user, 422, form=form)
    if user.id == current_user.id:
        return _person(user, 409, NOT_YOURSELF)
    organization_id, workplace = whose
    actions.change_role(
        db.session(),
        user,
        Role(form.role.data),
        organization_id=organization_id,
        workplace=workplace,
        actor=current_user.actor,
    )
    return redirect(url_for("people_staff.person", user_id=user.id), 303)


@bp.post(f"{ONE}/close")
@needs(Permission.MANAGE_PEOPLE)
@step_up
def close(user_id: uuid.UUID) -> ResponseReturnValue:
    """Close an account at once."""
    return _act(
        user_id,
        lambda user: actions.disable_staff(db.session(), user.email, actor=current_user.actor, moment=clock.now()),
    )


@bp.post(f"{ONE}/reopen")
@needs(Permission.MANAGE_PEOPLE)
@step_up
def reopen(user_id: uuid.UUID) -> ResponseReturnValue:
    """Open a closed account again."""
    return _act(user_id, lambda user: actions.reopen(db.session(), user, actor=current_user.actor))


@bp.post(f"{ONE}/reset")
@needs(Permission.MANAGE_PEOPLE)
@step_up
def reset(user_id: uuid.UUID) -> ResponseReturnValue:
    """Take somebody's second factors away, after they have shown who they are; their password is still asked for."""

    def act(user: StaffUser) -> None:
        factors.forget(db.session(), user.id, actor=current_user.actor)
        actions.revoke(db.session(), user.id, moment=clock.now())

    return _act(user_id, act)


@bp.post(f"{ONE}/end-stays")
@needs(Permission.MANAGE_PEOPLE)
@step_up
def end_stays(user_id: uuid.UUID) -> ResponseReturnValue:
    """End every stay of somebody."""
    return _act(
        user_id,
        lambda user: actions.end_stays(db.session(), user.id, actor=current_user.actor, moment=clock.now()),
    )


@bp.post(f"{ONE}/password")
@needs(Permission.MANAGE_PEOPLE)
@step_up
def new_password(user_id: uuid.UUID) -> ResponseReturnValue:
    """Give somebody a new password, and show it once."""
    user = _find(user_id)
    if not ButtonForm().validate_on_submit():
        return _person(user, 422)
    if user.id == current_user.id:
        return _person(user, 409, NOT_YOURSELF)
    made = actions.new_password(db.session(), user, actor=current_user.actor, moment=clock.now())
    return render_template("accounts/password.html", person=user, password=made)


def _act(user_id: uuid.UUID, act: Callable[[StaffUser], object]) -> ResponseReturnValue:
    """Do something to somebody else's account: nobody can lock themselves out, or let themselves in."""
    user = _find(user_id)
    if not ButtonForm().validate_on_submit():
        return _person(user, 422)
    if user.id == current_user.id:
        return _person(user, 409, NOT_YOURSELF)
    act(user)
    return redirect(url_for("people_staff.person", user_id=user.id), 303)


def _whose(form: PersonForm) -> tuple[uuid.UUID | None, str | None] | None:
    """Return whose somebody is, by their role; None when the organisation is not one of the directory's."""
    role = Role(form.role.data)
    workplace = (form.workplace.data or "").strip() or None
    if role is not Role.SERVICE_PARTNER:
        return None, workplace if role is Role.SCHOOL_OR_GP_CONTACT else None
    own = queries.organization(db.session(), form.organization.data or "")
    if own is None:
        form.organization.errors = [NO_ORGANIZATION]
        return None
    return own, None


def _find(user_id: uuid.UUID) -> StaffUser:
    """Return somebody by their id."""
    return db.session().get(StaffUser, user_id) or abort(404)


def _adding(form: NewPersonForm, status: int) -> ResponseReturnValue:
    """Write the form for somebody new."""
    return make_response(render_template("accounts/add.html", form=form), status)


def _person(user: StaffUser, status: int, trouble: str = "", form: PersonForm | None = None) -> ResponseReturnValue:
    """Write the page of one person."""
    session = db.session()
    page = render_template(
        "accounts/person.html",
        person=user,
        trouble=trouble,
        form=form or PersonForm(formdata=None, role=user.role.value, workplace=user.workplace),
        organization=queries.organization_name(session, user.organization_id),
        button=ButtonForm(formdata=None),
        stays=queries.stays_of(session, user.id, clock.now()),
        has_app=factors.has_app(session, user.id),
        keys=len(factors.passkeys(session, user.id)),
        left=factors.recovery_left(session, user.id),
    )
    return make_response(page, status)
