"""The young person's life, hopes and needs. Every name and value that triage reads is the rule set's own."""

from wtforms.validators import Optional

from portal.languages import lazy as _l
from portal.referrals import choices
from portal.referrals import professional_background_forms as asked
from portal.referrals.questions import again, fold, near, radios, small, text, ticks, yes_no
from portal.web import fields
from portal.web.fields import RadioField, TickField
from portal.web.forms import PortalForm


class LifeForm(PortalForm):
    """What life is like, and what else we should know."""

    function = radios(
        _l("How much does this get in the way of your life?"),
        fields.choice("none", _l("Not much")),
        fields.choice("mild", _l("A bit")),
        fields.choice("moderate", _l("A lot, but I manage")),
        fields.choice("severe", _l("I can't go to school or work, leave my room, or look after myself")),
    )
    more = ticks(
        _l("Does any of this fit you?"),
        "lac",
        "cp_plan",
        "placement_breakdown",
        "young_carer",
        "neuro",
        "ld",
        "perinatal",
        "bereaved_suicide",
        "discharge_7d",
        "return_ticket",
        "trafficked_uasc",
        "mhst_school",
    )
    lac = TickField(_l("I am in care: foster care, a children's home, or with family because of social services"))
    cp_plan = TickField(_l("I have a child protection plan"))
    placement_breakdown = TickField(_l("The place where I live, or my school place, may end soon"))
    young_carer = TickField(_l("I look after someone in my family"))
    neuro = TickField(_l("I am autistic or have ADHD, or think I may be"))
    ld = TickField(_l("I have a learning disability"))
    perinatal = TickField(_l("I am pregnant, or had a baby in the last year"))
    bereaved_suicide = TickField(_l("Someone I knew died by suicide"))
    discharge_7d = TickField(_l("I left hospital or A&E in the last 7 days because of my mental health"))
    return_ticket = TickField(_l("I had help from this team in the last 12 months"))
    trafficked_uasc = TickField(_l("I came to this country alone, or was brought here by people who used me"))
    mhst_school = TickField(_l("My school has a mental health support team"))
    places = fold(
        _l("School, work and your doctor"),
        *("school", "school_year", "attendance", "exclusions", "ehcp", "school_lead", "gp_practice", "gp_name"),
    )
    school = small(_l("Your school or college"))
    school_year = small(_l("Your year"))
    attendance = small(_l("How often do you go?"), _l("Like every day, or two days a week."))
    exclusions = small(_l("Have you been sent home or excluded?"))
    ehcp = radios(
        _l("Do you get extra help at school?"),
        fields.choice("ehcp", _l("Yes, with a plan called an EHCP")),
        fields.choice("sen_support", _l("Yes, extra help without that plan")),
        fields.choice("none", _l("No")),
        heading=False,
    )
    school_lead = small(_l("Who at school knows you best?"))
    gp_practice = small(_l("Your doctor's surgery"))
    gp_name = small(_l("The doctor you usually see"))
    support = fold(
        _l("Home, health and who helps you already"),
        *("household", "parental_responsibility", "parent_health", "who_helps", "other_services"),
        *("conditions", "medicines", "allergies"),
    )
    household = text(_l("Who lives with you?"), rows=2)
    parental_responsibility = small(_l("Which grown-ups decide things for you?"), _l("Like your mum, or your aunt."))
    parent_health = TickField(_l("Someone who looks after me is unwell, or drinks or takes drugs a lot"))
    who_helps = text(_l("Who or what helps you already?"), rows=2)
    other_services = text(_l("Does anyone else work with you, like a social worker?"), rows=2)
    conditions = text(_l("Do you have an illness we should know about?"), rows=2)
    medicines = text(_l("Do you take any medicines?"), rows=2)
    allergies = small(_l("Are you allergic to anything?"))


class HopesForm(PortalForm):
    """What they would like to be different, and what makes it easier to get help."""

    title = _l("What would you like to be different?")

    goal_1 = text(_l("One thing you would like to change"), _l("In your own words. It can be small."), rows=2)
    goal_1_now = near()
    more_goals = fold(_l("Add another one"), "goal_2", "goal_2_now", "goal_3", "goal_3_now")
    goal_2 = text(_l("A second thing you would like to change"), rows=2)
    goal_2_now = near()
    goal_3 = text(_l("A third thing you would like to change"), rows=2)
    goal_3_now = near()
    referrer_urgency = RadioField(
        _l("How soon do you feel you need someone?"),
        [Optional()],
        choices=[
            fields.choice("routine", _l("It can wait a little")),
            fields.choice("urgent", _l("In the next day or two")),
            fields.choice("emergency", _l("Right now")),
        ],
        render_kw={"size": "m"},
    )
    wants = radios(
        _l("What kind of help would you like?"),
        fields.choice("wellbeing", _l("Things that keep me well")),
        fields.choice("tips", _l("Tips to use on my own")),
        fields.choice("one_off", _l("One or two talks")),
        fields.choice("regular_help", _l("Regular help")),
        heading=False,
    )
    how = fold(
        _l("How and where you would like it"),
        *("mode", "place_wish", "worker_gender", "language_wish", "kind_of_help"),
    )
    mode = small(_l("In person, by phone or online?"))
    place_wish = small(_l("Where would you rather meet?"))
    worker_gender = small(_l("Would you rather talk to a woman or a man?"))
    language_wish = small(_l("Which language would you rather speak?"))
    kind_of_help = text(_l("Anything else about the help you want"), rows=2)
    easier = fold(
        _l("What makes it easier for you"), "needs", "interpreter_language", "interpreter_not", "access_needs"
    )
    needs = ticks(
        _l("What do you need?"),
        *choices.NEEDS,
    )
    interpreter = TickField(_l("I would like an interpreter"))
    needs_bsl = again(asked.WishesForm.needs_bsl)
    needs_easy_read = again(asked.WishesForm.needs_easy_read)
    needs_large_print = again(asked.WishesForm.needs_large_print)
    needs_step_free = again(asked.WishesForm.needs_step_free)
    needs_quiet = again(asked.WishesForm.needs_quiet)
    interpreter_language = small(_l("Language and dialect for the interpreter"))
    interpreter_not = small(_l("Who must not interpret?"), _l("Like someone from your family."))
    access_needs = text(_l("Anything else that would make it easier for you"), rows=2)
    who_you_are = fold(
        _l("Who you are, only if you want to say"),
        *("ethnicity", "gender", "same_as_birth", "sexual_orientation", "faith", "disability"),
    )
    ethnicity = small(_l("Your ethnic group"), _l("Like Pakistani, Black British or Roma."))
    gender = small(_l("Your gender"))
    same_as_birth = yes_no(_l("Is it the same as people wrote down when you were born?"), heading=False)
    sexual_orientation = small(_l("Your sexual orientation"))
    faith = small(_l("Your faith or belief"))
    disability = small(_l("Do you have a disability?"))
