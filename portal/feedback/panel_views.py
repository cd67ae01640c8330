"""Join the panel: help to decide what this site says and does. Leaving takes one code."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from portal import clock, db, languages
from portal.area import Area
from portal.feedback import actions, queries
from portal.feedback.actions import PREFIX, Joining
from portal.feedback.forms import LeaveForm, PanelForm
from portal.feedback.kinds import AgeGroup, OnlyMine
from portal.helplines.registry import Registry
from portal.problems.kinds import READ_FIRST
from portal.problems.views import heard
from portal.referrals.status_views import tries
from portal.web import read_aloud

bp = Blueprint("panel", __name__, template_folder="templates")
JOINED = "panel"
"""What the browser's cookie holds after joining: the code, for the page that shows it."""


@bp.route("/feedback/panel", methods=["GET", "POST"])
def panel() -> ResponseReturnValue:
    """Say what the panel is, and put whoever would like to join on its list."""
    form = PanelForm()
    if form.validate_on_submit():
        _join(form)
        return redirect(f"{request.script_root}/feedback/panel/joined", 303)
    registry: Registry = current_app.extensions["helplines"]
    area: Area = current_app.extensions["portal"]["area"]
    team = registry.card(area.team_contact, languages.current())
    return make_response(render_template("feedback/panel.html", form=form, team=team), 422 if form.errors else 200)


def _join(form: PanelForm) -> None:
    """Keep how to reach somebody, and remember their code in this browser's visit."""
    who = Joining(
        name=form.name.data or "",
        contact=form.contact.data or "",
        age_group=AgeGroup(form.age_group.data),
        only_mine=OnlyMine(form.only_mine.data),
        language=languages.current(),
        once=form.once.data or "",
    )
    # A box is a box: somebody may say here what belongs in no box for names.
    found = heard(f"{who.name}\n{who.contact}")
    made = actions.join(db.session(), who, clock.now(), urgent=bool(found & READ_FIRST))
    session[JOINED] = {"code": made.code, "help": bool(found)}


@bp.get("/feedback/panel/joined")
def joined() -> ResponseReturnValue:
    """Show the code with which somebody can leave again."""
    remembered = session.get(JOINED) or {}
    found = queries.member(db.session(), remembered.get("code"))
    if found is None:
        return redirect(f"{request.script_root}/feedback/panel", 303)
    return render_template("feedback/joined.html", member=found, help_first=bool(remembered.get("help")))


@bp.route("/feedback/panel/leave", methods=["GET", "POST"])
def leave() -> ResponseReturnValue:
    """Take whoever holds a code off the panel, and forget all that was known of them."""
    form = LeaveForm()
    if not form.validate_on_submit():
        return _leaving(form, 422 if form.errors else 200)
    code, now = read_aloud.read_reference(form.code.data or "", PREFIX), clock.now()
    if not tries().may_try(code or "panel", now):
        return _leaving(form, 429)
    if not actions.withdraw(db.session(), code):
        tries().was_wrong(code or "panel", now)
        return _leaving(form, 422)
    session.pop(JOINED, None)
    return render_template("feedback/left.html")


def _leaving(form: LeaveForm, answer: int) -> ResponseReturnValue:
    """Ask for the code, and say why if it was asked before."""
    why = {"unknown": answer == 422 and not form.errors, "slowed": answer == 429}
    return make_response(render_template("feedback/leave.html", form=form, **why), answer)
