"""An area's own measures on a form: folded, after hopes and wishes, and never needed."""

from collections.abc import Mapping
from typing import Any

from babel.support import LazyProxy
from flask import Flask, current_app
from wtforms.validators import Optional

from portal.languages import lazy as _l
from portal.referrals import measures
from portal.referrals.measures import Item, Measure
from portal.referrals.questions import fold
from portal.referrals.voices import Voice
from portal.web import fields
from portal.web.fields import RadioField
from portal.web.forms import PortalForm

ASKED_ON: Mapping[Voice, str] = {
    Voice.YOUNG_PERSON: "hopes",
    Voice.PARENT_CARER: "wishes",
    Voice.PROFESSIONAL: "wishes",
}
HINT = _l("You can leave this out. If you answer it again later, we see together what has changed.")


def install(app: Flask) -> None:
    """Read the area's measures once. Raises AreaError naming the file."""
    app.extensions["measures"] = measures.load(app.extensions["portal"]["settings"].content / "area")


def known() -> tuple[Measure, ...]:
    """Return the area's measures."""
    found: tuple[Measure, ...] = current_app.extensions.get("measures", ()) if current_app else ()
    return found


def with_measures(voice: Voice, page: str, form: type[PortalForm]) -> type[PortalForm]:
    """Return a page's form, with the measures that are for this voice where it has any."""
    asked = tuple(each for each in known() if voice in each.voices) if ASKED_ON.get(voice) == page else ()
    return _extended(form, asked) if asked else form


def asked_on(voice: Voice, page: str) -> frozenset[str]:
    """Name what the area's measures add to a page."""
    added = [each for each in known() if voice in each.voices] if ASKED_ON.get(voice) == page else []
    return frozenset(measure.field(item) for measure in added for item in measure.items)


def _extended(form: type[PortalForm], asked: tuple[Measure, ...]) -> type[PortalForm]:
    """Add a fold of questions for each measure."""
    body: dict[str, Any] = {}
    for measure in asked:
        names = [measure.field(item) for item in measure.items]
        body[f"{measures.PREFIX}{measure.id}".replace("-", "_")] = fold(_said(measure.title), *names, hint=HINT)
        body |= {name: _question(item) for name, item in zip(names, measure.items, strict=True)}
    return type(form.__name__, (form,), body)


def _question(item: Item) -> RadioField:
    """Ask one item."""
    choices = [fields.choice(str(score), _said(text)) for score, text in item.answers]
    return RadioField(_said(item.text), [Optional()], choices=choices, render_kw={"size": "s", "small": True})


def _said(words: measures.Words) -> Any:
    """Keep an area's words, and say them later in the language of that moment."""
    return LazyProxy(measures.say, words, enable_cache=False)


def found(name: str) -> tuple[Measure, Item] | None:
    """Return the item behind a field's name; None for any other field, and for a measure that is gone."""
    if not name.startswith(measures.PREFIX):
        return None
    items = ((measure, item) for measure in known() for item in measure.items)
    return next((one for one in items if one[0].field(one[1]) == name), None)
