"""What a clinician can type at the desk."""

import uuid
from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField
from wtforms.validators import Optional

from portal.area import Clocks
from portal.care.words import soon
from portal.notifications.leave import Way
from portal.screening import words
from portal.screening.outcomes import OUTCOMES, TELLABLE, Decision, Outcome, Told
from portal.screening.trying import Attempt
from portal.triage.outcome import Band
from portal.web import fields
from portal.web.forms import PortalForm

LETTERS = 4000
STEPS: dict[Outcome, str] = {
    Outcome.MORE_NEEDED: "ask",
    Outcome.ADVICE_GIVEN: "advice",
    Outcome.SIGNPOST: "next_step",
    Outcome.NOT_FOR_US: "instead",
    Outcome.NOT_REACHED: "way_back",
}
"""In which box the words for the person stand; each outcome has its own, so that no other's are sent."""
LOOK = {"size": "s", "small": True}


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


def for_them(question: str) -> fields.TextAreaField:
    """Ask for words that the person reads."""
    return fields.TextAreaField(
        question,
        [fields.AtMost(LETTERS)],
        description="Whoever asked us reads this.",
        render_kw={"rows": 3, "size": "s"},
    )


def for_staff(question: str, hint: str = "", rows: int = 2) -> fields.TextAreaField:
    """Ask for words that staff alone read."""
    return fields.TextAreaField(
        question, [fields.AtMost(LETTERS)], description=hint, render_kw={"rows": rows, "size": "s"}
    )


class DecideForm(InHandForm):
    """A decision: what was read, which, why, who was told, and what comes next."""

    read = fields.CheckboxesField("Have you read it all?", choices=[], render_kw=dict(LOOK))
    outcome = fields.RadioField(
        "What happens next?",
        [fields.asked("Choose what happens next.")],
        choices=[fields.choice(outcome.value, rule.label, rule.hint) for outcome, rule in OUTCOMES.items()],
        render_kw=LOOK
        | {
            "reveals": {outcome.value: [box] for outcome, box in STEPS.items()}
            | {Outcome.PARTNER.value: ["partner", "story", "agreed"]},
        },
    )
    partner = fields.SelectField("Which partner?", [Optional()], choices=[], render_kw={"size": "s"})
    story = for_staff("What must they know?", "The partner reads this, so that nobody starts again.", 3)
    agreed = for_staff(
        "How do you know that they agree?", "Needed unless they said yes in their answers, and nobody must not know."
    )
    ask = for_them("What would you like to know?")
    advice = for_them("What do you advise, and who helps with it?")
    next_step = for_them("Who helps instead, and how do they get there?")
    instead = for_them("Who can help, and how do they get there?")
    way_back = for_them("Who helps meanwhile, and how do they reach us?")
    how_soon = fields.Fold("Change how soon somebody must act", render_kw={"boxes": ["band", "why_lower"]})
    band = fields.SelectField("How soon?", [Optional()], choices=[], render_kw={"size": "s"})
    why_lower = for_staff("Why is it less urgent?", "Only if you lower it. From 2 hours or now, it takes two.")
    told = fields.CheckboxesField(
        "Who was told?",
        choices=[fields.choice(name, said, exclusive=name == "nobody") for name, said in TELLABLE.items()],
        render_kw=dict(LOOK),
    )
    told_note = fields.TextField(
        "How were they told, or when will they be?", [fields.AtMost(200)], render_kw={"size": "s"}
    )
    rationale = for_staff("Why?", "For the record. Staff only.", 3)
    letter_seen = HiddenField()
    """The mark of the letter that was previewed: only that one is written."""

    def about(self, shown: Any, here: Clocks, partners: Any) -> None:
        """Offer what this referral can be decided about: whose words to read, which bands, which partners."""
        self.read.choices = [
            fields.choice(str(one), f"I have read what {who} wrote") for one, who in shown.decided.own_words
        ]
        bands = [(band.value, soon(here.bands[band.value].contact_within)) for band in Band]
        self.band.choices = [("", "As it is"), *bands]
        self.partner.choices = [("", "Choose one"), *((str(one), name) for one, name in partners)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Say all that is wanting at once: whoever has chosen nothing yet should not be sent back twice."""
        whole = super().validate(extra_validators)
        if not self.outcome.data:
            unread = len(self.read.data or ()) < len(self.read.choices or ())
            wanting = (
                (self.read, unread, "Read what they wrote, and tick that you have."),
                (self.rationale, not (self.rationale.data or "").strip(), "Write why. Somebody may ask in a year."),
                (self.told, not self.told.data, "Say who was told, or that nobody was yet."),
            )
            for box, wrong, said in wanting:
                box.errors = [*box.errors, *([said] if wrong else [])]
        return bool(whole)

    def decision(self) -> Decision:
        """Return what was decided. Words typed under another choice, and hidden since, reach nobody."""
        outcome = Outcome(self.outcome.data)
        box = STEPS.get(outcome)
        handed = OUTCOMES[outcome].partner
        return Decision(
            outcome=outcome,
            rationale=self.rationale.data or "",
            next_step=(self[box].data or "") if box else "",
            told=Told(
                tuple(self.told.data or ()),
                self.told_note.data or "",
                (self.agreed.data or "") if handed else "",
            ),
            read=frozenset(map(uuid.UUID, self.read.data or ())),
            band=Band(self.band.data) if self.band.data else None,
            why_lower=self.why_lower.data or "",
            partner=uuid.UUID(self.partner.data) if handed and self.partner.data else None,
            story=(self.story.data or "") if handed else "",
        )

    def wants(self, wanting: Mapping[str, str]) -> None:
        """Say what is still wanting, each beside its box."""
        step = STEPS.get(Outcome(self.outcome.data), "outcome")
        for box, said in wanting.items():
            one = self[step if box == "next_step" else box]
            one.errors = [*one.errors, said]


class TakeOverForm(InHandForm):
    """Taking a referral out of somebody else's hands."""

    reason = fields.TextAreaField(
        "Why do you take it over?",
        [fields.asked("Write why. They read it."), fields.AtMost(LETTERS)],
        description="They read it, and so does whoever asks in a year.",
        render_kw={"rows": 2, "size": "s"},
    )


class SoonerForm(InHandForm):
    """Making a referral more urgent: how soon, and nothing else."""

    sooner = fields.RadioField(
        "How soon must somebody act?", [fields.asked("Choose how soon.")], choices=[], render_kw=dict(LOOK)
    )

    def about(self, shown: Any, here: Clocks) -> None:
        """Offer every band that is sooner than the one it has."""
        now = Band(shown.row.band).rank
        bands = [(band.value, soon(here.bands[band.value].contact_within)) for band in Band if band.rank < now]
        self.sooner.choices = [fields.choice(value, said) for value, said in bands]


class TryForm(InHandForm):
    """One try to reach somebody."""

    to = fields.RadioField(
        "Whom did you try?",
        [fields.asked("Choose whom you tried.")],
        choices=[fields.choice(name, said) for name, said in words.TRIED.items()],
        default="young_person",
        render_kw=dict(LOOK),
    )
    way = fields.RadioField(
        "How?",
        [fields.asked("Choose how you tried.")],
        choices=[fields.choice(way.value, said) for way, said in words.WAYS.items()],
        render_kw=LOOK | {"inline": True},
    )
    reached = fields.RadioField(
        "Did you reach them?",
        [fields.asked("Say whether you reached them.")],
        choices=[fields.choice("no", "No"), fields.choice("yes", "Yes")],
        render_kw=LOOK | {"inline": True},
    )
    note = for_staff("What happened?", "For the record. Staff only.")

    def attempt(self) -> Attempt:
        """Return what was tried."""
        return Attempt(self.to.data, Way(self.way.data), self.reached.data == "yes", self.note.data or "")

    def wants(self, wanting: Mapping[str, str]) -> None:
        """Say what is wrong, beside its box."""
        for box, said in wanting.items():
            self[box].errors = [*self[box].errors, said]


class SecondForm(InHandForm):
    """The second clinician's word: agreed, or given back with a reason."""

    reason = fields.TextAreaField(
        "Why do you give it back?",
        [fields.AtMost(LETTERS)],
        description="Only if you do not agree. The first clinician reads it.",
        render_kw={"rows": 3, "size": "s"},
    )
