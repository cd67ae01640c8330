"""Everything that real forms ask can be said here, by everybody who can know it, and none of it is needed.

The blocks are those of the union of forms in use in England: who, the young person, safe contact, family, school, GP,
their own words, wishes, risk, what protects, safeguarding, health, access, identity, consent, professional extras.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.referrals.forms import FORMS
from portal.referrals.voices import Voice

Y, C, P = Voice.YOUNG_PERSON, Voice.PARENT_CARER, Voice.PROFESSIONAL
EVERYBODY = (
    *("name", "legal_name", "previous_names", "pronouns", "dob", "age", "postcode", "no_fixed_address"),
    *("phone", "email", "nhs_number"),
    *("contact_phone", "contact_text", "contact_email", "contact_letter", "contact_voicemail", "contact_hours"),
    *("who_sees_phone", "code_word", "do_not_contact", "unsafe_contact", "contact_person", "contact"),
    *("household", "parental_responsibility"),
    *("school", "school_year", "attendance", "exclusions", "ehcp", "school_lead"),
    *("gp_practice", "gp_name"),
    *("story", "duration", "what_changed", "effect", "tried"),
    *("goal_1", "goal_1_now", "goal_2", "goal_2_now", "goal_3", "goal_3_now"),
    *("wants", "kind_of_help", "mode", "place_wish", "worker_gender", "language_wish"),
    *("safe_now", "self_harm", "sh_worse", "injury_needs_care", "taken_something"),
    *("sui_thoughts", "sui_plan", "sui_intent", "sui_attempt", "preparing"),
    *("harm_others", "weapon", "fire_setting", "psychosis", "command_voices", "mania"),
    *("eating", "rapid_weight_loss", "eat_collapse", "vomit_daily", "substance"),
    *("sexual_activity", "online_harm", "exploitation", "missing_from_home"),
    *("who_helps", "cp_plan", "lac", "other_services", "domestic_abuse", "young_carer", "parent_health"),
    *("conditions", "medicines", "allergies", "ld", "neuro", "perinatal"),
    *("interpreter", "interpreter_language", "interpreter_not", "access_needs"),
    *("needs_bsl", "needs_easy_read", "needs_large_print", "needs_step_free", "needs_quiet"),
    *("ethnicity", "gender", "same_as_birth", "sexual_orientation", "faith", "disability"),
    "may_tell",
)
ADULTS = (
    *("referrer_name", "referrer_phone", "referrer_email", "referrer_best_time", "relationship"),
    *("why_now", "siblings_at_risk", "safety_plan", "made_safer", "court_order", "yp_consent", "disclosure_today"),
)
OTHERS = {
    Y: ("parents_know", "parents_ok"),
    C: ("lives_where",),
    P: (
        *("referrer_role", "organisation", "organisation_code", "stay_involved", "school_urn", "gp_ods"),
        *("parents_know", "parents_ok", "mental_state", "referrer_urgency"),
        *("weight", "height", "pulse", "blood_pressure", "bloods"),
    ),
}


@pytest.fixture(autouse=True)
def within_a_request() -> Iterator[None]:
    with Flask(__name__).test_request_context():
        yield


def names(voice: Voice) -> set[str]:
    return {field.name for form in FORMS[voice].values() for field in form(meta={"csrf": False})}


@pytest.mark.parametrize("voice", [Y, C, P])
def test_everything_real_forms_ask_can_be_said_here(voice: Voice) -> None:
    wanted = {*EVERYBODY, *OTHERS[voice], *(ADULTS if voice is not Y else ())}
    assert not wanted - names(voice)


@pytest.mark.parametrize("voice", [Y, C, P])
def test_nobody_is_ever_asked_where_they_were_born_or_may_stay(voice: Voice) -> None:
    assert not [name for name in names(voice) if "nationality" in name or "immigration" in name]
