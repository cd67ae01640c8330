"""How long people wait, for everybody: every list of the area, from published figures only."""

from flask import Blueprint, current_app, render_template

from portal import clock, db
from portal.directory import telling, waits
from portal.directory.views import current_index
from portal.waiting_times import words

bp = Blueprint("waits", __name__, template_folder="templates")


@bp.get("/waiting-times")
def waiting_times() -> str:
    """Show how long people wait for each kind of help, and who is quicker."""
    lists = current_app.extensions["waiting_lists"]
    board = waits.board(db.session(), lists, current_index(), clock.today())
    says = {"long_date": telling.long_date, "counts": words.clock_counts, "day": lists.published_on}
    return render_template("directory/waiting_times.html", board=board, **says)
