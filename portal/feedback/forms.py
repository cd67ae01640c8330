"""What somebody says of a page or of their help, what the panel asks, and what staff write."""

import secrets
from typing import Any

from wtforms import HiddenField
from wtforms.validators import Optional, ValidationError

from portal.feedback.kinds import AGES, FELT, MARKS, SEEN_BY, WHO
from portal.languages import gettext as _
from portal.languages import lazy as _l
from portal.referrals.changing_forms import KeyedForm
from portal.web import fields
from portal.web.fields import AtMost, RadioField, TextAreaField, TextField, TickField
from portal.web.forms import PortalForm

LETTERS = 2000
NOTE_LETTERS = 600
QUIET = {"autocomplete": "off", "spellcheck": False}


def _words(label: Any, hint: Any) -> TextAreaField:
    look = {"rows": 5, "size": "m", **QUIET}
    return TextAreaField(label, [Optional(), AtMost(LETTERS)], description=hint, render_kw=look)


def _choices(words: Any) -> list[Any]:
    return [fields.choice(each.value, label) for each, label in words.items()]


class SentOnce(PortalForm):
    """A form with a number of its own: sent twice, it is one row."""

    once = HiddenField()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.once.data = (self.once.data or "")[:64] or secrets.token_urlsafe(24)


def _mark(label: Any) -> RadioField:
    need = fields.asked(_l("Please choose one. You don't have to write anything."))
    return RadioField(label, [need], choices=_choices(MARKS), render_kw={"size": "m"})


class PageForm(SentOnce):
    """What somebody thinks of a page. Only the choice is needed."""

    mark = _mark(_l("Did this page help?"))
    words = _words(_l("Tell us more, if you like"), _l("Please don't write who you are. We can't answer you here."))
    quotable = TickField(_l("You may share my words on this site"))
    who = RadioField(
        _l("Who are you? You can leave this out."), [Optional()], choices=_choices(WHO), render_kw={"size": "m"}
    )


def _something(form: Any, _field: Any) -> None:
    """Ask for one of them: an answer, or words."""
    if not any(form[name].data for name in ("listened", "needed", "again", "words")):
        raise ValidationError(_("Please choose an answer, or write something."))


class SiteForm(PageForm):
    """What somebody thinks of the site as a whole."""

    mark = _mark(_l("Did this site help?"))


def _felt(label: Any, *checks: Any) -> RadioField:
    return RadioField(label, [*checks], choices=_choices(FELT), render_kw={"size": "m", "inline": True})


class HelpForm(KeyedForm):
    """How the help was: three questions, each of which can be left out."""

    listened = _felt(_l("Did you feel listened to?"), _something)
    needed = _felt(_l("Did you get what you needed?"))
    again = _felt(_l("Would you come back to us?"))
    words = _words(_l("Tell us more, if you like"), _l("Please don't write who you are. We can't answer you here."))
    quotable = TickField(_l("You may share my words on this site"))
    linked = TickField(_l("You may link it to my request"))


class PanelForm(SentOnce):
    """How to reach somebody who would like to help to decide."""

    name = TextField(
        _l("What should we call you?"),
        [fields.asked(_l("Please write a name. It doesn't have to be your real one.")), AtMost(80)],
        description=_l("It doesn't have to be your real name."),
        render_kw={"size": "m", **QUIET},
    )
    age_group = RadioField(
        _l("How old are you?"),
        [fields.asked(_l("Please choose one."))],
        choices=_choices(AGES),
        render_kw={"size": "m"},
    )
    contact = TextField(
        _l("What is a safe way to reach you?"),
        [fields.asked(_l("Please write an e-mail address or a number.")), AtMost(200)],
        description=_l("An e-mail address or a number. We use it for the panel and for nothing else."),
        render_kw={"size": "m", **QUIET},
    )
    only_mine = RadioField(
        _l("Can somebody else see what we send there?"),
        [fields.asked(_l("Please choose one."))],
        choices=_choices(SEEN_BY),
        render_kw={"size": "m"},
    )


class LeaveForm(PortalForm):
    """The code of somebody who would like to leave the panel."""

    code = TextField(
        _l("Your panel code"),
        [fields.asked(_l("Please write the code. It begins with PA."))],
        description=_l("It looks like PA-7K3M-9QPD-2XHV-R."),
        render_kw={"width": 20, **QUIET},
    )


class NoteForm(PortalForm):
    """What was said and what was done, in the words of who works here."""

    said = TextAreaField(
        "You said",
        [fields.asked("Write in your own words what people told us."), AtMost(NOTE_LETTERS)],
        description="In your own words, so that nobody knows who it was. Their words only if they said that we may.",
        render_kw={"rows": 3, "size": "s"},
    )
    did = TextAreaField(
        "We did",
        [fields.asked("Write what was done, or why it could not be."), AtMost(NOTE_LETTERS)],
        render_kw={"rows": 3, "size": "s"},
    )
    page = TextField(
        "At the end of which page?",
        [Optional(), AtMost(120)],
        description="The last part of a guide's address, like sleep. Empty: on the page about feedback only.",
        render_kw={"size": "s", **QUIET},
    )
