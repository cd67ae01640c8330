"""The pages of a journey that ask nothing: help first, check the answers, send them, read that they have arrived."""

from flask import Blueprint, make_response, render_template, session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db
from portal.referrals import actions, before_sending_views, placing, queries, views, wording
from portal.referrals.journeys import Journey
from portal.referrals.models import Draft
from portal.referrals.status_views import next_steps
from portal.web import journey as path
from portal.web.checked_words import speak_checked_words
from portal.web.forms import ButtonForm

bp = Blueprint("sending", __name__, template_folder="templates")
bp.before_request(speak_checked_words)


@bp.get("/refer/<who>/help")
def help_first(who: str) -> AnyResponse | str:
    """Show where to turn at once; the way on is as large as any number."""
    journey = views.of(who)
    draft = views.draft_of(journey)
    if draft is None:
        return views.go(journey, "")
    now = clock.now()
    clocks = views.here().clocks
    return render_template(
        views.words_for(journey, "help"),
        journey=journey,
        open_now=clocks.calendar.is_open(now),
        read_by=clocks.screen_by(now),
    )


@bp.route("/refer/<who>/check", methods=["GET", "POST"])
def check(who: str) -> AnyResponse | str:
    """Show every answer with the way back to it, and send."""
    journey, form = views.of(who), ButtonForm()
    sending = form.validate_on_submit()
    draft = views.draft_of(journey, lock=sending)
    if sending:
        return _send(journey, draft)
    if draft is None:
        return views.after_sending(journey)
    answers = placing.said(draft)
    unasked = None if draft.adds_to_sent else path.next_unanswered(journey.pages, answers)
    if unasked is not None:
        return views.go(journey, unasked.key)
    home = f"{views.home_of(journey)}/"
    page = render_template(
        "referrals/check.html",
        form=form,
        back=home + path.path(journey.pages, answers)[-1].key,
        rows=wording.rows(journey.voice, answers, views.home_of(journey)),
        adds=draft.adds_to_sent,
        before=before_sending_views.of(journey, draft, urgent=bool(views.urgent_rules(draft)), home=home),
    )
    return make_response(page, 422 if form.errors else views.NOT_TO_REMEMBER)


def _send(journey: Journey, draft: Draft | None) -> AnyResponse:
    """Send what was written. A second sending finds the first; the page after it is shown only after the commit."""
    if draft is None:
        return views.after_sending(journey)
    known = queries.by_key(db.session(), views.key_of(journey), lock=True)
    unasked = None if draft.adds_to_sent else path.next_unanswered(journey.pages, placing.said(draft))
    if unasked is not None:
        return views.go(journey, unasked.key)
    draft.answers = placing.said(draft)
    actions.submit(db.session(), draft, known, views.judgement(), views.here(), clock.now())
    return views.go(journey, "sent")


@bp.get("/refer/<who>/sent")
def sent(who: str) -> AnyResponse | str:
    """Say that it has arrived, what happens next and by when, and what to do tonight."""
    journey = views.of(who)
    referral = queries.by_key(db.session(), views.key_of(journey))
    if referral is None:
        return views.go(journey, "")
    if once := views.is_shared():
        # Whoever uses this device next finds nothing: neither the reference and the code, nor a way to add words.
        session.pop(views.held_as(journey))
    return render_template(
        views.words_for(journey, "sent"), journey=journey, referral=referral, once=once, **next_steps(referral)
    )
