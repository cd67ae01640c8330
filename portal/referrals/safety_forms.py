"""The young person's safety questions, asked plainly. Every name and value is the rule set's own."""

from wtforms.validators import Optional

from portal.languages import lazy as _l
from portal.referrals import choices
from portal.referrals.questions import radios, ticks, yes_no
from portal.web import fields
from portal.web.fields import NumberField, TickField
from portal.web.forms import PortalForm


class SafeForm(PortalForm):
    """Whether they are safe at this moment."""

    safe_now = yes_no(_l("Are you safe right now?"))
    right_now = ticks(
        _l("Is any of this happening?"),
        "taken_something",
        "injury_needs_care",
        "attempt_in_progress",
        "no_capable_adult",
    )
    taken_something = TickField(_l("In the last 3 days I took too much of something, or something harmful"))
    injury_needs_care = TickField(_l("I have an injury that needs a doctor or nurse"))
    attempt_in_progress = TickField(_l("I am about to end my life, or have started to"))
    no_capable_adult = TickField(_l("There is no adult near me who can keep me safe"))


class ThoughtsForm(PortalForm):
    """Thoughts of dying, asked plainly."""

    sui_thoughts = radios(
        _l("Do you have thoughts about ending your life?"),
        fields.choice("none", _l("No")),
        fields.choice("passive", _l("Sometimes I wish I wasn't here, but I don't think about ending my life")),
        fields.choice("active", _l("Yes, I think about ending my life")),
        hint=_l("Many people have thoughts like this. You can tell us."),
        reveals={"active": ["sui_plan", "sui_intent"]},
    )
    sui_plan = yes_no(_l("Have you thought about how you would do it?"), heading=False)
    sui_intent = yes_no(_l("Do you mean to do it?"), heading=False)
    sui_attempt = radios(
        _l("Have you ever tried to end your life?"),
        *choices.ATTEMPTS,
        heading=False,
    )
    getting_ready = ticks(_l("Is this true for you?"), "preparing")
    preparing = TickField(_l("I have been getting ready: saying goodbye, writing notes or giving things away"))


class SelfHarmForm(PortalForm):
    """Hurting themselves."""

    self_harm = radios(
        _l("Do you hurt yourself on purpose?"),
        *choices.SELF_HARM,
    )
    sh_worse = yes_no(_l("Is it happening more often, or getting more dangerous?"), heading=False)


class HomeForm(PortalForm):
    """Whether somebody hurts or frightens them."""

    abuse = yes_no(_l("Is anyone hurting you or making you feel unsafe?"), hint=_l("It is never your fault."))
    more = ticks(
        _l("Is any of this true?"),
        "abuse_now",
        "exploitation",
        "harmful_practice",
        "sexual_activity",
        "touched",
        "domestic_abuse",
        "online_harm",
        "missing_from_home",
        "homeless",
    )
    abuse_now = TickField(_l("I am in danger from someone right now"))
    exploitation = TickField(_l("Someone makes me do things for them, like carrying things, or sexual things"))
    harmful_practice = TickField(_l("My family may make me marry, or have my body cut, or hurt me for their honour"))
    sexual_activity = TickField(_l("I am having sex, or someone wants me to"))
    touched = TickField(_l("Someone touches the private parts of my body, or wants me to touch theirs"))
    domestic_abuse = TickField(_l("People at home hurt or frighten each other"))
    online_harm = TickField(_l("Something online hurts or frightens me"))
    missing_from_home = TickField(_l("I have run away and I am not at home now"), value="now")
    homeless = TickField(_l("I have no safe place to stay"))


class SensesForm(PortalForm):
    """Unusual experiences, other people's safety, drink and drugs: one page of what is hard to say."""

    title = _l("Some things are hard to say")

    psychosis = yes_no(
        _l("Do you hear or see things that other people don't?"),
        hint=_l("Or believe things that worry you and that others say are not real."),
        heading=False,
    )
    strange = ticks(
        _l("Is any of this true?"), "command_voices", "psych_impair", "mania", "stopped_eating_drinking_general"
    )
    command_voices = TickField(_l("Voices tell me to hurt myself or someone else"))
    psych_impair = TickField(_l("It makes me do things, or puts me in danger"))
    mania = TickField(_l("I hardly sleep and feel very high, fast or full of energy"))
    stopped_eating_drinking_general = TickField(_l("I have stopped eating, drinking, moving or talking like I used to"))
    harm_others = radios(
        _l("Do you think about badly hurting someone else?"),
        fields.choice("none", _l("No")),
        fields.choice("thoughts", _l("I have thoughts, but no plan")),
        fields.choice("plan", _l("I have a plan")),
        fields.choice("acted", _l("I have hurt or threatened someone badly")),
        heading=False,
    )
    others = ticks(_l("Is any of this true?"), "weapon", "fire_setting", "substance")
    weapon = TickField(_l("I have a weapon, or have used one"))
    fire_setting = TickField(_l("I have been setting fires"))
    substance = TickField(_l("I drink or take drugs in a way that scares me or others"), value="risky")


class EatingForm(PortalForm):
    """Food and eating."""

    eating = yes_no(_l("Do you have worries about food, eating or your body?"))
    more = ticks(
        _l("Is any of this true?"),
        "rapid_weight_loss",
        "vomit_daily",
        "eat_collapse",
        "no_fluids_24h",
        "insulin_stopped",
    )
    rapid_weight_loss = TickField(_l("I have lost a lot of weight quickly"))
    vomit_daily = TickField(_l("I make myself sick or use laxatives every day"))
    eat_collapse = TickField(_l("I have fainted, collapsed or had chest pain"))
    no_fluids_24h = TickField(_l("I have had nothing to drink for about a day"))
    insulin_stopped = TickField(_l("I have diabetes and have stopped or cut down my insulin"))
    not_eating_days = NumberField(
        _l("For how many days have you eaten almost nothing?"),
        [Optional(), fields.between(0, 365, _l("Please write the number of days, like 2."))],
        description=_l("Leave this empty if you are eating."),
        render_kw={"width": 3, "inputmode": "numeric", "autocomplete": "off", "size": "m"},
    )
