"""A professional has begun one referral and has to write about somebody else: the first is put aside, never mixed."""

from flask import Blueprint, make_response, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db
from portal.directory.views import current_index
from portal.referrals import drafts, returning, views, wanted
from portal.referrals.journeys import BY_SLUG
from portal.referrals.models import Draft
from portal.referrals.returning import Hold
from portal.referrals.returning_forms import KeepCodeForm
from portal.referrals.returning_views import code_of, held_as, new_note
from portal.web.checked_words import speak_checked_words, their_language

bp = Blueprint("aside", __name__, template_folder="templates")
bp.before_request(speak_checked_words)
JOURNEY = BY_SLUG["professional"]
NEW = "new"
"""What the button says that lets go of the first one, after its code was shown."""


@bp.route("/refer/professional/aside", methods=["GET", "POST"])
def put_aside() -> AnyResponse | str:
    """Keep what was begun under a code, show the code once, and start a new one."""
    form = KeepCodeForm()
    pressed = form.validate_on_submit()
    draft, key = views.draft_of(JOURNEY, lock=pressed), views.key_of(JOURNEY)
    if draft is None or key is None or not draft.answers:
        return views.go(JOURNEY, "next")
    code = code_of(draft, form.note.data) if pressed else ""
    if not code:
        form.note.data = new_note(draft)
        return make_response(_page(form, draft), 422 if form.errors else 200)
    returning.make(db.session(), draft, code, Hold(key, held_as(key), JOURNEY.slug))
    if request.form.get("go") == NEW:
        return _start_new(draft)
    return make_response(_page(form, draft, code), views.NOT_TO_REMEMBER)


def _page(form: KeepCodeForm, draft: Draft, code: str = "") -> str:
    """Say what putting aside means, or show the code."""
    return render_template("referrals/professional/aside.html", form=form, draft=draft, code=code)


def _start_new(first: Draft) -> AnyResponse:
    """Let this browser hold a new draft. The first stays where it is, for whoever has its code."""
    key = session[views.held_as(JOURNEY)] = drafts.new_key()
    now, shared = clock.now(), first.shared_device
    drafts.start(db.session(), key, JOURNEY.voice, their_language(), now, shared=shared)
    session.pop(views.WANTED, None)
    if (service := wanted.find(current_index(), request.args.get("service") or "")) is not None:
        session[views.WANTED] = service.slug
    return views.go(JOURNEY, "next")
