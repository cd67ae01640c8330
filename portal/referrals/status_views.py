"""The page of somebody who has sent a request: where it is, what comes next, and what they can do about it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Flask, current_app, make_response, render_template
from jinja2 import Template
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db
from portal.area import Area
from portal.audit import trail
from portal.audit.tags import Tag
from portal.named_contacts import views as contacts
from portal.notifications import outbox
from portal.notifications.messages import Audience
from portal.referrals import facts, lifecycle, queries, references, status, status_words, workplace
from portal.referrals.ages import age_group
from portal.referrals.changing_forms import KeyedForm
from portal.referrals.journeys import BY_VOICE
from portal.referrals.lifecycle import DECISIONS, Status
from portal.referrals.models import Referral
from portal.referrals.voices import Voice, tells_back
from portal.web import notes, tokens
from portal.web.checked_words import speak_checked_words
from portal.web.slowing import Tries

bp = Blueprint("referral_status", __name__, template_folder="templates")
bp.before_request(speak_checked_words)
NOTE = "own-page"


def install(app: Flask) -> None:
    """Begin to count wrong tries, and let rooms above put what they know on a page of this one."""
    app.extensions["tries"] = Tries()
    app.extensions["beside_own_page"] = []


def tries() -> Tries:
    """Return the wrong tries of the last minutes."""
    counted: Tries = current_app.extensions["tries"]
    return counted


@bp.route("/my-referral", methods=["GET", "POST"])
def my_referral() -> AnyResponse | str:
    """Show where a referral is to whoever holds both of its secrets."""
    form = KeyedForm()
    if not form.validate_on_submit():
        return ask(form, 422 if form.errors else 200)
    said = notes.read(NOTE, form.note.data or "")
    found = queries.own(db.session(), said["id"]) if notes.is_fresh(said, clock.now()) else None
    if found is None:
        found, refused = sign_in(form)
        if found is None:
            return ask(form, refused)
    trail.record(db.session(), Tag.STATUS_READ, actor="person", subject=f"referral:{found.id}")
    return render_template(words_of(found.voice, "status"), **own_page(found))


def words_of(voice: Voice, page: str) -> list[str | Template]:
    """Return the templates of a page behind both secrets: the one made for this voice, or else everybody's."""
    return [f"referrals/{BY_VOICE[voice].slug}/{page}.html", f"referrals/{page}.html"]


def is_question(referral: Referral) -> bool:
    """Tell whether somebody at work asked the team a question, instead of referring anybody."""
    return facts.is_question(facts.together(referral.versions))


def ask(form: KeyedForm, answered: int) -> AnyResponse:
    """Ask for both secrets, and say why if they were asked before."""
    form.note.data = ""
    why = {"unknown": answered == 422 and not form.errors, "slowed": answered == 429}
    return make_response(render_template("referrals/my_referral.html", form=form, **why), answered)


def sign_in(form: KeyedForm) -> tuple[Referral | None, int]:
    """Return the referral that both typed secrets belong to, or none and the status to answer with."""
    reference, now = form.reference.data or "", clock.now()
    counted = references.read_reference(reference) or reference[:40]
    if not tries().may_try(counted, now):
        return None, 429
    found = queries.by_reference_and_code(db.session(), reference, form.code.data or "")
    if found is None or not tells_back(found.voice):
        found = None
        tries().was_wrong(counted, now)
        with db.apart() as own:
            trail.record(own, Tag.STATUS_REFUSED, actor="person")
    return found, 422


def own_page(referral: Referral) -> dict[str, Any]:
    """Return what the page of a referral shows, with a note that opens the pages behind it."""
    group = age_group(facts.age(facts.together(referral.versions)))
    question = is_question(referral)
    said = {"id": str(referral.id), "voice": referral.voice.value, "words": group.value, "once": tokens.take()}
    said |= {"question": "yes"} if question else {}
    return {
        "referral": referral,
        "note": notes.seal(NOTE, said, clock.now()),
        "advice": question,
        "on_list": referral.status is not Status.CLOSED,
        "asks_to_stop": lifecycle.wishes_to_withdraw([change.move for change in referral.history]),
        **next_steps(referral),
        **beside(referral),
    }


def beside(referral: Referral) -> dict[str, Any]:
    """Return what other rooms say on a referral's own page; where none says anything, nothing."""
    found: dict[str, Any] = {"asked": False, "ticket": None, "expected": None, "how_was_it": None}
    says: list[Callable[[Referral], Mapping[str, Any]]] = current_app.extensions["beside_own_page"]
    for each in says:
        found |= each(referral)
    return found


def next_steps(referral: Referral) -> dict[str, Any]:
    """Return what the pages after sending need to be honest."""
    area: Area = current_app.extensions["portal"]["area"]
    slug = "advice" if is_question(referral) else BY_VOICE[referral.voice].slug
    words = status_words.BY_JOURNEY.get(slug, status_words.OWN)
    promise, reachable = area.clocks.bands[referral.told_band], status.can_reach(referral.voice, referral.versions)
    outlook = status.outlook(status.told(referral), promise, clock.now(), words, reachable=reachable)
    last = next((row.move for row in reversed(referral.history) if row.move in DECISIONS), None)
    if last is not None and referral.status is Status.CLOSED:
        outlook["telling"] = status_words.ENDINGS.get(last, outlook["telling"])
    place = workplace.works_at(referral, contacts.known())
    met = referral.progress, referral.next_meeting_at
    outlook |= {"next_meeting": ""} | status.care_told(*met, referral.status, last, clock.now())
    return outlook | {
        "letter": queries.letter(db.session(), referral.id) if referral.status is Status.CLOSED else None,
        "works_with": contacts.told(place) if place else None,
        "on_call_told": outbox.has_told(db.session(), referral.id, Audience.ON_CALL),
        "next_step": next((row.next_step for row in reversed(referral.history) if row.move in DECISIONS), None),
    }
