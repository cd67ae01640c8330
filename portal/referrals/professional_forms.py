"""The professional's one long page, section by section, and the short form for advice. Nothing in it is needed.

Every name and value that triage reads is the rule set's own.
"""

from typing import Any

from portal.languages import lazy as _l
from portal.referrals import choices
from portal.referrals.professional_background_forms import (
    IdentityForm,
    LifeForm,
    PlacesForm,
    SupportForm,
    WishesForm,
)
from portal.referrals.professional_questions import FIND_HINT, choose, listed, yes_no, yes_no_asked
from portal.referrals.professional_safety_forms import EatingForm, RiskForm, SafetyForm
from portal.referrals.questions import PASTED_LETTERS, ServiceTick, small, text
from portal.referrals.questions import age as age_of
from portal.web import fields
from portal.web.fields import EmailField, RadioField, TelField, TickField
from portal.web.forms import PortalForm

ONE_WAY_TO_YOU = _l("Please give us one way to reach you: a phone number or an email address.")


def urgency() -> RadioField:
    """Ask how soon the professional thinks somebody should act."""
    return choose(
        _l("How soon do you think they need someone?"),
        fields.choice("routine", _l("It can wait for the usual time")),
        fields.choice("urgent", _l("In the next day or two")),
        fields.choice("emergency", _l("Today")),
        hint=_l("Your judgement counts: it can raise how soon we act, never lower it."),
        unsure=False,
    )


class SummaryForm(PortalForm):
    """Everything at once: what a GP pastes in four minutes."""

    title = _l("Paste a summary")

    story = text(
        _l("Paste a letter or summary, or write what worries you"),
        _l("This and a way to reach you are enough. All other questions help us act sooner, and none is needed."),
        rows=10,
        most=PASTED_LETTERS,
        spellcheck=False,
    )
    asks_for = choose(
        _l("What are you asking for?"),
        fields.choice("referral", _l("A referral")),
        fields.choice("advice", _l("Advice for you")),
        fields.choice("consultation", _l("A consultation: to think it through together")),
        unsure=False,
    )
    referrer_urgency = urgency()
    asked_for = ServiceTick(_l("A service I have in mind"))


class YouForm(PortalForm):
    """Who is writing."""

    title = _l("You")

    referrer_name = small(_l("Your name"), autocomplete="name")
    referrer_role = small(_l("Your role"), _l("Like GP, school nurse or social worker."))
    organisation = small(_l("Your organisation"), FIND_HINT, attributes={"list": "list-organisation"})
    organisation_code = listed()
    referrer_phone = small(_l("Your phone number"), kind=TelField, autocomplete="tel", inputmode="tel")
    referrer_email = small(_l("Your email address"), kind=EmailField, autocomplete="email")
    referrer_best_time = small(_l("When is a good time to call you?"))
    relationship = small(_l("How do you know the young person?"))
    stay_involved = yes_no(_l("Will you stay involved while they wait?"))


class ChildForm(PortalForm):
    """Whom it is about."""

    title = _l("The young person")

    name = small(_l("What they like to be called"))
    legal_name = small(_l("Full name"))
    previous_names = small(_l("Earlier surnames"))
    pronouns = small(_l("Pronouns"))
    dob = small(_l("Date of birth"), _l("Like 31 3 2012. If you are not sure, write what you know."))
    age = age_of(_l("Age, if you don't know the date of birth"))
    nhs_number = small(_l("NHS number, if you have it"), inputmode="numeric")
    postcode = small(_l("Postcode"))
    no_fixed_address = TickField(_l("They have no fixed address"))
    phone = small(_l("Their own phone number"), kind=TelField, inputmode="tel")
    email = small(_l("Their own email address"), kind=EmailField)


class ConsentForm(PortalForm):
    """Who knows, and who may be told. It is asked here and decided by clinicians."""

    title = _l("Who knows, and who may be told")

    yp_consent = yes_no_asked(
        _l("Does the young person know about this, and agree?"), _l("You can send this whatever you answer.")
    )
    parents_know = yes_no(_l("Do their parents or carers know?"))
    parents_ok = yes_no(_l("May we talk to their parents or carers?"))
    parental_responsibility = small(_l("Who has parental responsibility?"))
    court_order = text(_l("Is there a court order we should know about?"), rows=2)
    may_tell = text(_l("Who may we talk to about this?"), rows=2)
    do_not_contact = text(_l("Is there anyone we must not contact or tell?"), rows=2)


def channel(label: object) -> RadioField:
    """Ask whether one way to reach the young person is safe."""
    return choose(
        label,
        *choices.IS_SAFE,
        unsure=False,
    )


class ContactForm(PortalForm):
    """How the young person may be reached safely."""

    title = _l("Reaching them safely")

    unsafe_contact = yes_no_asked(
        _l("Could it be unsafe for them if we call, text or write?"),
        _l("If you say yes or skip this, we will not leave messages and will not say who we are."),
    )
    contact = TickField(_l("There is no safe way to reach the young person"), value="none")
    contact_phone = channel(_l("May we call them?"))
    contact_text = channel(_l("May we text them?"))
    contact_email = channel(_l("May we email them?"))
    contact_letter = channel(_l("May we write them a letter?"))
    contact_voicemail = channel(_l("May we leave them a voicemail?"))
    contact_hours = small(_l("When is a safe time?"))
    who_sees_phone = small(_l("Who else sees their phone?"))
    code_word = small(_l("A code word we can say, so they know it is us"))
    contact_person = small(_l("Someone they trust who can pass on a message"))


class AdviceForm(PortalForm):
    """A question instead of a referral, about a young person or about none."""

    title = _l("Ask for advice")

    advice_question = text(_l("What would you like to ask?"), rows=6, spellcheck=False)
    asks_for = choose(
        _l("What would help?"),
        fields.choice("advice", _l("An answer to my question")),
        fields.choice("consultation", _l("A consultation: to think it through together")),
        unsure=False,
    )
    referrer_name = small(_l("Your name"), autocomplete="name")
    referrer_role = small(_l("Your role"), _l("Like GP, school nurse or social worker."))
    organisation = small(_l("Your organisation"))
    referrer_phone = small(_l("Your phone number"), kind=TelField, autocomplete="tel", inputmode="tel")
    referrer_email = small(_l("Your email address"), kind=EmailField, autocomplete="email")
    referrer_best_time = small(_l("When is a good time to call you?"))
    name = small(_l("Name of the young person, if it is about one"), _l("You can leave this empty."))
    age = age_of(_l("Their age"))
    safe_now = yes_no_asked(_l("If it is about one young person: are they safe right now?"))
    referrer_urgency = urgency()

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one way to reach whoever asks: without one nobody could answer."""
        good: bool = super().validate(extra_validators)
        if self.referrer_phone.data or self.referrer_email.data:
            return good
        self.referrer_phone.errors = [*self.referrer_phone.errors, str(ONE_WAY_TO_YOU)]
        return False


PAGES: dict[str, type[PortalForm]] = {
    "summary": SummaryForm,
    "you": YouForm,
    "child": ChildForm,
    "safety": SafetyForm,
    "risk": RiskForm,
    "eating": EatingForm,
    "consent": ConsentForm,
    "contact": ContactForm,
    "life": LifeForm,
    "places": PlacesForm,
    "support": SupportForm,
    "wishes": WishesForm,
    "identity": IdentityForm,
}
"""The sections of the long page, in its order."""
ADVICE = "advice"
EVERY_PAGE: dict[str, type[PortalForm]] = {ADVICE: AdviceForm, **PAGES}
"""All that a professional can be asked: where a question is put in both forms, the long page's words name it."""
