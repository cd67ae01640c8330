"""The answers that several voices choose from, each set once. Values are the rule set's own."""

from portal.languages import lazy as _l
from portal.referrals import needs
from portal.web.fields import choice

DURATION = (
    choice("under_a_month", _l("Less than a month")),
    choice("one_to_six_months", _l("One to six months")),
    choice("over_six_months", _l("More than six months")),
)
IS_SAFE = (
    choice("ok", _l("Yes")),
    choice("ok_quiet", _l("Yes, but don't say who you are")),
    choice("not_ok", _l("No")),
)
"""Whether one way to reach somebody is safe."""
THEIR_THOUGHTS = (
    choice("none", _l("No")),
    choice("passive", _l("They sometimes wish they weren't here, but don't think about ending their life")),
    choice("active", _l("Yes, they think about ending their life")),
)
ATTEMPTS = (
    choice("none", _l("No")),
    choice("last_week", _l("Yes, in the last week")),
    choice("last_month", _l("Yes, in the last month")),
    choice("ever", _l("Yes, longer ago")),
)
SELF_HARM = (
    choice("none", _l("No")),
    choice("monthly", _l("Yes, now and then")),
    choice("weekly", _l("Yes, most weeks")),
    choice("daily", _l("Yes, every day or nearly")),
)
THEIR_HARM_OF_OTHERS = (
    choice("none", _l("No")),
    choice("thoughts", _l("Thoughts, but no plan")),
    choice("plan", _l("They have a plan")),
    choice("acted", _l("They have badly hurt or threatened someone")),
)
THEIR_SUBSTANCES = (
    choice("none", _l("No")),
    choice("some", _l("Some, without harm so far")),
    choice("risky", _l("In a way that is dangerous")),
)
MISSING = (
    choice("no", _l("No")),
    choice("before", _l("They have, and are back now")),
    choice("now", _l("They are missing now")),
)
WAYS = ("contact_phone", "contact_text", "contact_email", "contact_letter", "contact_voicemail")
"""The ways to reach somebody, each asked about by itself, in the order in which they are asked."""
NEEDS = needs.TICKED
"""What makes it easier to talk: boxes to tick."""
