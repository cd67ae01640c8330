"""Pages where staff give their second factor: at the door, and again before something grave."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db
from portal.accounts import access, app_codes, entrance, factors, passkeys
from portal.accounts.access import halfway, let_in, local_path, needs, staff_blueprint
from portal.accounts.forms import CodeForm, PasskeyForm
from portal.accounts.models import StaffUser
from portal.accounts.permissions import Permission
from portal.accounts.pictures import picture
from portal.accounts.queries import Waiting
from portal.config import NOT_TOLD, Settings
from portal.web.forms import ButtonForm

bp = staff_blueprint("second_factor_staff", __name__)

WRONG = "That code does not open this. Wait until your app shows the next one, then type that."
NOT_SIGNED = "That did not work with your device. Try again, or type a code."
SLOW = "There were many wrong codes just now. Wait a quarter of an hour, then try again."


@bp.get("/sign-in/code")
@halfway
def code() -> ResponseReturnValue:
    """Ask for the second factor."""
    who = _waiting()
    if not factors.has_any(db.session(), who.user_id):
        return redirect(url_for("second_factor_staff.set_up", next=_wanted()), 303)
    return _door(who, CodeForm(), 200)


@bp.post("/sign-in/code")
@halfway
def give_code() -> ResponseReturnValue:
    """Let somebody in whose code is right."""
    who, form = _waiting(), CodeForm()
    if not form.validate_on_submit():
        return _door(who, form, 422)
    return _finish(who, entrance.by_code(who.user_id, form.code.data or ""), WRONG)


@bp.post("/sign-in/passkey/question")
@halfway
def question() -> ResponseReturnValue:
    """Give a browser something to sign."""
    who = _waiting()
    return _question(lambda here: passkeys.ask(db.session(), here, who.user_id, who.session_id))


@bp.post("/sign-in/passkey")
@halfway
def give_passkey() -> ResponseReturnValue:
    """Let somebody in whose device signed what it was asked."""
    who, form, here = _waiting(), PasskeyForm(), site()
    if here is None or not form.validate_on_submit():
        return _door(who, CodeForm(formdata=None), 422, NOT_SIGNED)
    check = entrance.by_passkey(here, who.user_id, who.session_id, form.passkey.data or "")
    return _finish(who, check, NOT_SIGNED)


@bp.get("/sign-in/set-up")
@halfway
def set_up() -> ResponseReturnValue:
    """Show how to set a second factor up."""
    who = _waiting()
    if factors.has_any(db.session(), who.user_id):
        return redirect(url_for("second_factor_staff.code", next=_wanted()), 303)
    return _enrol(who, CodeForm(), 200)


@bp.post("/sign-in/set-up")
@halfway
def keep_app() -> ResponseReturnValue:
    """Keep the app whose first code is right, and show the recovery codes once."""
    who, form, device = _waiting(), CodeForm(), access.device_token()
    if factors.has_any(db.session(), who.user_id):
        return redirect(url_for("second_factor_staff.code", next=_wanted()), 303)
    if not form.validate_on_submit():
        return _enrol(who, form, 422)
    try:
        entered, codes = entrance.set_up(who, _digits(form), device)
    except entrance.Refused:
        form.form_errors.append(WRONG)
        return _enrol(who, form, 422)
    page = make_response(render_template("accounts/recovery.html", codes=codes, onward=_wanted()))
    return let_in(page, entered.token, device)


@bp.get("/confirm")
@needs(Permission.BE_STAFF)
def confirm() -> ResponseReturnValue:
    """Ask somebody who is in for their second factor once more."""
    return _again(CodeForm(), 200)


@bp.post("/confirm")
@needs(Permission.BE_STAFF)
def confirm_code() -> ResponseReturnValue:
    """Note a fresh second factor, and lead back."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _again(form, 422)
    return _confirm(entrance.by_code(current_user.id, form.code.data or ""), WRONG)


@bp.post("/confirm/question")
@needs(Permission.BE_STAFF)
def confirm_question() -> ResponseReturnValue:
    """Give the browser of somebody who is in something to sign."""
    return _question(lambda here: passkeys.ask(db.session(), here, current_user.id, current_user.session_id))


@bp.post("/confirm/passkey")
@needs(Permission.BE_STAFF)
def confirm_passkey() -> ResponseReturnValue:
    """Note a fresh signature, and lead back."""
    form, here = PasskeyForm(), site()
    if here is None or not form.validate_on_submit():
        return _again(CodeForm(formdata=None), 422, NOT_SIGNED)
    check = entrance.by_passkey(here, current_user.id, current_user.session_id, form.passkey.data or "")
    return _confirm(check, NOT_SIGNED)


def _finish(who: Waiting, check: entrance.Check, trouble: str) -> ResponseReturnValue:
    """Let somebody in, or say kindly what was wrong."""
    device = access.device_token()
    try:
        entered = entrance.finish(who, check, device)
    except entrance.Refused:
        return _door(who, CodeForm(formdata=None), 403, trouble)
    except entrance.SlowDown:
        return _door(who, CodeForm(formdata=None), 429, SLOW)
    return let_in(redirect(_wanted(), 303), entered.token, device)


def _confirm(check: entrance.Check, trouble: str) -> ResponseReturnValue:
    """Note that somebody gave a second factor, or say kindly what was wrong."""
    try:
        entrance.confirm(current_user.session_id, current_user.id, check)
    except entrance.Refused:
        return _again(CodeForm(formdata=None), 422, trouble)
    except entrance.SlowDown:
        return _again(CodeForm(formdata=None), 429, SLOW)
    return redirect(_wanted(), 303)


def _question(ask: Callable[[passkeys.Site], str]) -> ResponseReturnValue:
    """Answer a script that asks what a passkey should sign."""
    here = site()
    if here is None or not ButtonForm().validate_on_submit():
        abort(400)
    return Response(ask(here), mimetype="application/json")


def _door(who: Waiting, form: CodeForm, status: int, trouble: str = "") -> ResponseReturnValue:
    """Write the page that asks for the second factor."""
    return _asking(
        "accounts/code.html", form, status, trouble, user_id=who.user_id, email=who.email, fictional=who.fictional
    )


def _again(form: CodeForm, status: int, trouble: str = "") -> ResponseReturnValue:
    """Write the page that asks for it once more."""
    user = db.session().get_one(StaffUser, current_user.id)
    return _asking(
        "accounts/confirm.html",
        form,
        status,
        trouble,
        user_id=user.id,
        fictional=user.fictional,
        has_any=factors.has_any(db.session(), user.id),
    )


def _asking(template: str, form: CodeForm, status: int, trouble: str, **shown: Any) -> ResponseReturnValue:
    """Write a page with a box for a code, and a button for a passkey where there is one."""
    if trouble:
        form.form_errors.append(trouble)
    keyed = site() is not None and bool(factors.passkeys(db.session(), shown["user_id"]))
    page = render_template(
        template,
        form=form,
        passkey=PasskeyForm(formdata=None) if keyed else None,
        wanted=_wanted(),
        shown_code=_shown_code(shown["user_id"]) if shown["fictional"] else "",
        **shown,
    )
    return make_response(page, status)


def _shown_code(user_id: Any) -> str:
    """Return the code that a made-up person's app would show. Never where anybody is real."""
    settings: Settings = current_app.extensions["portal"]["settings"]
    user = db.session().get_one(StaffUser, user_id)
    if settings.production or not user.fictional or not user.app_key:
        return ""
    return app_codes.current(user.app_key, clock.now())


def _enrol(who: Waiting, form: CodeForm, status: int) -> ResponseReturnValue:
    """Write the page with the picture for the app."""
    key = factors.key_offered(who.user_id, who.session_id)
    drawn = picture(app_codes.address(key, who.email, current_app.extensions["portal"]["area"].service_name))
    page = render_template("accounts/set_up.html", form=form, key=spaced(key), picture=drawn, wanted=_wanted())
    return make_response(page, status)


def spaced(key: str) -> str:
    """Write a key in groups of four, for those who type it."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def site() -> passkeys.Site | None:
    """Return the site that passkeys are for: where we were told we stand, or else where the browser says."""
    settings: Settings = current_app.extensions["portal"]["settings"]
    return passkeys.site(request.host_url if settings.base_url == NOT_TOLD else settings.base_url)


def _digits(form: CodeForm) -> str:
    """Return the digits that were typed."""
    return "".join(letter for letter in form.code.data or "" if letter.isdecimal())


def _waiting() -> Waiting:
    """Return whose password waits; the guard has asked already."""
    return access.waiting() or abort(403)


def _wanted() -> str:
    """Return where to go on to."""
    return local_path(request.args.get("next", ""))
