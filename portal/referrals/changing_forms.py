"""What somebody can say on the page of a request they have sent, in the words their own voice was asked in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wtforms import HiddenField
from wtforms.validators import Optional

from portal.languages import lazy as _l
from portal.referrals import choices, facts
from portal.referrals.forms import FORMS, StatusForm, fields_of
from portal.referrals.professional_forms import ADVICE
from portal.referrals.questions import STORY_LETTERS
from portal.referrals.voices import Voice
from portal.triage.facts import UNANSWERED
from portal.web.fields import AtMost, Group, RadioField, TextAreaField
from portal.web.forms import PortalForm

SAFETY = frozenset({"safe_now", "sui_thoughts", "self_harm", "abuse"})
"""A page that asks one of these is asked again when it has got worse."""
REACH = (
    "referrer_phone",
    "referrer_email",
    "referrer_best_time",
    "phone",
    "email",
    "contact_person",
    "contact",
    "unsafe_contact",
    *choices.WAYS,
    "contact_hours",
    "code_word",
    "who_sees_phone",
    "do_not_contact",
)
"""How to reach somebody, in the order in which it is asked here: first the one who writes."""
LATER = "later"
"""Where answers are kept that no page of the first form asks for."""
QUESTION_AGAIN = frozenset({"name", "age", "safe_now", "referrer_urgency"})
"""What the short form for advice asks again when it has got worse."""
ASIDE = frozenset({"csrf_token", "note", "reference", "code"})


class KeyedForm(StatusForm):
    """What every page behind both secrets carries; the secrets are typed again only when the note has grown old."""

    note = HiddenField()


def words(label: Any) -> TextAreaField:
    """Ask for something in their own words."""
    look = {"size": "m", "rows": 6, "autocomplete": "off", "spellcheck": False}
    return TextAreaField(label, [Optional(), AtMost(STORY_LETTERS)], render_kw=look)


@dataclass(frozen=True)
class Asked:
    """One field as a page asks it."""

    page: str
    name: str
    field: Any


def _asked(page: str, form: type[PortalForm]) -> Iterator[Asked]:
    """Yield the fields of a form in the order they are asked."""
    for name, field in fields_of(form).items():
        yield Asked(page, name, field)


def _pages(voice: Voice, question: bool) -> Mapping[str, type[PortalForm]]:
    """Return a voice's pages by their keys; those who asked a question were asked on a page of its own."""
    return {page: form for page, form in FORMS[voice].items() if (page == ADVICE) is question}


@cache
def asked_by(voice: Voice, question: bool = False) -> Mapping[str, Asked]:
    """Return every field that a voice is asked, by name."""
    return {one.name: one for page, form in _pages(voice, question).items() for one in _asked(page, form)}


def by_page(voice: Voice, said: Mapping[str, Any], question: bool = False) -> dict[str, dict[str, Any]]:
    """Put answers where this voice's first form keeps them, so that later words follow the earlier ones."""
    kept: dict[str, dict[str, Any]] = {}
    found = asked_by(voice, question)
    for name, value in said.items():
        if name not in ASIDE:
            kept.setdefault(found[name].page if name in found else LATER, {})[name] = value
    return kept


def left_open(form: KeyedForm, before: facts.Answers) -> dict[str, str]:
    """Return the questions passed over here that were answered earlier: last week's answer is not today's."""
    earlier = facts.said(before)
    asked = (field for field in form if isinstance(field, RadioField) and not field.data)
    return {field.name: UNANSWERED for field in asked if earlier.get(field.name)}


@cache
def safety_pages(voice: Voice, question: bool = False) -> tuple[str, ...]:
    """Name the pages of a voice that ask about safety."""
    pages = _pages(voice, question)
    return tuple(page for page, form in pages.items() if SAFETY & {one.name for one in _asked(page, form)})


@cache
def worse(voice: Voice, question: bool = False) -> type[KeyedForm]:
    """Return the page for when it has got worse: what has changed, and this voice's own safety questions."""
    body: dict[str, Any] = {"story": words(_l("What has changed?"))}
    for page in safety_pages(voice, question):
        for one in _asked(page, FORMS[voice][page]):
            # Two pages may call their groups alike.
            name = f"{page}_{one.name}" if issubclass(one.field.field_class, Group) else one.name
            if not question or name in QUESTION_AGAIN:
                body.setdefault(name, one.field)
    return type("WorseForm", (KeyedForm,), body)


@cache
def contact(voice: Voice, question: bool = False) -> type[KeyedForm]:
    """Return the page for how they may be reached: the ways that this voice was asked about."""
    found = asked_by(voice, question)
    return type("ContactForm", (KeyedForm,), {name: found[name].field for name in REACH if name in found})


@cache
def withdraw(_voice: Voice, _question: bool = False) -> type[KeyedForm]:
    """Return the page for a wish to withdraw."""
    return type("WithdrawForm", (KeyedForm,), {"story": words(_l("Is there anything you want to tell us?"))})


def arrange(form: KeyedForm, *first: str, again: bool) -> KeyedForm:
    """Put secrets that are asked again first, then `first`, then their own words; no question heads the page."""
    for field in form:
        if (field.render_kw or {}).get("heading"):
            field.render_kw = {**field.render_kw, "heading": False, "size": "m"}
    if not again:
        del form.reference, form.code
    above = [name for name in ("reference", "code", *first, "story", *REACH) if name in form]
    form._fields = {name: form._fields[name] for name in dict.fromkeys([*above, *form._fields])}
    return form
