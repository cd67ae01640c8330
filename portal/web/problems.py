"""What goes wrong, told to programs: a problem document (RFC 9457) with one sentence that says what to do."""

import json
from http import HTTPStatus

from flask import Response

DETAILS = {
    400: "Send the request again in the form that the documentation of this address describes.",
    403: "Send the request from your own server or page, without another site's form.",
    404: "Check the address: there is nothing here.",
    405: "Use GET or HEAD: this address can only be read.",
    413: "Send less at once.",
    429: "Wait a few minutes, then ask again.",
    500: "Try again in a minute: this is our mistake, not yours.",
    503: "Try again in a minute: our database cannot be reached right now.",
}


def problem(status: int, detail: str = "") -> Response:
    """Answer with a problem. Without a detail it says what to do about this kind of problem in general."""
    said = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or DETAILS.get(status, DETAILS[400 if status < 500 else 500]),
    }
    return Response(json.dumps(said, ensure_ascii=False), status, mimetype="application/problem+json")
