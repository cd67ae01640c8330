"""Saving and coming back later: a code for unsent answers, and the way back to them on any device."""

import hmac

from flask import Blueprint, make_response, render_template, session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db
from portal.audit import trail
from portal.audit.tags import Tag
from portal.referrals import drafts, return_codes, returning
from portal.referrals.leaving_views import KEYS
from portal.referrals.models import Draft
from portal.referrals.returning import Hold
from portal.referrals.returning_forms import ComeBackForm, KeepCodeForm
from portal.referrals.status_views import tries
from portal.referrals.views import NOT_TO_REMEMBER, OFFERED, draft_of, go, key_of, of
from portal.web import notes
from portal.web.checked_words import speak_checked_words

bp = Blueprint("returning", __name__, template_folder="templates")
bp.before_request(speak_checked_words)
NOTE = "return-code"


@bp.route("/refer/<who>/come-back", methods=["GET", "POST"])
def keep_code(who: str) -> AnyResponse | str:
    """Offer a code, show it once, and have it typed once."""
    journey, form = of(who), KeepCodeForm()
    pressed = form.validate_on_submit()
    draft, key = draft_of(journey, lock=pressed), key_of(journey)
    if draft is None or key is None:
        return go(journey, "next")
    code = code_of(draft, form.note.data) if pressed and session.get(OFFERED) == _mark(form.note.data) else ""
    if not code:
        return _offer(draft, form)
    returning.make(db.session(), draft, code, Hold(key, held_as(key), journey.slug))
    typed = form.typed.data or ""
    right = hmac.compare_digest(return_codes.read(typed).encode(), code.encode())
    form.typed.data = ""
    template = "referrals/code_kept.html" if right else "referrals/code_shown.html"
    page = render_template(template, form=form, code=code, wrong=bool(typed), draft=draft)
    return make_response(page, NOT_TO_REMEMBER)


def _offer(draft: Draft, form: KeepCodeForm) -> AnyResponse:
    """Show what a code is for. The code is drawn now: pressing twice, or again after a lost answer, shows the same."""
    form.note.data = new_note(draft)
    session[OFFERED] = _mark(form.note.data)
    return make_response(
        render_template("referrals/code_offered.html", form=form, draft=draft), 422 if form.errors else 200
    )


def _mark(note: str | None) -> str:
    """Return by which mark this browser remembers the code it was offered, until it goes on with its form."""
    return drafts.digest(note or "").hex()[:16]


def new_note(draft: Draft) -> str:
    """Draw a code for this draft, and seal it into what a page hands back."""
    return notes.seal(NOTE, {"code": return_codes.new_code(), "draft": str(draft.id)}, clock.now())


def code_of(draft: Draft, note: str | None) -> str:
    """Return the code that a page was given for this draft, unless that was long ago."""
    said = notes.read(NOTE, note or "")
    return said["code"] if notes.is_fresh(said, clock.now()) and said["draft"] == str(draft.id) else ""


def held_as(key: str) -> str:
    """Return under which name this browser's cookie holds a key."""
    return next(name for name in KEYS.values() if session.get(name) == key)


@bp.route("/refer/resume", methods=["GET", "POST"])
def resume() -> AnyResponse | str:
    """Give this browser the answers that a code belongs to."""
    form = ComeBackForm()
    if not form.validate_on_submit():
        return _ask(form, 422 if form.errors else 200)
    typed, now = form.code.data or "", clock.now()
    if not tries().may_try(return_codes.counted_as(typed), now):
        return _ask(form, 429)
    found = returning.find(db.session(), typed, now)
    if found is None:
        tries().was_wrong(return_codes.counted_as(typed), now)
        with db.apart() as own:
            trail.record(own, Tag.RETURN_REFUSED, actor="person")
        return _ask(form, 422)
    return _open(form, *found)


def _ask(form: ComeBackForm, answer: int, other: str = "") -> AnyResponse:
    """Ask for the code, and say why if it was asked before."""
    unknown, slowed = answer == 422 and not form.errors, answer == 429
    page = render_template("referrals/resume.html", form=form, unknown=unknown, slowed=slowed, other=other)
    return make_response(page, answer)


def _open(form: ComeBackForm, draft: Draft, hold: Hold) -> AnyResponse:
    """Let this browser hold a draft, unless that would lose another one it has begun."""
    journey = of(hold.who)
    other = drafts.find(db.session(), session.get(hold.held_as), clock.now())
    if other is not None and other.id != draft.id:
        if other.answers and other.code_digest is None:
            return _ask(form, 409, other=journey.slug)
        drafts.leave(db.session(), session[hold.held_as], put_away=True)
    session[hold.held_as] = hold.key
    trail.record(db.session(), Tag.RETURN_OPENED, actor="person", subject=f"draft:{draft.id}")
    return go(journey, "next")
