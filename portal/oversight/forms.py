"""What somebody types who breaks the glass."""

from typing import Any

from wtforms.validators import ValidationError

from portal.web.fields import AtMost, TextAreaField, asked
from portal.web.forms import PortalForm

SHORTEST_REASON = 10


def says_enough(_form: Any, field: Any) -> None:
    """Refuse a reason that nobody could check later."""
    if sum(letter.isalpha() for letter in field.data or "") < SHORTEST_REASON:
        raise ValidationError("Say why in a sentence: somebody reads it.")


class GlassForm(PortalForm):
    """Why one record must be opened now."""

    reason = TextAreaField(
        "Why must you read this record now?",
        [asked("Say why you must read this record."), AtMost(1000), says_enough],
        description="The people for safeguarding read what you write here.",
        render_kw={"rows": 4},
    )
