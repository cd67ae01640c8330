"""Pages for when something goes wrong: what happened, what is safe, what to do, and help that never depends on us."""

from collections.abc import Callable
from dataclasses import dataclass

from babel.support import LazyProxy
from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, ServiceUnavailable
from werkzeug.sansio.response import Response as AnyResponse

from portal.db import is_unavailable
from portal.languages import lazy
from portal.web import logs
from portal.web.headers import is_open
from portal.web.problems import problem


@dataclass(frozen=True)
class Trouble:
    """What one kind of error page says."""

    title: LazyProxy
    what_happened: LazyProxy
    what_to_do: LazyProxy


SECRETS = frozenset({"csrf_token", "password", "code"})
TYPED_LETTERS = 12  # shorter values are choices, and quickly made again
YOUR_WORDS = lazy("Anything you had already saved is safe.")
TROUBLES = {
    400: Trouble(
        lazy("We could not read that"),
        lazy("Something in what was sent did not arrive in one piece."),
        lazy("Go back, check what you wrote, and send it again."),
    ),
    403: Trouble(
        lazy("You can't open this page"),
        lazy("This page is only for some people, or the request came from another site."),
        lazy("Start again from our first page. If you work here, sign in first."),
    ),
    404: Trouble(
        lazy("We can't find that page"),
        lazy("The address may have a small mistake, or the page has moved."),
        lazy("Check the address, or start again from our first page."),
    ),
    405: Trouble(
        lazy("That does not work here"),
        lazy("This page can't do what was asked of it."),
        lazy("Go back and use the buttons on the page."),
    ),
    409: Trouble(
        lazy("Somebody else got there first"),
        lazy("This was changed while you had it open."),
        lazy("Open it again to see how it is now. Nothing was overwritten."),
    ),
    413: Trouble(
        lazy("That was too much to send at once"),
        lazy("What was sent is bigger than this page can take."),
        lazy("Go back and send a shorter text. You can add more later."),
    ),
    429: Trouble(
        lazy("That was a lot of tries"),
        lazy("To keep people's information safe we slow down after many tries."),
        lazy("Wait a few minutes, then try again."),
    ),
    500: Trouble(
        lazy("Something went wrong on our side"),
        lazy("This is our mistake, not yours."),
        lazy("Go back and try again in a minute. If it still fails, please call us."),
    ),
    503: Trouble(
        lazy("We can't save things right now"),
        lazy("Part of our service is not working. What you just sent has not reached us yet."),
        lazy("Go back so that you don't lose your words, wait a minute, and send it again. Or call us."),
    ),
}


def trouble_page(status: int) -> Response:
    """Write the page for one kind of error."""
    page = render_template(
        "errors/page.html", status=status, trouble=TROUBLES[status], your_words=YOUR_WORDS, typed=_typed(status)
    )
    return make_response(page, status)


def _typed(status: int) -> list[str]:
    """Return what somebody had typed, when it could not be kept: shown again, so that they can copy it."""
    if status not in {409, 500, 503} or request.method != "POST":
        return []
    return [text for name, text in request.form.items() if name not in SECRETS and len(text.strip()) >= TYPED_LETTERS]


def _told_to_programs(error: HTTPException, status: int) -> Response:
    """Tell a program what went wrong, and which methods there are when it chose another."""
    answer = problem(status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def _kind(error: HTTPException) -> int:
    """Return the status to answer with; what is our own mistake is written down first."""
    cause = getattr(error, "original_exception", None)
    if isinstance(error, InternalServerError) and cause is not None:
        logs.failure(cause)
        if is_unavailable(cause):
            return ServiceUnavailable.code
    return error.code or 500


def install(app: Flask, static_page: Callable[[int, str], str]) -> None:
    """Answer every error with a page of ours; `static_page(status, reason)` is the last resort, plain HTML."""

    def expected(error: HTTPException) -> AnyResponse:
        status = _kind(error)
        if error.response is not None or 300 <= status < 400:
            return error.get_response()
        if is_open():
            return _told_to_programs(error, status)
        return _page_or_last_resort(status if status in TROUBLES else 400 if status < 500 else 500)

    def _page_or_last_resort(status: int) -> Response:
        try:
            return trouble_page(status)
        except Exception as error:  # the error page itself failed: a plain one never does
            logs.failure(error)
            return Response(static_page(status, request.path), status, mimetype="text/html")

    app.register_error_handler(HTTPException, expected)
