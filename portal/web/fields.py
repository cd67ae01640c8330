"""Form fields that look like the NHS ones, and the checks that speak kindly.

How a field looks is said in its `render_kw`: `heading=True` makes its label the page's heading, `size` sizes
the label ("s", "m", "l"), `reveals={"yes": ["other_field"]}` puts other fields under an answer, and `width`,
`rows`, `autocomplete`, `inputmode`, `spellcheck`, `small`, `inline` go to the NHS component as they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.utils import unset_value
from wtforms.validators import StopValidation, ValidationError

from portal import clock, languages
from portal.languages import gettext as _
from portal.languages import lazy, ngettext
from portal.web import typed, widgets

Check = Callable[[Any, Any], None]

DATE_PROBLEMS = {
    frozenset({"day"}): lazy("Please add the day."),
    frozenset({"month"}): lazy("Please add the month."),
    frozenset({"year"}): lazy("Please add the year."),
    frozenset({"day", "month"}): lazy("Please add the day and the month."),
    frozenset({"day", "year"}): lazy("Please add the day and the year."),
    frozenset({"month", "year"}): lazy("Please add the month and the year."),
    "year": lazy("The year needs 4 numbers, like 2011."),
    "unreal": lazy("We cannot find that date. Please check the day and the month."),
}
OLDEST_YEARS = 120


class _InForm:
    """What all our fields share: a public way to the form they are in."""

    _form: Any

    @property
    def form(self) -> Any:
        """The form this field is bound to."""
        return self._form


class TextField(_InForm, wtforms.StringField):
    """One line of text."""

    kind = "text"
    widget = staticmethod(widgets.text_input)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, without characters that nobody types."""
        if valuelist:
            self.data = typed.clean_line(valuelist[0])


class EmailField(TextField):
    """An e-mail address."""

    kind = "email"


class TelField(TextField):
    """A phone number, kept as it was typed."""

    kind = "tel"


class SearchField(TextField):
    """Words to look for."""

    kind = "search"


class PasswordField(_InForm, wtforms.PasswordField):
    """A secret, kept to the letter and never sent back."""

    kind = "password"
    widget = staticmethod(widgets.password_input)


class TextAreaField(_InForm, wtforms.TextAreaField):
    """Several lines of text."""

    widget = staticmethod(widgets.text_area)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed and its lines, without characters that nobody types."""
        if valuelist:
            self.data = typed.clean_text(valuelist[0])


class NumberField(_InForm, wtforms.Field):
    """A whole number; what was typed comes back when it is not one."""

    kind = "text"
    widget = staticmethod(widgets.text_input)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a whole number in any script's digits."""
        text = typed.clean_line(valuelist[0]) if valuelist else ""
        self.raw_data = [text]
        self.data = None
        if not text:
            return
        if not text.isdecimal() or len(text) > 9:
            raise ValueError(_("Please write a whole number, like 14."))
        self.data = int(text)

    def _value(self) -> str:
        """Return what the box shows."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class SelectField(_InForm, wtforms.SelectField):
    """One choice out of a long list; no choice is no answer, and other checks say if one is needed."""

    widget = staticmethod(widgets.select)

    def pre_validate(self, form: Any) -> None:
        """Refuse an answer that was not offered."""
        if self.data and not any(option.selected for option in self.iter_choices()):  # type: ignore[attr-defined]
            raise StopValidation(_("Please choose one of the answers here."))


class RadioField(SelectField):
    """One choice out of a few; a page of its own looks best."""

    widget = staticmethod(widgets.radios)


class CheckboxesField(_InForm, wtforms.SelectMultipleField):
    """Several choices under one name; the data is a list of values."""

    widget = staticmethod(widgets.checkboxes)

    def pre_validate(self, form: Any) -> None:
        """Refuse answers that were not offered."""
        if set(self.data or ()) - {option.value for option in self.iter_choices()}:  # type: ignore[attr-defined]
            raise StopValidation(_("Please choose from the answers here."))


class TickField(_InForm, wtforms.Field):
    """One box with a name of its own; ticked, its data is its value ("yes"), otherwise None."""

    widget = staticmethod(widgets.tick)

    def __init__(self, label: Any = None, validators: Any = None, value: str = "yes", **kwargs: Any) -> None:
        self.value = value
        super().__init__(label, validators, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read whether the box was ticked."""
        self.data = self.value if self.value in valuelist else None


class Group(_InForm, wtforms.Field):
    """Words over other fields, named in `render_kw={"boxes": [...]}`; without data of its own."""

    @property
    def first_box(self) -> str:
        """The id of the box an error links to."""
        return str(self.form[(self.render_kw or {})["boxes"][0]].id)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read nothing: the boxes read themselves."""

    def populate_obj(self, obj: object, name: str) -> None:
        """Write nothing."""


class TickGroup(Group):
    """A question over boxes to tick."""

    widget = staticmethod(widgets.tick_group)


class Fold(Group):
    """What most people leave out, folded away; it stands open once any of it is answered or wrong."""

    widget = staticmethod(widgets.fold)


class DateField(_InForm, wtforms.Field):
    """A date in three boxes, named after the field: dob-day, dob-month, dob-year. Its data is a date or None."""

    widget = staticmethod(widgets.date_boxes)

    @property
    def first_box(self) -> str:
        """The id of the first box that is wrong."""
        return f"{self.id}-{next((part for part in typed.PARTS if part in self.wrong), 'day')}"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the three boxes, or show a date that is known already."""
        self.wrong: frozenset[str] = frozenset()
        self.boxes = dict.fromkeys(typed.PARTS, "")
        super().process(None, data, extra_filters)
        names = {part: f"{self.name}-{part}" for part in typed.PARTS}
        if formdata is not None and any(name in formdata for name in names.values()):
            self._read({part: typed.clean_line(formdata.get(name, "")) for part, name in names.items()})

    def _read(self, boxes: dict[str, str]) -> None:
        """Read what was typed, and remember which box is wrong."""
        self.boxes = boxes
        self.raw_data = [text for text in boxes.values() if text]
        self.data, self.wrong, problem = typed.read_date(boxes, languages.current())
        if problem:
            sentence = DATE_PROBLEMS[self.wrong if problem == "missing" else problem]
            self.process_errors = [*self.process_errors, str(sentence)]

    def process_data(self, value: date | str | None) -> None:
        """Take a date, also as ISO text, the way answers are kept."""
        self.data = date.fromisoformat(value) if isinstance(value, str) and value else value or None
        if self.data:
            self.boxes = {part: str(getattr(self.data, part)) for part in typed.PARTS}


@dataclass(frozen=True)
class AtMost:
    """Check that a text is not too long, without cutting it off."""

    limit: int

    @property
    def field_flags(self) -> dict[str, int]:
        """Tell the widget, which counts for the reader."""
        return {"limit": self.limit}

    def __call__(self, form: Any, field: Any) -> None:
        """Say by how much the text is too long."""
        over = len(field.data or "") - self.limit
        if over > 0:
            raise ValidationError(
                ngettext("This is %(num)s letter too long.", "This is %(num)s letters too long.", over)
            )


def choice(value: str, label: Any, hint: Any = "", divider: Any = "", exclusive: bool = False) -> SelectChoice:
    """Make one answer, with a hint under it or a word above it ("or"); an exclusive one unticks the others."""
    return SelectChoice(value, label, render_kw={"hint": hint, "divider": divider, "exclusive": exclusive})


def asked(message: Any) -> Check:
    """Ask for an answer; "I'd rather not say" and "Not sure" are answers."""

    def check(_form: Any, field: Any) -> None:
        if field.process_errors:
            raise StopValidation
        if field.data in (None, "", []):
            raise StopValidation(str(message))

    return check


def any_ticked(message: Any) -> Check:
    """Ask for at least one box of a group."""

    def check(form: Any, field: Any) -> None:
        if not any(form[name].data for name in field.render_kw["boxes"]):
            raise StopValidation(str(message))

    return check


def in_the_past(message: Any) -> Check:
    """Refuse a date after today, or longer ago than anybody lives."""

    def check(_form: Any, field: Any) -> None:
        today = clock.today()
        oldest = date(today.year - OLDEST_YEARS, 1, 1)
        if field.data and not oldest <= field.data <= today:
            field.wrong = frozenset({"year"})
            raise StopValidation(str(message))

    return check


def between(least: int, most: int, message: Any) -> Check:
    """Refuse a number outside a range."""

    def check(_form: Any, field: Any) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise StopValidation(str(message))

    return check
