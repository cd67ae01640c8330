"""One case in plain values: all that a Bundle is made from, and what reading it gives back. Pure."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.referrals import facts
from portal.referrals.voices import Voice

FIRST_HEARD = (Voice.YOUNG_PERSON, Voice.PARENT_CARER, Voice.PROFESSIONAL, Voice.FRIEND)
"""Whose word about the young person counts first where several voices say something."""
ABOUT = (
    *("name", "legal_name", "previous_names", "dob", "postcode", "no_fixed_address", "gender", "pronouns"),
    *("nhs_number", "nhs_number_check", "interpreter_language", "school", "school_urn", "gp_practice", "gp_ods"),
)
"""What is said about the young person, whoever says it."""
OWN_WORDS = tuple(
    name
    for name in facts.FREE_TEXT
    if name not in ("contact_person", "may_tell", "do_not_contact", "court_order", "safety_plan", "made_safer")
    and not name.startswith("goal_")
)
"""The story: told once, in whole sentences."""
REACHING = (
    *("phone", "email", "contact", "contact_person", "unsafe_contact", "contact_hours", "who_sees_phone", "code_word"),
    *("contact_phone", "contact_text", "contact_email", "contact_letter", "contact_voicemail", "find_them"),
    *("parents_know", "parents_ok", "may_tell", "do_not_contact", "court_order", "yp_consent", "may_say_who"),
    *("other_parent_knows", "other_parent_ok", "referrer_phone", "referrer_email", "referrer_best_time"),
)
"""Who may be reached how, and who must not know: only ever under the narrowest label."""
PLAN = ("safety_plan", "made_safer")
NUMBERS = ("nhs_number", "nhs_number_check")


@dataclass(frozen=True)
class Scored:
    """A goal, or a measure, with its scores over time."""

    name: str
    words: str
    scores: tuple[tuple[datetime, int | None], ...]


@dataclass(frozen=True)
class Account:
    """What one voice said, and where its referral is."""

    id: uuid.UUID
    reference: str
    voice: Voice
    language: str
    received_at: datetime
    status: str
    ended_by: str
    """The move that closed it; empty while it is open."""
    band: str
    contact_by: datetime
    pathways: tuple[str, ...]
    flags: tuple[str, ...]
    said: Mapping[str, Any]
    goals: tuple[Scored, ...] = ()
    measured: tuple[Scored, ...] = ()
    fictional: bool = False


@dataclass(frozen=True)
class Decided:
    """What a clinician decided about one referral."""

    id: uuid.UUID
    referral_id: uuid.UUID
    at: datetime
    outcome: str
    state: str
    rationale: str
    next_step: str
    partner_id: uuid.UUID | None


@dataclass(frozen=True)
class Meeting:
    """One time that was offered."""

    id: uuid.UUID
    at: datetime
    offered_at: datetime
    way: str
    fate: str
    place: str


@dataclass(frozen=True)
class Body:
    """An organisation: the team itself, or one that somebody is handed to."""

    id: uuid.UUID
    name: str
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Told:
    """One case."""

    id: uuid.UUID
    accounts: tuple[Account, ...]
    decided: tuple[Decided, ...]
    meetings: tuple[Meeting, ...]
    team: Body
    bodies: tuple[Body, ...]
    owner_id: uuid.UUID | None
    """Who is responsible; None is the team itself."""
    fictional: bool
    at: datetime


def person(accounts: Iterable[Account]) -> dict[str, Any]:
    """Return what is known of the young person: of each thing, the word of whoever is heard first."""
    in_turn = sorted(accounts, key=lambda one: (FIRST_HEARD.index(one.voice), one.received_at, str(one.id)))
    return {
        name: next(one.said[name] for one in in_turn if one.said.get(name))
        for name in ABOUT
        if any(one.said.get(name) for one in in_turn)
    }
