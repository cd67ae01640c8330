"""What a clinician can type about a case."""

import uuid
from collections.abc import Iterable
from typing import Any

from wtforms.validators import Optional, ValidationError

from portal.referrals.references import read_reference
from portal.screening import words
from portal.screening.forms import LETTERS, InHandForm
from portal.screening.hits import Phrase
from portal.screening.record import Record
from portal.web import fields

LINE = 200
LOOK = {"size": "s", "small": True}
BOX = {"rows": 2, "size": "s"}


def why(question: str = "Why?") -> fields.TextAreaField:
    """Ask for a reason; nothing about a case is recorded without one."""
    return fields.TextAreaField(
        question, [fields.asked("Write why. Somebody may ask in a year."), fields.AtMost(LETTERS)], render_kw=dict(BOX)
    )


class JoinForm(InHandForm):
    """Two accounts of one person become one case."""

    other = fields.RadioField("Which one is about the same person?", [Optional()], choices=[], render_kw=dict(LOOK))
    reference = fields.TextField(
        "Or its reference", [fields.AtMost(LINE)], render_kw={"size": "s", "autocomplete": "off", "spellcheck": False}
    )
    reason = why("How do you know that it is the same person?")

    def validate_reference(self, field: Any) -> None:
        """Ask which one, by one of the two ways."""
        if not self.other.data and not read_reference(field.data or ""):
            raise ValidationError("Choose one, or write a reference like the one at the top of this page.")

    @property
    def chosen(self) -> uuid.UUID | None:
        """Which of the suggestions was chosen."""
        return uuid.UUID(self.other.data) if self.other.data else None


class PartForm(InHandForm):
    """One voice leaves its case."""

    reason = why("Why is this not the same person?")


class ContactForm(InHandForm):
    """Whether parents may be told, and whether the newest answers count."""

    may_tell = fields.RadioField(
        "May parents be told?",
        [fields.asked("Choose whether parents may be told.")],
        choices=[fields.choice("no", "No"), fields.choice("yes", "Yes, until somebody says more")],
        render_kw=dict(LOOK),
    )
    newest = fields.TickField("I asked them: their newest answers about contact count, not an earlier no")
    reason = why()


class CompetenceForm(InHandForm):
    """Gillick competence, for one matter, as a clinician found it."""

    matter = fields.RadioField(
        "For what?",
        [fields.asked("Choose what it is about.")],
        choices=[fields.choice(matter.value, said.capitalize()) for matter, said in words.MATTERS.items()],
        render_kw=dict(LOOK),
    )
    finding = fields.RadioField(
        "What did you find?",
        [fields.asked("Choose what you found.")],
        choices=[fields.choice(finding.value, said) for finding, said in words.FINDINGS.items()],
        render_kw=dict(LOOK),
    )
    reasons = why("What is that based on?")


def short(question: str, asked: str) -> fields.TextField:
    """Ask for one line that a task does not end without."""
    return fields.TextField(question, [fields.asked(asked), fields.AtMost(LINE)], render_kw={"size": "s"})


def came_of_it(asked: str) -> fields.TextAreaField:
    """Ask what came of a task."""
    return fields.TextAreaField("What came of it?", [fields.asked(asked), fields.AtMost(LETTERS)], render_kw=dict(BOX))


def ending(when: str, who: str, wanting: str) -> type[InHandForm]:
    """Make a form that ends a task: when it was done, by whom, and what came of it."""

    class EndingForm(InHandForm):
        contacted = short(when, "Write when, like: today 14:20.")
        contacted_by = short(who, f"Write {who[0].lower()}{who[1:-1]}.")
        outcome = came_of_it(wanting)

    return EndingForm


ENDINGS = {
    "task": ending(
        "When were they told?", "Who told them?", "Write what came of it. Without that the task stays open."
    ),
    "number": ending(
        "When was it asked for?", "Who asked?", "Write what came of it, like the right number, or that there is none."
    ),
    "done": ending("When was it done?", "Who did it?", "Write what came of it. Without that the task stays open."),
    "tell": ending(
        "When were they told?", "Who told them, and how?", "Write what came of it, also when nobody answered."
    ),
}
"""The forms that end tasks, as `words.TASK_FORMS` names them."""


class HitForm(InHandForm):
    """Whether one phrase that the word lists found was useful: its button says which, and yes or no."""

    mark = fields.RadioField("Was it useful?", [fields.asked("Choose one of the phrases.")], choices=[])

    def about(self, phrases: Iterable[Phrase]) -> None:
        """Offer a yes and a no for every phrase on the page."""
        said = [(phrase, useful) for phrase in phrases for useful in (True, False)]
        self.mark.choices = [fields.choice(mark_of(phrase, useful=useful), phrase.words) for phrase, useful in said]

    def chosen(self, phrases: Iterable[Phrase]) -> tuple[Phrase, bool]:
        """Return which phrase was marked, and how."""
        said = {mark_of(phrase, useful=useful): (phrase, useful) for phrase in phrases for useful in (True, False)}
        return said[self.mark.data]


def mark_of(phrase: Phrase, *, useful: bool) -> str:
    """Return what the button of one phrase sends."""
    return f"{'yes' if useful else 'no'}/{phrase.key}"


FORMS: dict[str, type[InHandForm]] = {
    "join": JoinForm,
    "part": PartForm,
    "contact": ContactForm,
    "competence": CompetenceForm,
    **ENDINGS,
    "hit": HitForm,
}


def of(name: str, shown: Record, *, blank: bool) -> InHandForm:
    """Make one form of a record's page; several stand on it, so each has names of its own."""
    form = FORMS[name](formdata=None, prefix=f"{name}-") if blank else FORMS[name](prefix=f"{name}-")
    if isinstance(form, JoinForm):
        form.other.choices = [
            fields.choice(str(twin.id), twin.title, "; ".join(twin.because)) for twin in shown.case.twins
        ]
    if isinstance(form, HitForm):
        form.about(shown.phrases)
    if blank:
        form.version.data = str(shown.version)
    return form


def all_of(shown: Record, sent: InHandForm | None) -> dict[str, InHandForm]:
    """Return every form of the page, with the one that came back in its place."""
    return {name: sent if isinstance(sent, kind) else of(name, shown, blank=True) for name, kind in FORMS.items()}
