"""How staff read a question and its answer: the same words the young person saw, in English."""

from functools import cache
from typing import Any

from wtforms import Field

from portal.languages import SOURCE, using
from portal.referrals.forms import FORMS

DERIVED = {
    "text": "Words found in what they wrote",
    "text_lang": "Language of what they wrote",
    "contact": "Can we reach them",
}


@cache
def _fields() -> dict[str, Field]:
    """Return one unbound copy of every field, by its stable name."""
    return {field.name: field for form in FORMS.values() for field in form(meta={"csrf": False})}


def label(name: str) -> str:
    """Return the question behind a field."""
    if name in DERIVED or name not in _fields():
        return DERIVED.get(name, name.replace("_", " "))
    with using(SOURCE):
        return str(_fields()[name].label.text)


def value_label(name: str, value: Any) -> str:
    """Return an answer in the words that were chosen."""
    with using(SOURCE):
        for choice in getattr(_fields().get(name), "choices", None) or ():
            if choice.value == value:
                return str(choice.label)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(map(str, value))) or "nothing"
    return str(value).replace("_", " ")
