"""Logs that can hold no personal data: only the fields named here are ever written."""

import logging
import sys
import time
import traceback
import uuid
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, has_app_context, request

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


def only_allowed(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list: addresses, answers and messages of errors among them."""
    return {name: value for name, value in fields.items() if name in ALLOWED}


def configure(level: str) -> None:
    """Write one JSON object a line to standard error."""
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

    def begin() -> None:
        g.request_id, g.began = uuid.uuid4().hex, time.perf_counter()

    def finish(response: Response) -> Response:
        log.info(
            "answered",
            request_id=g.get("request_id"),
            method=request.method if request.method in {"GET", "HEAD", "POST", "OPTIONS"} else "other",
            endpoint=request.endpoint,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        )
        response.headers["X-Request-Id"] = g.get("request_id", "")
        return response

    app.before_request(begin)
    app.after_request(finish)
