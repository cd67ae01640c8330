"""Where staff go to their organisation's own sign-in, and come back from it.

Both are links, not forms: a form may only lead to our own site, and what an organisation asks on the way may lead to
several of its own. Neither changes a row unless the issuer vouches for somebody.
"""

import hmac
import importlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, abort, current_app, make_response, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts import access, claims, entrance
from portal.accounts.access import let_in, local_path, open_to_strangers, staff_blueprint
from portal.accounts.actions import LONGEST_WAIT
from portal.config import NOT_TOLD, Settings, SettingsError

if TYPE_CHECKING:
    from portal.accounts.issuer import Asked, Issuer

bp = staff_blueprint("oidc_staff", __name__)

PENDING, EXTENSION = "oidc", "oidc"
MISSING = "PORTAL_OIDC_ISSUER is set, but a package for it is missing: install the extra `production`."


@dataclass(frozen=True)
class Said:
    """A page on which somebody reads that they are not in."""

    status: int
    title: str
    text: str


AWAY = Said(
    503,
    "Your organisation’s sign-in does not answer",
    "This is not your fault. Wait a minute and try again, or sign in here with your password.",
)
OVER = Said(
    400,
    "This sign-in is over",
    "It has been used already, it waited too long, or it began in another browser. Nobody was signed in. Start again.",
)
REFUSED = Said(
    403,
    "You were not signed in",
    "Your organisation’s sign-in opens nothing here this time. Try again. If you work at this desk and it happens once "
    "more, ask an administrator to compare your address here with the one your organisation knows.",
)


def install(app: Flask) -> None:
    """Keep the issuer where there is one. Raises SettingsError when its client is not installed."""
    settings: Settings = app.extensions["portal"]["settings"]
    if settings.oidc is None:
        return
    try:
        module = importlib.import_module("portal.accounts.issuer")
    except ModuleNotFoundError:
        raise SettingsError(MISSING) from None
    app.extensions[EXTENSION] = module, module.Issuer(settings.oidc)


@bp.get("/sign-in/oidc")
@open_to_strangers
def start() -> ResponseReturnValue:
    """Send somebody to their organisation, and let their browser hold what must come back."""
    module, issuer = _issuer()
    moment = clock.now()
    try:
        address, asked = module.ask(issuer, _back(), moment)
    except module.Away:
        return _not_in(AWAY)
    browser[PENDING] = {
        "asked": asdict(asked),
        "at": int(moment.timestamp()),
        "wanted": local_path(request.args.get("next", "")),
        # The device's own cookie stays behind when somebody comes back from another site.
        "device": access.device_token(),
    }
    return redirect(address, 303)


@bp.get("/sign-in/oidc/back")
@open_to_strangers
def back() -> ResponseReturnValue:
    """Let somebody in whom the issuer vouches for, or lead them to their second factor."""
    module, issuer = _issuer()
    pending = _take_pending(request.args.get("state", ""))
    if pending is None:
        return _not_in(OVER)
    if not request.args.get("code"):
        return _not_in(REFUSED, pending["wanted"])
    try:
        return _come_in(module, issuer, pending)
    except module.Away:
        return _not_in(AWAY, pending["wanted"])
    except module.NotTaken:
        return _not_in(OVER, pending["wanted"])
    except module.NotTrue:
        entrance.note_untrue()
    except entrance.Refused:
        pass
    return _not_in(REFUSED, pending["wanted"])


def _come_in(module: Any, issuer: "Issuer", pending: dict[str, Any]) -> ResponseReturnValue:
    """Ask the issuer who it was, and begin what a right password begins."""
    moment, wanted, device = clock.now(), pending["wanted"], pending["device"]
    asked: Asked = module.Asked(**pending["asked"])
    said = module.told(issuer, _back(), asked, request.args["code"], moment)
    person = claims.vouched(said, moment)
    entered = entrance.enter_vouched(person, device)
    onward = wanted if person.second else url_for("second_factor_staff.code", next=wanted)
    return let_in(redirect(onward, 303), entered.token, device)


def _issuer() -> "tuple[Any, Issuer]":
    """Return the client with its issuer; where there is none, this page does not exist."""
    found: tuple[Any, Issuer] | None = current_app.extensions.get(EXTENSION)
    return found or abort(404)


def _take_pending(state: str) -> dict[str, Any] | None:
    """Return what this browser holds of a sign-in, once, if it is the one that comes back in time."""
    pending: dict[str, Any] | None = browser.get(PENDING)
    if pending is None or not hmac.compare_digest(pending["asked"]["state"].encode(), state.encode()):
        return None
    del browser[PENDING]
    return pending if clock.now().timestamp() - pending["at"] <= LONGEST_WAIT.total_seconds() else None


def _back() -> str:
    """Return where the issuer sends people back to: where we were told we stand, or else where the browser says."""
    settings: Settings = current_app.extensions["portal"]["settings"]
    stand = request.host_url.rstrip("/") if settings.base_url == NOT_TOLD else settings.base_url
    return f"{stand}{access.PATH}/sign-in/oidc/back"


def _not_in(said: Said, wanted: str = "") -> ResponseReturnValue:
    """Write a page that says kindly that nobody was signed in."""
    page = render_template("accounts/elsewhere.html", title=said.title, text=said.text, wanted=local_path(wanted))
    return make_response(page, said.status)
