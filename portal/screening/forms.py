"""What a clinician can type at the desk."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from portal.referrals.lifecycle import MOVES, Move
from portal.screening.actions import Decision
from portal.screening.words import DECISIONS
from portal.triage.outcome import Band
from portal.web import fields
from portal.web.forms import PortalForm

LETTERS = 4000
NEXT_STEP = "next_step"


class InHandForm(PortalForm):
    """A button about one referral, as it was when the page was made."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version the clinician saw; nonsense is a version that never was."""
        said = self.version.data or ""
        return int(said) if said.isdecimal() and len(said) < 10 else -1

    def typed(self) -> list[tuple[str, str]]:
        """Return the words somebody typed, each with the question it answers."""
        boxes = (field for field in self if isinstance(field, fields.TextField | fields.TextAreaField))
        return [(str(box.label.text), box.data or "") for box in boxes if (box.data or "").strip()]


class DecideForm(InHandForm):
    """A decision: which, why, and what comes next."""

    move = fields.RadioField(
        "What happens next?",
        [fields.asked("Choose what happens next.")],
        choices=[fields.choice(move.value, words, hint) for move, (words, hint) in DECISIONS.items()],
        render_kw={
            "size": "s",
            "small": True,
            "reveals": {
                Move.ESCALATE.value: ["band"],
                Move.SIGNPOST.value: [NEXT_STEP],
                Move.ASK_FOR_MORE.value: ["ask"],
            },
        },
    )
    band = fields.RadioField(
        "How soon must somebody act?",
        choices=[fields.choice(Band.NOW.value, "Now"), fields.choice(Band.U2H.value, "Within 2 hours")],
        default=Band.U2H.value,
        render_kw={"size": "s", "small": True},
    )
    next_step = fields.TextAreaField(
        "Who helps instead, and how do they get there?",
        [fields.AtMost(LETTERS)],
        description="The young person reads this.",
        render_kw={"rows": 3, "size": "s"},
    )
    ask = fields.TextAreaField(
        "What would you like to know?",
        [fields.AtMost(LETTERS)],
        description="The young person reads this.",
        render_kw={"rows": 3, "size": "s"},
    )
    rationale = fields.TextAreaField(
        "Why?",
        [fields.asked("Write why. Somebody may ask in a year."), fields.AtMost(LETTERS)],
        description="For the record. Staff only.",
        render_kw={"rows": 4, "size": "s"},
    )

    def validate_next_step(self, field: Any) -> None:
        """Ask for a next step where the table of moves does."""
        move = self.move.data
        needed = move in {step.value for step, rule in MOVES.items() if rule.next_step}
        if needed and not (field.data or "").strip():
            raise ValidationError("Name one next step: who helps, and how they get there.")

    def decision(self) -> Decision:
        """Return what was decided. Words typed under another choice, and hidden since, reach nobody."""
        move = Move(self.move.data)
        for_them = {Move.SIGNPOST: self.next_step, Move.ASK_FOR_MORE: self.ask}.get(move)
        return Decision(
            move=move,
            rationale=self.rationale.data or "",
            next_step=(for_them.data or "") if for_them is not None else "",
            band=Band(self.band.data or Band.U2H.value),
        )
