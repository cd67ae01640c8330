"""What somebody can do on the page of a request they have sent: say that it has got worse, say how they may be
reached, ask to withdraw. All of it works without scripts; nothing of it is kept in the browser.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db, languages
from portal.referrals import actions, changing_forms, facts, keeping, queries, status, wording
from portal.referrals.ages import AgeGroup
from portal.referrals.changing_forms import KeyedForm
from portal.referrals.forms import answered, put_in_their_words
from portal.referrals.models import Referral
from portal.referrals.status_views import NOTE, own_page, sign_in, words_of
from portal.referrals.views import here, judgement
from portal.referrals.voices import Voice
from portal.web import notes
from portal.web.checked_words import speak_checked_words, their_language

bp = Blueprint("changing", __name__, template_folder="templates")
bp.before_request(speak_checked_words)


@dataclass(frozen=True)
class Change:
    """One thing that can be said: its form for a voice, or for whoever asked a question, its fact, what it does."""

    form: Callable[[Voice, bool], type[KeyedForm]]
    says: str
    act: Callable[..., object]


CHANGES: Mapping[str, Change] = {
    "worse": Change(changing_forms.worse, "got_worse", actions.add),
    "contact": Change(changing_forms.contact, "contact_changed", actions.add),
    "withdraw": Change(changing_forms.withdraw, "wants_to_withdraw", actions.ask_to_withdraw),
}


@bp.route("/my-referral/<name>", methods=["GET", "POST"])
def change(name: str) -> AnyResponse | str:
    """Show one of these pages to whoever comes from their own page, and keep what they say on it."""
    wanted = CHANGES.get(name) or abort(404)
    said = notes.read(NOTE, request.form.get("note", ""))
    if not said:
        return redirect(url_for("referral_status.my_referral"), 303)
    again = not notes.is_fresh(said, clock.now())
    form = changing_forms.arrange(wanted.form(Voice(said["voice"]), "question" in said)(), again=again)
    put_in_their_words(Voice(said["voice"]), form, AgeGroup(said["words"]), keep=("story",))
    if request.form.get("step") != "send" or not form.validate():
        return _page(name, form, said, 422 if form.errors else 200)
    referral, refused = whose(form, said, again=again)
    if referral is None:
        return _page(name, form, said, refused)
    return _keep(name, wanted, form, said, referral)


def whose(form: KeyedForm, said: Mapping[str, str], *, again: bool) -> tuple[Referral | None, int]:
    """Return the referral of this page; after a long while only to whoever types both secrets again."""
    if again:
        found, refused = sign_in(form)
        if found is None or str(found.id) != said["id"]:
            return None, refused
    return queries.own(db.session(), said["id"]), 422


def _page(name: str, form: KeyedForm, said: Mapping[str, str], answer: int) -> AnyResponse:
    """Show a page with everything that was typed on it."""
    voice = Voice(said["voice"])
    beside = name == "worse" and languages.is_draft(languages.current())
    pages, group = changing_forms.safety_pages(voice, "question" in said), AgeGroup(said["words"])
    english = [each for page in pages for each in wording.in_english(voice, page, group)]
    page = render_template(
        words_of(voice, name),
        form=form,
        again="reference" in form,
        slowed=answer == 429,
        english=english if beside else [],
        advice="question" in said,
    )
    return make_response(page, answer)


def _keep(name: str, wanted: Change, form: KeyedForm, said: Mapping[str, str], referral: Referral) -> str:
    """Add what was said, once, and say that it has arrived. The answer leaves only after the commit."""
    now_said: dict[str, Any] = keeping.ready(answered(form))
    opens = status.opens_again(referral.versions, now_said)
    if name == "worse":
        now_said |= changing_forms.left_open(form, facts.together(referral.versions))
    answers = changing_forms.by_page(referral.voice, now_said | {wanted.says: "yes"}, "question" in said)
    words = actions.said_once(answers, their_language(), said["once"])
    wanted.act(db.session(), referral, words, judgement(), here(), clock.now())
    return render_template(words_of(referral.voice, "changed"), name=name, opens=opens, **own_page(referral))
