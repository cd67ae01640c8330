"""Safety and health as a professional is asked about them. Names and values that triage reads are the rule set's."""

from portal.languages import lazy as _l
from portal.referrals import choices
from portal.referrals.professional_questions import choose, ticks, yes_no_asked
from portal.referrals.questions import number, small, text
from portal.web.fields import TickField
from portal.web.forms import PortalForm


class SafetyForm(PortalForm):
    """Whether they are safe now, thoughts of dying, self-harm."""

    title = _l("Safety now")

    safe_now = yes_no_asked(_l("Are they safe right now?"))
    right_now = ticks(
        _l("Is any of this happening?"),
        "taken_something",
        "injury_needs_care",
        "attempt_in_progress",
        "no_capable_adult",
        "preparing",
    )
    taken_something = TickField(_l("In the last 3 days they took too much of something, or something harmful"))
    injury_needs_care = TickField(_l("They have an injury that needs a doctor or nurse"))
    attempt_in_progress = TickField(_l("They are about to end their life, or have started to"))
    no_capable_adult = TickField(_l("There is no adult near them who can keep them safe"))
    preparing = TickField(_l("They have been getting ready: saying goodbye, writing notes or giving things away"))
    sui_thoughts = choose(
        _l("Do they have thoughts about ending their life?"),
        *choices.THEIR_THOUGHTS,
    )
    sui_plan = yes_no_asked(_l("Have they thought about how they would do it?"))
    sui_intent = yes_no_asked(_l("Do they mean to do it?"))
    sui_attempt = choose(
        _l("Have they ever tried to end their life?"),
        *choices.ATTEMPTS,
    )
    self_harm = choose(
        _l("Do they hurt themselves on purpose?"),
        *choices.SELF_HARM,
    )
    sh_worse = yes_no_asked(_l("Is it happening more often, or getting more dangerous?"))


class RiskForm(PortalForm):
    """Home and safeguarding, unusual experiences, other people, drink and drugs."""

    title = _l("Home, senses and other people")

    abuse = yes_no_asked(_l("Is anyone hurting them or making them feel unsafe?"))
    home = ticks(
        _l("Is any of this true?"),
        "abuse_now",
        "disclosure_today",
        "domestic_abuse",
        "parent_health",
        "exploitation",
        "online_harm",
        "harmful_practice",
        "sexual_activity",
        "homeless",
    )
    abuse_now = TickField(_l("They are in danger from someone right now"))
    disclosure_today = TickField(_l("They told me today about harm or abuse"))
    domestic_abuse = TickField(_l("There is violence or control between adults at home"))
    parent_health = TickField(_l("A parent or carer is unwell, or drinks or uses drugs a lot"))
    exploitation = TickField(_l("Someone may be using them, for crime or for sex"))
    online_harm = TickField(_l("Harm online: threats, pressure, images or groups that push self-harm"))
    harmful_practice = TickField(_l("Risk of forced marriage, genital cutting or harm in the name of honour"))
    sexual_activity = TickField(_l("They are having sex, or someone wants them to"))
    homeless = TickField(_l("They have no safe place to stay"))
    missing_from_home = choose(
        _l("Do they go missing from home?"),
        *choices.MISSING,
    )
    siblings_at_risk = text(_l("Could brothers, sisters or other children be at risk?"), rows=2)
    psychosis = yes_no_asked(
        _l("Do they hear or see things that others don't, or hold beliefs that worry people around them?")
    )
    senses = ticks(
        _l("Is any of this true?"), "command_voices", "psych_impair", "mania", "stopped_eating_drinking_general"
    )
    command_voices = TickField(_l("Voices tell them to hurt themselves or someone else"))
    psych_impair = TickField(_l("They act on it, or it puts them in danger"))
    mania = TickField(_l("They hardly sleep and are very high, fast or driven"))
    stopped_eating_drinking_general = TickField(_l("They have stopped eating, drinking, moving or talking as usual"))
    harm_others = choose(
        _l("Do they think about badly hurting someone else?"),
        *choices.THEIR_HARM_OF_OTHERS,
    )
    others = ticks(_l("Is any of this true?"), "weapon", "fire_setting")
    weapon = TickField(_l("They have a weapon, or have used one"))
    fire_setting = TickField(_l("They have been setting fires"))
    substance = choose(
        _l("Do they drink or take drugs?"),
        *choices.THEIR_SUBSTANCES,
    )


class EatingForm(PortalForm):
    """Food and eating, with what was measured; nothing is needed."""

    title = _l("Eating and physical checks")

    eating = yes_no_asked(_l("Do they have difficulties with food, eating or their body?"))
    food = ticks(
        _l("Is any of this true?"),
        "rapid_weight_loss",
        "vomit_daily",
        "eat_collapse",
        "no_fluids_24h",
        "insulin_stopped",
    )
    rapid_weight_loss = TickField(_l("They have lost a lot of weight quickly"))
    vomit_daily = TickField(_l("They make themselves sick or use laxatives every day"))
    eat_collapse = TickField(_l("They have fainted, collapsed or had chest pain"))
    no_fluids_24h = TickField(_l("They have had nothing to drink for about a day"))
    insulin_stopped = TickField(_l("They have diabetes and have stopped or cut down their insulin"))
    not_eating_days = number(
        _l("For how many days have they eaten almost nothing?"),
        365,
        _l("Please write the number of days, like 2."),
        _l("Leave this empty if they are eating."),
    )
    weight = small(_l("Weight, with the date"), _l("None of the measurements is needed. We never wait for them."))
    height = small(_l("Height"))
    pulse = small(_l("Pulse, lying and standing if you have both"))
    blood_pressure = small(_l("Blood pressure, lying and standing if you have both"))
    bloods = text(_l("Blood tests and other findings"), rows=2)
