"""Leaving at once: this browser is forgotten, and sent somewhere dull."""

from flask import Blueprint, Response, current_app, make_response, request, session

from portal import db
from portal.area import Area
from portal.referrals import drafts
from portal.referrals.voices import Voice
from portal.web import logs

bp = Blueprint("leaving", __name__)
KEYS: dict[str, str] = {
    Voice.YOUNG_PERSON: "visit",
    Voice.PARENT_CARER: "visit-2",
    Voice.PROFESSIONAL: "visit-3",
    Voice.FRIEND: "visit-4",
    "advice": "visit-5",
}
"""What the browser's cookie holds of a referral: one random key for each voice, and nothing that was said.

Asking for advice has a key of its own: a referral that somebody has begun is not sent with it.
"""


@bp.route("/exit", methods=["GET", "POST"])
def leave() -> Response:
    """Forget this browser at once and send it somewhere dull.

    Unsent answers are wiped too, but for those that a return code brings back (drafts.leave says which).
    """
    try:
        put_away = request.form.get("put_away") == "yes"
        if begun := [session[name] for name in KEYS.values() if name in session]:
            with db.apart() as own:
                for key in begun:
                    drafts.leave(own, key, put_away=put_away)
    except Exception as error:  # nothing may hold somebody back who has to leave now
        logs.failure(error)
    session.clear()
    response = make_response("", 303)
    area: Area = current_app.extensions["portal"]["area"]
    response.headers["Location"] = area.exit_to
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    # Readable by our own script on purpose: Back meets it and leaves again. It says nothing about anybody.
    response.set_cookie("left", "1", max_age=600, samesite="Lax", path="/", secure=secure)
    return response
