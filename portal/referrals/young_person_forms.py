"""The young person's pages: what each may contain. Every name and value that triage reads is the rule set's own.

The words are those for 11 to 15; younger and older people read others, see `young_person_words`.
"""

from wtforms.validators import ValidationError

from portal.languages import lazy as _l
from portal.referrals import choices, facts
from portal.referrals.questions import ServiceTick, channel, fold, line, own_story, radios, small, text, yes_no
from portal.referrals.questions import age as age_of
from portal.referrals.safety_forms import EatingForm, HomeForm, SafeForm, SelfHarmForm, SensesForm, ThoughtsForm
from portal.referrals.young_person_life_forms import HopesForm, LifeForm
from portal.web import fields
from portal.web.fields import TelField, TickField
from portal.web.forms import PortalForm


class AgeForm(PortalForm):
    """How old they are, and as much about them as they want to say."""

    age = age_of(_l("How old are you?"), _l("This helps us find the right people for you."), heading=True, size="l")
    about = fold(
        _l("Tell us more about you, if you like"),
        *("dob", "legal_name", "previous_names", "pronouns", "postcode", "no_fixed_address", "nhs_number"),
        hint=_l("None of this is needed. It helps us to find you if you have been to us before."),
    )
    dob = small(_l("Your date of birth"), _l("Like 31 3 2012. If you are not sure, write what you know."))
    legal_name = small(_l("Your full name"))
    previous_names = small(_l("Other surnames you have had"))
    pronouns = small(_l("Your pronouns"), _l("Like she, he or they."))
    postcode = small(_l("Your postcode"))
    no_fixed_address = TickField(_l("I don't have one address where I live"))
    nhs_number = small(_l("Your NHS number, if you know it"))


class WorryForm(PortalForm):
    """What is going on, in their own words."""

    story = own_story(
        _l("What's going on?"), _l("Write it your way. Spelling doesn't matter. You can also leave this empty.")
    )
    asked_for = ServiceTick(_l("A service I have in mind"))
    say_more = fold(_l("Say a bit more, if you like"), "duration", "what_changed", "effect", "tried")
    duration = radios(
        _l("How long has it been like this?"),
        *choices.DURATION,
        heading=False,
    )
    what_changed = text(_l("Did something change or happen?"))
    effect = text(_l("How does it affect sleep, food, school, friends or home?"))
    tried = text(_l("What have you tried, and did it help?"))


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
    ways = fold(
        _l("Choose what is safe, way by way"),
        *choices.WAYS,
        *("contact_hours", "who_sees_phone", "code_word"),
    )
    contact_phone = channel(_l("May we call you?"))
    contact_text = channel(_l("May we text you?"))
    contact_email = channel(_l("May we email you?"))
    contact_letter = channel(_l("May we write you a letter?"))
    contact_voicemail = channel(_l("May we leave you a voicemail?"))
    contact_hours = small(_l("When is a safe time?"))
    who_sees_phone = small(_l("Who else sees your phone?"))
    code_word = small(_l("A code word we can say, so you know it is us"))
    parents_know = yes_no(
        _l("Do your parents or carers know you are asking for help?"),
        hint=_l("You can ask for help without telling them. This form does not go to them."),
        heading=False,
    )
    telling = fold(_l("Say who may know, and who must not"), "parents_ok", "may_tell", "do_not_contact")
    parents_ok = yes_no(_l("May we talk to your parents or carers?"), heading=False)
    may_tell = text(_l("Who else may we talk to about this?"), rows=2)
    do_not_contact = text(_l("Is there anyone we must not contact or tell?"), rows=2)

    def validate_contact(self, _field: TickField) -> None:
        """Ask for one way to reach them, or the word that there is none."""
        if not (self.contact.data or facts.somebody_can_be_reached(self.data)):
            raise ValidationError(
                _l("Please give us one way to reach you, or tick the box that says there is no safe way.")
            )


PAGES: dict[str, type[PortalForm]] = {
    "age": AgeForm,
    "worry": WorryForm,
    "safe": SafeForm,
    "thoughts": ThoughtsForm,
    "self-harm": SelfHarmForm,
    "home": HomeForm,
    "senses": SensesForm,
    "eating": EatingForm,
    "life": LifeForm,
    "hopes": HopesForm,
    "contact": ContactForm,
}
