"""Safety as a parent or carer is asked about it, plainly. Names and values that triage reads are the rule set's."""

from portal.languages import lazy as _l
from portal.referrals import choices
from portal.referrals import professional_safety_forms as asked
from portal.referrals import safety_forms as young
from portal.referrals.questions import again, radios, ticks, yes_no
from portal.web.fields import TickField
from portal.web.forms import PortalForm


class SafeForm(PortalForm):
    """Whether the young person is safe at this moment."""

    safe_now = yes_no(_l("Is your child safe right now?"))
    right_now = again(young.SafeForm.right_now)
    taken_something = again(asked.SafetyForm.taken_something)
    injury_needs_care = again(asked.SafetyForm.injury_needs_care)
    attempt_in_progress = again(asked.SafetyForm.attempt_in_progress)
    no_capable_adult = again(asked.SafetyForm.no_capable_adult)


class ThoughtsForm(PortalForm):
    """Thoughts of dying, as far as a parent knows of them."""

    sui_thoughts = radios(
        _l("Does your child have thoughts about ending their life?"),
        *choices.THEIR_THOUGHTS,
        hint=_l("You can ask them. Asking does not put the thought in their mind. If you don't know, say so."),
        reveals={"active": ["sui_plan", "sui_intent"]},
    )
    sui_plan = yes_no(_l("Have they thought about how they would do it?"), heading=False)
    sui_intent = yes_no(_l("Do they mean to do it?"), heading=False)
    sui_attempt = again(young.ThoughtsForm.sui_attempt, _l("Have they ever tried to end their life?"))
    getting_ready = ticks(_l("Have you noticed this?"), "preparing")
    preparing = again(asked.SafetyForm.preparing)


class SelfHarmForm(PortalForm):
    """Whether the young person hurts themselves."""

    self_harm = again(young.SelfHarmForm.self_harm, _l("Does your child hurt themselves on purpose?"))
    sh_worse = again(young.SelfHarmForm.sh_worse)


class HomeForm(PortalForm):
    """Whether somebody hurts or frightens them, and what that may mean for other children."""

    abuse = yes_no(
        _l("Is anyone hurting your child or making them feel unsafe?"),
        hint=_l("At home, outside or online. Living where someone is hurt or controlled counts too."),
    )
    more = ticks(
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
    abuse_now = again(asked.RiskForm.abuse_now)
    disclosure_today = TickField(_l("They told someone about it today"))
    domestic_abuse = TickField(_l("Someone in the family hurts, threatens or controls another person"))
    parent_health = TickField(_l("An adult at home, perhaps you, is unwell, or drinks or uses drugs a lot"))
    exploitation = TickField(_l("Someone may be using them, online or outside, for crime or for sex"))
    online_harm = TickField(_l("Something online hurts or frightens them"))
    harmful_practice = TickField(_l("Someone may make them marry, have their body cut, or hurt them for honour"))
    sexual_activity = again(asked.RiskForm.sexual_activity)
    homeless = again(asked.RiskForm.homeless)
    missing_from_home = radios(
        _l("Do they go missing from home?"),
        *choices.MISSING,
        heading=False,
    )
    siblings_at_risk = again(asked.RiskForm.siblings_at_risk)


class SensesForm(PortalForm):
    """Unusual experiences, and a great change in them."""

    psychosis = yes_no(
        _l("Does your child hear or see things that others don't?"),
        hint=_l("Or do they believe things that others say are not real?"),
    )
    more = again(young.SensesForm.strange)
    command_voices = again(asked.RiskForm.command_voices)
    psych_impair = again(asked.RiskForm.psych_impair)
    mania = again(asked.RiskForm.mania)
    stopped_eating_drinking_general = again(asked.RiskForm.stopped_eating_drinking_general)


class EatingForm(PortalForm):
    """Food and eating."""

    eating = yes_no(_l("Are you worried about your child and food, eating or their body?"))
    more = again(young.EatingForm.more)
    rapid_weight_loss = again(asked.EatingForm.rapid_weight_loss)
    vomit_daily = again(asked.EatingForm.vomit_daily)
    eat_collapse = again(asked.EatingForm.eat_collapse)
    no_fluids_24h = again(asked.EatingForm.no_fluids_24h)
    insulin_stopped = again(asked.EatingForm.insulin_stopped)
    not_eating_days = again(asked.EatingForm.not_eating_days, size="m")


class OthersForm(PortalForm):
    """Anger, other people's safety, drink and drugs."""

    harm_others = radios(
        _l("Does your child think about badly hurting someone else?"),
        *choices.THEIR_HARM_OF_OTHERS,
    )
    more = ticks(_l("Is any of this true?"), "weapon", "fire_setting")
    weapon = again(asked.RiskForm.weapon)
    fire_setting = again(asked.RiskForm.fire_setting)
    substance = radios(
        _l("Do they drink or take drugs?"),
        *choices.THEIR_SUBSTANCES,
        heading=False,
    )
