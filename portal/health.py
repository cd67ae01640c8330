"""Signs of life for whoever runs this: the process, and everything it needs."""

from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from portal import clock, db, schema_head
from portal.notifications import outbox

bp = Blueprint("health", __name__)
WORKER_LATE_SECONDS = 60


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that this process answers."""
    return jsonify(ok=True)


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Say whether the database answers, is at the right version, and the worker was seen lately."""
    found: dict[str, Any] = {"database": False, "migrations": False, "worker_seconds": None}
    try:
        with db.reading(db.engine()) as session:
            found["migrations"] = schema_head.is_current(session)
            found["database"] = True
            seen = outbox.last_beat(session) if found["migrations"] else None
            found["given_up_messages"] = outbox.dead(session) if found["migrations"] else None
        found["worker_seconds"] = round((clock.now() - seen).total_seconds()) if seen else None
    except Exception as error:
        if not db.is_unavailable(error):
            raise
    late = found["worker_seconds"] is None or found["worker_seconds"] > WORKER_LATE_SECONDS
    ready = found["database"] and found["migrations"]
    return jsonify(ok=ready, worker_late=late, **found), 200 if ready else 503
