"""The table of routes: every address, who may reach it, and what they must be allowed."""

from typing import Any

from flask import Flask

AUDIENCES = {
    "staff_views": "staff",
    "api_views": "api",
    "views": "public",
    "thrive_views": "public",
    "waits_views": "public",
    "status_views": "public",
    "professional_views": "public",
    "changing_views": "public",
    "returning_views": "public",
    "sending_views": "public",
    "aside_views": "public",
    "leaving_views": "public",
    "come_back_views": "public",
    "panel_views": "public",
    "own_views": "public",
    "feed_views": "public",
    "health": "ops",
}


def table(app: Flask) -> list[dict[str, Any]]:
    """Return every route with its audience, read from the file that holds its view."""
    rows = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        rows.append(
            {
                "rule": rule.rule,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "endpoint": rule.endpoint,
                "audience": AUDIENCES[view.__module__.rpartition(".")[2]],
                "permission": _permission(view),
            }
        )
    return sorted(rows, key=lambda row: (row["rule"], row["endpoint"]))


def _permission(view: Any) -> str | None:
    """Return what a staff view asks for, as its decorator noted it."""
    needed = getattr(view, "permission", None)
    return str(needed.name).lower() if needed is not None else None
