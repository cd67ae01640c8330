"""The young person's questions in words for under 11, and for 16 and over: the same names and values, said otherwise.

What is not here is asked in the words of the forms, which are for 11 to 15. Nothing triage needs is left out: only
questions that make no sense at that age.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.languages import lazy as _l
from portal.referrals.ages import AgeGroup
from portal.web import fields
from portal.web.fields import Group
from portal.web.forms import PortalForm


@dataclass(frozen=True)
class Words:
    """One question as one age group reads it; what is left out stays as it is."""

    label: Any = None
    hint: Any = None
    answers: Mapping[str, Any] = field(default_factory=dict)


UNDER_11: Mapping[str, Words] = {
    "story": Words(
        _l("What makes you sad, worried or cross?"),
        _l("Write it your way. A grown-up you trust can help you write. Spelling doesn't matter."),
    ),
    "effect": Words(_l("Does it change how you sleep, eat, play or feel at school?")),
    "safe_now": Words(hint=_l("Safe means that nobody is hurting you, and that you are not badly hurt.")),
    "taken_something": Words(_l("In the last 3 days I swallowed something that could make me very ill")),
    "injury_needs_care": Words(_l("I am hurt and I need a doctor or nurse")),
    "attempt_in_progress": Words(_l("I am about to make myself die, or I have started to")),
    "no_capable_adult": Words(_l("There is no grown-up near me who can keep me safe")),
    "sui_thoughts": Words(
        _l("Do you think about wanting to die?"),
        _l("Some children do. You can tell us. You are not in trouble."),
        {"passive": _l("Sometimes I wish I wasn't here"), "active": _l("Yes, I think about making myself die")},
    ),
    "sui_intent": Words(_l("Do you want to do it?")),
    "sui_attempt": Words(_l("Have you ever tried to make yourself die?")),
    "preparing": Words(_l("I have been getting ready: saying goodbye, writing notes or giving my things away")),
    "self_harm": Words(_l("Do you hurt your own body on purpose?"), answers={"monthly": _l("Yes, sometimes")}),
    "sh_worse": Words(_l("Does it happen more now, or is it worse than before?")),
    "abuse": Words(_l("Is anyone hurting you or scaring you?")),
    "abuse_now": Words(_l("Someone is hurting me or scaring me right now")),
    "exploitation": Words(_l("Someone makes me do things that feel wrong, or makes me keep a bad secret")),
    "harmful_practice": Words(_l("My family may make me marry someone, or have a part of my body cut")),
    "domestic_abuse": Words(_l("People at home hurt or scare each other")),
    "online_harm": Words(_l("Something online scares me or hurts me")),
    "homeless": Words(_l("I have nowhere safe to sleep")),
    "psychosis": Words(
        _l("Do you hear or see things that other people can't?"), _l("Like a voice when nobody is there.")
    ),
    "command_voices": Words(_l("A voice tells me to hurt myself or someone else")),
    "psych_impair": Words(_l("It makes me do things that could hurt me")),
    "mania": Words(_l("I hardly sleep, and I feel very fast and full of energy")),
    "harm_others": Words(
        _l("Do you think about hurting someone badly?"),
        answers={
            "thoughts": _l("I think about it, but I have no plan"),
            "acted": _l("I have hurt someone badly, or said I would"),
        },
    ),
    "weapon": Words(_l("I have something that could hurt people badly, or I have used it")),
    "fire_setting": Words(_l("I have been starting fires")),
    "substance": Words(_l("I drink alcohol or take drugs")),
    "eating": Words(_l("Do you worry about food, eating or how your body looks?")),
    "rapid_weight_loss": Words(_l("I have got much thinner quickly")),
    "vomit_daily": Words(_l("I make myself sick every day")),
    "eat_collapse": Words(_l("I fainted, fell down, or my chest hurt")),
    "no_fluids_24h": Words(_l("I have had nothing to drink since this time yesterday")),
    "insulin_stopped": Words(_l("I have diabetes, and I stopped my insulin or take less of it")),
    "function": Words(
        _l("How much does this stop you doing things?"),
        answers={
            "mild": _l("A little"),
            "moderate": _l("A lot, but I still do most things"),
            "severe": _l("I can't go to school, leave my room, or wash and get dressed"),
        },
    ),
    "lac": Words(_l("I live with foster carers, in a children's home, or with family because of a social worker")),
    "placement_breakdown": Words(_l("I may have to leave my home or my school soon")),
    "young_carer": Words(_l("I help to look after someone in my family")),
    "ld": Words(_l("Learning is much harder for me than for others")),
    "bereaved_suicide": Words(_l("Someone I knew died by suicide. That means they ended their own life")),
    "discharge_7d": Words(_l("I was in hospital in the last 7 days because of how I feel")),
    "return_ticket": Words(_l("This team helped me in the last year")),
    "trafficked_uasc": Words(_l("I came to this country without my family, or someone brought me here to use me")),
    "places": Words(_l("School and your doctor")),
    "exclusions": Words(_l("Have you been sent home from school?")),
    "ehcp": Words(answers={"ehcp": _l("Yes, and there is a written plan for it"), "sen_support": _l("Yes")}),
    "conditions": Words(_l("Are you ill in any other way?")),
    "phone": Words(hint=_l("It can be the number of a grown-up you trust.")),
    "contact_person": Words(_l("A grown-up you trust who can pass on a message")),
    "unsafe_contact": Words(_l("Could something bad happen to you if we call, text or write?")),
    "parents_know": Words(_l("Does your mum, dad or carer know that you are asking for help?")),
    "parents_ok": Words(_l("May we talk to your mum, dad or carer?")),
    "wants": Words(answers={"wellbeing": _l("Things that help me stay happy"), "regular_help": _l("Help every week")}),
}
FROM_16: Mapping[str, Words] = {
    "effect": Words(_l("How does it affect sleep, food, work or study, friends or home?")),
    "abuse": Words(hint=_l("It is never your fault. It can be a partner, too.")),
    "exploitation": Words(_l("Someone makes me do things for them, like carrying things, crime or sex")),
    "harmful_practice": Words(_l("My family may force me to marry, have my body cut, or hurt me for their honour")),
    "function": Words(answers={"severe": _l("I can't study or work, leave my room, or look after myself")}),
    "lac": Words(_l("I am in care, or left care")),
    "placement_breakdown": Words(_l("I may soon lose the place where I live, my course or my job")),
    "school": Words(_l("Your school, college, university or work")),
    "attendance": Words(hint=_l("Like every day, or two days a week, or not any more.")),
    "school_lead": Words(_l("Who there knows you best?")),
    "parental_responsibility": Words(_l("Does anyone else decide things for you?"), _l("Like a guardian.")),
    "contact_person": Words(hint=_l("Like a partner, friend or tutor. Say who they are and how we reach them.")),
    "parents_know": Words(hint=_l("You do not need their permission. This form does not go to them.")),
}
WORDS: Mapping[AgeGroup, Mapping[str, Words]] = {
    AgeGroup.UNDER_11: UNDER_11,
    AgeGroup.FROM_11: {},
    AgeGroup.FROM_16: FROM_16,
}
WHO_THEY_ARE = ("who_you_are", "ethnicity", "gender", "same_as_birth", "sexual_orientation", "faith", "disability")
"""What a child is not asked about who they are, with the words it is folded under."""
# Under 11 nobody is asked about sex: being touched is harm, and has a name and a rule of its own.
NOT_ASKED: Mapping[AgeGroup, frozenset[str]] = {
    AgeGroup.UNDER_11: frozenset({"perinatal", "sexual_activity", *WHO_THEY_ARE}),
    AgeGroup.FROM_11: frozenset({"touched", "sexual_orientation"}),
    # From 16 it is the pressure that matters, and that is asked on the same page.
    AgeGroup.FROM_16: frozenset({"sexual_activity", "touched"}),
}


def reword(form: PortalForm, group: AgeGroup, keep: Collection[str] = ()) -> None:
    """Put a form's questions in the words of an age group; names and values stay, and so do the words of `keep`."""
    for name in NOT_ASKED[group] & set(form._fields):
        del form[name]
    for one in form:
        if isinstance(one, Group):
            boxes = [name for name in one.render_kw["boxes"] if name in form]
            one.render_kw = {**one.render_kw, "boxes": boxes}
        if one.name not in keep and (words := WORDS[group].get(one.name)) is not None:
            _say(one, words)


def _say(one: Any, words: Words) -> None:
    """Put one question in other words."""
    if words.label is not None:
        one.label.text = words.label
    if words.hint is not None:
        one.description = words.hint
    if words.answers:
        one.choices = [fields.choice(each.value, words.answers.get(each.value, each.label)) for each in one.choices]
