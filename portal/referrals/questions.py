"""How a question is asked: it can always be left empty, and not sure is always an answer."""

from typing import Any

from wtforms.validators import Optional

from portal.languages import lazy as _l
from portal.referrals import choices
from portal.web import fields
from portal.web.fields import (
    AtMost,
    Fold,
    NumberField,
    RadioField,
    SelectField,
    TextAreaField,
    TextField,
    TickField,
    TickGroup,
)

STORY_LETTERS = 8000
PASTED_LETTERS = 100_000
"""What a professional may paste: a whole letter, with what hangs on it."""
LINE_LETTERS = 200
LONGEST_SLUG = 120
NOT_SURE = fields.choice("not_sure", _l("I'm not sure"))
RATHER_NOT = fields.choice("prefer_not", _l("I'd rather not say"))
TICK_ANY = _l("Tick any that are true. You can leave them all empty.")


def radios(
    label: Any, *answers: Any, hint: Any = "", heading: bool = True, reveals: dict[str, list[str]] | None = None
) -> RadioField:
    """Ask one question; not sure and rather not say can always be chosen, and so can nothing at all."""
    look: dict[str, Any] = {"heading": True, "size": "l"} if heading else {"size": "m"}
    if reveals:
        look["reveals"] = reveals
    chosen = [*answers, NOT_SURE, RATHER_NOT]
    return RadioField(label, [Optional()], choices=chosen, description=hint, render_kw=look)


def yes_no(label: Any, hint: Any = "", heading: bool = True) -> RadioField:
    """Ask a question that has a yes and a no."""
    answers = (fields.choice("yes", _l("Yes")), fields.choice("no", _l("No")))
    return radios(label, *answers, hint=hint, heading=heading)


def ticks(label: Any, *boxes: str, heading: bool = False) -> TickGroup:
    """Ask which of several things are true, each a field of its own."""
    size = "l" if heading else "m"
    return TickGroup(label, description=TICK_ANY, render_kw={"boxes": list(boxes), "size": size, "heading": heading})


def line(label: Any, hint: Any = "", kind: type[TextField] = TextField, **look: Any) -> TextField:
    """Ask for one line."""
    return kind(label, [Optional(), AtMost(LINE_LETTERS)], description=hint, render_kw=look)


def text(label: Any, hint: Any = "", rows: int = 3, most: int = STORY_LETTERS, **look: Any) -> TextAreaField:
    """Ask for as many words as somebody wants to write."""
    look = {"size": "s", "rows": rows, "autocomplete": "off"} | look
    return TextAreaField(label, [Optional(), AtMost(most)], description=hint, render_kw=look)


def own_story(label: Any, hint: Any) -> TextAreaField:
    """Ask what is going on, in a large box that is the page's heading."""
    look = {"heading": True, "size": "l", "rows": 8, "autocomplete": "off", "spellcheck": False}
    return TextAreaField(label, [Optional(), AtMost(STORY_LETTERS)], description=hint, render_kw=look)


def number(label: Any, most: int, wrong: Any, hint: Any = "", width: int = 3) -> NumberField:
    """Ask for a whole number."""
    look = {"size": "s", "width": width, "inputmode": "numeric", "autocomplete": "off"}
    return NumberField(label, [Optional(), fields.between(0, most, wrong)], description=hint, render_kw=look)


def age(label: Any, hint: Any = "", **look: Any) -> TextField:
    """Ask how old somebody is: whatever is typed is kept, and read where it says a number."""
    return small(label, hint, **({"width": 10} | look))


def small(label: Any, hint: Any = "", kind: type[TextField] = TextField, **look: Any) -> TextField:
    """Ask for one line among others."""
    return line(label, hint, kind, **({"size": "s", "autocomplete": "off"} | look))


def near() -> NumberField:
    """Ask how near a goal is today."""
    wrong = _l("Please write a number from 0 to 10.")
    return number(_l("How close is this today, from 0 to 10?"), 10, wrong, width=2)


def again(asked: Any, label: Any = None, **look: Any) -> Any:
    """Ask at this place what another form asks, with its answers, in the same words or under another label."""
    first, *others = asked.args
    options = {**asked.kwargs, "render_kw": {**asked.kwargs.get("render_kw", {}), **look}}
    return asked.field_class(label or first, *others, **options)


def fold(label: Any, *names: str, hint: Any = "") -> Fold:
    """Fold away fields of the same page that most people leave out."""
    return Fold(label, description=hint, render_kw={"boxes": list(names)})


def channel(label: Any) -> SelectField:
    """Ask whether one way to reach somebody is safe; an empty choice is no answer."""
    said = [fields.choice("", _l("Not said")), *choices.IS_SAFE]
    return SelectField(label, [Optional()], choices=said, render_kw={"size": "s"})


class ServiceTick(TickField):
    """A service somebody came from the page of. Its value is the service's slug, its label the service's name."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read which service was ticked."""
        self.data = next((slug for slug in valuelist if 0 < len(slug) <= LONGEST_SLUG), None)

    def offer(self, slug: str, name: str, *, ticked: bool) -> None:
        """Show one service as the answer that can be given."""
        self.value, self.label.text = slug, name
        self.data = slug if ticked or self.data == slug else None
