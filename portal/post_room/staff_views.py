"""The pages about messages: which have not left, trying one again, and the demonstration's post room."""

import uuid

from flask import abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock, db, languages
from portal.accounts.access import needs, staff_blueprint
from portal.accounts.permissions import Permission
from portal.audit import trail
from portal.audit.tags import Tag
from portal.config import Settings
from portal.notifications import outbox
from portal.post_room import caught, words

bp = staff_blueprint("post_room_staff", __name__)
bp.context_processor(lambda: {"when": languages.format_when, "time": languages.format_time, "saying": words})
MOST = 200


@bp.get("/messages")
@needs(Permission.SEE_MESSAGES)
def messages() -> str:
    """Show how many messages are in each state, and every one that a person has to look at."""
    listed = {status: outbox.standing(db.session(), status, MOST) for status in words.IN_SIGHT}
    return render_template(
        "post_room/messages.html",
        counts=outbox.counts(db.session()),
        listed=listed,
        demo=not _settings().production,
        now=clock.now(),
    )


@bp.post("/messages/<uuid:message_id>/again")
@needs(Permission.SEE_MESSAGES)
def again(message_id: uuid.UUID) -> ResponseReturnValue:
    """Make one message that was given up due again; one that is not given up any more is left alone."""
    message = outbox.try_again(db.session(), message_id)
    if message is not None:
        about, detail = f"message:{message_id}", {"kind": message.kind.value}
        trail.record(db.session(), Tag.MESSAGE_TRIED_AGAIN, actor=current_user.actor, subject=about, detail=detail)
    return redirect(url_for("post_room_staff.messages"), 303)


@bp.get("/post-room")
@needs(Permission.SEE_MESSAGES)
def post_room() -> str:
    """Show what the demonstration has sent to people who are made up. There is no such page for real ones."""
    if _settings().production:
        abort(404)
    return render_template("post_room/post_room.html", post=caught.newest(_settings().instance / "post"))


def _settings() -> Settings:
    """Return the settings of this installation."""
    settings: Settings = current_app.extensions["portal"]["settings"]
    return settings
