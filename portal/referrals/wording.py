"""Questions and answers in words: as whoever wrote checks them, and as staff read them, in English."""

from functools import cache
from typing import Any

from wtforms import Field

from portal.languages import SOURCE, gettext, using
from portal.referrals import measured_forms, measures, wanted
from portal.referrals.ages import AgeGroup
from portal.referrals.facts import Answers
from portal.referrals.forms import FORMS, form_for, put_in_their_words
from portal.referrals.voices import Voice

WISHED_FOR = "asked_for"
"""Kept as a service's slug, read by its name."""
DERIVED = {
    "text": "Words found in what they wrote",
    "text_lang": "Language of what they wrote",
    "contact": "Can we reach them",
}


@cache
def _fields(voice: Voice) -> dict[str, Field]:
    """Return one unbound copy of every field that a voice is asked, by its stable name; a voice may have no forms."""
    return {field.name: field for form in FORMS.get(voice, {}).values() for field in form(meta={"csrf": False})}


def label(voice: Voice, name: str) -> str:
    """Return the question behind a field, as it was put to this voice."""
    if measured := measured_forms.found(name):
        with using(SOURCE):
            return measures.say(measured[1].text)
    if name in DERIVED or name not in _fields(voice):
        return DERIVED.get(name, name.replace("_", " "))
    with using(SOURCE):
        return str(_fields(voice)[name].label.text)


def in_english(voice: Voice, page: str, group: AgeGroup) -> list[tuple[str, list[str]]]:
    """Return every question of a page with its answers, in English: what stands beside a draft translation."""
    asked = []
    form = FORMS[voice][page](meta={"csrf": False})
    put_in_their_words(voice, form, group)
    with using(SOURCE):
        for field in form:
            offered = [str(choice.label) for choice in getattr(field, "choices", None) or ()]
            asked.append((str(field.label.text), offered))
    return asked


def value_label(voice: Voice, name: str, value: Any) -> str:
    """Return an answer in the words that were chosen."""
    with using(SOURCE):
        if measured := measured_forms.found(name):
            return next((measures.say(text) for score, text in measured[1].answers if str(score) == value), str(value))
        for choice in getattr(_fields(voice).get(name), "choices", None) or ():
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
        form = form_for(voice, page, answers, data=answers[page], meta={"csrf": False})
        chosen = [field for field in form if field.name in answers[page]]
        shown += [{"key": str(field.label.text), "value": _chosen(field), "href": href} for field in chosen]
        if not chosen:
            first = next(iter(form))
            shown.append({"key": str(first.label.text), "value": gettext("You left this empty"), "href": href})
    return shown


def _chosen(field: Field) -> str:
    """Return an answer as it was chosen or typed."""
    for choice in getattr(field, "choices", None) or ():
        if choice.value == field.data:
            return str(choice.label)
    if field.name == WISHED_FOR:
        return wanted.name_of(str(field.data))
    return gettext("Yes") if field.type == "TickField" else str(field.data)
