"""Cases for properties: any voices, any answers, anything missing."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from portal.care.models import Fate, MeetingWay
from portal.referrals.lifecycle import Status
from portal.referrals.voices import Voice
from portal.reporting.fhir.codes import CONSENTS, ENDED, NEEDS, WAYS
from portal.reporting.fhir.told import ABOUT, OWN_WORDS, PLAN, REACHING, Account, Body, Decided, Meeting, Scored, Told
from portal.screening.models import State
from portal.screening.outcomes import Outcome
from portal.triage.outcome import Band

HARD_WORDS = ["worried", "مجھے ڈر ہے", "śpię źle", "=1+1", '<b>"&', "two\nlines", "\u200b\x7f"]
TEXTS = st.sampled_from(HARD_WORDS) | st.text(min_size=1, max_size=8)
MOMENTS = st.integers(0, 90_000_000).map(lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
NHS_NUMBER = "9990000018"
ANSWERED = st.sampled_from(["yes", "no", "not_sure", "prefer_not", "unanswered"])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(
        {*ABOUT, *OWN_WORDS, *PLAN, *REACHING, "relationship", "parental_responsibility", "referrer_role"}
        | {"organisation", "organisation_code", "referrer_name", "weight", "pulse"},
        TEXTS,
    ),
    **dict.fromkeys(CONSENTS, ANSWERED),
    **dict.fromkeys(WAYS, st.sampled_from(["ok", "ok_quiet", "not_ok"])),
    **dict.fromkeys((*NEEDS, "no_fixed_address", "lac", "ld"), st.just(True)),
    "unsafe_contact": ANSWERED,
    "age": st.integers(0, 25),
    "dob": st.sampled_from(["2012-03-09", "2008-12-31", "about 2012", "spring"]),
    "gender": st.sampled_from(["Girl", "boy", "non-binary", "I'm still working it out"]),
    "nhs_number": st.sampled_from([NHS_NUMBER, "123 456"]),
    "asked_for": st.lists(
        st.sampled_from(["camhs-ashmere", "youth-club", "kite"]), min_size=2, max_size=3, unique=True
    ),
}


def accounts() -> st.SearchStrategy[Account]:
    """Draw one voice's account; a status is closed by a move, and only then."""
    made = st.builds(
        Account,
        id=st.uuids(),
        reference=st.uuids().map(str),
        voice=st.sampled_from(Voice),
        language=st.sampled_from(["en", "pl", "ur"]),
        received_at=MOMENTS,
        status=st.sampled_from([each.value for each in Status if each is not Status.CLOSED]),
        ended_by=st.just(""),
        band=st.sampled_from([each.value for each in Band]),
        contact_by=MOMENTS,
        pathways=st.lists(st.sampled_from(["eating_disorder", "eip"]), unique=True).map(tuple),
        flags=st.lists(st.sampled_from(["safeguarding_now", "consent_check", "interpreter"]), unique=True).map(tuple),
        said=st.lists(st.sampled_from(list(VALUES)), max_size=12, unique=True).flatmap(_answers),
        goals=st.lists(
            st.builds(Scored, TEXTS, TEXTS, st.lists(st.tuples(MOMENTS, st.integers(0, 10)), max_size=2).map(tuple)),
            max_size=2,
            unique_by=lambda one: (one.name, one.words),
        ).map(tuple),
    )
    ended = st.sampled_from([str(move) for move in ENDED])
    closed = st.builds(lambda one, move: _closed(one, move), made, ended)
    return made | closed


def _answers(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({name: VALUES[name] for name in names})


def _closed(one: Account, move: str) -> Account:
    return Account(**{**vars(one), "status": Status.CLOSED.value, "ended_by": move})


@st.composite
def cases(draw: st.DrawFn, fictional: bool | None = None) -> Told:
    """Draw a case of one to four voices with whatever was decided and offered."""
    voices = draw(st.lists(accounts(), min_size=1, max_size=4, unique_by=lambda one: one.id))
    partner = Body(draw(st.uuids()), "Harbour", (("ODS", "QX123"),))
    decided = st.builds(
        Decided,
        id=st.uuids(),
        referral_id=st.sampled_from([one.id for one in voices]),
        at=MOMENTS,
        outcome=st.sampled_from([each.value for each in Outcome]),
        state=st.sampled_from([each.value for each in State]),
        rationale=st.just("") | TEXTS,
        next_step=st.just("") | TEXTS,
        partner_id=st.sampled_from([None, partner.id]),
    )
    meetings = st.builds(
        Meeting,
        id=st.uuids(),
        at=MOMENTS,
        offered_at=MOMENTS,
        way=st.sampled_from([each.value for each in MeetingWay]),
        fate=st.sampled_from([each.value for each in Fate]),
        place=st.just("") | TEXTS,
    )
    return Told(
        id=draw(st.uuids()),
        accounts=tuple(voices),
        decided=tuple(draw(st.lists(decided, max_size=3))),
        meetings=tuple(draw(st.lists(meetings, max_size=3))),
        team=Body(draw(st.uuids()), "Front Door team"),
        bodies=(partner,),
        owner_id=draw(st.sampled_from([None, partner.id])),
        fictional=draw(st.booleans()) if fictional is None else fictional,
        at=draw(MOMENTS),
    )


def four_voices() -> Told:
    """Return a case in which all four have spoken and everything that can be said was said."""
    said = {
        **{name: f"{name} in words" for name in (*OWN_WORDS, *PLAN, *REACHING)},
        **dict.fromkeys(CONSENTS, "no"),
        **dict.fromkeys(WAYS, "ok_quiet"),
        "unsafe_contact": "no",
        "age": 14,
        "lac": True,
        "dob": "2012-03-09",
        "referrer_name": "Dr Shore",
        "organisation": "Ashmere Surgery",
        "parental_responsibility": "Mum",
    }
    monday = datetime(2026, 11, 23, 10, tzinfo=UTC)
    accounts = tuple(
        Account(
            id=uuid.UUID(int=at),
            reference=f"FD-{at}",
            voice=voice,
            language="en",
            received_at=monday,
            status="received",
            ended_by="",
            band="U48",
            contact_by=monday,
            pathways=("eip",),
            flags=("safeguarding",),
            said=said,
            goals=(Scored("goal_1", "Sleep", ((monday, 3),)),),
        )
        for at, voice in enumerate(Voice, 1)
    )
    team = Body(uuid.UUID(int=0), "Front Door team")
    return Told(uuid.UUID(int=9), accounts, (), (), team, (), None, True, monday)
