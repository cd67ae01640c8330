"""Coming back after care has ended: a code, what is different now, and the questions about safety once more."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db, languages
from portal.audit import trail
from portal.audit.tags import Tag
from portal.care import coming_back, own_forms, returning
from portal.care.models import Spell
from portal.referrals import changing_forms, facts, keeping, wording
from portal.referrals.ages import AgeGroup, age_group
from portal.referrals.changing_forms import KeyedForm
from portal.referrals.forms import answered, put_in_their_words
from portal.referrals.journeys import BY_SLUG, BY_VOICE
from portal.referrals.models import Referral
from portal.referrals.status_views import is_question, next_steps, tries
from portal.referrals.views import NOT_TO_REMEMBER, here, is_shared, judgement, words_for
from portal.referrals.voices import Voice
from portal.web import notes, read_aloud, tokens
from portal.web.checked_words import speak_checked_words, their_language

bp = Blueprint("coming_back", __name__, template_folder="templates")
bp.before_request(speak_checked_words)
NOTE = "come-back"
COUNTED = 4


@bp.route("/my-referral/come-back", methods=["GET", "POST"])
def come_back() -> AnyResponse | str:
    """Ask for the code, then what is different now; and take them back."""
    said = notes.read(NOTE, request.form.get("note", ""))
    if said:
        return _hear(said)
    form = own_forms.TicketForm()
    if not form.validate_on_submit():
        return _door(form, 422 if form.errors else 200)
    found, refused = _try(form.ticket.data or "")
    return _begin(found) if found is not None else _door(form, refused)


def _try(typed: str) -> tuple[Spell | None, int]:
    """Return the spell that a typed code belongs to, or none and the status to answer with. All noes are alike."""
    now, counted = clock.now(), f"{returning.PREFIX}{_begins(typed)}"
    if not tries().may_try(counted, now):
        return None, 429
    try:
        return db.session().get_one(Spell, returning.find(db.session(), typed, now).spell_id), 200
    except returning.NoTicket:
        tries().was_wrong(counted, now)
        with db.apart() as own:
            trail.record(own, Tag.TICKET_REFUSED, actor="person")
        return None, 422


def _begins(typed: str) -> str:
    """Return the first letters of a code: tries at codes that begin alike are counted together."""
    return read_aloud.letters(typed).removeprefix(returning.PREFIX)[:COUNTED]


def _door(form: own_forms.TicketForm, answer: int) -> AnyResponse:
    """Ask for the code, and say why if it was asked before."""
    why = {"unknown": answer == 422 and not form.errors, "slowed": answer == 429}
    return make_response(render_template("care/come_back.html", form=form, **why), answer)


def _begin(spell: Spell) -> AnyResponse:
    """Show the questions to whoever holds the ticket, and nothing that was ever said."""
    before, typed = spell.referral, request.form.get("ticket", "")
    group = age_group(facts.age(facts.together(before.versions)))
    said = {"ticket": typed, "before": str(before.id), "once": tokens.take()}
    said |= {"voice": before.voice.value, "words": group.value}
    said |= {"question": "yes"} if is_question(before) else {}
    form = _form(said, stale=False, blank=True)
    form.note.data = notes.seal(NOTE, said, clock.now())
    return _page(form, said, 200)


def _form(said: Mapping[str, str], *, stale: bool, blank: bool = False) -> KeyedForm:
    """Make the page in the words of whoever comes back; the code is typed again only when the page has grown old."""
    kind = own_forms.back_form(Voice(said["voice"]), "question" in said)
    form = changing_forms.arrange(kind(formdata=None) if blank else kind(), "ticket", again=False)
    if not stale:
        del form["ticket"]
    put_in_their_words(Voice(said["voice"]), form, AgeGroup(said["words"]), keep=("story",))
    return form


def _page(form: KeyedForm, said: Mapping[str, str], answer: int, *, unknown: bool = False) -> AnyResponse:
    """Show the questions with everything that was typed."""
    voice, group = Voice(said["voice"]), AgeGroup(said["words"])
    pages = changing_forms.safety_pages(voice, "question" in said)
    beside = languages.is_draft(languages.current())
    english = [each for page in pages for each in wording.in_english(voice, page, group)] if beside else []
    why = {"again": "ticket" in form, "slowed": answer == 429, "unknown": unknown}
    page = render_template("care/back.html", form=form, english=english, **why)
    return make_response(page, NOT_TO_REMEMBER if answer == 200 else answer)


def _hear(said: Mapping[str, str]) -> AnyResponse | str:
    """Take them back with what they say; nothing typed is lost, whatever is wrong with the page."""
    stale = not notes.is_fresh(dict(said), clock.now())
    form = _form(said, stale=stale)
    if request.form.get("step") != "send" or not form.validate():
        return _page(form, said, 422 if form.errors else 200)
    if stale:
        found, refused = _try(form["ticket"].data or "")
        if found is None or _code(form["ticket"].data) != _code(said["ticket"]):
            return _page(form, said, refused if found is None else 422, unknown=refused != 429)
    new = _take_back(form, said)
    if new is None:
        # Somebody else came back with it while this was written: the words stay on the page.
        return _page(form, said, 422, unknown=True)
    journey = BY_SLUG["advice"] if is_question(new) else BY_VOICE[new.voice]
    shown = {"journey": journey, "referral": new, "once": is_shared()}
    return make_response(render_template(words_for(journey, "sent"), **shown, **next_steps(new)), NOT_TO_REMEMBER)


def _code(typed: str | None) -> str | None:
    """Read a code as it was typed."""
    return read_aloud.read_reference(typed or "", returning.PREFIX)


def _take_back(form: KeyedForm, said: Mapping[str, str]) -> Referral | None:
    """Put them back in the queue, once; a page sent twice finds what it has sent. None where the ticket is used."""
    session, now = db.session(), clock.now()
    before = session.get_one(Referral, uuid.UUID(said["before"]))
    kept = (_answers(form, said, before), their_language(), judgement(), here(), now)
    try:
        ticket = returning.find(session, said["ticket"], now)
    except returning.NoTicket:
        return returning.sent_again(session, said["once"], *kept)
    return returning.use(session, ticket, *kept, said["once"])


def _answers(form: KeyedForm, said: Mapping[str, str], before: Referral) -> dict[str, dict[str, Any]]:
    """Return all that the new referral says: what stays, what is said now, and what was passed over, left open."""
    now = {name: value for name, value in keeping.ready(answered(form)).items() if name != "ticket"}
    now |= changing_forms.left_open(form, facts.together(before.versions))
    kept = changing_forms.by_page(before.voice, now, "question" in said)
    return coming_back.laid_over(coming_back.carried(before.versions, [field.name for field in form]), kept)
