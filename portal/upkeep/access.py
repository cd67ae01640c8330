"""Who is at the directory's desk: what they may see, and what the area knows for them."""

from typing import Any

from flask import current_app
from flask_login import current_user

from portal.accounts.permissions import Permission
from portal.directory import reference
from portal.upkeep import ladder, words
from portal.upkeep.editing import Desk
from portal.upkeep.queries import Sight


def saying() -> dict[str, Any]:
    """Return what the desk's templates say things with."""
    everything = current_user.is_authenticated and current_user.may(Permission.EDIT_SERVICES)
    return {"may_see_all": everything, "long_day": words.day, "when": words.when}


def sight() -> Sight:
    """Return what the person at the keyboard may see."""
    return Sight(current_user.id, current_user.may(Permission.EDIT_SERVICES), current_user.organization_id)


def desk() -> Desk:
    """Return who fills in, and what the area knows."""
    here = current_app.extensions["portal"]
    return Desk(sight(), here["area"].name, reference.load(here["settings"].content).places)


def steps() -> ladder.Ladder:
    """Return how often entries are checked here."""
    return ladder.load(current_app.extensions["portal"]["settings"].content)
