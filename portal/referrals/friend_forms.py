"""What a worried friend is asked: little, and none of it needed. Names that triage reads are the rule set's."""

from portal.languages import lazy as _l
from portal.referrals import choices
from portal.referrals import professional_safety_forms as asked
from portal.referrals.questions import again, line, own_story, radios, ticks, yes_no
from portal.referrals.questions import age as age_of
from portal.web import fields
from portal.web.fields import TelField
from portal.web.forms import PortalForm


class WorryForm(PortalForm):
    """What worries them."""

    story = own_story(
        _l("What are you worried about?"), _l("Tell us what you have seen or heard. Spelling doesn't matter.")
    )


class WhoForm(PortalForm):
    """Whom it is about, as far as they know."""

    title = _l("Who are you worried about?")

    name = line(_l("Their name"), _l("Write as much of it as you know."), autocomplete="off", size="m")
    age = age_of(_l("How old are they?"), _l("A guess is fine."), size="m")
    school = line(_l("Their school or college"), autocomplete="off", size="m")
    find_them = line(_l("How could we find them?"), _l("Like the street they live in."), autocomplete="off", size="m")


class SafeForm(PortalForm):
    """Whether the other person is safe."""

    safe_now = yes_no(_l("Are they safe right now?"))
    right_now = ticks(
        _l("Is any of this happening?"),
        "taken_something",
        "injury_needs_care",
        "attempt_in_progress",
        "abuse_now",
    )
    taken_something = again(asked.SafetyForm.taken_something)
    injury_needs_care = again(asked.SafetyForm.injury_needs_care)
    attempt_in_progress = again(asked.SafetyForm.attempt_in_progress)
    abuse_now = again(asked.RiskForm.abuse_now)


class ThoughtsForm(PortalForm):
    """What the friend knows of thoughts of dying, self-harm and harm at home."""

    title = _l("What do you know?")

    sui_thoughts = radios(
        _l("Have they said they think about ending their life?"),
        *choices.THEIR_THOUGHTS,
        heading=False,
    )
    sui_plan = yes_no(_l("Have they thought about how they would do it?"), heading=False)
    self_harm = radios(
        _l("Do they hurt themselves on purpose?"),
        *choices.SELF_HARM,
        heading=False,
    )
    abuse = yes_no(_l("Is anyone hurting them or making them feel unsafe?"), heading=False)


class YouForm(PortalForm):
    """How to reach the friend, if they want that."""

    title = _l("About you")

    referrer_name = line(_l("Your name"), _l("You can leave all of this empty."), autocomplete="off", size="m")
    relationship = line(
        _l("How do you know them?"), _l("Like friend, neighbour or cousin."), autocomplete="off", size="m"
    )
    referrer_phone = line(_l("Your phone number"), kind=TelField, autocomplete="off", inputmode="tel", size="m")
    referrer_email = line(_l("Your email address"), kind=fields.EmailField, autocomplete="off", size="m")
    may_say_who = yes_no(
        _l("May we say that it was you who told us?"), hint=_l("If you leave this empty, we will not."), heading=False
    )


PAGES: dict[str, type[PortalForm]] = {
    "worry": WorryForm,
    "who": WhoForm,
    "safe": SafeForm,
    "thoughts": ThoughtsForm,
    "you": YouForm,
}
