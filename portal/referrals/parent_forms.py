"""The parent's or carer's pages: what each may contain. None of it is needed but one way to reach somebody.

Every name and value that triage reads is the rule set's own; where a professional is asked the same, so is the name.
"""

from wtforms.validators import ValidationError

from portal.languages import lazy as _l
from portal.referrals import choices, facts
from portal.referrals import professional_background_forms as background
from portal.referrals import professional_forms as asked
from portal.referrals.parent_background_forms import IdentityForm, LifeForm, PlacesForm, SupportForm, WishesForm
from portal.referrals.parent_safety_forms import (
    EatingForm,
    HomeForm,
    OthersForm,
    SafeForm,
    SelfHarmForm,
    SensesForm,
    ThoughtsForm,
)
from portal.referrals.questions import ServiceTick, again, channel, fold, own_story, radios, small, text, yes_no
from portal.web.fields import EmailField, TelField, TickField
from portal.web.forms import PortalForm


class WorryForm(PortalForm):
    """What is going on, in a parent's own words."""

    story = own_story(
        _l("What's going on with your child?"),
        _l("Write it your way. Spelling doesn't matter. You can also leave this empty."),
    )
    duration = radios(
        _l("How long has it been like this?"),
        *choices.DURATION,
        heading=False,
    )
    more = fold(_l("Tell us more, if you like"), "what_changed", "why_now", "effect", "tried")
    what_changed = again(background.LifeForm.what_changed)
    why_now = again(background.LifeForm.why_now)
    effect = again(background.LifeForm.effect)
    tried = again(background.LifeForm.tried)
    asked_for = ServiceTick(_l("A service I have in mind"))


class ChildForm(PortalForm):
    """Whom it is about."""

    title = _l("Your child, or the young person you care for")

    name = again(asked.ChildForm.name)
    legal_name = again(asked.ChildForm.legal_name)
    dob = again(asked.ChildForm.dob)
    age = again(asked.ChildForm.age)
    postcode = again(asked.ChildForm.postcode)
    no_fixed_address = again(asked.ChildForm.no_fixed_address)
    more = fold(_l("Pronouns, NHS number, earlier surnames"), "pronouns", "nhs_number", "previous_names")
    pronouns = again(asked.ChildForm.pronouns)
    nhs_number = again(asked.ChildForm.nhs_number)
    previous_names = again(asked.ChildForm.previous_names)


class YouForm(PortalForm):
    """Who is writing, who decides for the young person, and where they live."""

    title = _l("About you and your family")

    referrer_name = small(_l("Your name"))
    relationship = small(_l("Who are you to them?"), _l("Like mother, grandfather or foster carer."))
    parental_responsibility = small(
        _l("Who has parental responsibility?"), _l("That means: who may decide for them by law.")
    )
    lives_where = text(_l("Who do they live with, and where else do they stay?"), rows=2)


class KnowsForm(PortalForm):
    """Who knows, what the young person wants, and who may be told. It is asked here and decided by clinicians."""

    title = _l("Who knows, and what your child wants")

    yp_consent = yes_no(
        _l("Does your child know that you are writing to us, and agree?"),
        hint=_l("You can send this whatever you answer. If not, we think about what is best before we contact you."),
        heading=False,
    )
    yp_wishes = text(_l("What does your child want?"), _l("In their own words, if you know them."), rows=2)
    do_not_contact = again(asked.ConsentForm.do_not_contact)
    others = fold(
        _l("Another parent, and who else may know"), "other_parent_knows", "other_parent_ok", "court_order", "may_tell"
    )
    other_parent_knows = yes_no(_l("Does the other parent know that you are writing to us?"), heading=False)
    other_parent_ok = yes_no(_l("May we talk to the other parent?"), heading=False)
    court_order = again(asked.ConsentForm.court_order)
    may_tell = again(asked.ConsentForm.may_tell)


class ContactForm(PortalForm):
    """How to reach the parent, and how the young person: the one thing we need, and no safe way is an answer."""

    title = _l("How can we reach you safely?")

    referrer_phone = small(_l("Your phone number"), kind=TelField, autocomplete="tel", inputmode="tel")
    referrer_email = small(_l("Your email address"), kind=EmailField, autocomplete="email")
    referrer_best_time = small(_l("When is a good time to call you?"))
    contact = TickField(_l("There is no safe way to reach us"), value="none")
    unsafe_contact = yes_no(
        _l("Could it be unsafe for you or your child if we call, text or write?"),
        hint=_l("If you say yes or skip this, we will not leave messages and will not say who we are."),
        heading=False,
    )
    reach_child = fold(
        _l("How to reach your child themselves"),
        "phone",
        "email",
        "contact_person",
        *choices.WAYS,
        "contact_hours",
        "who_sees_phone",
        "code_word",
        hint=_l("We like to hear from them too. What they say to us themselves comes first."),
    )
    phone = small(_l("Your child's own phone number"), kind=TelField, inputmode="tel")
    email = small(_l("Your child's own email address"), kind=EmailField)
    contact_person = small(_l("Someone your child trusts who can pass on a message"))
    contact_phone = channel(_l("May we call your child?"))
    contact_text = channel(_l("May we text your child?"))
    contact_email = channel(_l("May we email your child?"))
    contact_letter = channel(_l("May we write your child a letter?"))
    contact_voicemail = channel(_l("May we leave your child a voicemail?"))
    contact_hours = small(_l("When is a safe time to reach your child?"))
    who_sees_phone = small(_l("Who else sees your child's phone?"))
    code_word = again(asked.ContactForm.code_word)

    def validate_contact(self, _field: TickField) -> None:
        """Ask for one way to reach somebody, or the word that there is none."""
        if not (self.contact.data or facts.somebody_can_be_reached(self.data)):
            raise ValidationError(
                _l("Please give us one way to reach you, or tick the box that says there is no safe way.")
            )


PAGES: dict[str, type[PortalForm]] = {
    "worry": WorryForm,
    "child": ChildForm,
    "you": YouForm,
    "safe": SafeForm,
    "thoughts": ThoughtsForm,
    "self-harm": SelfHarmForm,
    "home": HomeForm,
    "senses": SensesForm,
    "eating": EatingForm,
    "others": OthersForm,
    "life": LifeForm,
    "places": PlacesForm,
    "support": SupportForm,
    "wishes": WishesForm,
    "knows": KnowsForm,
    "contact": ContactForm,
    "identity": IdentityForm,
}
