"""What every answer says to the browser: nothing from elsewhere, nothing kept, nothing told to the next site."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request

from portal import languages
from portal.db import SAFE_METHODS

PERSONAL = ("/refer", "/my-referral", "/staff", "/exit", "/shortlist", "/problem")
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
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""For addresses that every site's pages may read: nothing there depends on who asks."""
NEVER_KEEP = "no-store, max-age=0"


def csp_nonce() -> str:
    """Return this answer's nonce: a script without it does not run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def is_personal() -> bool:
    """Tell whether this page may hold something about a person, so that no copy of it may be kept."""
    return request.path.startswith(PERSONAL)


def is_open() -> bool:
    """Tell whether this address is for programs anywhere, so that errors are told to programs, too."""
    return request.path == "/api" or request.path.startswith("/api/")


def install(app: Flask, *, secure: bool, leave: str) -> None:
    """Guard every answer, and refuse writes that another site's page sends."""

    leave_origin = "{0.scheme}://{0.netloc}".format(urlsplit(leave))

    def begin() -> None:
        g.pop("csp_nonce", None)
        languages.choose(request.environ.get("portal.language", languages.SOURCE))
        if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site") == "cross-site":
            abort(403)
        if request.method not in SAFE_METHODS:
            # All of a form comes in before anything is locked for it: a slow phone must hold up nobody's writing.
            _ = request.form

    def finish(response: Response) -> Response:
        policy = {"Content-Security-Policy": POLICY.format(nonce=csp_nonce(), leave=leave_origin)}
        response.headers.update(ALWAYS | (OPEN if is_open() else policy))
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if is_personal() or response.status_code >= 400 or "Set-Cookie" in response.headers:
            response.headers["Cache-Control"] = NEVER_KEEP
        else:
            response.headers.setdefault("Cache-Control", "no-cache")
        if response.mimetype == "text/html":
            response.headers["Content-Language"] = languages.current()
        return response

    app.before_request(begin)
    app.after_request(finish)
