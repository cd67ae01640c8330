"""What somebody says who takes a record out."""

from collections.abc import Sequence

from wtforms.validators import ValidationError

from portal.referrals.models import Referral
from portal.screening.side_by_side import title
from portal.taking_out.record import CARE
from portal.web import fields
from portal.web.forms import PortalForm

LOOK = {"size": "s", "small": True}
PAGE, DATA = "page", "data"


class TakingForm(PortalForm):
    """Why, what stays out, and as which kind of file."""

    why = fields.TextAreaField(
        "Why do you take this record out, and for whom?",
        [fields.asked("Say why, and for whom."), fields.AtMost(1000)],
        description="It is kept, and whoever looks after the access log can ask you.",
        render_kw={"rows": 3, "size": "s"},
    )
    left_out = fields.CheckboxesField("What must stay out?", choices=[], render_kw=dict(LOOK))
    kind = fields.RadioField(
        "As what?",
        [fields.asked("Choose what kind of file.")],
        choices=[
            fields.choice(PAGE, "A page", "To read through, to print or to give to the person"),
            fields.choice(DATA, "Data", "The same, for another system"),
        ],
        default=PAGE,
        render_kw=dict(LOOK),
    )
    looked = fields.TickField(
        "I will look through it before anybody else gets it",
        [fields.asked("Tick this, or leave the record here.")],
        render_kw={"small": True},
    )

    def validate_left_out(self, field: fields.CheckboxesField) -> None:
        """Refuse a file about nobody."""
        accounts = {option[0] for option in field.iter_choices()} - {CARE}
        if accounts and accounts <= set(field.data or ()):
            raise ValidationError("Leave at least one account in.")

    def about(self, voices: Sequence[Referral]) -> None:
        """Offer to leave out each voice of a case, and care."""
        accounts = [
            fields.choice(str(one.id), f"{title(one)}: their words, and all that hangs on them") for one in voices
        ]
        self.left_out.choices = [
            *(accounts if len(voices) > 1 else ()),
            fields.choice(CARE, "Care after screening: meetings, handing over, delays"),
        ]
