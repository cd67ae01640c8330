"""What somebody who waits can say on their own page: how they are now, in their own voice's words."""

from functools import cache
from typing import Any

from wtforms.validators import ValidationError

from portal.languages import gettext as _
from portal.languages import lazy as _l
from portal.referrals import changing_forms
from portal.referrals.changing_forms import KeyedForm, words
from portal.referrals.questions import line
from portal.referrals.voices import Voice
from portal.web.fields import RadioField, TextField, choice
from portal.web.forms import PortalForm

HELP, WORSE = "help", "worse"
GRAVE = frozenset({WORSE, HELP})
"""What brings their case back to a person at once; last time's answers about safety are not today's."""
ASKED = {
    Voice.YOUNG_PERSON: _l("How are you now?"),
    Voice.PARENT_CARER: _l("How is your child now?"),
}
"""The question as each voice is asked it; whoever speaks for somebody else is asked the one below."""
OF_THEM = _l("How are they now?")


def question(voice: Voice) -> Any:
    """Return the question as a voice is asked it."""
    return ASKED.get(voice, OF_THEM)


def _something(form: Any, _field: Any) -> None:
    """Ask for one of the two: an answer, or words."""
    if not form.how.data and not (form.story.data or "").strip():
        raise ValidationError(_("Please choose an answer, or write something."))


def _how(label: Any, help_now: Any) -> RadioField:
    answers = (
        choice("better", _l("A bit better")),
        choice("same", _l("About the same")),
        choice(WORSE, _l("Worse")),
        choice(HELP, help_now),
    )
    return RadioField(label, [_something], choices=[*answers], render_kw={"size": "m"})


class OwnHowForm(KeyedForm):
    """How a young person is, by their own word."""

    how = _how(_l("Which is closest?"), _l("I need help now"))
    story = words(_l("Is there anything you want to tell us?"))


class TheirHowForm(KeyedForm):
    """How somebody is, by the word of whoever asked for help for them."""

    how = _how(_l("Which is closest?"), _l("They need help now"))
    story = words(_l("Is there anything you want to tell us?"))


def ticket() -> TextField:
    """Ask for the code of a ticket."""
    hint = _l("It starts with BK. Small letters and spaces do not matter.")
    return line(_l("Your code to come back"), hint, autocomplete="off", size="m", spellcheck=False)


class TicketForm(PortalForm):
    """The code with which somebody comes back after care has ended."""

    ticket = ticket()


@cache
def back_form(voice: Voice, question: bool) -> type[KeyedForm]:
    """Return the page for coming back: what is different now, and every question about safety that a voice is asked."""
    body = {"story": words(_l("What is different now?")), "ticket": ticket()}
    return type("BackForm", (changing_forms.worse(voice, question),), body)


def how_form(voice: Voice) -> type[KeyedForm]:
    """Return the form as a voice is asked it."""
    return OwnHowForm if voice is Voice.YOUNG_PERSON else TheirHowForm
