"""The staff's door and first page."""

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db
from portal.accounts import access, actions, entrance
from portal.accounts.access import let_in, let_out, local_path, needs, open_to_strangers, staff_blueprint
from portal.accounts.forms import SignInForm
from portal.accounts.permissions import ROLE_NAMES, Permission
from portal.web.forms import ButtonForm

bp = staff_blueprint("accounts_staff", __name__)

WRONG = "That e-mail address and password do not go together. Check both and try again."
SLOW = (
    "There were many wrong tries just now, so we are taking a break. Wait one minute, then try again. "
    "On a computer where you have signed in before, other people's tries do not slow you down."
)


@bp.get("/")
@needs(Permission.BE_STAFF)
def home() -> ResponseReturnValue:
    """Lead everybody to where their work is."""
    if current_user.may(Permission.SEE_QUEUE):
        return redirect(url_for("screening_staff.queue_page"), 303)
    if current_user.may(Permission.EDIT_OWN_SERVICES):
        return redirect(url_for("upkeep_staff.listing"), 303)
    if current_user.may(Permission.SEE_PEOPLE):
        return redirect(url_for("people_staff.people"), 303)
    if current_user.may(Permission.SEE_CONTENT):
        return redirect(url_for("guides_staff.coverage_page"), 303)
    if current_user.may(Permission.SEE_SCORECARD):
        return redirect(url_for("figures_staff.scorecard_page"), 303)
    return render_template("accounts/home.html", role=ROLE_NAMES[current_user.role])


@bp.get("/sign-in")
@open_to_strangers
def sign_in() -> ResponseReturnValue:
    """Show the door."""
    return _door(SignInForm(), 200)


@bp.post("/sign-in")
@open_to_strangers
def come_in() -> ResponseReturnValue:
    """Check the password, and lead on to the second factor."""
    form, device = SignInForm(), access.device_token()
    if not form.validate_on_submit():
        return _door(form, 422)
    try:
        entered = entrance.enter(form.email.data or "", form.password.data or "", device)
    except entrance.Refused:
        return _door(form, 403, WRONG)
    except entrance.SlowDown:
        return _door(form, 429, SLOW)
    onward = url_for("second_factor_staff.code", next=local_path(request.args.get("next", "")))
    return let_in(redirect(onward, 303), entered.token, device)


@bp.post("/sign-out")
@needs(Permission.BE_STAFF)
def sign_out() -> ResponseReturnValue:
    """End this stay."""
    if not ButtonForm().validate_on_submit():
        return redirect(url_for("accounts_staff.home"), 303)
    actions.sign_out(db.session(), current_user.session_id, current_user.id, moment=clock.now())
    return let_out(redirect(url_for("accounts_staff.sign_in"), 303))


def _door(form: SignInForm, status: int, trouble: str = "") -> ResponseReturnValue:
    """Write the sign-in page."""
    wanted = local_path(request.args.get("next", ""))
    if trouble:
        form.form_errors.append(trouble)
    elsewhere = current_app.extensions["portal"]["settings"].oidc is not None
    page = render_template("accounts/sign_in.html", form=form, wanted=wanted, elsewhere=elsewhere)
    return make_response(page, status)
