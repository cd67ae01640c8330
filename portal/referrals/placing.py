"""Answers that were given before a form changed, put where each is asked now: nothing somebody said is lost."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from portal.referrals import drafts, measured_forms
from portal.referrals.answers import MADE_FROM, as_typed
from portal.referrals.facts import Answers, together
from portal.referrals.forms import FORMS, fields_of
from portal.referrals.models import Draft
from portal.referrals.voices import Voice

EARLIER = "earlier"
"""What was said on a page that no longer asks it: kept here until the page that asks it now is passed."""


def asked_on(voice: Voice, page: str) -> frozenset[str]:
    """Return what a page asks, and what is read from its answers; of a page that no longer exists, nothing."""
    return _names(voice, page) | measured_forms.asked_on(voice, page)


@cache
def _names(voice: Voice, page: str) -> frozenset[str]:
    """Name the fields of a page's own form, and what is made from them."""
    form = FORMS.get(voice, {}).get(page)
    names = fields_of(form).keys() if form else set()
    return frozenset(names | {made for made, of in MADE_FROM.items() if of in names})


def placed(voice: Voice, answers: Answers) -> dict[str, dict[str, Any]]:
    """Return answers page by page, as the pages are now; what no passed page asks is kept as said earlier."""
    there: dict[str, dict[str, Any]] = {}
    moved: dict[str, dict[str, Any]] = {}
    for page, given in answers.items():
        asked = asked_on(voice, page)
        if page in FORMS[voice]:
            there[page] = {name: value for name, value in given.items() if name in asked}
        for name in given.keys() - asked:
            now = next((key for key in answers if name in asked_on(voice, key)), EARLIER)
            moved.setdefault(now, {})[name] = given[name]
    earlier = {EARLIER: moved.pop(EARLIER)} if EARLIER in moved else {}
    # What the page says itself was said later.
    return {**earlier, **{page: together([{page: moved.get(page, {})}, {page: there[page]}])[page] for page in there}}


def to_show(voice: Voice, page: str, answers: Answers) -> dict[str, Any]:
    """Return what a page shows as said: its own answers, and what was said earlier of what it asks now."""
    asked = asked_on(voice, page)
    earlier = {name: value for name, value in answers.get(EARLIER, {}).items() if name in asked}
    return as_typed({**earlier, **answers.get(page, {})})


def said(draft: Draft | None) -> dict[str, dict[str, Any]]:
    """Return a draft's answers by page, as the pages are now."""
    return placed(draft.voice, draft.answers or {}) if draft else {}


def keep(
    session: Session,
    draft: Draft,
    page: str,
    given: dict[str, Any],
    language: str,
    moment: datetime,
    *,
    passed: bool = True,
) -> None:
    """Keep a page's answers in place of those before. One not passed has to be looked at: its answers wait."""
    others = _without(draft.voice, page, said(draft))
    draft.answers = others
    waiting = {**others.get(EARLIER, {}), **given}
    if passed or waiting:
        drafts.save(session, draft, page if passed else EARLIER, given if passed else waiting, language, moment)


def _without(voice: Voice, page: str, answers: Answers) -> dict[str, Mapping[str, Any]]:
    """Return the answers without a page's own, and without what was said earlier of what it asks."""
    asked = asked_on(voice, page)
    left = {name: value for name, value in answers.get(EARLIER, {}).items() if name not in asked}
    others = {key: value for key, value in answers.items() if key not in (EARLIER, page)}
    return {**({EARLIER: left} if left else {}), **others}
