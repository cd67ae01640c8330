"""Questions and answers in words: as whoever wrote checks them, and as staff read them, in English."""

from collections.abc import Mapping
from copy import copy
from functools import cache
from typing import Any

from wtforms import Field

from portal.languages import SOURCE, gettext, using
from portal.referrals import measured_forms, measures, wanted
from portal.referrals.ages import AgeGroup
from portal.referrals.answers import MADE_FROM, as_typed
from portal.referrals.facts import Answers
from portal.referrals.forms import FORMS, form_for, put_in_their_words
from portal.referrals.placing import EARLIER
from portal.referrals.voices import Voice
from portal.web.fields import TickGroup

WISHED_FOR = "asked_for"
"""Kept as a service's slug, read by its name."""
DERIVED = {
    "text": "Words found in what they wrote",
    "text_lang": "Language of what they wrote",
    "contact": "Can we reach them",
    "age_said": "Age, as it was written",
}

WORKED_OUT = {
    ("contact", "none"): "No safe way",
    ("text_lang", "uncovered"): "One that our word lists do not know",
    ("text", "imminent"): "It may be happening, or soon",
    ("text", "strong"): "Strong words of danger",
    ("text", "mention"): "A word of danger, perhaps said with a no",
    ("text", "abuse"): "Words that suggest abuse",
}
"""What we work out ourselves, said as staff would."""


@cache
def _fields(voice: Voice, group: AgeGroup) -> dict[str, Field]:
    """Return one unbound copy of every field that a voice is asked, by its stable name; a voice may have no forms.

    What an age group is not asked stays in the words of the form: it may have been said under another age.
    """
    kinds = FORMS.get(voice, {}).values()
    found = {field.name: field for form in kinds for field in form(meta={"csrf": False})}
    for form in (form(meta={"csrf": False}) for form in kinds):
        put_in_their_words(voice, form, group)
        found |= {field.name: field for field in form}
    return found


def label(voice: Voice, name: str, group: AgeGroup = AgeGroup.FROM_11) -> str:
    """Return the question behind a field, as it was put to this voice at this age."""
    if measured := measured_forms.found(name):
        with using(SOURCE):
            return measures.say(measured[1].text)
    if name in DERIVED or name not in _fields(voice, group):
        return DERIVED.get(name, name.replace("_", " "))
    with using(SOURCE):
        return str(_fields(voice, group)[name].label.text)


def in_english(voice: Voice, page: str, group: AgeGroup) -> list[tuple[str, list[str]]]:
    """Return every question of a page with its answers, in English: what stands beside a draft translation."""
    asked = []
    form = FORMS[voice][page](meta={"csrf": False})
    put_in_their_words(voice, form, group)
    boxes = {name for field in form if isinstance(field, TickGroup) for name in field.render_kw["boxes"]}
    with using(SOURCE):
        for field in form:
            offered = [str(choice.label) for choice in getattr(field, "choices", None) or ()]
            if isinstance(field, TickGroup):
                offered = [str(form[name].label.text) for name in field.render_kw["boxes"]]
            if field.name not in boxes:
                asked.append((str(field.label.text), offered))
    return asked


def value_label(voice: Voice, name: str, value: Any, group: AgeGroup = AgeGroup.FROM_11) -> str:
    """Return an answer in the words that were chosen."""
    if isinstance(value, str) and (name, value) in WORKED_OUT:
        return WORKED_OUT[name, value]
    with using(SOURCE):
        if measured := measured_forms.found(name):
            return next((measures.say(text) for score, text in measured[1].answers if str(score) == value), str(value))
        for choice in getattr(_fields(voice, group).get(name), "choices", None) or ():
            if choice.value == value:
                return str(choice.label)
    if name == WISHED_FOR:
        return wanted.name_of(str(value))
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(map(str, value))) or "nothing"
    return str(value).replace("_", " ")


def rows(voice: Voice, answers: Answers, home: str) -> list[dict[str, str]]:
    """Return what was said, question by question, in the words that were chosen, each with the way back to it.

    `home` is where the journey's addresses begin.
    """
    shown = []
    for page in (page for page in FORMS[voice] if page in answers):
        href = f"{home}/{page}"
        said = as_typed(answers[page])
        form = form_for(voice, page, answers, data=said, meta={"csrf": False})
        chosen = [field for field in form if field.name in said]
        shown += [{"key": str(field.label.text), "value": _chosen(field), "href": href} for field in chosen]
        if not said:
            first = next(iter(form))
            shown.append({"key": str(first.label.text), "value": gettext("You left this empty"), "href": href})
        shown += _no_longer_asked(voice, {name: value for name, value in said.items() if name not in form})
    return shown + _no_longer_asked(voice, answers.get(EARLIER, {}))


def _no_longer_asked(voice: Voice, said: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what was said to questions that are not asked any more, at this age or at all: what is sent is shown."""
    shown = []
    for name, value in said.items():
        if name in MADE_FROM:
            continue
        field = copy(next((asked[name] for group in AgeGroup if name in (asked := _fields(voice, group))), None))
        key = str(field.label.text) if field else name.replace("_", " ").capitalize()
        if field:
            field.data = value
        answer = _chosen(field) if field else str(value)
        shown.append({"key": gettext("You said earlier: %(question)s", question=key), "value": answer})
    return shown


def _chosen(field: Field) -> str:
    """Return an answer as it was chosen or typed."""
    for choice in getattr(field, "choices", None) or ():
        if choice.value == field.data:
            return str(choice.label)
    if field.name == WISHED_FOR:
        return wanted.name_of(str(field.data))
    return gettext("Yes") if field.type == "TickField" else str(field.data)
