"""The guard of every staff page: signed in, allowed by name, and denied when nothing is said."""

import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import (
    Blueprint,
    Flask,
    Request,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response as BaseResponse

from portal import clock, db
from portal.accounts import actions, queries
from portal.accounts.permissions import Permission, Role, may
from portal.audit import trail
from portal.audit.tags import Tag
from portal.config import Settings

COOKIE, DEVICE_COOKIE, PATH = "fd_staff", "fd_device", "/staff"
SIGN_IN = "accounts_staff.sign_in"
CONFIRM = "second_factor_staff.confirm"
FRESH = timedelta(minutes=10)
"""For how long a second factor is enough for something grave."""
TOUCH_EVERY = timedelta(minutes=1)
DEVICE_KNOWN_FOR = timedelta(days=180)
REFRESH_HEADER = "FD-Refresh"
"""Sent by a page that refreshes itself: that is not a person at the keyboard, and keeps nobody signed in."""
SECRETS = frozenset({"csrf_token", "password", "version", "code", "passkey"})

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """Who is at the keyboard, as Flask-Login's current_user."""

    id: uuid.UUID
    session_id: uuid.UUID
    name: str
    role: Role
    organization_id: uuid.UUID | None = None
    """For a service partner: whose entries are theirs."""
    confirmed_at: datetime | None = None
    """When they last gave a second factor."""

    @property
    def actor(self) -> str:
        """How the trail calls this person."""
        return f"staff:{self.id}"

    def may(self, permission: Permission | None) -> bool:
        """Tell whether this person's role has a permission."""
        return may(self.role, permission)


def install(app: Flask, settings: Settings) -> None:
    """Teach an application to recognise its staff."""
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(recognise)
    app.config["STAFF_COOKIE_SECURE"] = settings.secure_cookies
    # Not init_app: it would look into the browser's session after every answer, the public ones included, and
    # so forbid their caching. This attribute is all that current_user needs.
    app.login_manager = manager  # type: ignore[attr-defined]


def recognise(incoming: Request) -> SignedIn | None:
    """Return who holds this request's token. Asked of the database each time: a revoked stay ends at once."""
    token = incoming.cookies.get(COOKIE)
    if not token or not incoming.path.startswith(PATH):
        return None
    moment = clock.now()
    with db.reading(db.engine()) as own:
        stay = queries.stay(own, token, moment)
    if stay is None:
        return None
    if moment - stay.seen_at >= TOUCH_EVERY and REFRESH_HEADER not in incoming.headers:
        with db.writing(db.engine()) as own:
            actions.touch(own, stay.session_id, moment=moment)
    return SignedIn(stay.user_id, stay.session_id, stay.name, stay.role, stay.organization_id, stay.confirmed_at)


def waiting() -> queries.Waiting | None:
    """Return whose password this request's token holds, while it waits for a second factor."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    with db.reading(db.engine()) as own:
        return queries.waiting(own, token, clock.now())


def staff_blueprint(name: str, import_name: str) -> Blueprint:
    """Make a blueprint below /staff in which every view is guarded."""
    blueprint = Blueprint(name, import_name, url_prefix=PATH, template_folder="templates")
    blueprint.before_request(guard)
    blueprint.context_processor(lambda: {"current_user": current_user, "may_do": _may_do})
    return blueprint


def _may_do(permission: str) -> bool:
    """Tell a template whether the person at the keyboard may do something, by the permission's name."""
    return bool(current_user.is_authenticated and current_user.may(Permission[permission]))


def needs(permission: Permission) -> Callable[[View], View]:
    """Declare what a view is for; a view that declares nothing is closed to everybody."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def open_to_strangers(view: View) -> View:
    """Declare that a view is for people who have not signed in yet."""
    view.open_to_strangers = True  # type: ignore[attr-defined]
    return view


def halfway(view: View) -> View:
    """Declare that a view is for people whose password was right, and who give their second factor there."""
    view.halfway = True  # type: ignore[attr-defined]
    return view


def step_up(view: View) -> View:
    """Declare that a view is grave: it asks for a second factor that was given in the last ten minutes."""
    view.step_up = True  # type: ignore[attr-defined]
    return view


def behind_glass(may_pass: Callable[[SignedIn, Mapping[str, Any]], bool]) -> Callable[[View], View]:
    """Declare who else may open a view: somebody who broke the glass in front of just this record."""

    def declare(view: View) -> View:
        view.behind_glass = may_pass  # type: ignore[attr-defined]
        return view

    return declare


def guard() -> BaseResponse | None:
    """Let the request through, ask who it is, or refuse it."""
    view = current_app.view_functions[request.endpoint or ""]
    if getattr(view, "open_to_strangers", False):
        return None
    if getattr(view, "halfway", False):
        return _guard_halfway()
    if not current_user.is_authenticated:
        return ask_who()
    if not current_user.may(getattr(view, "permission", None)):
        return _refuse_or_glass(view)
    if getattr(view, "step_up", False) and not is_fresh(current_user):
        return ask_again()
    return None


def _guard_halfway() -> BaseResponse | None:
    """Let somebody give their second factor; who has given it is led to their work."""
    if current_user.is_authenticated:
        return redirect(f"{PATH}/", 303)
    return None if waiting() else ask_who()


def _refuse_or_glass(view: Any) -> BaseResponse | None:
    """Refuse somebody whose role may not, unless they broke the glass in front of just this."""
    glass: Callable[..., bool] | None = getattr(view, "behind_glass", None)
    may_break = glass is not None and current_user.may(Permission.BREAK_GLASS)
    if glass is not None and may_break and glass(current_user, request.view_args or {}):
        return None
    with db.apart() as own:
        detail = {"endpoint": request.endpoint}
        trail.record(own, Tag.ACCESS_DENIED, actor=current_user.actor, detail=detail)
    if may_break:
        return make_response(render_template("accounts/glass.html", **(request.view_args or {})), 403)
    return abort(403)


def is_fresh(who: SignedIn) -> bool:
    """Tell whether somebody gave their second factor just now."""
    return who.confirmed_at is not None and clock.now() - who.confirmed_at < FRESH


def ask_again() -> BaseResponse:
    """Ask for the second factor once more, and lead back. What was typed is shown, not lost."""
    if request.method in db.SAFE_METHODS:
        return redirect(url_for(CONFIRM, next=request.full_path.removesuffix("?")), 303)
    return make_response(render_template("accounts/confirm_first.html", typed=_typed()), 409)


def _typed() -> list[str]:
    """Return what somebody wrote into a form, without what is secret."""
    return [text for name, text in request.form.items() if name not in SECRETS and text.strip()]


def ask_who() -> BaseResponse:
    """Send a stranger to the door. What they typed after their stay ended is shown, not lost."""
    if request.method in db.SAFE_METHODS:
        wanted = request.full_path.removesuffix("?")
        return redirect(url_for(SIGN_IN, next=wanted), 303)
    return make_response(render_template("accounts/away.html", typed=_typed()), 403)


def local_path(wanted: str) -> str:
    """Return where to go after signing in: a staff page of ours, never another site."""
    plain = wanted.isprintable() and "\\" not in wanted
    return wanted if plain and wanted.startswith(f"{PATH}/") else f"{PATH}/"


def device_token() -> str:
    """Return this browser's device token, or a new one."""
    token = request.cookies.get(DEVICE_COOKIE, "")
    return token if 32 <= len(token) <= 64 and token.isascii() else secrets.token_urlsafe(32)


def let_in(response: BaseResponse, token: str, device: str) -> BaseResponse:
    """Give the browser a new token, of a stay or of a password that waits. What it had before counts no longer."""
    browser.clear()
    secure = current_app.config["STAFF_COOKIE_SECURE"]
    # Lax, not Strict: the link in an alert's e-mail must open signed in. Writes are guarded by a form token
    # and by the browser's own word on where they come from.
    response.set_cookie(COOKIE, token, path=PATH, secure=secure, httponly=True, samesite="Lax")
    response.set_cookie(
        DEVICE_COOKIE,
        device,
        max_age=DEVICE_KNOWN_FOR,
        path=url_for(SIGN_IN),
        secure=secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def let_out(response: BaseResponse) -> BaseResponse:
    """Leave nothing of a stay in the browser, except that its device is known."""
    browser.clear()
    response.delete_cookie(
        COOKIE, path=PATH, secure=current_app.config["STAFF_COOKIE_SECURE"], httponly=True, samesite="Lax"
    )
    # Not "cookies": that would forget the device, and with it the way past somebody else's wrong passwords.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
