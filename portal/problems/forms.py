"""What a reader says is wrong, and what an editor answers."""

import secrets
from typing import Any

from wtforms import HiddenField
from wtforms.validators import Optional, ValidationError

from portal.languages import lazy as _l
from portal.problems.kinds import KINDS, STAFF_OUTCOMES, Outcome
from portal.web import fields
from portal.web.fields import AtMost, RadioField, TextAreaField, TextField
from portal.web.forms import PortalForm

LETTERS = 2000
KEEP_OPEN = "keep_open"


class ReportForm(PortalForm):
    """What is wrong. Only the choice is needed: a reader may have no words for it, and no wish to be known."""

    once = HiddenField()
    kind = RadioField(
        _l("What is wrong?"),
        [fields.asked(_l("Choose what fits best. Not sure is fine."))],
        choices=[fields.choice(kind.value, words) for kind, words in KINDS.items()],
    )
    words = TextAreaField(
        _l("Tell us more, if you like"),
        [Optional(), AtMost(LETTERS)],
        description=_l("You don't have to say who you are or how you feel. Just what the page gets wrong."),
        render_kw={"rows": 5, "size": "m", "autocomplete": "off", "spellcheck": False},
    )
    contact = TextField(
        _l("How could we tell you what we did?"),
        [Optional(), AtMost(200)],
        description=_l("An e-mail address or a number. You can leave this empty and look up the answer here instead."),
        render_kw={"size": "m", "autocomplete": "off", "spellcheck": False},
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        # A number for this form alone: sent twice, it is one report.
        self.once.data = (self.once.data or "")[:64] or secrets.token_urlsafe(24)


class LookUpForm(PortalForm):
    """The reference of a report."""

    reference = TextField(
        _l("Your reference"),
        [fields.asked(_l("Please write the reference. It begins with PR."))],
        description=_l("It looks like PR-7K3M-9QPD-2XHV-R."),
        render_kw={"width": 20, "autocomplete": "off", "spellcheck": False},
    )


class AnswerForm(PortalForm):
    """What the reporter reads, and whether the report is closed with it."""

    version = HiddenField()
    answer = TextAreaField(
        "Your answer",
        [AtMost(LETTERS)],
        description="The reporter reads this. Say what you found and what you did; name nobody.",
        render_kw={"rows": 4, "size": "s"},
    )
    outcome = RadioField(
        "Then",
        [fields.asked("Choose whether this is finished.")],
        choices=[
            fields.choice(KEEP_OPEN, "Keep it open: there is more to do"),
            *(fields.choice(outcome.value, f"Close: {words.lower()}") for outcome, words in STAFF_OUTCOMES.items()),
        ],
        render_kw={"size": "s", "small": True},
    )

    def validate_answer(self, field: Any) -> None:
        """Ask for words where nothing else would tell the reporter anything."""
        if self.outcome.data == KEEP_OPEN and not (field.data or "").strip():
            raise ValidationError("Write what the reporter should know so far.")

    @property
    def seen(self) -> int:
        """The version the editor saw; nonsense is a version that never was."""
        said = self.version.data or ""
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1

    @property
    def closing(self) -> Outcome | None:
        """Why it is closed; None when it stays open."""
        return None if self.outcome.data == KEEP_OPEN else Outcome(self.outcome.data)
