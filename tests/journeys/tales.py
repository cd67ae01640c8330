"""What each of the cast says on each page of their form, by the names of the boxes."""

from dataclasses import dataclass

Answers = dict[str, dict[str, str]]
CANARY = "canary in my story"


@dataclass(frozen=True)
class Tale:
    """One person's way through one form."""

    start: str
    """Where it begins."""
    home: str
    """How the addresses of its pages begin."""
    answers: Answers


AMINA = Tale(
    "/refer/young-person/",
    "/refer/young-person/",
    {
        "worry": {"story": CANARY, "duration": "one_to_six_months", "tried": "Running helps a bit"},
        "age": {"age": "14"},
        "safe": {"safe_now": "not_sure"},
        "thoughts": {"sui_thoughts": "active", "sui_plan": "no", "sui_attempt": "none"},
        "self-harm": {"self_harm": "weekly"},
        "home": {"abuse": "prefer_not", "online_harm": "yes"},
        "life": {
            "school": "Harbour Academy",
            "ehcp": "not_sure",
            "function": "moderate",
            "young_carer": "yes",
            "medicines": "None",
        },
        "hopes": {"goal_1": "Sleep", "goal_1_now": "2", "wants": "not_sure", "interpreter": "yes"},
        "contact": {"name": "Amina", "phone": "07700 900123", "contact_text": "ok_quiet", "parents_know": "no"},
    },
)
FATHER = Tale(
    "/refer/parent-carer/",
    "/refer/parent-carer/",
    {
        "worry": {"story": CANARY, "why_now": "School rang"},
        "child": {"name": "Amina", "age": "14", "pronouns": "she"},
        "you": {"referrer_name": "Yusuf", "relationship": "Father"},
        "safe": {"safe_now": "not_sure"},
        "thoughts": {"sui_thoughts": "active", "sui_intent": "not_sure"},
        "home": {"abuse": "no", "missing_from_home": "no"},
        "others": {"harm_others": "none"},
        "life": {"function": "moderate", "cp_plan": "yes"},
        "places": {"school": "Harbour Academy", "gp_name": "Dr Lamb"},
        "wishes": {"goal_1": "That she sleeps", "interpreter": "yes"},
        "knows": {"yp_consent": "yes", "may_tell": "Her aunt"},
        "contact": {"referrer_phone": "07700 900456", "unsafe_contact": "no", "contact_text": "ok"},
        "identity": {"faith": "Muslim"},
    },
)
DOCTOR = Tale(
    "/refer/professional/",
    "/refer/professional/",
    {
        "form": {
            "story": CANARY,
            "referrer_urgency": "urgent",
            "referrer_name": "Dr Lamb",
            "referrer_phone": "01632 960456",
            "name": "Amina",
            "age": "14",
            "sui_thoughts": "passive",
            "yp_consent": "yes",
            "contact_text": "ok",
            "goal_1": "Sleep",
        }
    },
)
TEACHER = Tale(
    "/advice",
    "/refer/advice/",
    {"advice": {"advice_question": CANARY, "referrer_name": "Ms Okoro", "referrer_phone": "01632 960457"}},
)
FRIEND = Tale(
    "/refer/friend/",
    "/refer/friend/",
    {
        "worry": {"story": CANARY},
        "who": {"name": "Amina", "school": "Harbour Academy"},
        "safe": {"safe_now": "not_sure"},
        "thoughts": {"sui_thoughts": "active", "sui_plan": "not_sure"},
        "you": {"referrer_name": "Kasia", "may_say_who": "no"},
    },
)
TALES = {"young-person": AMINA, "parent-carer": FATHER, "professional": DOCTOR, "advice": TEACHER, "friend": FRIEND}
REACH = {"worry", "form", "advice", "contact", "you"}


def briefly(tale: Tale, *, shared: bool = False) -> Answers:
    """Return the least that this person says: what is going on, and how to reach them."""
    said = {page: answers for page, answers in tale.answers.items() if page in REACH}
    return said | ({"start": {"shared_device": "yes"}} if shared else {})
