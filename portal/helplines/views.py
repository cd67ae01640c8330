"""Help now: one page per language, made at start-up and served without anything that can fail."""

from typing import cast

from flask import Blueprint, Flask, Response, current_app, render_template
from flask.blueprints import BlueprintSetupState

from portal import languages
from portal.helplines import plain, registry
from portal.helplines.contact import Card
from portal.helplines.registry import Registry
from portal.web import headers
from portal.web.headers import csp_nonce

bp = Blueprint("helplines", __name__, template_folder="templates")

NONCE = "nonce-of-this-answer"
"""Stands in the made page where each answer puts its own nonce."""
PLAIN = ("danger", "local", "urgent", "text", "phone")


def install(app: Flask) -> None:
    """Read the registry, and keep a plain page for the day when templates fail. Raises RegistryError.

    In production only English, or words that a person has checked, may stand on a page for people in danger.
    """
    settings = app.extensions["portal"]["settings"]
    found = registry.load(settings.content / "area", drafts=not settings.production)
    app.extensions["helplines"] = found
    app.extensions["helplines_plain"] = {code: _plain(found, code) for code in languages.LANGUAGES}


def crisis_contacts() -> tuple[Card, ...]:
    """Return the contacts of the help bar, in the reader's language."""
    found: Registry = current_app.extensions["helplines"]
    return found.crisis(languages.current())


def last_resort(_status: int, _path: str) -> str:
    """Return a page that needs no template: for when the page about an error fails too."""
    page: str = current_app.extensions["helplines_plain"][languages.current()]
    return page


@bp.get("/help-now")
def help_now() -> Response:
    """Show who to call, text or go to right now."""
    made: bytes = current_app.extensions["help_now"][languages.current()]
    return Response(made.replace(NONCE.encode(), csp_nonce().encode()), mimetype="text/html")


@bp.record
def _make_pages(state: BlueprintSetupState) -> None:
    """Make the page in every language, so that a fault in it stops the start and never meets a reader."""
    app = cast(Flask, state.app)
    app.extensions["help_now"] = {code: make(app, code) for code in languages.LANGUAGES}


def make(app: Flask, code: str) -> bytes:
    """Render the page for readers of one language: in production in English until people stand for its words."""
    found: Registry = app.extensions["helplines"]
    shown = found.cards(code)
    unchecked = app.extensions["portal"]["settings"].production and languages.is_draft(code)
    root = "" if code == languages.SOURCE else f"/{code}"
    at = {"SCRIPT_NAME": root, headers.NONCE: NONCE, "portal.language": code}
    spoken = languages.SOURCE if unchecked else code
    with app.test_request_context("/help-now", environ_overrides=at), languages.using(spoken):
        return render_template(
            "helplines/help_now.html",
            danger=found.placed(code, "danger"),
            local=found.placed(code, "local"),
            national=found.placed(code, "urgent", "text", "phone"),
            others=found.placed(code, "parents", "relay", "daytime"),
            draft=any(card.draft for card in shown),
        ).encode()


def _plain(found: Registry, code: str) -> str:
    """Write the plain page in one language."""
    with languages.using(code):
        return plain.page(found.placed(code, *PLAIN), code, languages.direction())
