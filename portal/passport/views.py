"""My plan for a hard time: written and kept on the person's own device; a copy here only when they ask for it."""

from typing import Any

from flask import Blueprint, Flask, current_app, make_response, render_template, request
from werkzeug.wrappers import Response

from portal import clock, db, languages
from portal.audit import trail
from portal.audit.tags import Tag
from portal.passport import actions, codes, queries
from portal.passport.codes import Codes
from portal.passport.forms import CodeForm, KeepForm, OwnForm
from portal.passport.queries import Page
from portal.passport.questions import QUESTIONS, pieces
from portal.web import notes
from portal.web.checked_words import speak_checked_words, their_language
from portal.web.forms import AWAY_TOO_LONG
from portal.web.slowing import Tries

bp = Blueprint("passport", __name__, template_folder="templates")
bp.before_request(speak_checked_words)
DRAWN, OPENED = "passport-drawn", "passport-opened"
NOT_TO_REMEMBER = 203
"""Like 200 in everything but this: Chromium keeps only pages of 200 in memory for Back, whatever no-store says."""
SIZES = ("a4", "a5")


def install(app: Flask) -> None:
    """Begin to count wrong tries."""
    app.extensions["passport_tries"] = Tries()


def tries() -> Tries:
    """Return the wrong tries of the last minutes."""
    counted: Tries = current_app.extensions["passport_tries"]
    return counted


@bp.route("/passport", methods=["GET", "POST"])
def passport() -> Response:
    """Show the page to be written on this device; keep a copy, and show its codes once, where somebody asks for it."""
    form = KeepForm()
    if request.method != "POST":
        return _write(form, 200)
    said = notes.read(DRAWN, form.note.data or "")
    if not form.validate():
        return _write(form, 422)
    if not said:
        form.struggle.errors = [str(AWAY_TOO_LONG)]
        return _write(form, 422)
    drawn = Codes(said["own"], said["shown"])
    row = actions.keep(db.session(), form.words, drawn, their_language(), clock.now())
    return make_response(render_template("passport/kept.html", codes=drawn, row=row), NOT_TO_REMEMBER)


def _write(form: KeepForm, answer: int) -> Response:
    """Show the page to write on. Both codes are drawn with it, so that pressing twice keeps one copy."""
    drawn = codes.draw()
    form.note.data = notes.seal(DRAWN, vars(drawn), clock.now())
    return make_response(render_template("passport/page.html", form=form, **_paper({})), answer)


def _paper(words: dict[str, str], size: str = SIZES[0]) -> dict[str, Any]:
    """Return what goes on paper: each heading also in English, which whoever reads it at night understands."""
    with languages.using(languages.SOURCE):
        english = {each.name: str(each.title) for each in QUESTIONS}
    beside = {} if languages.current() == languages.SOURCE else english
    return {"questions": QUESTIONS, "words": words, "english": beside, "size": size, "pieces": pieces}


@bp.get("/passport/print")
def empty() -> str:
    """Show the page with lines to write on, for a printer: it works without scripts and knows no words."""
    size = request.args.get("size", "")
    chosen = size if size in SIZES else SIZES[0]
    return render_template("passport/empty.html", **_paper({}, chosen))


@bp.route("/passport/mine", methods=["GET", "POST"])
def mine() -> Response:
    """Open one's own page with one's own code; then change it, erase it, and see who has read it."""
    if request.form.get("step") in STEPS:
        return _again(OwnForm())
    form = CodeForm()
    if not form.validate_on_submit():
        return _door(form, 422 if form.errors else 200)
    found, refused = _try(form.code.data or "")
    return _door(form, refused) if found is None else _open(found)


def _try(typed: str) -> tuple[Page | None, int]:
    """Return the page that a typed code opens, or none and the status to answer with. All noes are alike."""
    now, counted = clock.now(), codes.counted_as(typed, codes.OWN)
    if not tries().may_try(counted, now):
        return None, 429
    found = queries.own(db.session(), typed, now, lock=True)
    if found is None:
        tries().was_wrong(counted, now)
        with db.apart() as own:
            trail.record(own, Tag.PASSPORT_REFUSED, actor="person")
        return None, 422
    return found, 200


def _door(form: CodeForm, answer: int) -> Response:
    """Ask for the code, and say why if it was asked before."""
    why = {"unknown": answer == 422 and not form.errors, "slowed": answer == 429}
    return make_response(render_template("passport/door.html", form=form, **why), answer)


def _open(found: Page, *, saved: bool = False) -> Response:
    """Show somebody their own page, the codes' state and who has read it."""
    form = OwnForm(formdata=None, data=found.words)
    return _own(form, found, NOT_TO_REMEMBER, saved=saved)


def _own(form: OwnForm, found: Page, answer: int, **more: Any) -> Response:
    """Show a page that its own code has opened, with what was typed on it."""
    if found.codes is None:
        raise ValueError("Only somebody's own code leads here.")
    form.note.data = notes.seal(OPENED, {"code": found.codes.own}, clock.now())
    shown = {"openings": queries.openings(db.session(), found.row), "row": found.row, "shown": found.codes.shown}
    paper = _paper(found.words)
    return make_response(render_template("passport/own.html", form=form, **paper, **shown, **more), answer)


def _again(form: OwnForm) -> Response:
    """Do what somebody asks on their own open page; its note says which page, for an hour."""
    said = notes.read(OPENED, form.note.data or "")
    fresh = notes.is_fresh(said, clock.now())
    found, refused = _try(said["code"] if fresh else form.code.data or "")
    if found is None:
        return _closed(form, refused)
    return STEPS[request.form["step"]](form, found)


def _closed(form: OwnForm, answer: int) -> Response:
    """Ask for the code once more, with every word still on the page."""
    why = {"unknown": answer == 422, "slowed": answer == 429}
    return make_response(render_template("passport/again.html", form=form, step=request.form["step"], **why), answer)


def _change(form: OwnForm, found: Page) -> Response:
    """Keep the newer words."""
    if not form.validate() or found.codes is None:
        return _own(form, found, 422, saved=False)
    actions.keep(db.session(), form.words, found.codes, their_language(), clock.now())
    return _open(Page(found.row, form.words, found.codes), saved=True)


def _erase(_form: OwnForm, found: Page) -> Response:
    """Erase the copy at once."""
    actions.erase(db.session(), found)
    return make_response(render_template("passport/erased.html"), NOT_TO_REMEMBER)


STEPS = {"change": _change, "erase": _erase}
