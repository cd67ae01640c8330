"""The scorecard's pages: measures, fairness between groups, and what more room would do."""

import uuid
from datetime import datetime
from typing import Any

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from portal import clock, db, languages
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.reporting import happenings, ledger, periods, pictures, scorecard, words
from portal.reporting.counting import midnight
from portal.reporting.ledger import Ledger, Shelf
from portal.reporting.scorecard import Card
from portal.waiting_times import lists

bp = staff_blueprint("reporting_staff", __name__)
bp.context_processor(lambda: {"words": words, "when": languages.format_when, "offered": periods.OFFERED})
NOBODY = uuid.UUID(int=0)
"""Owns nothing: somebody of an organisation that nobody has named sees an empty scorecard."""


def install(app: Flask) -> None:
    """Give the application the area's lists and a shelf for what is dear to count."""
    kept = app.extensions["portal"]
    kept["figures"] = {"lists": lists.load(kept["settings"].content / "area"), "ledger": Shelf[Ledger]()}


@bp.get("/scorecard")
@needs(Permission.SEE_SCORECARD)
def scorecard_page() -> ResponseReturnValue:
    """Show every measure of a period, as far as the reader may see."""
    found, suppressed = _seen(), _sums_only()
    chosen = periods.read(request.args, found.as_of, free=not suppressed)
    cards = scorecard.cards(found, chosen.period, suppressed=suppressed)
    return render_template(
        "reporting/scorecard.html",
        chosen=chosen,
        cards=cards,
        charts={each.measure.id: _chart(each) for each in cards},
        waiting=scorecard.still_waiting(found, chosen.period, suppressed=suppressed),
        causes=scorecard.causes(found, chosen.period, suppressed=suppressed),
        suppressed=suppressed,
        found=found,
        milestones=scorecard.MILESTONES,
        names=[each for each in periods.OFFERED if not suppressed or each in periods.SUMS_ONLY],
    )


def _chart(card: Card) -> Markup:
    """Draw a card's months."""
    return pictures.months(card.chart, card.measure.target, words.chart_label(card))


def _seen() -> Ledger:
    """Return what whoever is at the keyboard may see the sums of: the area's, or their own organisation's."""
    found = counted()
    if current_user.may(Permission.SEE_SMALL_FIGURES) or current_user.organization_id is None and _sums_only():
        return found
    return found.of(current_user.organization_id or NOBODY)


def _sums_only() -> bool:
    """Tell whether small numbers are hidden from whoever is at the keyboard: they look at people they do not know."""
    return not current_user.may(Permission.SEE_SMALL_FIGURES) and not current_user.may(Permission.WORK_OWN_CASES)


def counted() -> Ledger:
    """Return everything counted up to the end of yesterday."""
    now = clock.now()
    shelf: Shelf[Ledger] = _figures()["ledger"]
    return shelf.take(now, lambda: happenings.fingerprint(db.session()), lambda: _read(now))


def _read(now: datetime) -> Ledger:
    """Count everything up to the end of yesterday."""
    here = current_app.extensions["portal"]["area"]
    return ledger.read(db.session(), _figures()["lists"], here.clocks, midnight(clock.london(now).date()))


def _figures() -> dict[str, Any]:
    """Return what `install` has put by."""
    found: dict[str, Any] = current_app.extensions["portal"]["figures"]
    return found
