"""Tables of codes: ours, what each is in FHIR R4, and which version of these tables said so. Pure.

A pathway is what the rules suggest to look at, and no diagnosis: it goes out under our own system, never as SNOMED CT.
"""

from collections.abc import Mapping
from typing import Any

from portal.referrals.lifecycle import Move, Status
from portal.screening.outcomes import Outcome
from portal.triage.outcome import Band

MAPPING = "1.0.0"
"""The version of all tables here: a changed line is a new version."""
OURS = "http://example.org/front-door"
"""Every code that is ours alone stands below this address."""
HL7 = "http://terminology.hl7.org/CodeSystem"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
PRIORITY: Mapping[str, str] = {
    Band.NOW: "stat",
    Band.U2H: "asap",
    Band.U48: "urgent",
    Band.SOON: "urgent",
    Band.ROUTINE: "routine",
}
ENDED: Mapping[str, str] = {
    Move.END_CARE: "completed",
    Move.ADVISE: "completed",
    Move.SIGNPOST: "completed",
    Move.DECLINE: "revoked",
    Move.END_TRIES: "revoked",
}
"""A request that was closed, by the move that closed it. An open one is active."""
UNDECIDED: Mapping[str, str] = {
    Status.RECEIVED: "requested",
    Status.IN_SCREENING: "received",
    Status.INFO_REQUESTED: "received",
    Status.AWAITING_FIRST: "accepted",
    Status.CLOSED: "completed",
}
"""The task of a request that no recorded decision speaks of."""
DECIDED: Mapping[str, str] = {
    Outcome.CONTACT_NOW: "accepted",
    Outcome.CRISIS_TEAM: "accepted",
    Outcome.URGENT_APPOINTMENT: "accepted",
    Outcome.ROUTINE: "accepted",
    Outcome.PARTNER: "accepted",
    Outcome.MORE_NEEDED: "received",
    Outcome.SAFEGUARDING: "received",
    Outcome.ADVICE_GIVEN: "completed",
    Outcome.SIGNPOST: "completed",
    Outcome.NOT_FOR_US: "rejected",
    Outcome.NOT_REACHED: "rejected",
}
NOT_IN_FORCE: Mapping[str, str] = {"waiting_for_second": "received", "refused": "cancelled", "set_aside": "cancelled"}
"""A decision that did not take effect, whatever it was."""
MEETINGS: Mapping[str, str] = {
    "offered": "booked",
    "kept": "fulfilled",
    "not_brought": "noshow",
    "cancelled_by_us": "cancelled",
    "cancelled_by_family": "cancelled",
    "rearranged": "cancelled",
}
GENDERS: Mapping[str, str] = {
    **dict.fromkeys(("girl", "female", "woman", "f"), "female"),
    **dict.fromkeys(("boy", "male", "man", "m"), "male"),
    **dict.fromkeys(("non-binary", "nonbinary", "non binary", "other"), "other"),
}
"""Only words that leave no doubt; others stay as they were said."""
AGREED: Mapping[str, tuple[str, str]] = {
    "yes": ("active", "permit"),
    "no": ("active", "deny"),
    "not_sure": ("proposed", "deny"),
    "prefer_not": ("proposed", "deny"),
    "unanswered": ("proposed", "deny"),
}
"""A no is a decision in force; whatever is not a plain yes or no is still open, and permits nothing."""
CONSENTS = ("yp_consent", "parents_know", "parents_ok", "other_parent_knows", "other_parent_ok", "may_say_who")
NEEDS = ("interpreter", "needs_bsl", "needs_easy_read", "needs_large_print", "needs_step_free", "needs_quiet")
WAYS = ("contact_phone", "contact_text", "contact_email", "contact_letter", "contact_voicemail")
MEASURED_BY_OTHERS = ("weight", "height", "pulse", "blood_pressure")


def coding(kind: str, code: str, display: str = "") -> dict[str, str]:
    """Return one of our own codes, with the version of these tables."""
    return {
        "system": f"{OURS}/{kind}",
        "version": MAPPING,
        "code": code,
        **({"display": display} if display else {}),
    }


def concept(kind: str, code: str, text: str = "") -> dict[str, Any]:
    """Return one of our own codes as a concept."""
    return {"coding": [coding(kind, code)], **({"text": text} if text else {})}


def known(system: str, code: str) -> dict[str, Any]:
    """Return a code of HL7's as a concept."""
    return {"coding": [{"system": f"{HL7}/{system}", "code": code}]}


def original(kind: str, code: str) -> dict[str, Any]:
    """Return the extension that says from which code of ours a mapped one was made."""
    return {"url": f"{OURS}/original", "valueCoding": coding(kind, code)}
