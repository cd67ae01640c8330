"""What somebody typed on one page, made ready with the area's own list of schools and practices."""

from typing import Any

from flask import current_app

from portal import clock, languages
from portal.named_contacts import organisations
from portal.named_contacts.organisations import Organisation
from portal.referrals import answers


def known() -> tuple[Organisation, ...]:
    """Return the area's list of schools and practices."""
    return organisations.load(current_app.extensions["portal"]["settings"].content / "area")


def ready(said: dict[str, Any]) -> dict[str, Any]:
    """Return the answers of one page as they are kept."""
    return answers.made_ready(said, languages.current(), clock.today(), known())


def suggestions() -> dict[str, list[str]]:
    """Return, for each name the area's list may know, what a browser can suggest."""
    return {
        each.name: [found.name for found in organisations.of_kinds(known(), each.kinds)] for each in answers.LOOKUPS
    }
