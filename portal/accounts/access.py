"""The guard of every staff page: signed in, allowed by name, and denied when nothing is said."""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
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
TOUCH_EVERY = timedelta(minutes=1)
DEVICE_KNOWN_FOR = timedelta(days=180)
REFRESH_HEADER = "FD-Refresh"
"""Sent by a page that refreshes itself: that is not a person at the keyboard, and keeps nobody signed in."""
SECRETS = frozenset({"csrf_token", "password", "version"})

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
    return SignedIn(stay.user_id, stay.session_id, stay.name, stay.role, stay.organization_id)


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


def guard() -> BaseResponse | None:
    """Let the request through, ask who it is, or refuse it."""
    view = current_app.view_functions[request.endpoint or ""]
    if getattr(view, "open_to_strangers", False):
        return None
    if not current_user.is_authenticated:
        return ask_who()
    if not current_user.may(getattr(view, "permission", None)):
        with db.apart() as own:
            detail = {"endpoint": request.endpoint}
            trail.record(own, Tag.ACCESS_DENIED, actor=current_user.actor, detail=detail)
        abort(403)
    return None


def ask_who() -> BaseResponse:
    """Send a stranger to the door. What they typed after their stay ended is shown, not lost."""
    if request.method in db.SAFE_METHODS:
        wanted = request.full_path.removesuffix("?")
        return redirect(url_for(SIGN_IN, next=wanted), 303)
    typed = [text for name, text in request.form.items() if name not in SECRETS and text.strip()]
    return make_response(render_template("accounts/away.html", typed=typed), 403)


def local_path(wanted: str) -> str:
    """Return where to go after signing in: a staff page of ours, never another site."""
    plain = wanted.isprintable() and "\\" not in wanted
    return wanted if plain and wanted.startswith(f"{PATH}/") else f"{PATH}/"


def device_token() -> str:
    """Return this browser's device token, or a new one."""
    token = request.cookies.get(DEVICE_COOKIE, "")
    return token if 32 <= len(token) <= 64 and token.isascii() else secrets.token_urlsafe(32)


def let_in(response: BaseResponse, token: str, device: str) -> BaseResponse:
    """Give the browser a new stay's token. What it had before signing in counts no longer."""
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
