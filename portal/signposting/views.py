"""The first page, and "help me find help": questions whose answers travel from page to page and are never kept.

Every answer goes in the body of a request to one address and comes back inside the next page. There is no cookie,
no row, no address and no log line that holds one; the pages may not be stored.
"""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, languages
from portal.area import Area
from portal.directory.reference import Reference
from portal.directory.views import card, current_index
from portal.guides.library import Library
from portal.guides.page import Page as Guide
from portal.helplines.contact import Card as Contact
from portal.helplines.registry import Registry
from portal.signposting import listening, questions, reading, seasons, telling
from portal.signposting.asked import Asked, Level, level, own
from portal.signposting.forms import FORMS, Step, said
from portal.signposting.suggest import Suggestion, suggest
from portal.web import journey
from portal.web.checked_words import speak_checked_words, their_language
from portal.web.headers import NEVER_KEEP

FIRST = questions.PAGES[0].key
STRAIGHT = "straight"
"""Marks a page that was opened from the result to change one answer."""
LEFT, AGAIN = "left", "again"
"""The cookie of somebody who left, and the mark of a page that was opened after that."""

bp = Blueprint("signposting", __name__, template_folder="templates")


@bp.get("/")
def home() -> str:
    """Welcome whoever comes, and show the three ways on."""
    guides = [_library().page(slug, languages.current()) for slug in seasons.guides_for(clock.today())]
    shown = [(guide, languages.LANGUAGES[guide.lang].direction) for guide in guides if guide]
    return render_template("signposting/home.html", guides=shown)


@bp.get("/find-help")
def begin() -> str:
    """Ask the first question. This page holds nothing about anybody."""
    speak_checked_words()
    return _question(_form(FIRST, None))


@bp.post("/find-help")
def go_on() -> AnyResponse:
    """Take the answers of one page together with all before it, and show what comes next."""
    speak_checked_words()
    if LEFT in request.cookies and AGAIN not in request.form:
        # Sent from a page that was open before its reader left: whoever presses Back after that gets a blank one.
        return redirect(request.script_root + "/find-help", 303)
    shown = make_response(_next())
    shown.headers["Cache-Control"] = NEVER_KEEP
    return shown


def _next() -> Response | str:
    """Choose between the page again, the page before, help for right now, the next page, and the result."""
    at = page if (page := request.form.get("at", "")) in FORMS else FIRST
    wish = request.form.get("go", "")
    if wish in FORMS:
        return _question(_form(wish, request.form), straight=True)
    if wish == "again":
        return _question(_form(at, request.form))
    if wish == "back":
        before = journey.previous(questions.PAGES, {}, at)
        return _question(_form(before.key if before else FIRST, request.form))
    form = _form(at, request.form)
    if not form.validate():
        return make_response(_question(form), 422)
    after = journey.following(questions.PAGES, {}, at)
    asked = _asked(request.form)
    if wish != "calm" and _newly_in_danger(asked, at):
        return _help_first(asked, at)
    return _result(asked) if after is None or STRAIGHT in request.form else _question(_form(after.key, request.form))


def _newly_in_danger(asked: Asked, at: str) -> bool:
    """Tell whether this page's answers are the first to say that somebody may not be safe."""
    if level(asked) is not Level.NOW:
        return False
    before = MultiDict(
        (name, value) for name, value in request.form.items(multi=True) if name not in questions.FIELDS[at]
    )
    return level(_asked(before)) is not Level.NOW


def _asked(answers: "MultiDict[str, str]") -> Asked:
    """Read all answers that came along."""
    index, tables = current_index(), _tables()
    room = listening.Room(index, tables, their_language(), clock.now(), _shown_anyway())
    return listening.listen(said(answers, _needs(), tables.places), room)


def _form(page: str, answers: "MultiDict[str, str] | None") -> Step:
    """Make one page of questions, with what was answered before in it."""
    who = answers.get("who", "") if answers else ""
    return FORMS[page](formdata=answers, who=who, needs=_needs(), places=_tables().places)


def _question(form: Step, straight: bool = False) -> str:
    """Render one page of questions; after a change of one answer the next page is the result."""
    at, of = journey.place(questions.PAGES, {}, form.page)
    straight = straight or (STRAIGHT in request.form and request.form.get("go") != "back")
    carried = [*_carried(form.page), (STRAIGHT, "1")] if straight else _carried(form.page)
    return render_template(
        "signposting/question.html", form=form, at=at, of=of, last=at == of, carried=carried, straight=straight
    )


def _carried(page: str) -> list[tuple[str, str]]:
    """Return what the page carries on: the answers of every other page, as they were typed."""
    own = questions.FIELDS.get(page, ())
    names = (name for name in questions.CARRIED if name not in own)
    kept = [(name, value) for name in names for value in request.form.getlist(name) if value]
    return [*kept, (AGAIN, "1")] if LEFT in request.cookies else kept


def _help_first(asked: Asked, at: str) -> str:
    """Show where to turn at once; the way on is as large as any number."""
    return render_template(
        "signposting/help.html",
        own=own(asked),
        at=at,
        carried=_carried(""),
        contacts=_contacts(asked),
        parent=_parent(asked),
    )


def _result(asked: Asked) -> str:
    """Render the suggestions."""
    index = current_index()
    found = suggest(index, asked)
    return render_template(
        "signposting/found.html",
        found=found,
        asked=asked,
        own=own(asked),
        told=[_told(found, number) for number in range(len(found.picks))],
        heading=telling.heading(asked, found.level),
        guides=reading.choose(_guides(asked), asked, found.level),
        answers=list(telling.answers(said(request.form, _needs(), _tables().places), index)),
        carried=_carried(""),
        contacts=_contacts(asked),
        parent=_parent(asked),
        at_work=asked.who in questions.AT_WORK,
        more=_more(asked),
        urgent=found.level is Level.NOW,
        soon=found.level is Level.SOON,
        team=_registry().card(_area().team_contact, languages.current()),
    )


def _told(found: Suggestion, number: int) -> dict[str, Any]:
    """Gather what the page says of one suggestion."""
    pick, index = found.picks[number], current_index()
    service = index.documents[pick.number]
    return {
        "service": service,
        "card": card(service, index),
        "why": telling.why(pick, found.wanted, index),
        "marks": list(telling.marks(pick, found.wanted, index)),
        "left_out": telling.left_out(pick),
    }


def _shown_anyway() -> frozenset[str]:
    """Return the contacts that stand on the result page whatever is suggested."""
    danger = (card.id for card in _registry().placed(languages.current(), "danger"))
    return frozenset({_area().team_contact, *danger})


def _more(asked: Asked) -> str:
    """Return the same wishes as a search, for those who press the link to see everything. Never where they live."""
    pairs = [("need", need) for need in asked.needs]
    pairs += [("mode", way) for way in asked.how if len(asked.how) == 1]
    pairs += [("age", str(asked.ages[0]))] if len(asked.ages) == 1 else []
    return f"?{urlencode(pairs)}" if pairs else ""


def _contacts(asked: Asked) -> tuple[Contact, ...]:
    """Return who to turn to now; for people who sign or don't hear, also the ways to reach them without a call."""
    found, code = _registry(), languages.current()
    deaf = "bsl" in asked.access or "deaf" in asked.cohorts
    return (*found.crisis(code), *(found.placed(code, "relay") if deaf else ()))


def _parent(asked: Asked) -> Guide | None:
    """Return the guide for parents in a crisis, for parents."""
    return _library().page("if-your-child-is-in-crisis", languages.current()) if asked.who == "child" else None


def _guides(asked: Asked) -> list[Guide]:
    """Return every guide on the shelf, each once."""
    listed = _library().listing(languages.current())
    return list({page.slug: page for _audience, pages in listed for page in pages}.values())


def _needs() -> list[tuple[str, str]]:
    """Return what this area's services help with, in the reader's language."""
    return [(key, term.name(languages.current())) for key, term in current_index().terms.get("need", {}).items()]


def _library() -> Library:
    found: Library = current_app.extensions["guides"]
    return found


def _tables() -> Reference:
    found: Reference = current_app.extensions["directory"]
    return found


def _registry() -> Registry:
    found: Registry = current_app.extensions["helplines"]
    return found


def _area() -> Area:
    found: Area = current_app.extensions["portal"]["area"]
    return found
