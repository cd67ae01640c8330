"""What may be written on the page, and the codes typed for it. Nothing here needs a visit, so nothing sets a cookie."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import Optional, ValidationError

from portal.languages import gettext as _
from portal.languages import lazy as _l
from portal.passport.questions import LETTERS, NAMES, QUESTIONS, tidy
from portal.passport.reasons import REASONS
from portal.web import fields
from portal.web.fields import AtMost, RadioField, TextAreaField, TextField, TickField
from portal.web.forms import PortalForm

TITLES = {each.name: each for each in QUESTIONS}
CODE = {"width": 20, "autocomplete": "off", "spellcheck": False}


def _words(name: str) -> TextAreaField:
    """Ask for one part of the page. Several lines each, also for a name: Enter in a single line would send it all."""
    asked = TITLES[name]
    look = {"size": "m", "rows": asked.lines + 1, "autocomplete": "off", "spellcheck": False}
    # The bound check tells the widget nothing: seven counts under seven boxes would be read before any word.
    return TextAreaField(asked.title, [AtMost(LETTERS).__call__], description=asked.hint, render_kw=look)


class Open(PortalForm):
    """A form whose right to anything is in what it carries: a sealed note or a code."""

    class Meta:
        """No token, for a token would need a cookie."""

        csrf = False


class WordsForm(Open):
    """The page itself."""

    note = HiddenField()
    called = _words("called")
    struggle = _words("struggle")
    helps = _words("helps")
    worse = _words("worse")
    people = _words("people")
    staff = _words("staff")
    talking = _words("talking")

    @property
    def words(self) -> dict[str, str]:
        """What was written, without the empty parts."""
        return tidy({name: self[name].data for name in NAMES})

    def validate_struggle(self, _field: Any) -> None:
        """Ask for at least one word: an empty page helps nobody."""
        if not self.words:
            raise ValidationError(_("Please write something first. One box is enough."))


class KeepForm(WordsForm):
    """The page, with a yes to keeping a copy of it."""

    agree = TickField(
        _l("I know who can open it, and I want you to keep a copy"),
        [fields.asked(_l("Tick this if you want us to keep a copy. If not, nothing is sent."))],
        # The browser itself refuses to send a word before this is ticked.
        render_kw={"before_sending": True},
    )


class OwnForm(WordsForm):
    """The page that somebody opened with their own code; the code is asked again when the page has grown old."""

    code = TextField(_l("Your own code, once more"), [Optional()], render_kw=dict(CODE))


class CodeForm(Open):
    """The code of whoever wrote a page."""

    code = TextField(
        _l("Your own code"),
        [fields.asked(_l("Please write your own code. It begins with MINE."))],
        description=_l("It begins with MINE. Small letters and spaces do not matter."),
        render_kw=dict(CODE),
    )


class StaffForm(PortalForm):
    """The code that a young person shows, and why it is used."""

    code = TextField(
        "The code to show",
        [fields.asked("Type the code that the young person gave you.")],
        description="It begins with SHOW. Ask them for it, or find it on what they carry.",
        render_kw={"width": 20, "autocomplete": "off", "spellcheck": False, "size": "s"},
    )
    why = RadioField(
        "Why do you open it?",
        [fields.asked("Choose why.")],
        description="Whoever wrote it sees your role, the day and this reason.",
        choices=[fields.choice(key, words) for key, words in REASONS.items()],
        render_kw={"size": "s", "small": True},
    )
