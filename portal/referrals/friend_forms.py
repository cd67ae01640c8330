"""What a worried friend is asked: little, and none of it needed. Names that triage reads are the rule set's."""

from wtforms.validators import Optional

from portal.languages import lazy as _l
from portal.referrals.questions import STORY_LETTERS, line, radios, ticks, yes_no
from portal.referrals.questions import age as age_of
from portal.web import fields
from portal.web.fields import AtMost, TelField, TextAreaField, TickField
from portal.web.forms import PortalForm


class WorryForm(PortalForm):
    """What worries them."""

    story = TextAreaField(
        _l("What are you worried about?"),
        [Optional(), AtMost(STORY_LETTERS)],
        description=_l("Tell us what you have seen or heard. Spelling doesn't matter."),
        render_kw={"heading": True, "size": "l", "rows": 8, "autocomplete": "off", "spellcheck": False},
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
    taken_something = TickField(_l("In the last 3 days they took too much of something, or something harmful"))
    injury_needs_care = TickField(_l("They have an injury that needs a doctor or nurse"))
    attempt_in_progress = TickField(_l("They are about to end their life, or have started to"))
    abuse_now = TickField(_l("They are in danger from someone right now"))


class ThoughtsForm(PortalForm):
    """What the friend knows of thoughts of dying, self-harm and harm at home."""

    title = _l("What do you know?")

    sui_thoughts = radios(
        _l("Have they said they think about ending their life?"),
        fields.choice("none", _l("No")),
        fields.choice("passive", _l("They sometimes wish they weren't here, but don't think about ending their life")),
        fields.choice("active", _l("Yes, they think about ending their life")),
        heading=False,
    )
    sui_plan = yes_no(_l("Have they thought about how they would do it?"), heading=False)
    self_harm = radios(
        _l("Do they hurt themselves on purpose?"),
        fields.choice("none", _l("No")),
        fields.choice("monthly", _l("Yes, now and then")),
        fields.choice("weekly", _l("Yes, most weeks")),
        fields.choice("daily", _l("Yes, every day or nearly")),
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
