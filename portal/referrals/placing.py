"""Answers that were given before a form changed, put where each is asked now. Pure: nothing somebody said is lost."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from wtforms.fields.core import UnboundField

from portal.referrals.answers import MADE_FROM, as_typed
from portal.referrals.facts import Answers, together
from portal.referrals.forms import FORMS
from portal.referrals.voices import Voice

EARLIER = "earlier"
"""What was said on a page that no longer asks it: kept here until the page that asks it now is passed."""


@cache
def asked_on(voice: Voice, page: str) -> frozenset[str]:
    """Return what a page asks, and what is read from its answers; of a page that no longer exists, nothing."""
    form = FORMS.get(voice, {}).get(page)
    names = {name for name in dir(form) if isinstance(getattr(form, name), UnboundField)} if form else set()
    return frozenset(names | {made for made, of in MADE_FROM.items() if of in names})


def placed(voice: Voice, answers: Answers) -> dict[str, dict[str, Any]]:
    """Return answers page by page, as the pages are now; what no passed page asks is kept as said earlier."""
    there: dict[str, dict[str, Any]] = {}
    moved: dict[str, dict[str, Any]] = {}
    for page, said in answers.items():
        asked = asked_on(voice, page)
        if page in FORMS[voice]:
            there[page] = {name: value for name, value in said.items() if name in asked}
        for name in said.keys() - asked:
            now = next((key for key in answers if name in asked_on(voice, key)), EARLIER)
            moved.setdefault(now, {})[name] = said[name]
    earlier = {EARLIER: moved.pop(EARLIER)} if EARLIER in moved else {}
    # What the page says itself was said later.
    return {**earlier, **{page: together([{page: moved.get(page, {})}, {page: there[page]}])[page] for page in there}}


def to_show(voice: Voice, page: str, answers: Answers) -> dict[str, Any]:
    """Return what a page shows as said: its own answers, and what was said earlier of what it asks now."""
    asked = asked_on(voice, page)
    earlier = {name: value for name, value in answers.get(EARLIER, {}).items() if name in asked}
    return as_typed({**earlier, **answers.get(page, {})})


def passed(voice: Voice, page: str, said: Mapping[str, Any], answers: Answers) -> dict[str, Mapping[str, Any]]:
    """Return the answers with a page's own in place of what was said there, and earlier, before."""
    return {**_without(voice, page, answers), page: said}


def held(voice: Voice, page: str, said: Mapping[str, Any], answers: Answers) -> dict[str, Mapping[str, Any]]:
    """Return the answers with what could be read of a page that is not passed: something on it has to be looked at."""
    others = _without(voice, page, answers)
    kept = {**others.get(EARLIER, {}), **said}
    return {**others, **({EARLIER: kept} if kept else {})}


def _without(voice: Voice, page: str, answers: Answers) -> dict[str, Mapping[str, Any]]:
    """Return the answers without a page's own, and without what was said earlier of what it asks."""
    asked = asked_on(voice, page)
    left = {name: value for name, value in answers.get(EARLIER, {}).items() if name not in asked}
    others = {key: value for key, value in answers.items() if key not in (EARLIER, page)}
    return {**({EARLIER: left} if left else {}), **others}
