"""A parent or a friend may write about several children: what is said of one is never added to another by itself."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from portal import db
from portal.referrals import queries
from portal.referrals.facts import Answers, said
from portal.referrals.models import Draft
from portal.referrals.voices import Voice

SEVERAL = frozenset({Voice.PARENT_CARER, Voice.FRIEND})
"""Voices that may speak of several children, one page at a time; a professional's long page knows by its mark."""
NAMES = ("name", "legal_name", "previous_names")
SAME, OTHER = "same", "other"
"""What the buttons answer when it is asked."""
ASK, SEND_FIRST, OLD_PAGE = "ask", "send_first", "old_page"
"""Why something is not saved at once: who it is about, unsent words about the first, a page of another form."""


def is_another(sent: Sequence[Answers], now: Mapping[str, Any]) -> bool:
    """Tell whether a page names somebody else than everything that was sent: another name, birthday or age. Pure."""
    before = [said(version) for version in sent]
    known = {word for each in before for word in _names(each)}
    names = _names(now)
    if names and known and not names & known:
        return True
    pairs = (({each[name] for each in before if name in each}, now.get(name)) for name in ("dob", "age"))
    return any(earlier and given is not None and given not in earlier for earlier, given in pairs)


def _names(answers: Mapping[str, Any]) -> set[str]:
    """Return the words of the names somebody is called."""
    return {word for name in NAMES for word in re.findall(r"\w+", str(answers.get(name, "")).casefold())}


def is_old_page(mark: str) -> bool:
    """Tell whether what was typed comes from a page of another form than this browser now holds."""
    return request.form.get("form_id") not in (None, "", mark)


def doubt(voice: Voice, key: str | None, mark: str, draft: Draft | None, now: Mapping[str, Any]) -> str:
    """Say why what was typed cannot be saved before its writer has said more; an empty text where it can."""
    if voice not in SEVERAL:
        return ""
    if draft is not None and is_old_page(mark):
        return OLD_PAGE
    sent = queries.by_key(db.session(), key)
    if sent is None or not is_another(sent.versions, now) or request.form.get("about") == SAME:
        return ""
    if request.form.get("about") != OTHER:
        return ASK
    return SEND_FIRST if draft is not None and draft.answers else ""


def begins_another(voice: Voice, mark: str) -> bool:
    """Tell whether what was typed belongs to a form of its own."""
    return voice in SEVERAL and (is_old_page(mark) or request.form.get("about") == OTHER)
