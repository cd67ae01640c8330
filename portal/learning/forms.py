"""What somebody writes who signs up, and what staff write about an event."""

import secrets
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import HiddenField
from wtforms.validators import Optional, StopValidation

from portal import clock
from portal.languages import gettext as _
from portal.languages import lazy as _l
from portal.learning.catalogue import Plan
from portal.learning.kinds import GROUPS, STAFF_GROUPS, STAFF_MEETINGS, Group
from portal.learning.models import TrainingEvent
from portal.web import fields
from portal.web.fields import (
    AtMost,
    CheckboxesField,
    DateField,
    EmailField,
    NumberField,
    RadioField,
    SelectField,
    TextAreaField,
    TextField,
)
from portal.web.forms import PortalForm

ONE_LINE = 160
ACCESS_LETTERS = 600
QUIET = {"autocomplete": "off", "spellcheck": False}
CLOCK = "%H:%M"


class SentOnce(PortalForm):
    """A form with a number of its own: sent twice, it is one place."""

    once = HiddenField()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.once.data = (self.once.data or "")[:64] or secrets.token_urlsafe(24)


def _reachable(_form: Any, field: Any) -> None:
    """Refuse what is no address, before anybody waits for a letter that cannot come."""
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise StopValidation(
            _("Please check this address. It needs a name, an @ and a place, like name@example.org.")
        ) from None


class SignUpForm(SentOnce):
    """Who somebody is at work. Only the access needs may be left out."""

    name = TextField(
        _l("Your name"),
        [fields.asked(_l("Please write your name. It stands on your certificate.")), AtMost(ONE_LINE)],
        description=_l("As it should stand on your certificate."),
        render_kw={"size": "m", "autocomplete": "name", "spellcheck": False},
    )
    email = EmailField(
        _l("Your work e-mail"),
        [fields.asked(_l("Please write your work e-mail. The way to join goes there.")), AtMost(200), _reachable],
        description=_l("We write only about this training."),
        render_kw={"size": "m", "autocomplete": "email", "spellcheck": False},
    )
    role = TextField(
        _l("Your role"),
        [fields.asked(_l("Please write your role, such as GP or form tutor.")), AtMost(ONE_LINE)],
        description=_l("Such as GP, school nurse or form tutor."),
        render_kw={"size": "m", "autocomplete": "organization-title", "spellcheck": False},
    )
    workplace = TextField(
        _l("Where you work"),
        [fields.asked(_l("Please write where you work.")), AtMost(ONE_LINE)],
        description=_l("Start typing a school or practice, or write any other place."),
        render_kw={"size": "m", "autocomplete": "off", "spellcheck": False, "attributes": {"list": "workplaces"}},
    )
    group = RadioField(
        _l("What describes your work best?"),
        [fields.asked(_l("Please choose one."))],
        render_kw={"size": "m"},
    )
    access = TextAreaField(
        _l("What would make it easier for you to take part? You can leave this out."),
        [Optional(), AtMost(ACCESS_LETTERS)],
        description=_l(
            "Captions, an interpreter, a place without steps. Please write nothing about patients or pupils."
        ),
        render_kw={"rows": 3, "size": "m", **QUIET},
    )


def sign_up_form(event: TrainingEvent) -> SignUpForm:
    """Return the form of one event; who it is for is asked only where there is a choice."""
    form = SignUpForm()
    form.group.choices = [fields.choice(each.value, GROUPS[each]) for each in event.at_work]
    if len(event.at_work) == 1:
        del form.group
    return form


def group_of(form: SignUpForm, event: TrainingEvent) -> Group:
    """Return whom somebody comes for."""
    return Group(form.group.data) if "group" in form else event.at_work[0]


class KeepForm(SentOnce):
    """One press: a place for somebody who comes for themselves, and leaves nothing."""


def _on_the_clock(_form: Any, field: Any) -> None:
    """Refuse what is no time of day."""
    try:
        time.fromisoformat((field.data or "").zfill(5))
    except ValueError:
        raise StopValidation("Write a time like 16:00.") from None


def _line(label: str, why: str = "", *, most: int = ONE_LINE, hint: str = "", width: int = 0) -> TextField:
    """Ask staff for one line."""
    checks = [fields.asked(why)] if why else [Optional()]
    look = {"size": "s", **QUIET} | ({"width": width} if width else {})
    return TextField(label, [*checks, AtMost(most)], description=hint, render_kw=look)


def _text(label: str, why: str = "", *, rows: int = 3, hint: str = "") -> TextAreaField:
    """Ask staff for some lines."""
    checks = [fields.asked(why)] if why else [Optional()]
    return TextAreaField(label, [*checks, AtMost(2000)], description=hint, render_kw={"size": "s", "rows": rows})


def _number(label: str, least: int, most: int, hint: str = "") -> NumberField:
    """Ask staff for a number."""
    said = f"Write a number from {least} to {most}."
    checks = [fields.asked(said), fields.between(least, most, said)]
    look = {"size": "s", "width": 4, "inputmode": "numeric", **QUIET}
    return NumberField(label, checks, description=hint, render_kw=look)


class EventForm(PortalForm):
    """An event as staff write it. The time is that of the area's wall."""

    title = _line("Title", "Write a title.")
    meeting = RadioField(
        "What is it?",
        [fields.asked("Choose one.")],
        choices=[fields.choice(each.value, words) for each, words in STAFF_MEETINGS.items()],
        render_kw={"size": "s", "inline": True, "small": True},
    )
    groups = CheckboxesField(
        "Whom is it for?",
        [fields.asked("Tick at least one.")],
        choices=[fields.choice(each.value, words) for each, words in STAFF_GROUPS.items()],
        description="Parents and young people take a place with one press: they are asked for nothing.",
        render_kw={"size": "s", "small": True},
    )
    subject = SelectField("Row of the training matrix", [Optional()], render_kw={"size": "s"})
    series = SelectField("Part of a series", [Optional()], render_kw={"size": "s"})
    day = DateField("Day", [fields.asked("Write the day.")], render_kw={"size": "s"})
    begins = _line("Begins at", "Write a time like 16:00.", most=10, hint="Wall clock, such as 16:00.", width=5)
    minutes = _number("How many minutes?", 15, 600)
    place = _line("Where?", most=200, hint="A place with its street. Empty: online.")
    joining = _line("Link to join", most=500, hint="Only people with a place ever see it.")
    places = _number("How many places?", 1, 2000)
    closes = _number("Sign-up closes how many hours before?", 0, 720)
    cpd_minutes = _number("CPD, in minutes", 0, 6000, "It stands on the certificate. 0: none.")
    given_by = _line("Who gives it? The role, no name", "Write the role.", most=200)
    summary = _text("What is it about?", "Write a sentence or two.")
    outcomes = _text("What can people do afterwards? One a line", "Write at least one line.")
    access = _text("Access", hint="Captions, interpreters, steps, quiet room, food.")

    def validate_begins(self, field: Any) -> None:
        """Refuse a time that does not read well, or is not there on the night the clocks go forward."""
        _on_the_clock(self, field)
        if self.day.data and _moment(self.day.data, field.data) is None:
            raise StopValidation("On this day the clocks go forward, and this time is left out.")

    def validate_joining(self, field: Any) -> None:
        """Refuse a way to join that is none."""
        if field.data and not field.data.startswith("https://"):
            raise StopValidation("A link begins with https://")


def event_form(plan: Plan, event: TrainingEvent | None = None) -> EventForm:
    """Return the form of one event, or of a new one."""
    form = EventForm(data=_known(event) if event else {"closes": 2, "places": 100, "minutes": 60, "cpd_minutes": 60})
    none = fields.choice("", "None")
    form.subject.choices = [none, *(fields.choice(each.id, each.name) for each in plan.subjects)]
    form.series.choices = [none, *(fields.choice(each.id, each.name) for each in plan.series.values())]
    return form


def _known(event: TrainingEvent) -> dict[str, Any]:
    """Return what the boxes show of an event."""
    begins = clock.london(event.starts_at)
    same = ("title", "subject", "series", "place", "joining", "places", "cpd_minutes", "given_by", "summary", "access")
    return {name: getattr(event, name) for name in same} | {
        "meeting": event.meeting.value,
        "groups": [each.value for each in event.for_whom],
        "day": begins.date(),
        "begins": begins.strftime(CLOCK),
        "minutes": event.minutes,
        "closes": int((event.starts_at - event.closes_at).total_seconds() // 3600),
        "outcomes": event.outcomes,
    }


def said(form: EventForm) -> dict[str, Any]:
    """Return what a form says of an event, by its columns."""
    starts = _moment(form.day.data, form.begins.data or "") or clock.now()
    same = ("title", "place", "places", "cpd_minutes", "given_by", "summary", "outcomes", "access")
    return {name: form[name].data for name in same} | {
        "meeting": form.meeting.data,
        "groups": " ".join(each.value for each in Group if each.value in (form.groups.data or ())),
        "subject": form.subject.data or "",
        "series": form.series.data or "",
        "joining": form.joining.data or None,
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=form.minutes.data or 0),
        "closes_at": starts - timedelta(hours=form.closes.data or 0),
    }


def _moment(day: date, begins: str) -> datetime | None:
    """Return the moment when a wall clock in England shows a time on a day; None where it never does."""
    wall = datetime.combine(day, time.fromisoformat(begins.zfill(5)), clock.LONDON)
    there_and_back = wall.astimezone(UTC).astimezone(clock.LONDON)
    return wall.astimezone(UTC) if there_and_back.replace(tzinfo=None) == wall.replace(tzinfo=None) else None


class CancelForm(PortalForm):
    """Why an event does not take place: everybody reads it."""

    why = _line("Why does it not take place? Everybody reads this", "Write one sentence.", most=300)


class MaterialForm(PortalForm):
    """Something to read: an address, or words."""

    title = _line("What is it?", "Write what it is, such as Slides.")
    address = TextField(
        "Its address",
        [AtMost(500)],
        description="It begins with https://. No film is ever shown inside this site.",
        render_kw={"size": "s", **QUIET},
    )
    words = TextAreaField(
        "Or its words",
        [Optional(), AtMost(20_000)],
        description="Markdown.",
        render_kw={"size": "s", "rows": 6},
    )

    def validate_address(self, field: Any) -> None:
        """Ask for one of them, and refuse an address that is none."""
        if field.data and not field.data.startswith("https://"):
            raise StopValidation("An address begins with https://")
        if not field.data and not self.words.data:
            raise StopValidation("Write an address, or words.")
