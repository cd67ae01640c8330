"""The six pages of questions: what each may contain. They change nothing, so they need no token and set no cookie."""

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.validators import Optional, ValidationError

from portal.directory.index import AGES
from portal.directory.places import NOWHERE, Places
from portal.languages import gettext as _
from portal.languages import lazy as _l
from portal.languages import ngettext
from portal.signposting import questions
from portal.signposting.questions import NOT_SURE, RATHER_NOT, about
from portal.web.fields import (
    AtMost,
    CheckboxesField,
    NumberField,
    RadioField,
    TextAreaField,
    TextField,
    TickField,
    choice,
)
from portal.web.forms import PortalForm

LARGE = {"heading": True, "size": "l"}
Pairs = Iterable[tuple[str, Any]]


def _choices(*pairs: tuple[str, Any]) -> list[Any]:
    """Offer answers, and always not to be sure or not to say."""
    return [*(choice(*pair) for pair in pairs), choice(*NOT_SURE), choice(*RATHER_NOT)]


def _ticks(pairs: Pairs, *alone: tuple[str, Any]) -> list[Any]:
    """Offer answers of which several fit; the last ones stand alone."""
    first = alone[0][0]
    apart = [choice(*pair, divider=_l("or") if pair[0] == first else "", exclusive=True) for pair in alone]
    return [*(choice(*pair) for pair in pairs), *apart]


class Step(PortalForm):
    """One page of questions, worded for whoever asks."""

    page = ""
    main = ""
    """The field whose question is the page's heading."""

    class Meta:
        """Nothing is changed and nothing is kept."""

        csrf = False

    def __init__(self, *, who: str = "", needs: Pairs = (), places: Places = NOWHERE, **values: Any) -> None:
        super().__init__(**values)
        self.places = places
        self.who_for = about(who)
        self[self.main].label.text = str(questions.TITLES[self.page][self.who_for])
        self.adapt(who, needs)

    def adapt(self, who: str, needs: Pairs) -> None:
        """Fit the page to whoever asks, and to the area's own words."""


class WhoForm(Step):
    """Whom it is for."""

    page = main = "who"
    who = RadioField("", [Optional()], choices=_choices(*questions.WHO), render_kw=LARGE)

    def adapt(self, who: str, needs: Pairs) -> None:
        """Set those who come because of their work apart."""
        rows = [
            choice(key, name, divider=_l("or, for your work") if key == "school" else "") for key, name in questions.WHO
        ]
        self.who.choices = [*rows, choice(*NOT_SURE, divider=_l("or")), choice(*RATHER_NOT)]


class AgeForm(Step):
    """How old they are, as exactly as they like."""

    page, main = "age", "age"
    age = NumberField(
        "",
        [Optional()],
        description=_l("In years. For a baby under 1, write 0."),
        render_kw=LARGE | {"width": 2, "inputmode": "numeric", "autocomplete": "off"},
    )
    band = RadioField(
        _l("Or choose about how old"), [Optional()], choices=_choices(*questions.BAND_NAMES), render_kw={"size": "m"}
    )

    def validate_age(self, box: NumberField) -> None:
        """Say kindly when the site is for somebody younger."""
        if box.data is not None and box.data not in AGES:
            raise ValidationError(_("The services here are for people up to %(age)s.", age=AGES[-1]))


class WhatForm(Step):
    """What is going on, in the area's plain words and in their own."""

    page, main = "what", "need"
    need = CheckboxesField("", [Optional()], description=_l("Choose up to 3."), choices=[], render_kw=LARGE)
    words = TextAreaField(
        _l("Is it something else? Say it in your own words."),
        [Optional(), AtMost(questions.MOST_LETTERS)],
        description=_l("Spelling doesn't matter. Nobody keeps what you write here."),
        render_kw={"rows": 3, "autocomplete": "off", "spellcheck": False, "size": "m"},
    )

    def adapt(self, who: str, needs: Pairs) -> None:
        """Offer what this area's services help with."""
        self.need.choices = _ticks(needs, NOT_SURE, RATHER_NOT)

    def validate_need(self, box: CheckboxesField) -> None:
        """Ask for the three that matter most."""
        over = len(box.data or ()) - questions.MOST_NEEDS
        if over > 0:
            raise ValidationError(
                ngettext(
                    "Please choose 3 at most: take %(num)s away.", "Please choose 3 at most: take %(num)s away.", over
                )
            )


class NowForm(Step):
    """How it is right now: a feeling, never a diagnosis."""

    page = main = "now"
    now = RadioField("", [Optional()], choices=_choices(*questions.NOW_ANSWERS["me"]), render_kw=LARGE)

    def adapt(self, who: str, needs: Pairs) -> None:
        """Ask about the person it is for."""
        self.now.choices = _choices(*questions.NOW_ANSWERS[self.who_for])


class HowForm(Step):
    """How they would like to get help, and what makes it easier."""

    page, main = "how", "how"
    how = CheckboxesField(
        "",
        [Optional()],
        description=_l("Choose all that would be OK."),
        choices=_ticks(questions.WAYS, questions.NO_PREFERENCE, NOT_SURE, RATHER_NOT),
        render_kw=LARGE,
    )
    private = TickField(_l("Without telling my parents or carers"))
    access = CheckboxesField(
        _l("Would any of this make it easier?"),
        [Optional()],
        description=_l("You can leave this empty."),
        choices=[choice(*pair) for pair in questions.EASIER],
        render_kw={"size": "m"},
    )

    def adapt(self, who: str, needs: Pairs) -> None:
        """Only young people can keep it from their parents."""
        if who == "friend":
            self.private.label.text = _("Without telling their parents or carers")
        elif self.who_for == "them":
            del self.private


class WhereForm(Step):
    """Where they are: never needed, and never kept."""

    page, main = "where", "near"
    near = TextField(
        "",
        [Optional(), AtMost(60)],
        description=_l("A town, or the first part of a postcode. You don't have to say. We don't keep it."),
        render_kw=LARGE | {"width": 10, "autocomplete": "off", "spellcheck": False},
    )

    def validate_near(self, box: TextField) -> None:
        """Say what would work where a place is not known."""
        if box.data and self.places.find(box.data) is None:
            raise ValidationError(
                _("We don't know that place. Try a town, or the first part of a postcode. Or leave it empty.")
            )


FORMS: Mapping[str, type[Step]] = {
    form.page: form for form in (WhoForm, AgeForm, WhatForm, NowForm, HowForm, WhereForm)
}


def said(answers: "MultiDict[str, str]", needs: Pairs, places: Places) -> dict[str, Any]:
    """Read every answer that came along; what makes no sense counts as not said."""
    found: dict[str, Any] = {}
    who = answers.get("who", "")
    for form_class in FORMS.values():
        form = form_class(formdata=answers, who=who, needs=needs, places=places)
        form.validate()
        found |= {field.name: field.data for field in form if not field.errors}
    return found
