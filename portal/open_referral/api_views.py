"""The Open Referral UK feed: open to every program, without a key, a cookie or anything hidden."""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request

from portal import clock, config, db
from portal.open_referral import edition, feed, openapi, parameters
from portal.open_referral.edition import Current
from portal.open_referral.feed import Sources
from portal.open_referral.parameters import Unreadable
from portal.open_referral.routes import COLLECTIONS
from portal.web.problems import problem

FORMAT = 1
"""Counts the ways in which this code has written the same rows: a new one makes every ETag new."""
KEEP = "public, max-age=300"

bp = Blueprint("open_referral", __name__, url_prefix=feed.ROOT)


def install(app: Flask) -> None:
    """Read the area's places and helplines, and begin without an edition: the first answer makes it."""
    settings = app.extensions["portal"]["settings"]
    app.extensions["open_referral"] = edition.read(settings.content, drafts=not settings.production)


@bp.get("/")
def about() -> Response:
    """Say which standard this is and where it is described."""
    return _fixed(lambda: feed.about(_address()))


@bp.get("/openapi.json")
def describe() -> Response:
    """Describe every address."""
    return _fixed(lambda: openapi.document(_address() + feed.ROOT))


@bp.get("/services")
def services() -> Response:
    """List services."""
    return _list("services")


@bp.get("/services/<own>")
def service(own: str) -> Response:
    """Give one service."""
    return _one("services", own)


@bp.get("/service_at_locations")
def service_at_locations() -> Response:
    """List services at their places."""
    return _list("service_at_locations")


@bp.get("/service_at_locations/<own>")
def service_at_location(own: str) -> Response:
    """Give one service at one place."""
    return _one("service_at_locations", own)


@bp.get("/organizations")
def organizations() -> Response:
    """List organizations."""
    return _list("organizations")


@bp.get("/organizations/<own>")
def organization(own: str) -> Response:
    """Give one organization."""
    return _one("organizations", own)


@bp.get("/taxonomies")
def taxonomies() -> Response:
    """List taxonomies."""
    return _list("taxonomies")


@bp.get("/taxonomies/<own>")
def taxonomy(own: str) -> Response:
    """Give one taxonomy with its terms."""
    return _one("taxonomies", own)


@bp.get("/taxonomy_terms")
def taxonomy_terms() -> Response:
    """List terms."""
    return _list("taxonomy_terms")


@bp.get("/taxonomy_terms/<own>")
def taxonomy_term(own: str) -> Response:
    """Give one term."""
    return _one("taxonomy_terms", own)


@bp.errorhandler(Unreadable)
def unreadable(wrong: Unreadable) -> Response:
    """Say what to send instead."""
    return problem(400, str(wrong))


@bp.after_request
def preflight(response: Response) -> Response:
    """Tell a browser that asks before it asks."""
    if request.method == "OPTIONS":
        response.status_code = 204
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "*"
        response.headers["Access-Control-Max-Age"] = "86400"
        response.headers.pop("Content-Type", None)
    return response


def _list(name: str) -> Response:
    """Answer with one page of a list."""
    wanted = parameters.read(request.args.to_dict(flat=False), COLLECTIONS[name].listed_by)
    return _answer(lambda sources: feed.page(db.session(), sources, name, wanted))


def _one(name: str, text: str) -> Response:
    """Answer with one entry, or say where ids come from."""
    own = uuid.UUID(text) if parameters.is_id(text) else None
    known = COLLECTIONS[name].one_by
    asked = {each: values for each, values in request.args.to_dict(flat=False).items() if each in known}
    wanted = parameters.read(asked, known)
    if own is None:
        return problem(404, f"Take an id from {feed.ROOT}/{name}: nothing published has this one.")
    return _answer(
        lambda sources: feed.one(db.session(), sources, name, own, wanted),
        f"Take an id from {feed.ROOT}/{name}: nothing published has this one.",
    )


def _answer(make: Callable[[Sources], dict[str, Any] | None], missing: str = "") -> Response:
    """Answer from the directory as it is; with nothing but a 304 to who has it already."""
    current: Current = current_app.extensions["open_referral"]
    newest = current.get(db.session(), clock.today())
    tag = _tag(newest.mark)
    known = request.if_none_match
    if not known.star_tag and known.contains_weak(tag):
        return _tagged(Response(status=304), tag)
    said = make(newest.sources)
    return problem(404, missing) if said is None else _spoken(said, tag)


def _fixed(make: Callable[[], dict[str, Any]]) -> Response:
    """Answer with what does not depend on the directory."""
    said = make()
    return _spoken(said, _tag(hashlib.sha256(json.dumps(said).encode()).hexdigest()))


def _spoken(said: dict[str, Any], tag: str) -> Response:
    """Write an answer, unless the asker has it already."""
    response = _tagged(Response(feed.written(said), mimetype="application/json"), tag)
    response.make_conditional(request)
    return response


def _tagged(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    response.headers["Cache-Control"] = KEEP
    return response


def _tag(mark: str) -> str:
    """Return the ETag of this request's answer."""
    request_line = f"{_address()}{request.script_root}{request.path}?{request.query_string.decode('latin-1')}"
    return hashlib.sha256(f"{FORMAT} {mark} {request_line}".encode()).hexdigest()[:32]


def _address() -> str:
    """Return where the portal stands: as it was told, or else as whoever asks has found it."""
    told: str = current_app.extensions["portal"]["settings"].base_url
    return request.host_url.rstrip("/") if told == config.NOT_TOLD else told
