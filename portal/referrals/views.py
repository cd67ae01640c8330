"""The public pages of asking for help: choose a voice, begin, and answer question by question."""

import secrets
from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from jinja2 import Template
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db, languages
from portal.area import Area
from portal.directory.documents import Document
from portal.directory.views import current_index
from portal.helplines.registry import Registry
from portal.referrals import (
    drafts,
    facts,
    journeys,
    keeping,
    measured_forms,
    placing,
    queries,
    so_far,
    telling,
    wanted,
    which_child,
    wording,
)
from portal.referrals.ages import age_group
from portal.referrals.forms import FORMS, StartForm, answered, form_for
from portal.referrals.journeys import Journey
from portal.referrals.leaving_views import KEYS
from portal.referrals.models import Draft
from portal.web import journey as path
from portal.web.checked_words import speak_checked_words, their_language
from portal.web.forms import PortalForm

bp = Blueprint("referrals", __name__, template_folder="templates")
NOT_TO_REMEMBER = 203
"""An answer like 200 in everything but this: Chromium keeps only pages of 200 in memory for Back, whatever no-store
says, and Back would show everything that was sent, or a code once more. It needs no script."""
OFFERED = "offered"
"""The code to come back that this browser may be shown: gone once it goes on, so that Back shows no code again."""
bp.before_request(speak_checked_words)
WANTED = "wanted"
"""The service whose page somebody came from, until the first question has asked about it."""
SHARED = "shared"
"""Whether other people use this device: the cookie's, because a draft is gone once it is sent."""
GONE = "gone"
"""In whose form somebody wrote on after the time of their earlier answers had passed, until they were told."""


def install(app: Flask) -> None:
    """Read the area's rules, word lists and measures once. Raises DocumentError naming the file and the rule."""
    app.extensions["judgement"] = facts.load(app.extensions["portal"]["settings"].content / "area" / "triage")
    measured_forms.install(app)
    telling.install(app.extensions["portal"]["area"].clocks)


def here() -> Area:
    """Return the area this portal serves."""
    area: Area = current_app.extensions["portal"]["area"]
    return area


def judgement() -> facts.Judgement:
    """Return what answers are judged with."""
    loaded: facts.Judgement = current_app.extensions["judgement"]
    return loaded


def of(who: str) -> Journey:
    """Return the journey an address names, or answer that there is no such page."""
    return journeys.BY_SLUG.get(who) or abort(404)


def held_as(journey: Journey) -> str:
    """Return under which name this browser's cookie holds its key."""
    return KEYS.get(journey.slug, KEYS[journey.voice])


def words_for(journey: Journey, page: str) -> list[str | Template]:
    """Return the templates of a page: the one made for this journey, or else everybody's."""
    return [f"referrals/{journey.slug}/{page}.html", f"referrals/{page}.html"]


def key_of(journey: Journey) -> str | None:
    """Return this browser's key to what it writes in one voice."""
    return session.get(held_as(journey))


def mark_of(journey: Journey) -> str:
    """Return by which mark a page and what it writes know each other: two children's forms are never mixed."""
    key = key_of(journey)
    return drafts.digest(key).hex()[:16] if key else ""


def draft_of(journey: Journey, *, lock: bool = False) -> Draft | None:
    """Return what this browser has begun in one voice."""
    draft = drafts.find(db.session(), key_of(journey), clock.now(), lock=lock)
    if draft is not None and draft.shared_device and not is_shared():
        session[SHARED] = "yes"
    return draft


def is_shared() -> bool:
    """Tell whether somebody said that other people use this device: it stays so after sending."""
    return session.get(SHARED) == "yes"


def are_gone(journey: Journey) -> bool:
    """Tell whether this browser began something in one voice that was neither sent nor is kept any more."""
    key = key_of(journey)
    return bool(key) and draft_of(journey) is None and queries.by_key(db.session(), key) is None


def gone_said(journey: Journey) -> bool:
    """Tell once, after new words were kept, that the earlier ones are gone."""
    return session.get(GONE) == journey.slug and bool(session.pop(GONE))


def home_of(journey: Journey) -> str:
    """Return where the addresses of a journey begin."""
    return f"{request.script_root}/refer/{journey.slug}"


def go(journey: Journey, page: str) -> AnyResponse:
    """Send the browser on to another page of a journey, in the same language.

    The cookie changes with every step, for Chromium keeps whole pages in memory for Back, even those that no cache
    may keep, until a cookie changes: after sending it would show the answers.
    """
    session["step"] = secrets.token_hex(4)
    return redirect(f"{home_of(journey)}/{page}", 303)


@bp.get("/refer")
def voices() -> str:
    """Let people choose in whose voice they tell us."""
    registry: Registry = current_app.extensions["helplines"]
    team = registry.card(here().team_contact, languages.current())
    return render_template(
        "referrals/voices.html", team=team, journeys=journeys.BY_SLUG, wanted=_wanted(request.args.get("service"))
    )


def _wanted(slug: str | None) -> Document | None:
    """Return a service that this form is a way into; anything else in an address is nothing."""
    return wanted.find(current_index(), slug) if slug else None


@bp.route("/refer/<who>/", methods=["GET", "POST"])
def start(who: str) -> AnyResponse | str:
    """Say what happens with a form, and begin one."""
    journey, area = of(who), here()
    form = StartForm()
    if not area.out_of_hours_contact:
        return render_template("referrals/closed.html")
    if form.validate_on_submit():
        if (service := _wanted(request.args.get("service"))) is not None:
            session[WANTED] = service.slug
        session.pop(GONE, None)
        if draft_of(journey) is None:
            key = session[held_as(journey)] = drafts.new_key()
            shared = form.shared_device.data is not None
            session[SHARED] = "yes" if shared else "no"
            drafts.start(db.session(), key, journey.voice, their_language(), clock.now(), shared=shared)
        return go(journey, "next")
    now = clock.now()
    open_now, read_by = area.clocks.calendar.is_open(now), area.clocks.screen_by(now)
    begun = draft_of(journey)
    return render_template(
        words_for(journey, "start"),
        journey=journey,
        form=form,
        open_now=open_now,
        read_by=read_by,
        begun=begun,
        gone=are_gone(journey),
    )


@bp.get("/refer/<who>/next")
def onward(who: str) -> AnyResponse:
    """Go to the first question that has not been passed, or to the answers."""
    journey = of(who)
    session.pop(OFFERED, None)
    draft = draft_of(journey)
    if draft is None:
        return after_sending(journey)
    page = None if draft.adds_to_sent else path.next_unanswered(journey.pages, placing.said(draft))
    return go(journey, page.key if page else "check")


@bp.route("/refer/<who>/<page>", methods=["GET", "POST"])
def question(who: str, page: str) -> AnyResponse | str:
    """Ask one question, and keep what is said."""
    journey = of(who)
    if page not in FORMS[journey.voice]:
        abort(404)
    draft = draft_of(journey, lock=request.method == "POST")
    given = placing.said(draft)
    form = form_for(journey.voice, page, given, data=placing.to_show(journey.voice, page, given))
    if "asked_for" in form:
        ticked = request.method == "GET" and page not in given
        wanted.offer(form, _wanted(session.get(WANTED) or form.asked_for.data), ticked=ticked)
    if form.validate_on_submit():
        said = keeping.ready(answered(form))
        if doubt := which_child.doubt(journey.voice, key_of(journey), mark_of(journey), draft, said):
            return make_response(_question_page(journey, page, form, given, doubt), 409)
        return _keep(journey, draft, page, said)
    # What is added to a form we have may be added anywhere.
    may_visit = draft is not None and (draft.adds_to_sent or path.can_visit(journey.pages, given, page))
    if request.method == "GET" and not may_visit:
        return go(journey, "next")
    shown = make_response(_question_page(journey, page, form, given))
    shown.status_code = 422 if form.errors else 200
    return shown


def _question_page(journey: Journey, page: str, form: PortalForm, given: dict[str, Any], doubt: str = "") -> str:
    """Render one question."""
    before = path.previous(journey.pages, given, page)
    at, number = path.place(journey.pages, given, page)
    beside = page in journey.safety and languages.is_draft(languages.current())
    return render_template(
        "referrals/question.html",
        form=form,
        form_id=request.form.get("form_id") or mark_of(journey),
        doubt=doubt,
        lists={name: names for name, names in keeping.suggestions().items() if name in form},
        back=f"{home_of(journey)}/{before.key if before else ''}",
        at=at,
        of=number,
        saved=bool(given),
        gone=gone_said(journey),
        read_by=here().clocks.screen_by(clock.now()) if page == journey.before_risk else None,
        english=wording.in_english(journey.voice, page, age_group(facts.age(given))) if beside else [],
    )


def _keep(journey: Journey, draft: Draft | None, page: str, said: dict[str, Any]) -> AnyResponse:
    """Save one page and choose the next; help comes first when an answer cannot wait."""
    if which_child.begins_another(journey.voice, mark_of(journey)):
        draft = begin_again(journey, afresh=True)
    draft = draft or begin_again(journey)
    placing.keep(db.session(), draft, page, said, their_language(), clock.now())
    if "asked_for" in placing.asked_on(journey.voice, page):
        session.pop(WANTED, None)
    if help_is_due(draft):
        return go(journey, "help")
    return go(journey, "come-back" if request.form.get("after") == "come-back" else "next")


def begin_again(journey: Journey, *, afresh: bool = False) -> Draft:
    """Begin a draft for a browser that came back after sending, or after its draft had grown old: no word is lost."""
    key = None if afresh else key_of(journey)
    if not afresh and are_gone(journey):
        session[GONE] = journey.slug
    sent = queries.by_key(db.session(), key)
    if sent is None or key is None:
        key = session[held_as(journey)] = drafts.new_key()
    adds, shared = sent is not None, is_shared()
    return drafts.start(db.session(), key, journey.voice, their_language(), clock.now(), adds=adds, shared=shared)


def help_is_due(draft: Draft) -> bool:
    """Tell whether something new was said that cannot wait, and remember that help is shown for it."""
    urgent, shown = urgent_rules(draft), drafts.help_shown(draft)
    if urgent <= shown:
        return False
    drafts.note_help_shown(db.session(), draft, urgent | shown)
    return True


def urgent_rules(draft: Draft) -> set[str]:
    """Return which rules say, on what has been asked so far, that this cannot wait."""
    return so_far.urgent(draft.voice, placing.said(draft), draft.language, judgement())


def after_sending(journey: Journey) -> AnyResponse:
    """Answer a browser that has no draft: show what it has sent, or the beginning."""
    sent = queries.by_key(db.session(), key_of(journey))
    return go(journey, "sent" if sent else "")
