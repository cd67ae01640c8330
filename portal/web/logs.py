"""Logs that can hold no personal data: only the fields named here are ever written."""

import json
import logging
import sys
import time
import traceback
from collections.abc import MutableMapping
from functools import cache
from typing import Any

import structlog
from flask import Flask, Response, g, has_app_context, request

from portal import clock
from portal.web import tokens

ALLOWED = frozenset(
    [
        "event",
        "level",
        "timestamp",
        "request_id",
        "method",
        "endpoint",
        "status",
        "milliseconds",
        "language",
        "error",
        "where",
        "count",
        "worker",
    ]
)

_wanted, _paper = True, sys.stderr
"""Whether answers are logged, and where."""
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def only_allowed(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list: addresses, answers and messages of errors among them."""
    return {name: value for name, value in fields.items() if name in ALLOWED}


def configure(level: str) -> None:
    """Write one JSON object a line to standard error."""
    global _wanted, _paper
    _wanted, _paper = getattr(logging, level, logging.INFO) <= logging.INFO, sys.stderr
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level, logging.INFO)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


log = structlog.get_logger()


def where(error: BaseException) -> list[str]:
    """Say where an error came from, line by line, without the values that were in play."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}" for frame in frames[-8:]]


def failure(error: BaseException) -> None:
    """Log an unexpected error by its kind and place, never by its text."""
    # The worker fails outside any request, and must live on to try again.
    request_id = g.get("request_id") if has_app_context() else None
    log.error("failed", request_id=request_id, error=type(error).__name__, where=where(error))


def install(app: Flask, level: str) -> None:
    """Log every request by the name of its endpoint, never by its address."""
    configure(level)
    # Flask's own note of an error quotes the address and the error's text; ours is written where errors are answered.
    app.log_exception = lambda exc_info: None  # type: ignore[method-assign]

    global _wanted
    _wanted = getattr(logging, level, logging.INFO) <= logging.INFO

    def begin() -> None:
        here = g._get_current_object()
        here.request_id, here.began = tokens.take(), time.perf_counter()

    def finish(response: Response) -> Response:
        here, incoming = g._get_current_object(), request._get_current_object()  # type: ignore[attr-defined]
        # An error before the first hook leaves a request without a name.
        request_id, began = here.get("request_id", ""), here.get("began") or time.perf_counter()
        if _wanted:
            method = incoming.method if incoming.method in METHODS else "other"
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            _paper.write(_answered(request_id, method, incoming.endpoint, response.status_code, milliseconds))
        response.headers.add("X-Request-Id", request_id)
        return response

    app.before_request(begin)
    app.after_request(finish)


def answered_shortly(endpoint: str, began: float) -> str:
    """Log a page that was answered without Flask, and return the name its request was given."""
    request_id = tokens.take()
    if _wanted:
        milliseconds = round((time.perf_counter() - began) * 1000, 1)
        _paper.write(_answered(request_id, "GET", endpoint, 200, milliseconds))
    return request_id


def _answered(request_id: str, method: str, endpoint: str | None, status: int, milliseconds: float) -> str:
    """Write the line of one answer. By hand: it is written for every request, and every value in it is our own."""
    return (
        f'{{"event": "answered", "level": "info", "timestamp": "{clock.now().isoformat()}", '
        f'"request_id": "{request_id}", "method": "{method}", "endpoint": {_quoted(endpoint)}, '
        f'"status": {status}, "milliseconds": {milliseconds}}}\n'
    )


@cache
def _quoted(endpoint: str | None) -> str:
    """Write the name of an endpoint, of which there are few."""
    return json.dumps(endpoint)
