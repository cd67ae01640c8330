"""The public pages of asking for help: choose a voice, answer, check, send, and look where it is."""

from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db, languages
from portal.area import Area
from portal.audit import trail
from portal.audit.tags import Tag
from portal.directory.documents import Document
from portal.directory.views import current_index
from portal.helplines.registry import Registry
from portal.notifications import outbox
from portal.notifications.messages import Audience
from portal.referrals import actions, drafts, facts, journeys, queries, status, wanted, wording
from portal.referrals.forms import FORMS, StartForm, StatusForm, answered
from portal.referrals.lifecycle import DECISIONS
from portal.referrals.models import Draft, Referral, Voice
from portal.triage.outcome import Band
from portal.web import journey, logs
from portal.web.forms import ButtonForm, PortalForm

bp = Blueprint("referrals", __name__, template_folder="templates")
PAGES = journeys.YOUNG_PERSON
KEY = "visit"
"""What the browser's cookie holds of a referral: one random key, and nothing that was said."""
WANTED = "wanted"
"""The service whose page somebody came from, until the first question has asked about it."""


def install(app: Flask) -> None:
    """Read the area's rules and word lists once. Raises DocumentError naming the file and the rule."""
    app.extensions["judgement"] = facts.load(app.extensions["portal"]["settings"].content / "area" / "triage")


@bp.before_request
def speak_checked_words() -> None:
    """Ask real people in English until a person has checked the translation: a wrong word here can cost a life."""
    if current_app.extensions["portal"]["settings"].production and languages.is_draft(languages.current()):
        languages.choose(languages.SOURCE)


def their_language() -> str:
    """Return the language somebody came in, whichever one we answer in."""
    code: str = request.environ.get("portal.language", languages.SOURCE)
    return code


def here() -> Area:
    """Return the area this portal serves."""
    area: Area = current_app.extensions["portal"]["area"]
    return area


def judgement() -> facts.Judgement:
    """Return what answers are judged with."""
    loaded: facts.Judgement = current_app.extensions["judgement"]
    return loaded


def go(path: str) -> AnyResponse:
    """Send the browser on to another page of ours, in the same language."""
    return redirect(request.script_root + path, 303)


@bp.get("/refer")
def voices() -> str:
    """Let people choose in whose voice they tell us."""
    registry: Registry = current_app.extensions["helplines"]
    team = registry.card(here().team_contact, languages.current())
    return render_template("referrals/voices.html", team=team, wanted=_wanted(request.args.get("service")))


def _wanted(slug: str | None) -> Document | None:
    """Return a service that this form is a way into; anything else in an address is nothing."""
    return wanted.find(current_index(), slug) if slug else None


@bp.route("/refer/young-person/", methods=["GET", "POST"])
def start() -> AnyResponse | str:
    """Say what happens with a form, and begin one."""
    area = here()
    form = StartForm()
    if not area.out_of_hours_contact:
        return render_template("referrals/closed.html")
    if form.validate_on_submit():
        if (service := _wanted(request.args.get("service"))) is not None:
            session[WANTED] = service.slug
        if drafts.find(db.session(), session.get(KEY)) is None:
            session[KEY] = drafts.new_key()
            shared = form.shared_device.data is not None
            voice = Voice.YOUNG_PERSON
            drafts.start(db.session(), session[KEY], voice, their_language(), clock.now(), shared=shared)
        return go("/refer/young-person/next")
    now = clock.now()
    open_now, read_by = area.clocks.calendar.is_open(now), area.clocks.screen_by(now)
    begun = drafts.find(db.session(), session.get(KEY)) is not None
    return render_template("referrals/start.html", form=form, open_now=open_now, read_by=read_by, begun=begun)


@bp.get("/refer/young-person/next")
def onward() -> AnyResponse:
    """Go to the first question that has not been passed, or to the answers."""
    draft = drafts.find(db.session(), session.get(KEY))
    if draft is None:
        return _after_sending()
    page = None if draft.adds_to_sent else journey.next_unanswered(PAGES, draft.answers or {})
    return go(f"/refer/young-person/{page.key if page else 'check'}")


@bp.route("/refer/young-person/<page>", methods=["GET", "POST"])
def question(page: str) -> AnyResponse | str:
    """Ask one question, and keep what is said."""
    if page not in FORMS:
        abort(404)
    draft = drafts.find(db.session(), session.get(KEY), lock=request.method == "POST")
    given: dict[str, Any] = (draft.answers or {}) if draft else {}
    form = FORMS[page](data=given.get(page, {}))
    if "asked_for" in form:
        ticked = request.method == "GET" and page not in given
        wanted.offer(form, _wanted(session.get(WANTED) or form.asked_for.data), ticked=ticked)
    if form.validate_on_submit():
        return _keep(draft, page, answered(form))
    if request.method == "GET" and (draft is None or not _may_visit(draft, page)):
        return go("/refer/young-person/next")
    shown = make_response(_question_page(page, form, given))
    shown.status_code = 422 if form.errors else 200
    return shown


def _may_visit(draft: Draft, page: str) -> bool:
    """Tell whether this draft has come as far as a page; what is added later may be added anywhere."""
    return draft.adds_to_sent or journey.can_visit(PAGES, draft.answers or {}, page)


def _question_page(page: str, form: PortalForm, given: dict[str, Any]) -> str:
    """Render one question."""
    before = journey.previous(PAGES, given, page)
    at, of = journey.place(PAGES, given, page)
    back = request.script_root + "/refer/young-person/" + (before.key if before else "")
    beside = page in journeys.SAFETY and languages.is_draft(languages.current())
    return render_template(
        "referrals/question.html",
        form=form,
        back=back,
        at=at,
        of=of,
        saved=bool(given),
        read_by=here().clocks.screen_by(clock.now()) if page == journeys.BEFORE_RISK else None,
        english=wording.in_english(page) if beside else [],
    )


def _keep(draft: Draft | None, page: str, said: dict[str, Any]) -> AnyResponse:
    """Save one page and choose the next; help comes first when an answer cannot wait."""
    now = clock.now()
    if draft is None:
        # The browser came back after sending, or after its draft had grown old: nothing it says is dropped.
        sent = queries.by_key(db.session(), session.get(KEY))
        if sent is None:
            session[KEY] = drafts.new_key()
        draft = drafts.start(
            db.session(), session[KEY], Voice.YOUNG_PERSON, their_language(), now, adds=sent is not None
        )
    drafts.save(db.session(), draft, page, said, their_language(), now)
    if page == PAGES[0].key:
        session.pop(WANTED, None)
    urgent = _urgent_rules(draft)
    new = urgent - drafts.help_shown(draft)
    if new:
        drafts.note_help_shown(db.session(), draft, urgent | drafts.help_shown(draft))
        return go("/refer/young-person/help")
    return go("/refer/young-person/next")


def _urgent_rules(draft: Draft) -> set[str]:
    """Return which rules say, on what has been asked so far, that this cannot wait."""
    answers = draft.answers or {}
    asked = {name for page in answers for name in FORMS[page]()._fields if name != "csrf_token"}
    outcome = facts.judge_so_far(answers, draft.language, asked, judgement())
    return {rule.id for rule in outcome.rules if rule.raise_to.rank <= Band.U48.rank}


@bp.get("/refer/young-person/help")
def help_first() -> AnyResponse | str:
    """Show where to turn at once; the way on is as large as any number."""
    draft = drafts.find(db.session(), session.get(KEY))
    if draft is None:
        return go("/refer/young-person/")
    now = clock.now()
    clocks = here().clocks
    return render_template("referrals/help.html", open_now=clocks.calendar.is_open(now), read_by=clocks.screen_by(now))


@bp.route("/refer/young-person/check", methods=["GET", "POST"])
def check() -> AnyResponse | str:
    """Show every answer with the way back to it, and send."""
    form = ButtonForm()
    sending = form.validate_on_submit()
    draft = drafts.find(db.session(), session.get(KEY), lock=sending)
    if sending:
        return _send(draft)
    if draft is None:
        return _after_sending()
    answers = draft.answers or {}
    unasked = None if draft.adds_to_sent else journey.next_unanswered(PAGES, answers)
    if unasked is not None:
        return go(f"/refer/young-person/{unasked.key}")
    page = render_template(
        "referrals/check.html", form=form, rows=wording.rows(answers, request.script_root), adds=draft.adds_to_sent
    )
    return make_response(page, 422 if form.errors else 200)


def _after_sending() -> AnyResponse:
    """Answer a browser that has no draft: show what it has sent, or the beginning."""
    sent = queries.by_key(db.session(), session.get(KEY))
    return go("/refer/young-person/sent" if sent else "/refer/young-person/")


def _send(draft: Draft | None) -> AnyResponse:
    """Send what was written. A second sending finds the first; the page after it is shown only after the commit."""
    if draft is None:
        return _after_sending()
    known = queries.by_key(db.session(), session.get(KEY), lock=True)
    unasked = None if draft.adds_to_sent else journey.next_unanswered(PAGES, draft.answers or {})
    if unasked is not None:
        return go(f"/refer/young-person/{unasked.key}")
    actions.submit(db.session(), draft, known, judgement(), here(), clock.now())
    return go("/refer/young-person/sent")


@bp.get("/refer/young-person/sent")
def sent() -> AnyResponse | str:
    """Say that it has arrived, what happens next and by when, and what to do tonight."""
    referral = queries.by_key(db.session(), session.get(KEY))
    if referral is None:
        return go("/refer/young-person/")
    return render_template("referrals/sent.html", referral=referral, **_next_steps(referral))


def _next_steps(referral: Referral) -> dict[str, Any]:
    """Return what the pages after sending need to be honest."""
    outlook = status.outlook(referral, here().clocks.bands[referral.band], clock.now())
    return outlook | {
        "reachable": facts.said(referral.answers or {}).get("contact") != "none",
        "on_call_told": outbox.has_told(db.session(), referral.id, Audience.ON_CALL),
        "next_step": next((row.next_step for row in reversed(referral.history) if row.move in DECISIONS), None),
    }


@bp.route("/my-referral", methods=["GET", "POST"])
def my_referral() -> AnyResponse | str:
    """Show where a referral is to whoever holds both of its secrets."""
    form = StatusForm()
    if not form.validate_on_submit():
        shown = make_response(render_template("referrals/my_referral.html", form=form, unknown=False))
        shown.status_code = 422 if form.errors else 200
        return shown
    found = queries.by_reference_and_code(db.session(), form.reference.data or "", form.code.data or "")
    if found is None:
        with db.apart() as own:
            trail.record(own, Tag.STATUS_REFUSED, actor="person")
        return make_response(render_template("referrals/my_referral.html", form=form, unknown=True), 422)
    trail.record(db.session(), Tag.STATUS_READ, actor="person", subject=f"referral:{found.id}")
    return render_template("referrals/status.html", referral=found, **_next_steps(found))


@bp.route("/exit", methods=["GET", "POST"])
def leave() -> Response:
    """Forget this browser at once and send it somewhere dull."""
    try:
        if session.get(KEY):
            with db.apart() as own:
                drafts.forget(own, session[KEY])
    except Exception as error:  # nothing may hold somebody back who has to leave now
        logs.failure(error)
    session.clear()
    response = make_response("", 303)
    response.headers["Location"] = here().exit_to
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    # Readable by our own script on purpose: Back meets it and leaves again. It says nothing about anybody.
    response.set_cookie("left", "1", max_age=600, samesite="Lax", path="/", secure=secure)
    return response
