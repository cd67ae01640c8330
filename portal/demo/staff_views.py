"""The demonstration's word to staff: made-up history is still coming in behind the pages."""

from flask import Blueprint, Flask, current_app

from portal import db
from portal.demo import marks

bp = Blueprint("demo_staff", __name__)
COMPLETE = "demo_history_complete"


def install(app: Flask) -> None:
    """Let the staff's pages ask whether all of the history is here."""
    app.jinja_env.globals["history_is_coming"] = history_is_coming


def history_is_coming() -> bool:
    """Tell whether history is still being brought in. Asked of the trail until it is complete, and then never again."""
    kept = current_app.extensions["portal"]
    if kept.get(COMPLETE) or kept["settings"].production or not kept["area"].fictional:
        return False
    kept[COMPLETE] = marks.begun(db.session()) is None
    return not kept[COMPLETE]
