"""What surrounds a referral: life, school and GP, what helps already, wishes, identity. All of it optional."""

from portal.languages import lazy as _l
from portal.referrals import choices
from portal.referrals.professional_questions import FIND_HINT, choose, listed, ticks, yes_no
from portal.referrals.questions import near, small, text
from portal.web import fields
from portal.web.fields import TickField
from portal.web.forms import PortalForm


class LifeForm(PortalForm):
    """How it shows in their life, what was seen, and what else is going on."""

    title = _l("What is going on")

    duration = choose(
        _l("How long has it been like this?"),
        *choices.DURATION,
    )
    function = choose(
        _l("How much does it get in the way of their life?"),
        fields.choice("none", _l("Not much")),
        fields.choice("mild", _l("A bit")),
        fields.choice("moderate", _l("A lot, but they manage")),
        fields.choice("severe", _l("They can't go to school or work, leave their room, or look after themselves")),
    )
    what_changed = text(_l("What has changed?"), rows=2)
    why_now = text(_l("Why now?"), rows=2)
    effect = text(_l("Effect on sleep, eating, school, friends and home"), rows=2)
    tried = text(_l("What has been tried, and what happened"), rows=2)
    mental_state = text(_l("What you have observed: mood, thinking, behaviour"), rows=3)
    more = ticks(
        _l("Does any of this fit them?"),
        "neuro",
        "ld",
        "perinatal",
        "bereaved_suicide",
        "discharge_7d",
        "return_ticket",
        "repeat_7d",
        "lac",
        "cp_plan",
        "placement_breakdown",
        "young_carer",
        "trafficked_uasc",
        "mhst_school",
    )
    neuro = TickField(_l("Autistic or has ADHD: diagnosed, waiting or suspected"))
    ld = TickField(_l("Has a learning disability"))
    perinatal = TickField(_l("Pregnant, or had a baby in the last year"))
    bereaved_suicide = TickField(_l("Someone they knew died by suicide"))
    discharge_7d = TickField(_l("Left hospital or A&E in the last 7 days because of their mental health"))
    return_ticket = TickField(_l("Had help from this team in the last 12 months"))
    repeat_7d = TickField(_l("Somebody wrote to this team about them in the last 7 days"))
    lac = TickField(_l("In care: foster care, a children's home, or with family because of social services"))
    cp_plan = TickField(_l("Has a child protection plan"))
    placement_breakdown = TickField(_l("Their home, placement or school place may end soon"))
    young_carer = TickField(_l("Looks after someone in the family"))
    trafficked_uasc = TickField(_l("Came to this country alone, was trafficked, or seeks asylum"))
    mhst_school = TickField(_l("Their school has a mental health support team"))


class PlacesForm(PortalForm):
    """School and GP, from the area's list or as typed."""

    title = _l("School and GP")

    school = small(_l("School or college"), FIND_HINT, attributes={"list": "list-school"})
    school_urn = listed()
    school_year = small(_l("Year group"))
    attendance = small(_l("Attendance"), _l("Like three days a week."))
    exclusions = small(_l("Exclusions, or being sent home"))
    ehcp = choose(
        _l("Support at school"),
        fields.choice("ehcp", _l("Education, health and care plan")),
        fields.choice("sen_support", _l("SEN support")),
        fields.choice("none", _l("None")),
        fields.choice("not_sure", _l("Not sure, or not asked")),
        unsure=False,
    )
    school_lead = small(_l("Who at school knows them best?"))
    gp_practice = small(_l("GP practice"), FIND_HINT, attributes={"list": "list-gp_practice"})
    gp_ods = listed()
    gp_name = small(_l("Their usual GP"))


class SupportForm(PortalForm):
    """Family, what helps already, and health."""

    title = _l("Family, support and health")

    household = text(_l("Who lives at home, with ages"), rows=2)
    other_services = text(_l("Who else is involved: social worker, early help, police, other teams"), rows=2)
    who_helps = text(_l("Who or what helps them already?"), rows=2)
    safety_plan = text(_l("Is there a safety plan? What does it say?"), rows=2)
    made_safer = text(_l("What has been done to make home safer?"), rows=2)
    conditions = text(_l("Health conditions"), rows=2)
    medicines = text(_l("Medicines"), rows=2)
    allergies = small(_l("Allergies"))


class WishesForm(PortalForm):
    """What the young person wants, and what makes it easier to talk with them."""

    title = _l("Wishes and access")

    goal_1 = text(_l("What they would like to be different, in their own words"), rows=2)
    goal_1_now = near()
    goal_2 = text(_l("A second thing they would like to be different"), rows=2)
    goal_2_now = near()
    goal_3 = text(_l("A third thing they would like to be different"), rows=2)
    goal_3_now = near()
    wants = choose(
        _l("What kind of help do they hope for?"),
        fields.choice("wellbeing", _l("Things that keep them well")),
        fields.choice("tips", _l("Tips to use on their own")),
        fields.choice("one_off", _l("One or two talks")),
        fields.choice("regular_help", _l("Regular help")),
    )
    kind_of_help = text(_l("Anything else about the help they want"), rows=2)
    mode = small(_l("In person, by phone or online?"))
    place_wish = small(_l("Where would they rather be seen?"))
    worker_gender = small(_l("Would they rather see a woman or a man?"))
    language_wish = small(_l("Which language would they rather speak?"))
    needs = ticks(
        _l("What do they or their parents need?"),
        *choices.NEEDS,
    )
    interpreter = TickField(_l("An interpreter"))
    needs_bsl = TickField(_l("British Sign Language, lipreading or a hearing loop"))
    needs_easy_read = TickField(_l("Easy Read or help with reading"))
    needs_large_print = TickField(_l("Large print, audio or a screen reader"))
    needs_step_free = TickField(_l("Step-free access"))
    needs_quiet = TickField(_l("A quiet room or extra time"))
    interpreter_language = small(_l("Language and dialect for the interpreter"))
    interpreter_not = small(_l("Who must not interpret?"))
    access_needs = text(_l("Anything else that would make it easier for them"), rows=2)


class IdentityForm(PortalForm):
    """Who they are, only as far as they want it said."""

    title = _l("Identity, only if they want it said")

    ethnicity = small(_l("Ethnic group"))
    gender = small(_l("Gender"))
    same_as_birth = yes_no(_l("Is it the same as the sex registered at birth?"))
    sexual_orientation = small(_l("Sexual orientation, from 16 only"))
    faith = small(_l("Faith or belief"))
    disability = small(_l("Disability"))
