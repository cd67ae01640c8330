"""Questions that can change what happens to somebody are asked only in words that a person has checked."""

from typing import Any

from flask import current_app, has_request_context, request

from portal import languages
from portal.languages import gettext as _


def speak_checked_words() -> None:
    """Ask real people in English until a person has checked the translation: a wrong word here can cost a life."""
    if current_app.extensions["portal"]["settings"].production and languages.is_draft(languages.current()):
        languages.choose(languages.SOURCE)


def their_language() -> str:
    """Return the language somebody came in, whichever one we answer in."""
    code: str = request.environ.get("portal.language", languages.SOURCE)
    return code


def why_english() -> dict[str, Any] | None:
    """Say, first in the language somebody came in, why this page is not in it; nothing where it is."""
    code = their_language() if has_request_context() else languages.current()
    if languages.current() != languages.SOURCE or code == languages.SOURCE:
        return None
    with languages.using(code):
        theirs = _why()
    return {"lang": code, "direction": languages.LANGUAGES[code].direction, "theirs": theirs, "english": _why()}


def _why() -> str:
    """Give the reason in the current language, and what helps."""
    why = _("This page is in English, because nobody has checked our words in your language yet.")
    helps = _("You can write in your own language, and you can ask for an interpreter. It costs nothing.")
    return f"{why} {helps}"
