"""What surrounds a parent's worry: life, school and GP, what helps already, wishes, identity. All of it optional."""

from portal.languages import lazy as _l
from portal.referrals import choices
from portal.referrals import professional_background_forms as asked
from portal.referrals import young_person_life_forms as young
from portal.referrals.questions import again, fold, radios, text, ticks, yes_no
from portal.web import fields
from portal.web.fields import TickField
from portal.web.forms import PortalForm


class LifeForm(PortalForm):
    """How it shows in their life, how soon a parent feels that somebody is needed, and what else is going on."""

    function = radios(
        _l("How much does it get in the way of their life?"),
        fields.choice("none", _l("Not much")),
        fields.choice("mild", _l("A bit")),
        fields.choice("moderate", _l("A lot, but they manage")),
        fields.choice("severe", _l("They can't go to school or work, leave their room, or look after themselves")),
    )
    referrer_urgency = again(young.HopesForm.referrer_urgency, _l("How soon do you feel they need someone?"))
    more = ticks(
        _l("Does any of this fit your child or family?"),
        "neuro",
        "ld",
        "young_carer",
        "bereaved_suicide",
        "discharge_7d",
        "return_ticket",
        "repeat_7d",
        "mhst_school",
    )
    less_common = fold(_l("In care, social services, and more"), "around")
    around = ticks(
        _l("Does any of this fit, too?"),
        "lac",
        "cp_plan",
        "child_in_need",
        "placement_breakdown",
        "perinatal",
        "trafficked_uasc",
    )
    neuro = again(asked.LifeForm.neuro)
    ld = again(asked.LifeForm.ld)
    young_carer = again(asked.LifeForm.young_carer)
    bereaved_suicide = again(asked.LifeForm.bereaved_suicide)
    discharge_7d = again(asked.LifeForm.discharge_7d)
    return_ticket = again(asked.LifeForm.return_ticket)
    repeat_7d = again(asked.LifeForm.repeat_7d)
    lac = again(asked.LifeForm.lac)
    cp_plan = again(asked.LifeForm.cp_plan)
    child_in_need = TickField(_l("Has a child in need plan, or early help for the family"))
    placement_breakdown = again(asked.LifeForm.placement_breakdown)
    perinatal = again(asked.LifeForm.perinatal)
    trafficked_uasc = again(asked.LifeForm.trafficked_uasc)
    mhst_school = again(asked.LifeForm.mhst_school)


class PlacesForm(PortalForm):
    """School and GP, from the area's list or as typed."""

    title = _l("School and GP")

    school = again(asked.PlacesForm.school)
    school_year = again(asked.PlacesForm.school_year)
    attendance = again(asked.PlacesForm.attendance)
    gp_practice = again(asked.PlacesForm.gp_practice)
    more = fold(_l("More about school and GP"), "ehcp", "exclusions", "school_lead", "gp_name")
    ehcp = radios(
        _l("Support at school"),
        fields.choice("ehcp", _l("Education, health and care plan")),
        fields.choice("sen_support", _l("SEN support")),
        fields.choice("none", _l("None")),
        heading=False,
    )
    exclusions = text(_l("Have they been sent home or excluded from school?"), rows=2)
    school_lead = again(asked.PlacesForm.school_lead)
    gp_name = again(asked.PlacesForm.gp_name)


class SupportForm(PortalForm):
    """Family, what helps already, and health."""

    title = _l("Family, support and health")

    household = again(asked.SupportForm.household)
    who_helps = again(asked.SupportForm.who_helps)
    other_services = again(asked.SupportForm.other_services)
    safer = fold(_l("Keeping safe at home"), "safety_plan", "made_safer")
    safety_plan = again(asked.SupportForm.safety_plan)
    made_safer = again(asked.SupportForm.made_safer)
    health = fold(_l("Health, medicines and allergies"), "conditions", "medicines", "allergies")
    conditions = again(asked.SupportForm.conditions)
    medicines = again(asked.SupportForm.medicines)
    allergies = again(asked.SupportForm.allergies)


class WishesForm(PortalForm):
    """What should be different, and what makes it easier to talk."""

    title = _l("What would help?")

    goal_1 = text(_l("What would you and your child like to be different?"), rows=2)
    goal_1_now = again(asked.WishesForm.goal_1_now)
    goals = fold(_l("Add more things"), "goal_2", "goal_2_now", "goal_3", "goal_3_now")
    goal_2 = text(_l("A second thing you would like to be different"), rows=2)
    goal_2_now = again(asked.WishesForm.goal_2_now)
    goal_3 = text(_l("A third thing you would like to be different"), rows=2)
    goal_3_now = again(asked.WishesForm.goal_3_now)
    wants = radios(
        _l("What kind of help do you hope for?"),
        fields.choice("wellbeing", _l("Things that keep them well")),
        fields.choice("tips", _l("Tips to use on their own")),
        fields.choice("one_off", _l("One or two talks")),
        fields.choice("regular_help", _l("Regular help")),
        heading=False,
    )
    how = fold(_l("How, where and with whom"), "mode", "place_wish", "worker_gender", "language_wish", "kind_of_help")
    mode = again(asked.WishesForm.mode)
    place_wish = again(asked.WishesForm.place_wish)
    worker_gender = again(asked.WishesForm.worker_gender)
    language_wish = again(asked.WishesForm.language_wish)
    kind_of_help = text(_l("Anything else about the help you want"), rows=2)
    access = fold(
        _l("Interpreter, signing and other needs"), "needs", "interpreter_language", "interpreter_not", "access_needs"
    )
    needs = ticks(
        _l("What do you or your child need?"),
        *choices.NEEDS,
    )
    interpreter = again(asked.WishesForm.interpreter)
    needs_bsl = again(asked.WishesForm.needs_bsl)
    needs_easy_read = again(asked.WishesForm.needs_easy_read)
    needs_large_print = again(asked.WishesForm.needs_large_print)
    needs_step_free = again(asked.WishesForm.needs_step_free)
    needs_quiet = again(asked.WishesForm.needs_quiet)
    interpreter_language = again(asked.WishesForm.interpreter_language)
    interpreter_not = again(asked.WishesForm.interpreter_not)
    access_needs = text(_l("Anything else that would make it easier for you both"), rows=2)


class IdentityForm(PortalForm):
    """Who they are, only as far as a parent wants to say it and the young person would want it said."""

    title = _l("About who they are, only if you both want it said")

    ethnicity = again(asked.IdentityForm.ethnicity)
    gender = again(asked.IdentityForm.gender)
    same_as_birth = yes_no(_l("Is it the same as the sex registered at birth?"), heading=False)
    sexual_orientation = again(asked.IdentityForm.sexual_orientation)
    faith = again(asked.IdentityForm.faith)
    disability = again(asked.IdentityForm.disability)
