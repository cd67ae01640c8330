"""The scorecard's pages: measures, fairness between groups, and what more room would do."""

import uuid
from datetime import datetime
from typing import Any

from flask import Flask, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from portal import clock, db, languages
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.reporting import answered, fairness, groups, happenings, ledger, periods, present, scorecard, what_if
from portal.reporting.answered import Grouped
from portal.reporting.counting import Period, midnight
from portal.reporting.figures import pictures, words
from portal.reporting.figures.forms import PlanForm
from portal.reporting.ledger import Ledger, Shelf
from portal.reporting.scorecard import Card
from portal.waiting_times import suppression

bp = staff_blueprint("figures_staff", __name__)
bp.context_processor(lambda: {"words": words, "when": languages.format_when, "offered": periods.OFFERED})
NOBODY = uuid.UUID(int=0)
"""Owns nothing: somebody of an organisation that nobody has named sees an empty scorecard."""


def install(app: Flask) -> None:
    """Give the application the groups it compares and a shelf for what is dear to count."""
    kept = app.extensions["portal"]
    area = kept["settings"].content / "area"
    kept["figures"] = {
        "table": groups.load(area),
        "ledger": Shelf[Ledger](),
        "groups": Shelf[Grouped](),
        "tables": {},
    }


@bp.get("/scorecard")
@needs(Permission.SEE_SCORECARD)
def scorecard_page() -> ResponseReturnValue:
    """Show every measure of a period, as far as the reader may see."""
    found, suppressed = _seen(), _sums_only()
    chosen = periods.read(request.args, found.as_of, free=not suppressed)
    cards = scorecard.cards(found, chosen.period, suppressed=suppressed)
    return render_template(
        "figures/scorecard.html",
        chosen=chosen,
        cards=cards,
        charts={each.measure.id: _chart(each) for each in cards},
        waiting=scorecard.still_waiting(found, chosen.period, suppressed=suppressed),
        causes=scorecard.causes(found, chosen.period, suppressed=suppressed),
        suppressed=suppressed,
        own=not suppressed and not current_user.may(Permission.SEE_SMALL_FIGURES),
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
    return ledger.read(
        db.session(), current_app.extensions["waiting_lists"], here.clocks, midnight(clock.london(now).date())
    )


def _figures() -> dict[str, Any]:
    """Return what `install` has put by."""
    found: dict[str, Any] = current_app.extensions["portal"]["figures"]
    return found


@bp.get("/scorecard/fairness")
@needs(Permission.SEE_FAIRNESS)
def fairness_page() -> ResponseReturnValue:
    """Show how groups of people fare; small numbers are hidden from everybody."""
    found = counted()
    side = request.args.get("side", groups.ETHNICITY)
    try:
        sides = fairness.sides_of(side, request.args.get("across", ""))
    except fairness.Refused:
        return make_response(render_template("figures/refused.html", groups=groups), 404)
    period = periods.named(found.as_of)[periods.USUAL]
    return render_template(
        "figures/fairness.html",
        found=found,
        period=period,
        sides=sides,
        lines=_lines(found, sides, period),
        groups=groups,
        blocked_tables=[" with ".join(sorted(each)).replace("_", " ") for each in suppression.BLOCKED],
        beside=[each for each in groups.SIDES if each != sides[0] and suppression.allowed((sides[0], each))],
    )


def _lines(found: Ledger, sides: tuple[str, ...], period: Period) -> list[fairness.Line]:
    """Return a table of groups, worked out once for each time that was counted."""
    grouped = _grouped()
    kept: dict[Any, list[fairness.Line]] = _figures()["tables"]
    own = (found.counted_at, id(grouped), sides)
    if own not in kept:
        for old in [each for each in kept if each[:2] != own[:2]]:
            kept.pop(old, None)
        kept[own] = fairness.table(found.journeys, grouped, sides, period)
    return kept[own]


def _grouped() -> Grouped:
    """Return everybody's groups, opened once for as long as no answer comes in."""
    shelf: Shelf[Grouped] = _figures()["groups"]
    return shelf.take(clock.now(), lambda: happenings.fingerprint(db.session()), _open_answers)


def _open_answers() -> Grouped:
    """Open what was answered, and note that it was opened."""
    grouped = answered.read(db.session(), _figures()["table"])
    with db.apart() as own:
        answered.note(own, len(grouped), current_user.actor)
    return grouped


@bp.get("/scorecard/what-if")
@needs(Permission.SEE_FAIRNESS)
def what_if_page() -> ResponseReturnValue:
    """Show what a list would be in half a year, with the numbers that somebody tries."""
    found, each = counted(), current_app.extensions["waiting_lists"].each
    chosen = next((one for one in each if one.id == request.args.get("list")), each[-1])
    now = present.of(found.journeys, chosen.id, found.as_of, _rounded if _sums_only() else int)
    form = PlanForm(request.args if "starts" in request.args else MultiDict(now.as_typed()))
    good = form.validate()
    courses = None
    if good:
        week = int(form.number("from_week"))
        plan = now.plan(form.number("arrivals"), form.number("starts"), form.part, week)
        courses = what_if.project(plan), what_if.project(plan.unchanged())
    page = render_template(
        "figures/what_if.html",
        found=found,
        lists=each,
        chosen=chosen,
        now=now,
        form=form,
        courses=courses,
        sentence=what_if.sentence,
        picture=pictures.half_year(*courses, f"{chosen.name('en')}: the next {what_if.WEEKS} weeks") if courses else "",
        suppressed=_sums_only(),
    )
    return make_response(page, 200 if good else 422)


def _rounded(count: int) -> int:
    """Round a count for whoever sees only sums; fewer than 5 are nobody."""
    return suppression.told(count).value or 0
