"""The desk's pages about a case: joining and parting voices, what is decided about it, and what there is to do."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.referrals import cases, decisions, duties
from portal.referrals.case_models import Duty, Finding, Matter
from portal.screening import actions, clocks, queue, side_by_side, words
from portal.screening import staff_views as desk
from portal.screening.cases import forms
from portal.screening.stamps import stamp

bp = staff_blueprint("cases_staff", __name__)
bp.context_processor(lambda: desk.SAYING | {"came_from": desk.came_from()})
ONE = "/referrals/<uuid:referral_id>"
IN_CARE = dict.fromkeys((Duty.OFFER_APPOINTMENT, Duty.TRANSFER_LATE, Duty.SECOND_CLOSING), "care_staff.care")
"""Tasks that are done on the page of somebody's care; the others on what they wrote."""


@bp.get("/tasks")
@needs(Permission.SEE_QUEUE)
def tasks() -> ResponseReturnValue:
    """Show what there is to do, the first due at the top."""
    now, mine, said = clock.now(), request.args.get("whose") == "mine", request.args.get("page", "1")
    at = max(int(said), 1) if said.isdecimal() and len(said) < 7 else 1
    found = duties.waiting(db.session(), now, for_id=current_user.id if mine else None, page=at)
    names = queue.names_of(db.session(), (task.for_id for task, _referral in found.rows))
    rows = [
        {
            "href": url_for(IN_CARE.get(task.kind, "screening_staff.referral"), referral_id=referral.id),
            "whose": names.get(task.for_id, "") if task.for_id else "",
            "who": side_by_side.title(referral),
            "reference": referral.reference,
            "what": words.DUTIES[task.kind],
            "due": task.due_at,
            "left": clocks.remaining(task.due_at, now),
            "state": clocks.state(task.due_at, now),
            "late": task.due_at < now,
        }
        for task, referral in found.rows
    ]
    return render_template("screening/tasks.html", rows=rows, found=found, now=now, mine=mine)


@bp.post(f"{ONE}/join")
@needs(Permission.SCREEN_REFERRAL)
def join(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Put another referral about the same person beside this one."""

    def act(form: Any) -> None:
        other = form.chosen or queue.find(db.session(), form.reference.data) or referral_id
        here, moment = desk.area().clocks, clock.now()
        cases.join(db.session(), referral_id, other, form.reason.data, by=current_user.id, here=here, moment=moment)

    return _record(referral_id, "join", act)


@bp.post(f"{ONE}/part")
@needs(Permission.SCREEN_REFERRAL)
def part(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Take this voice out of its case."""

    def act(form: Any) -> None:
        cases.part(db.session(), referral_id, form.reason.data, by=current_user.id, moment=clock.now())

    return _record(referral_id, "part", act)


@bp.post(f"{ONE}/contact")
@needs(Permission.SCREEN_REFERRAL)
def contact(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Record whether parents may be told."""

    def act(form: Any) -> None:
        decisions.decide_contact(
            db.session(),
            referral_id,
            may_tell_parents=form.may_tell.data == "yes",
            newest_counts=form.newest.data is not None,
            reason=form.reason.data,
            by=current_user.id,
            moment=clock.now(),
        )

    return _record(referral_id, "contact", act)


@bp.post(f"{ONE}/competence")
@needs(Permission.SCREEN_REFERRAL)
def competence(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Record what a clinician found about competence."""

    def act(form: Any) -> None:
        decisions.record_competence(
            db.session(),
            referral_id,
            matter=Matter(form.matter.data),
            finding=Finding(form.finding.data),
            reasons=form.reasons.data,
            by=current_user.id,
            moment=clock.now(),
        )

    return _record(referral_id, "competence", act)


@bp.post(f"{ONE}/hit")
@needs(Permission.SCREEN_REFERRAL)
def hit(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Record whether a phrase that the word lists found was useful."""
    found = desk.shown(referral_id).phrases

    def act(form: Any) -> None:
        phrase, useful = form.chosen(found)
        decisions.mark_hit(
            db.session(), referral_id, phrase.kept, useful=useful, by=current_user.id, moment=clock.now()
        )

    return _record(referral_id, "hit", act)


@bp.post(f"{ONE}/tasks/<uuid:task_id>")
@needs(Permission.SCREEN_REFERRAL)
def task(referral_id: uuid.UUID, task_id: uuid.UUID) -> ResponseReturnValue:
    """End a task with what came of it."""

    def act(form: Any) -> None:
        duties.complete(
            db.session(),
            task_id,
            [voice.id for voice in cases.lock(db.session(), referral_id)],
            contacted=form.contacted.data,
            contacted_by=form.contacted_by.data,
            outcome=form.outcome.data,
            by=current_user.id,
            moment=clock.now(),
        )

    kind = duties.kind_of(db.session(), task_id) or Duty.SAFEGUARDING
    return _record(referral_id, words.TASK_FORMS[kind], act)


def _record(referral_id: uuid.UUID, name: str, act: Callable[[Any], None]) -> ResponseReturnValue:
    """Record something about the case that the clinician saw; one that has changed since is shown again first."""
    if not queue.exists(db.session(), referral_id):
        abort(404)

    def on_what_was_seen(form: Any) -> None:
        if stamp(cases.lock(db.session(), referral_id)) != form.seen:
            raise actions.Conflict
        try:
            act(form)
        except (cases.NotTwo, duties.NotDone) as other:
            raise actions.Conflict from other

    form = forms.of(name, desk.shown(referral_id), blank=False)
    return desk.act_on(
        referral_id, form, on_what_was_seen, url_for("screening_staff.referral", referral_id=referral_id)
    )
