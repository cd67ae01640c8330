"""What every answer says to the browser: nothing from elsewhere, nothing kept, nothing told to the next site."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, request

from portal import languages
from portal.db import SAFE_METHODS
from portal.web import tokens

PERSONAL = (
    *("/refer", "/my-referral", "/staff", "/exit", "/shortlist", "/problem", "/feedback", "/passport"),
    *("/training/sign-up", "/training/for-me", "/training/mine"),
)
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'nonce-{nonce}'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        # Leaving works without scripts: a form of ours that is answered by the neutral site's address.
        "form-action 'self' {leave}",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
OVER_TLS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""For addresses that every site's pages may read: nothing there depends on who asks."""
NONCE = "portal.nonce"
"""Where a request carries the nonce of its answer."""
NEVER_KEEP = "no-store, max-age=0"
TYPED = re.compile(r"(?:^|&)(?:q|near)=[^&]")
"""What somebody types into a search may say as much about them as a form does."""


def csp_nonce() -> str:
    """Return this answer's nonce: a script without it does not run."""
    nonce: str = request.environ.get(NONCE) or request.environ.setdefault(NONCE, tokens.take())
    return nonce


class Guard:
    """Put on every answer what browsers must be told.

    Outside of the application: what it puts on is on the pages about errors too, and costs next to nothing.
    """

    def __init__(self, application: Callable[..., Any], *, secure: bool, leave: str) -> None:
        self.application = application
        self.before_nonce, self.after_nonce = POLICY.format(nonce="\0", leave=leave).split("\0")
        over_tls = OVER_TLS if secure else {}
        self.always, self.open = list((ALWAYS | over_tls).items()), list((ALWAYS | OPEN | over_tls).items())

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer one request."""
        nonce = environ[NONCE] = tokens.take()

        def start(status: str, said: list[tuple[str, str]], *error: Any) -> Any:
            named = dict(said)
            path = environ["PATH_INFO"]
            added = [each for each in (self.open if _is_open(path) else self.always) if each[0] not in named]
            if not _is_open(path):
                added.append(("Content-Security-Policy", self.before_nonce + nonce + self.after_nonce))
            typed = TYPED.search(environ.get("QUERY_STRING", ""))
            if is_personal(path) or (typed and not _is_open(path)) or status[0] in "45" or "Set-Cookie" in named:
                said = [each for each in said if each[0] != "Cache-Control"]
                added.append(("Cache-Control", NEVER_KEEP))
            elif "Cache-Control" not in named:
                added.append(("Cache-Control", "no-cache"))
            if named.get("Content-Type", "").startswith("text/html"):
                added.append(("Content-Language", languages.current()))
            return start_response(status, said + added, *error)

        return self.application(environ, start)


def is_personal(path: str) -> bool:
    """Tell whether a page may hold something about a person, so that no copy of it may be kept."""
    return path.startswith(PERSONAL)


def is_open() -> bool:
    """Tell whether this address is for programs anywhere, so that errors are told to programs, too."""
    return _is_open(request.path)


def _is_open(path: str) -> bool:
    return path == "/api" or path.startswith("/api/")


def install(app: Flask, *, secure: bool, leave: str) -> None:
    """Guard every answer, and refuse writes that another site's page sends."""

    def begin() -> None:
        incoming = request._get_current_object()  # type: ignore[attr-defined]
        languages.choose(incoming.environ.get("portal.language", languages.SOURCE))
        if incoming.method not in SAFE_METHODS:
            if incoming.headers.get("Sec-Fetch-Site") == "cross-site":
                abort(403)
            # All of a form comes in before anything is locked for it: a slow phone must hold up nobody's writing.
            _ = incoming.form

    origin = "{0.scheme}://{0.netloc}".format(urlsplit(leave))
    app.wsgi_app = Guard(app.wsgi_app, secure=secure, leave=origin)  # type: ignore[method-assign]
    app.before_request(begin)
