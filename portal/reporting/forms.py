"""What staff type about waits: which edition they saw, why they take one back, what a service elsewhere says."""

from datetime import date, timedelta
from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from portal import clock
from portal.reporting.actions import KEPT_FOR, WHY
from portal.waiting_times.models import Milestone
from portal.web import fields
from portal.web.forms import PortalForm

LONGEST = 260
"""Weeks. A wait that is said to be longer is a slip."""
SAID = {Milestone.FIRST_CONTACT: "The first contact", Milestone.SECOND_CONTACT: "The second contact"}


class SeenForm(PortalForm):
    """A button on an edition, which remembers how it was seen."""

    seen = HiddenField()


class BackForm(SeenForm):
    """Why an edition is taken back."""

    why = fields.RadioField(
        "Why do you take it back?",
        [fields.asked("Choose why.")],
        choices=[fields.choice(name, words) for name, words in WHY.items()],
        render_kw={"size": "s"},
    )


class OutsideForm(PortalForm):
    """What a service elsewhere says of its waits."""

    service = fields.SelectField(
        "Which service?", [fields.asked("Choose the service.")], choices=[], render_kw={"size": "s"}
    )
    milestone = fields.RadioField(
        "What is waited for?",
        [fields.asked("Choose what is waited for.")],
        choices=[fields.choice(each.value, words) for each, words in SAID.items()],
        render_kw={"size": "s"},
    )
    low_weeks = fields.NumberField(
        "How many weeks at least?",
        [fields.asked("Write a number of weeks."), fields.between(0, LONGEST, "Write weeks as a number, 0 to 260.")],
        render_kw={"size": "s", "width": 3},
    )
    high_weeks = fields.NumberField(
        "How many weeks at most?",
        [fields.asked("Write a number of weeks."), fields.between(0, LONGEST, "Write weeks as a number, 0 to 260.")],
        render_kw={"size": "s", "width": 3},
    )
    said_on = fields.DateField("When did they say so?", [fields.asked("Write the day.")], render_kw={"size": "s"})

    def validate_high_weeks(self, field: Any) -> None:
        """Refuse a most that is less than the least."""
        if field.data is not None and self.low_weeks.data is not None and field.data < self.low_weeks.data:
            raise ValidationError("This is less than the weeks above.")

    def validate_said_on(self, field: Any) -> None:
        """Refuse a day to come, and one so long ago that it would not be shown any more."""
        said: date | None = field.data
        today = clock.today()
        if said is not None and said > today:
            raise ValidationError("This day has not come yet.")
        if said is not None and said <= today - timedelta(days=KEPT_FOR):
            raise ValidationError(f"This is more than {KEPT_FOR} days ago. Ask them again.")
