"""What can be typed about somebody's care."""

from datetime import datetime, time, timedelta
from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from portal import clock
from portal.care import words
from portal.clock import LONDON
from portal.web import fields
from portal.web.forms import PortalForm

LETTERS = 4000
LOOK = {"size": "s", "small": True}


def box(question: str, asked: str = "", hint: str = "") -> fields.TextAreaField:
    """Ask for a few sentences."""
    checks = [fields.asked(asked)] if asked else []
    return fields.TextAreaField(
        question, [*checks, fields.AtMost(LETTERS)], description=hint, render_kw={"rows": 2, "size": "s"}
    )


def one_of(question: str, asked: str, said: Any) -> fields.RadioField:
    """Ask for one of the house's own words."""
    offered = [fields.choice(str(getattr(each, "value", each)), text) for each, text in said.items()]
    return fields.RadioField(question, [fields.asked(asked)], choices=offered, render_kw=dict(LOOK))


class CareForm(PortalForm):
    """A form about one spell, as it was when the page was made."""

    version = HiddenField()
    back = HiddenField()

    @property
    def seen(self) -> int:
        """The version that was seen; nonsense is a version that never was."""
        said = self.version.data or ""
        return int(said) if said.isdecimal() and len(said) < 10 else -1

    def typed(self) -> list[tuple[str, str]]:
        """Return the words somebody typed, each with the question it answers."""
        said = ((str(each.label.text), self._typed_in(each)) for each in self)
        return [(label, text) for label, text in said if text.strip()]

    @staticmethod
    def _typed_in(box: Any) -> str:
        """Return what somebody typed into a box, a day as its three parts."""
        if isinstance(box, fields.DateField):
            return " ".join(box.boxes.values())
        return box.data or "" if isinstance(box, fields.TextField | fields.TextAreaField) else ""


FURTHEST = timedelta(days=366)
"""Whatever is later is a slip of the finger: a year mistyped must not park anybody for a lifetime."""


TO_COME = "Write a day and a time that are still to come, within a year."


class DayForm(CareForm):
    """A form with a day and a time in it, which is still to come."""

    HAS_BEEN = False
    day = fields.DateField("Which day?", [fields.asked("Write the day.")], render_kw={"size": "s"})
    at_time = fields.TextField("What time?", [fields.AtMost(5)], description="Like 14:30", render_kw={"size": "s"})

    def validate_at_time(self, field: Any) -> None:
        """Ask for a time on the clock."""
        try:
            time.fromisoformat(field.data or "")
        except ValueError as wrong:
            raise ValidationError("Write the time like 14:30.") from wrong

    def validate_day(self, field: Any) -> None:
        """Refuse a moment on the wrong side of now. What cannot be a moment yet is somebody else's to say."""
        try:
            at, now = self.moment, clock.now()
        except (TypeError, ValueError):
            return
        if self.HAS_BEEN and at > now:
            raise ValidationError("Write when it was. This is still to come.")
        if not self.HAS_BEEN and not now < at <= now + FURTHEST:
            raise ValidationError(TO_COME)

    @property
    def moment(self) -> datetime:
        """When that is."""
        return datetime.combine(self.day.data, time.fromisoformat(self.at_time.data or ""), LONDON)


class OfferForm(DayForm):
    """A time to meet."""

    way = one_of("How do you meet?", "Choose how you meet.", words.WAYS)
    place = fields.TextField("Where?", [fields.AtMost(200)], render_kw={"size": "s"})


class HappenedForm(CareForm):
    """What became of a meeting."""

    fate = one_of("What became of it?", "Choose what became of it.", words.FATES)
    purpose = fields.RadioField(
        "If you met: what for?",
        choices=[fields.choice(each, text) for each, text in words.PURPOSES.items()],
        render_kw=dict(LOOK),
    )
    note = box("In a few words", "Write what happened, in a few words.")

    def validate_purpose(self, field: Any) -> None:
        """Ask what a meeting was for."""
        if self.fate.data == "kept" and not field.data:
            raise ValidationError("Choose what the meeting was for.")


class ContactForm(DayForm):
    """A real talk that was no appointment."""

    HAS_BEEN = True
    purpose = one_of("What was it for?", "Choose what it was for.", words.PURPOSES)
    note = box("In a few words", "Write what you talked about, in a few words.")


class NoteForm(CareForm):
    """A few sentences."""

    note = box("In a few words", "Write it in a few words.")


class PlanForm(DayForm):
    """What somebody does next."""

    note = box("What do you do next?", "Write what you do next.")


class DelayForm(CareForm):
    """A delay that they chose."""

    asked_by = one_of("Whose choice is it?", "Choose whose choice it is.", words.ASKED_BY)
    day = fields.DateField("Until which day?", [fields.asked("Write the day.")], render_kw={"size": "s"})
    note = box("What did they say?", "Write what they said.")

    def validate_day(self, field: Any) -> None:
        """Refuse a day that is past, or a year that nobody can have meant."""
        if field.data and not clock.today() < field.data <= clock.today() + FURTHEST:
            raise ValidationError(TO_COME)


class RhythmForm(CareForm):
    """How often somebody who waits wants to be asked how they are."""

    every = one_of("How often?", "Choose how often.", words.RHYTHMS)
    note = box("What did they say?", "Write what they said.")

    @property
    def days(self) -> int | None:
        """So many days lie between two questions; nothing where it is as usual."""
        return None if self.every.data == words.USUAL else int(self.every.data)


class HandOverForm(CareForm):
    """Care offered to another organisation."""

    to = fields.SelectField("To whom?", [fields.asked("Choose to whom.")], choices=[], render_kw={"size": "s"})
    story = box("Their story, so that nobody has to tell it twice", "Write their story.")
    reason = box("How do you know that they agree, or why is it handed over all the same?")


class CloseForm(CareForm):
    """An ending, by a person."""

    reason = box("Why does care end?", "Write why. Somebody may ask in a year.")
    next_step = box("What can they do next?", "Name one next step.", "The young person reads this.")


class BreachForm(PortalForm):
    """Why a wait became too long."""

    cause = one_of("What was the main cause?", "Choose the main cause.", words.CAUSES)
    further = fields.CheckboxesField(
        "What else?",
        choices=[fields.choice(each.value, text) for each, text in words.CAUSES.items()],
        render_kw=dict(LOOK),
    )
    note = box("In a few words")


FORMS: dict[str, type[CareForm]] = {
    "offer": OfferForm,
    "happened": HappenedForm,
    "contact": ContactForm,
    "no-reply": NoteForm,
    "help": NoteForm,
    "plan": PlanForm,
    "delay": DelayForm,
    "end-delay": CareForm,
    "rhythm": RhythmForm,
    "hand-over": HandOverForm,
    "accept": CareForm,
    "decline": NoteForm,
    "discuss": NoteForm,
    "close": CloseForm,
    "give-back": NoteForm,
    "open": CareForm,
}
TITLES = {
    "offer": "Offer a time to meet",
    "happened": "Say what became of the meeting",
    "contact": "Record a talk",
    "no-reply": "Tried, no answer",
    "help": "Help has started",
    "plan": "Take it on and plan",
    "delay": "They choose to wait",
    "end-delay": "Their delay ends now",
    "rhythm": "Agree how often we ask how they are",
    "hand-over": "Hand over",
    "accept": "Accept",
    "decline": "Leave it where it was",
    "discuss": "Log a decision of the meeting",
    "close": "Close care",
    "give-back": "Give it back, care goes on",
}


def titles(shown: Any) -> dict[str, str]:
    """Name the acts on one person's care: where an ending takes two, its button says what it does."""
    if shown.asked:
        return TITLES | {"close": "Agree, and close care"}
    return TITLES | {"close": "Ask a second clinician to close care"} if shown.two else TITLES
