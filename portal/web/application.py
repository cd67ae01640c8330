"""The application's class: Flask, less what no page of ours needs and every request would pay for."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from portal import languages
from portal.web import logs

HTML = ("Content-Type", "text/html; charset=utf-8")


class Visits(SecureCookieSessionInterface):
    """The signed cookie of a visit. Where there is none, and none is asked for, nothing is signed or read."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the visit's cookie, or begin with nothing."""
        if app.config["SESSION_COOKIE_NAME"] not in request.cookies:
            return SecureCookieSession() if app.secret_key else None
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the visit's cookie when a page has looked into it or changed it."""
        if session.accessed or session.modified or session:
            super().save_session(app, session, response)


class Answer(Response):
    """An answer that is given to the server in one piece where it is one: a server sends that without coming back."""

    def get_wsgi_response(self, environ: Any) -> Any:
        """Return what the server sends: body, status and headers."""
        whole = isinstance(self.response, list) and not self._on_close
        if whole and self.status_code == 200 and environ["REQUEST_METHOD"] == "GET":
            return self.response, self.status, self.headers.to_wsgi_list()
        return super().get_wsgi_response(environ)


ShortWay = Callable[[dict[str, Any]], bytes | None]
"""Answers an environment with a whole page, or leaves it to Flask."""


class Application(Flask):
    """Flask for views that are all plain functions, with a short way to pages that need nothing of it."""

    response_class = Answer
    session_interface = Visits()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.short_ways: dict[str, tuple[str, ShortWay]] = {}
        """By path: the endpoint it stands for, and what answers it."""

    def ensure_sync(self, func: Any) -> Any:
        """Return a view or a hook as it is: none of ours is a coroutine, and a test holds that."""
        return func

    def wsgi_app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request. The same page comes out of both ways; a request costs Flask as much as the page."""
        short = self.short_ways.get(environ["PATH_INFO"])
        if short is not None and environ["REQUEST_METHOD"] == "GET":
            endpoint, way = short
            began = time.perf_counter()
            languages.choose(environ.get("portal.language", languages.SOURCE))
            try:
                page = way(environ)
            except Exception:  # Flask meets the same trouble, and has a page and a log line for it
                page = None
            if page is not None:
                request_id = logs.answered_shortly(endpoint, began)
                length = ("Content-Length", str(len(page)))
                start_response("200 OK", [HTML, length, ("X-Request-Id", request_id)])
                return [page]
        return super().wsgi_app(environ, start_response)
