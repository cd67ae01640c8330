"""One's own account."""

import uuid

from flask import Response, abort, current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts import actions, app_codes, factors, passkeys, queries
from portal.accounts.access import needs, staff_blueprint, step_up
from portal.accounts.forms import CodeForm, NewPasskeyForm
from portal.accounts.models import StaffUser
from portal.accounts.permissions import ROLE_NAMES, Permission
from portal.accounts.pictures import picture
from portal.accounts.second.staff_views import NOT_SIGNED, WRONG, site, spaced
from portal.area import Area
from portal.web.forms import ButtonForm

bp = staff_blueprint("own_account_staff", __name__)
bp.context_processor(lambda: {"when": languages.format_when})


@bp.get("/me")
@needs(Permission.BE_STAFF)
def me() -> ResponseReturnValue:
    """Show where one is signed in, and how one shows that it is oneself."""
    return _page(200)


@bp.post("/me/elsewhere")
@needs(Permission.BE_STAFF)
def end_elsewhere() -> ResponseReturnValue:
    """End one's own stays in other browsers."""
    if not ButtonForm().validate_on_submit():
        return _page(422)
    actions.revoke_others(db.session(), current_user.id, current_user.session_id, moment=clock.now())
    return _home()


@bp.post("/me/recovery")
@needs(Permission.BE_STAFF)
@step_up
def new_recovery() -> ResponseReturnValue:
    """Make new recovery codes, and show them once."""
    if not ButtonForm().validate_on_submit():
        return _page(422)
    codes = factors.new_recovery_codes(db.session(), current_user.id, moment=clock.now())
    return render_template("accounts/recovery.html", codes=codes, onward=url_for("own_account_staff.me"))


@bp.get("/me/app")
@needs(Permission.BE_STAFF)
@step_up
def another_app() -> ResponseReturnValue:
    """Show the picture for a new app."""
    return _app(CodeForm(), 200)


@bp.post("/me/app")
@needs(Permission.BE_STAFF)
@step_up
def keep_app() -> ResponseReturnValue:
    """Keep the new app whose first code is right; the one of before opens nothing any more."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _app(form, 422)
    key = factors.key_offered(current_user.id, current_user.session_id)
    digits = "".join(letter for letter in form.code.data or "" if letter.isdecimal())
    if not factors.set_up(db.session(), current_user.id, key, digits, moment=clock.now()):
        form.form_errors.append(WRONG)
        return _app(form, 422)
    return _home()


@bp.get("/me/passkeys/add")
@needs(Permission.BE_STAFF)
@step_up
def new_passkey() -> ResponseReturnValue:
    """Show the page on which a device makes a passkey."""
    return _new_passkey(NewPasskeyForm(), 200)


@bp.post("/me/passkeys/question")
@needs(Permission.BE_STAFF)
@step_up
def passkey_question() -> ResponseReturnValue:
    """Give a browser what it needs to make a passkey."""
    here = site()
    if here is None or not ButtonForm().validate_on_submit():
        abort(400)
    asked = passkeys.ask_for_new(db.session(), here, _area().service_name, current_user.id, current_user.session_id)
    return Response(asked, mimetype="application/json")


@bp.post("/me/passkeys/add")
@needs(Permission.BE_STAFF)
@step_up
def keep_passkey() -> ResponseReturnValue:
    """Keep a new passkey."""
    form, here, who = NewPasskeyForm(), site(), current_user
    if here is None or not form.validate_on_submit():
        return _new_passkey(form, 422)
    sent, name = form.passkey.data or "", form.name.data or ""
    try:
        passkeys.add(db.session(), here, who.id, who.session_id, sent, name, moment=clock.now())
    except passkeys.NotValid:
        form.form_errors.append(NOT_SIGNED)
        return _new_passkey(form, 422)
    return _home()


@bp.post("/me/passkeys/<uuid:passkey_id>/remove")
@needs(Permission.BE_STAFF)
@step_up
def remove_passkey(passkey_id: uuid.UUID) -> ResponseReturnValue:
    """Take a passkey away, unless it is the only second factor."""
    if not ButtonForm().validate_on_submit():
        return _page(422)
    if not passkeys.remove(db.session(), current_user.id, passkey_id):
        return _page(409, "That passkey stays: without it nothing would be left to sign in with. Set up an app first.")
    return _home()


def _page(status: int, trouble: str = "") -> ResponseReturnValue:
    """Write the page of one's own account."""
    session, now = db.session(), clock.now()
    page = render_template(
        "accounts/me.html",
        role=ROLE_NAMES[current_user.role],
        stays=queries.stays_of(session, current_user.id, now),
        keys=factors.passkeys(session, current_user.id),
        has_app=factors.has_app(session, current_user.id),
        left=factors.recovery_left(session, current_user.id),
        email=session.get_one(StaffUser, current_user.id).email,
        may_have_passkeys=site() is not None,
        form=ButtonForm(formdata=None),
        trouble=trouble,
    )
    return make_response(page, status)


def _app(form: CodeForm, status: int) -> ResponseReturnValue:
    """Write the page with the picture for a new app."""
    key = factors.key_offered(current_user.id, current_user.session_id)
    email = db.session().get_one(StaffUser, current_user.id).email
    drawn = picture(app_codes.address(key, email, _area().service_name))
    return make_response(render_template("accounts/app.html", form=form, key=spaced(key), picture=drawn), status)


def _new_passkey(form: NewPasskeyForm, status: int) -> ResponseReturnValue:
    """Write the page on which a device makes a passkey."""
    return make_response(render_template("accounts/new_passkey.html", form=form), status)


def _home() -> ResponseReturnValue:
    """Lead back to the page of one's own account."""
    return redirect(url_for("own_account_staff.me"), 303)


def _area() -> Area:
    """Return the area this desk serves."""
    area: Area = current_app.extensions["portal"]["area"]
    return area
