"""What ours is in the codes of the national data set. Pure. A word that leaves doubt has no code: it is a gap."""

from collections.abc import Mapping
from typing import Any

from portal.named_contacts.organisations import SCHOOL_ODS
from portal.referrals import nhs_numbers
from portal.referrals.voices import Voice
from portal.triage.outcome import Band

MAPPING = "1.0.0"
EATING = "eating_disorder"
PRIORITY: Mapping[str, str] = {Band.NOW: "1", Band.U2H: "4", Band.U48: "2", Band.SOON: "3", Band.ROUTINE: "3"}
SOURCE: Mapping[Voice, str] = {
    Voice.YOUNG_PERSON: "B1",
    Voice.PARENT_CARER: "B2",
    Voice.PROFESSIONAL: "M6",
    Voice.FRIEND: "M6",
}
SOURCE_BY_WORK = (
    ("school nurse", "F1"),
    ("health visitor", "A2"),
    ("social worker", "C1"),
    ("youth offending", "E6"),
    ("police", "E1"),
    ("teacher", "C2"),
    ("head of year", "C2"),
    ("pastoral", "C2"),
    ("sendco", "C2"),
    ("senco", "C2"),
    ("practice nurse", "A3"),
    ("paediatric", "F3"),
    ("gp", "A1"),
)
"""Part of how a professional named their work; the first that fits counts."""
REASON: Mapping[str, str] = {EATING: "12", "eip": "01", "perinatal": "13", "substance": "09"}
"""Only where care was opened on a pathway: then a clinician has confirmed it."""
MECHANISM: Mapping[str, str] = {"in_person": "01", "home": "01", "school": "01", "phone": "02", "video": "11"}
ATTENDED = "5"
ATTEND: Mapping[str, str] = {
    "kept": ATTENDED,
    "not_brought": "3",
    "cancelled_by_family": "2",
    "cancelled_by_us": "4",
}
"""A time that is still ahead, or was rearranged before its day, is no contact yet."""
REJECTED: Mapping[str, str] = {"signpost": "02", "decline": "02"}
"""02: another service fits better. 03, "incomplete", does not exist here: we chase what is missing."""
ADVICE_ONLY = "02"
GENDER: Mapping[str, str] = {
    **dict.fromkeys(("boy", "male", "man", "m"), "1"),
    **dict.fromkeys(("girl", "female", "woman", "f"), "2"),
    **dict.fromkeys(("non-binary", "nonbinary", "non binary"), "3"),
    **dict.fromkeys(("prefer not to say", "rather not say"), "Z"),
}
ETHNICITY: Mapping[str, str] = {
    **dict.fromkeys(("white british", "british", "english", "welsh", "scottish"), "A"),
    **dict.fromkeys(("white irish", "irish"), "B"),
    **dict.fromkeys(("polish", "white polish", "any other white", "white other"), "C"),
    **dict.fromkeys(("white and black caribbean",), "D"),
    **dict.fromkeys(("white and black african",), "E"),
    **dict.fromkeys(("white and asian",), "F"),
    **dict.fromkeys(("indian", "british indian"), "H"),
    **dict.fromkeys(("pakistani", "british pakistani"), "J"),
    **dict.fromkeys(("bangladeshi", "british bangladeshi"), "K"),
    **dict.fromkeys(("caribbean", "black caribbean"), "M"),
    **dict.fromkeys(("african", "black african", "somali"), "N"),
    **dict.fromkeys(("chinese", "british chinese"), "R"),
    **dict.fromkeys(("gypsy", "irish traveller", "traveller"), "T"),
    **dict.fromkeys(("roma",), "U"),
    **dict.fromkeys(("arab",), "V"),
    **dict.fromkeys(("prefer not to say", "rather not say"), "Z"),
}
BEFORE_2021: Mapping[str, str] = {"T": "C", "U": "C", "V": "S"}
"""The three groups that came in 2021, in the older list."""
NO_CODE, NO_FIXED_ADDRESS = "V81999", "ZZ99 3VZ"
NOT_RECORDED = "X"


def source(voice: Voice, said: Mapping[str, Any]) -> str:
    """Return who referred: by the code of a school, else by how a professional named their work."""
    if voice is Voice.PROFESSIONAL:
        if str(said.get("organisation_code", "")).startswith(SCHOOL_ODS):
            return "C2"
        work = f" {said.get('referrer_role', '')} ".lower()
        return next((code for words, code in SOURCE_BY_WORK if f" {words}" in work), SOURCE[voice])
    return SOURCE[voice]


def priority(band: str, pathway: str) -> str:
    """Return how soon an answer is due; soon means a week for eating, which the data set calls urgent."""
    return "2" if band == Band.SOON and EATING in pathway.split() else PRIORITY[band]


def word(table: Mapping[str, str], said: Any) -> str:
    """Return the code of a word that somebody typed; empty where it leaves doubt."""
    return table.get(" ".join(str(said or "").lower().replace("/", " ").split()), "")


def nhs_number(said: Mapping[str, Any], fictional: bool) -> tuple[str, str]:
    """Return the number and what is known of it. Made-up people have none."""
    typed = str(said.get("nhs_number") or "")
    found = nhs_numbers.digits(typed) if nhs_numbers.is_well_formed(typed) and not fictional else ""
    return found, "02" if found else "07"


def same_at_birth(said: Any) -> str:
    """Return whether somebody's gender is that registered at birth."""
    return {"yes": "Y", "no": "N", "prefer_not": "Z"}.get(str(said), "")
