"""What people say, for those who can change it: read, answered, told to everybody as a note. And the panel's list."""

import uuid
from urllib.parse import urlencode

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.audit import trail
from portal.audit.tags import Tag
from portal.feedback import actions, kinds, queries
from portal.feedback.forms import NoteForm
from portal.feedback.kinds import About, Mark
from portal.feedback.models import Feedback
from portal.feedback.pages import page_of
from portal.feedback.queries import Wanted

bp = staff_blueprint("feedback_staff", __name__)
bp.context_processor(lambda: {"when": languages.format_when, "kinds": kinds, "spoken": languages.LANGUAGES})
NO_SUCH_PAGE = "There is no page with this name."
THEIRS = "This is how they wrote it, and they have not said that we may share their words. Say it in your own."


@bp.get("/feedback")
@needs(Permission.READ_FEEDBACK)
def feedback() -> str:
    """List what people say, narrowed by what stands in the address."""
    wanted = _wanted()
    rows = queries.listed(db.session(), wanted)
    return render_template("feedback/list.html", rows=rows, wanted=wanted, filters=_filters(wanted))


def _wanted() -> Wanted:
    """Read the filters of an address; what is no filter of ours is none."""
    asked = request.args
    about, mark, show = asked.get("about", ""), asked.get("mark", ""), asked.get("show", "")
    return Wanted(
        show=show if show in queries.SHOWN else "open",
        about=About(about) if about in set(About) else None,
        mark=Mark(mark) if mark in set(Mark) else None,
        page=asked.get("page", "").replace("\0", "")[:120],
    )


def _filters(now: Wanted) -> dict[str, list[dict[str, object]]]:
    """Return each filter as links that keep the others."""
    here = {"show": now.show, "about": now.about or "", "mark": now.mark or "", "page": now.page}

    def link(words: str, **change: str) -> dict[str, object]:
        kept = {
            name: str(value) for name, value in (here | change).items() if value and (name, value) != ("show", "open")
        }
        href = url_for("feedback_staff.feedback") + (f"?{urlencode(kept)}" if kept else "")
        return {"text": words, "href": href, "chosen": here | change == here}

    shows = {"open": "Not answered", "answered": "Answered", "all": "All"}
    shown = [link(words, show=show) for show, words in shows.items()]
    for each, show in zip(shown, shows, strict=True):
        each["count"] = queries.count(db.session(), Wanted(show, now.about, now.mark, now.page))
    about = [link("Pages and help", about=""), link("Pages", about="page"), link("Help", about="help", mark="")]
    marks = [link("Any answer", mark=""), *(link(words, mark=mark) for mark, words in kinds.STAFF_MARKS.items())]
    return {"Show": shown, "About": about, "They say": marks} | (
        {"Page": [link(f"Only {now.page}"), link("Every page", page="")]} if now.page else {}
    )


@bp.get("/feedback/<uuid:feedback_id>")
@needs(Permission.READ_FEEDBACK)
def one(feedback_id: uuid.UUID) -> ResponseReturnValue:
    """Show what one person said, and note who read it."""
    if queries.one(db.session(), feedback_id) is None:
        abort(404)
    with db.apart() as own:
        actions.read(own, feedback_id, by=current_user.id, moment=clock.now())
    return render_template("feedback/one.html", said=queries.one(db.session(), feedback_id))


@bp.post("/feedback/<uuid:feedback_id>/answered")
@needs(Permission.READ_FEEDBACK)
def answered(feedback_id: uuid.UUID) -> ResponseReturnValue:
    """Mark it as dealt with, or open it again."""
    done = request.form.get("done") == "yes"
    try:
        actions.answer(db.session(), feedback_id, done=done, by=current_user.id, moment=clock.now())
    except LookupError:
        abort(404)
    back = url_for("feedback_staff.feedback") if done else url_for("feedback_staff.one", feedback_id=feedback_id)
    return redirect(back, 303)


@bp.get("/feedback/notes")
@needs(Permission.READ_FEEDBACK)
def notes() -> str:
    """Show every note, published or not."""
    return render_template("feedback/notes.html", notes=queries.notes(db.session()))


@bp.route("/feedback/notes/new", methods=["GET", "POST"])
@needs(Permission.READ_FEEDBACK)
def new_note() -> ResponseReturnValue:
    """Write what was said and done, about nothing that somebody sent."""
    return _write(None)


@bp.route("/feedback/<uuid:feedback_id>/note", methods=["GET", "POST"])
@needs(Permission.READ_FEEDBACK)
def note(feedback_id: uuid.UUID) -> ResponseReturnValue:
    """Turn what somebody sent into a note."""
    return _write(queries.one(db.session(), feedback_id) or abort(404))


def _write(of: Feedback | None) -> ResponseReturnValue:
    """Ask for a note, and keep it for nobody to read yet."""
    form = NoteForm(data={"page": of.page if of else ""})
    if form.validate_on_submit():
        page = (form.page.data or "").strip() or None
        said, did = form.said.data or "", form.did.data or ""
        if page and page_of(page) is None:
            form.page.errors = [NO_SUCH_PAGE]
        else:
            try:
                actions.write_note(db.session(), said, did, page, of, by=current_user.id, moment=clock.now())
                return redirect(url_for("feedback_staff.notes"), 303)
            except actions.TheirWords:
                form.said.errors = [THEIRS]
    return make_response(render_template("feedback/note.html", form=form, of=of), 422 if form.errors else 200)


@bp.post("/feedback/notes/<uuid:note_id>/publish")
@needs(Permission.READ_FEEDBACK)
def publish(note_id: uuid.UUID) -> ResponseReturnValue:
    """Let everybody read a note, or take it back."""
    out = request.form.get("out") == "yes"
    try:
        actions.publish(db.session(), note_id, out=out, by=current_user.id, moment=clock.now())
    except LookupError:
        abort(404)
    return redirect(url_for("feedback_staff.notes"), 303)


@bp.get("/feedback/panel")
@needs(Permission.READ_FEEDBACK)
def panel() -> str:
    """Show who would like to help to decide, and note who looked."""
    with db.apart() as own:
        trail.record(own, Tag.PANEL_READ, actor=current_user.actor)
    return render_template("feedback/members.html", members=queries.panel(db.session()))
