"""The young person's pages: what each may contain. Every name and value that triage reads is the rule set's own."""

from typing import Any

from wtforms.validators import Optional, ValidationError

from portal.languages import lazy as _l
from portal.referrals.questions import STORY_LETTERS, line, radios, ticks, yes_no
from portal.referrals.safety_forms import (
    EatingForm,
    HomeForm,
    OthersForm,
    SafeForm,
    SelfHarmForm,
    SensesForm,
    ThoughtsForm,
)
from portal.web import fields
from portal.web.fields import AtMost, NumberField, RadioField, TelField, TextAreaField, TickField
from portal.web.forms import PortalForm

LONGEST_SLUG = 120


class ServiceTick(TickField):
    """A service somebody came from the page of. Its value is the service's slug, its label the service's name."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read which service was ticked."""
        self.data = next((slug for slug in valuelist if 0 < len(slug) <= LONGEST_SLUG), None)

    def offer(self, slug: str, name: str, *, ticked: bool) -> None:
        """Show one service as the answer that can be given."""
        self.value, self.label.text = slug, name
        self.data = slug if ticked or self.data == slug else None


class WorryForm(PortalForm):
    """What is going on, in their own words."""

    story = TextAreaField(
        _l("What's going on?"),
        [Optional(), AtMost(STORY_LETTERS)],
        description=_l("Write it your way. Spelling doesn't matter. You can also leave this empty."),
        render_kw={"heading": True, "size": "l", "rows": 8, "autocomplete": "off", "spellcheck": False},
    )
    asked_for = ServiceTick(_l("A service I have in mind"))


class AgeForm(PortalForm):
    """How old they are."""

    age = NumberField(
        _l("How old are you?"),
        [Optional(), fields.between(0, 120, _l("Please write your age in years, like 14."))],
        description=_l("This helps us find the right people for you."),
        render_kw={"heading": True, "size": "l", "width": 2, "inputmode": "numeric", "autocomplete": "off"},
    )


class LifeForm(PortalForm):
    """What life is like, and what else we should know."""

    function = radios(
        _l("How much does this get in the way of your life?"),
        fields.choice("none", _l("Not much")),
        fields.choice("mild", _l("A bit")),
        fields.choice("moderate", _l("A lot, but I manage")),
        fields.choice("severe", _l("I can't go to school or work, leave my room, or look after myself")),
    )
    more = ticks(
        _l("Does any of this fit you?"),
        "lac",
        "cp_plan",
        "placement_breakdown",
        "young_carer",
        "neuro",
        "ld",
        "perinatal",
        "bereaved_suicide",
        "discharge_7d",
        "return_ticket",
        "trafficked_uasc",
        "mhst_school",
    )
    lac = TickField(_l("I am in care: foster care, a children's home, or with family because of social services"))
    cp_plan = TickField(_l("I have a child protection plan"))
    placement_breakdown = TickField(_l("The place where I live, or my school place, may end soon"))
    young_carer = TickField(_l("I look after someone in my family"))
    neuro = TickField(_l("I am autistic or have ADHD, or think I may be"))
    ld = TickField(_l("I have a learning disability"))
    perinatal = TickField(_l("I am pregnant, or had a baby in the last year"))
    bereaved_suicide = TickField(_l("Someone I knew died by suicide"))
    discharge_7d = TickField(_l("I left hospital or A&E in the last 7 days because of my mental health"))
    return_ticket = TickField(_l("I had help from this team in the last 12 months"))
    trafficked_uasc = TickField(_l("I came to this country alone, or was brought here by people who used me"))
    mhst_school = TickField(_l("My school has a mental health support team"))


class ContactForm(PortalForm):
    """How to reach them: the one thing we need, and even there, no safe way is an answer."""

    title = _l("How can we reach you safely?")

    name = line(_l("What should we call you?"), _l("Any name you like."), autocomplete="off", size="m")
    phone = line(_l("A phone number for you"), kind=TelField, autocomplete="tel", inputmode="tel", size="m")
    email = line(_l("An email address for you"), kind=fields.EmailField, autocomplete="email", size="m")
    contact_person = line(
        _l("Someone you trust who can pass on a message"),
        _l("Like a teacher, school nurse or aunt. Say who they are and how we reach them."),
        autocomplete="off",
        size="m",
    )
    contact = TickField(_l("There is no safe way to reach me"), value="none")
    unsafe_contact = yes_no(
        _l("Could it be unsafe for you if we call, text or write to you?"),
        hint=_l("If you say yes or skip this, we will not leave messages and will not say who we are."),
        heading=False,
    )
    parents_know = yes_no(
        _l("Do your parents or carers know you are asking for help?"),
        hint=_l("You can ask for help without telling them. This form does not go to them."),
        heading=False,
    )
    referrer_urgency = RadioField(
        _l("How soon do you feel you need someone?"),
        [Optional()],
        choices=[
            fields.choice("routine", _l("It can wait a little")),
            fields.choice("urgent", _l("In the next day or two")),
            fields.choice("emergency", _l("Right now")),
        ],
        render_kw={"size": "m"},
    )
    needs = ticks(_l("Talking with us"), "interpreter")
    interpreter = TickField(_l("I would like an interpreter"))

    def validate_contact(self, _field: TickField) -> None:
        """Ask for one way to reach them, or the word that there is none."""
        if not any(self[name].data for name in ("phone", "email", "contact_person", "contact")):
            raise ValidationError(
                _l("Please give us one way to reach you, or tick the box that says there is no safe way.")
            )


PAGES: dict[str, type[PortalForm]] = {
    "worry": WorryForm,
    "age": AgeForm,
    "safe": SafeForm,
    "thoughts": ThoughtsForm,
    "self-harm": SelfHarmForm,
    "home": HomeForm,
    "senses": SensesForm,
    "eating": EatingForm,
    "others": OthersForm,
    "life": LifeForm,
    "contact": ContactForm,
}
