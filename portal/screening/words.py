"""The desk's own words for what the rules and the table of moves call by short names. Pure."""

from collections.abc import Iterable

from portal.care import reaching
from portal.languages import LANGUAGES
from portal.referrals.case_models import Change, Duty, Finding, Matter
from portal.referrals.lifecycle import Move, Status
from portal.referrals.voices import Voice
from portal.screening.models import State

STATUSES: dict[Status, str] = {
    Status.RECEIVED: "waiting to be read",
    Status.IN_SCREENING: "being read",
    Status.INFO_REQUESTED: "more was asked for",
    Status.AWAITING_FIRST: "waiting for the first contact",
    Status.CLOSED: "closed",
}
MOVES: dict[Move, str] = {
    Move.RECEIVE: "Came in",
    Move.ADD_WORDS: "Came back with new words",
    Move.CLAIM: "Taken in hand",
    Move.RELEASE: "Put back",
    Move.ACCEPT: "Accepted",
    Move.ESCALATE: "Escalated",
    Move.ASK_FOR_MORE: "Asked for more",
    Move.SIGNPOST: "Signposted",
    Move.ASK_TO_WITHDRAW: "Asked to withdraw",
    Move.ADVISE: "Advice given",
    Move.DECLINE: "Not for us",
    Move.END_TRIES: "Not reached, closed",
    Move.SAFEGUARD: "Safeguarding referral",
    Move.ASK_SECOND: "Put before a second clinician",
    Move.TAKE_OVER: "Taken over",
    Move.END_CARE: "Care ended",
    Move.REOPEN: "Care opened again",
}
BANNERS: dict[str, str] = {
    "got_worse": "Says it has got worse",
    "interpreter": "Interpreter needed",
    "reasonable_adjustments": "Learning disability: adjust",
    "parents_not_told": "Parents must not be told",
    "other_parent_not_told": "The other parent must not be told",
    "no_contact_route": "No safe way to reach them",
    "text_unscanned": "Words not scanned, read them",
}
"""Flags that change how somebody is spoken to; they stand beside the words about safe contact."""
ASKED_FOR: dict[str, str] = {"advice": "Advice asked for", "consultation": "Consultation asked for"}
"""What somebody wants who does not ask for a referral: staff see it before they open anything."""
WITHDRAWAL = "Asks to withdraw"
FLAGS: dict[str, str] = {
    "medical_now": "medical help now",
    "life_at_risk": "life at risk",
    "police_999": "police, 999",
    "police_101_999": "police, 101 or 999",
    "safeguarding_now": "safeguarding now",
    "safeguarding": "safeguarding",
    "safeguarding_known": "safeguarding, known",
    "safeguarding_ask": "safeguarding, ask",
    "call_back_safety": "call back about safety",
    "safety_plan": "safety plan",
    "safety_unknown": "safety not known",
    "risk_to_others": "other people's safety",
    "ed_medical": "eating, medical check",
    "ed_possible": "possible eating disorder",
    "eip_possible": "possible psychosis",
    "medical_check": "medical check",
    "followup_due": "follow-up due",
    "contagion": "bereaved by suicide",
    "under_11": "under 11",
    "perinatal": "pregnant or new parent",
    "priority_cohort": "priority group",
    "substance": "drink or drugs",
    "repeat_contact": "second contact in 7 days",
    "return_ticket": "return ticket",
    "referrer_concern": "they say it is urgent",
    "text_alert": "words in the text",
    "text_mention": "read the text",
    "neuro": "autism or ADHD",
    "diagnostic_overshadowing": "not only neurodivergence",
    "mhst": "school team",
    "consent_check": "check consent",
    "transition": "18 or over",
}
NEVER_TAGS = frozenset({"safe_contact", *BANNERS})
SAFE_CONTACT: dict[str, str] = {
    "unsafe": "{who} said that it may be unsafe to call, text or write. Leave no messages and do not say who you are.",
    "unsaid": "Leave no messages and do not say who you are: the young person has not said that contact is safe.",
    "others": "{who} said that contact is safe. The young person has not: leave no messages, do not say who you are.",
    "safe": "{who} said that contact is safe. Look at each way below before you use it.",
}
SAFE_CONTACT_BRIEF: dict[str, str] = {
    "unsafe": "Contact may be unsafe",
    "unsaid": "Leave no messages",
    "others": "Leave no messages",
}


def safe_contact(state: str, by: Iterable[Voice]) -> str:
    """Say whether contact is safe, and whose word that is."""
    who = " and ".join(WHO[voice] for voice in by) or "somebody"
    return SAFE_CONTACT[state].format(who=who[:1].upper() + who[1:])


def flag(name: str) -> str:
    """Say a flag in words; a flag of a newer rule set is said as it is."""
    return FLAGS.get(name, BANNERS.get(name, name.replace("_", " ")))


WHO: dict[Voice, str] = {
    Voice.YOUNG_PERSON: "the young person",
    Voice.PARENT_CARER: "a parent or carer",
    Voice.PROFESSIONAL: "a professional",
    Voice.FRIEND: "a worried friend",
}
VOICES: dict[str, str] = {
    "young_person": "Young person",
    "parent_carer": "Parent or carer",
    "professional": "Professional",
    "friend": "Worried friend",
}
WAYS, MAY, AUDIENCES = reaching.WAYS, reaching.MAY, reaching.AUDIENCES
MATTERS: dict[Matter, str] = {
    Matter.REFERRAL: "this referral",
    Matter.INFO_SHARING: "who is told what",
    Matter.TREATMENT: "treatment",
}
FINDINGS: dict[Finding, str] = {
    Finding.COMPETENT: "Competent",
    Finding.NOT_COMPETENT: "Not competent",
    Finding.NOT_CLEAR: "Not clear yet",
}
DUTIES: dict[Duty, str] = {
    Duty.SAFEGUARDING: "Tell the people for safeguarding",
    Duty.NHS_NUMBER: "NHS number given is not well formed: ask for it",
    Duty.CHECK_IN_MISSED: "They have not said how they are: try to reach them safely",
    Duty.TRANSFER_LATE: "Nobody has accepted the transfer: ring them",
    Duty.OFFER_APPOINTMENT: "Offer a time to meet",
    Duty.SECOND_CLOSING: "Second clinician: close their care, or give it back",
    Duty.TELL: "Tell them by phone or letter: no message is safe",
    Duty.TRANSITION: "They turn 18 within half a year: plan it with them",
}
DONE: dict[Duty, str] = {
    Duty.SAFEGUARDING: "Told",
    Duty.NHS_NUMBER: "Asked",
    Duty.CHECK_IN_MISSED: "Done",
    Duty.TRANSFER_LATE: "Done",
    Duty.OFFER_APPOINTMENT: "Done",
    Duty.TRANSITION: "Done",
    Duty.SECOND_CLOSING: "Done",
    Duty.TELL: "Told",
}
"""How the line about a task that is done begins."""
TASK_FORMS: dict[Duty, str] = {
    Duty.SAFEGUARDING: "task",
    Duty.NHS_NUMBER: "number",
    Duty.CHECK_IN_MISSED: "done",
    Duty.TRANSFER_LATE: "done",
    Duty.OFFER_APPOINTMENT: "done",
    Duty.TRANSITION: "done",
    Duty.SECOND_CLOSING: "done",
    Duty.TELL: "tell",
}
"""Which of the desk's forms ends a task."""
STATES: dict[State, str] = {
    State.RECORDED: "recorded",
    State.WAITING: "waits for a second clinician",
    State.AGREED: "agreed by a second clinician",
    State.REFUSED: "given back by a second clinician",
    State.SET_ASIDE: "set aside: somebody decided anew",
}
TRIED: dict[str, str] = {
    "young_person": "The young person",
    "somebody_else": "Parent or carer",
    "referrer": "Whoever referred them",
    "police": "Police, for a welfare check",
}
"""Whom somebody tries to reach."""
CHANGES: dict[Change, str] = {Change.JOINED: "Joined to this case", Change.PARTED: "Parted"}


def voice(name: str) -> str:
    """Say who is telling us."""
    return VOICES[name]


def thrive(name: str) -> str:
    """Say a THRIVE grouping as the framework writes it."""
    return name.replace("_", " ").title()


def language(code: str) -> str:
    """Name a language in English; one we have dropped keeps its code."""
    return LANGUAGES[code].english_name if code in LANGUAGES else code
