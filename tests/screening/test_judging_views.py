"""The desk's pages of deciding, as Priya, Tom and the senior clinician see them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from portal import db
from portal.audit.models import AuditEvent
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Referral

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Desk, Seat = Any, Callable[[str], Any]
URGENT = {"sui_thoughts": "active", "sui_plan": "yes"}
SIGNPOST = {"outcome": "signpost", "rationale": "Better there", "next_step": "Ashmere on Tuesday", "told": "nobody"}


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY + timedelta(minutes=5), tick=True) as clock:
        yield clock


def page_of(referral: Referral) -> str:
    return f"/staff/referrals/{referral.id}"


def test_a_decision_without_having_read_comes_back_with_a_sentence(desk: Desk, seat: Seat) -> None:
    referral, priya = desk.arrive(MONDAY), seat("priya")
    priya.press(referral, "claim")
    typed = {"outcome": "routine", "rationale": "Long careful words", "told": "nobody"}
    back = priya.press(referral, "decide", **typed)
    assert back.status_code == 422
    assert "Read what the young person wrote, and tick that you have." in back.text
    assert "Long careful words" in back.text
    assert desk.look(referral).status is Status.IN_SCREENING


def test_an_ending_shows_its_letter_before_anything_is_recorded(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY, needs_large_print="yes", unsafe_contact="yes")
    priya = seat("priya")
    priya.press(referral, "claim")
    shown = priya.open(page_of(referral))
    seen = priya.press(referral, "decide", shown, **SIGNPOST, read=str(referral.id))
    assert seen.status_code == 200
    assert "Nothing is recorded yet" in seen.text
    assert "Do not post it." in seen.text
    assert "Large print" in seen.text
    assert "Ashmere on Tuesday" in seen.text
    assert desk.look(referral).status is Status.IN_SCREENING
    changed = priya.press(referral, "decide", shown, **SIGNPOST, read=str(referral.id), change="yes")
    assert "Better there" in changed.text
    assert desk.look(referral).status is Status.IN_SCREENING
    assert priya.decide(referral, **SIGNPOST).status_code == 303
    page = priya.open(page_of(referral)).text
    assert "Letter of" in page


def test_what_takes_two_waits_in_the_queue_and_with_the_seniors(desk: Desk, seat: Seat) -> None:
    referral, priya, sena = desk.arrive(MONDAY, **URGENT), seat("priya"), seat("sena")
    priya.press(referral, "claim")
    lower = {"outcome": "routine", "rationale": "Spoke", "band": "SOON", "why_lower": "She is safe"}
    assert priya.decide(referral, **lower).status_code == 303
    assert "Waits for a second clinician" in priya.open("/staff/queue").text
    assert "Age 14" in priya.open("/staff/queue?show=second").text
    assert priya.open("/staff/second-opinions").status_code == 403
    listed = sena.open("/staff/second-opinions").text
    assert "Second opinions (1)" in listed
    link = listed.split("/staff/second-opinions/")[1].split('"')[0]
    one = sena.open(f"/staff/second-opinions/{link}")
    assert "it lowers somebody who was to hear within 2 hours" in one.text
    token = one.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    back = sena.client.post(f"/staff/second-opinions/{link}", data={"csrf_token": token, "say": "refuse"})
    assert back.status_code == 422
    done = sena.client.post(f"/staff/second-opinions/{link}", data={"csrf_token": token, "say": "agree"})
    assert done.status_code == 303
    assert desk.look(referral).band == "SOON"
    again = sena.client.post(f"/staff/second-opinions/{link}", data={"csrf_token": token, "say": "agree"})
    assert again.status_code == 409


def test_tom_takes_over_with_a_reason_and_priya_is_told_who_and_why(desk: Desk, seat: Seat) -> None:
    referral, priya, tom = desk.arrive(MONDAY), seat("priya"), seat("tom")
    priya.press(referral, "claim")
    hers = priya.open(page_of(referral))
    assert tom.press(referral, "take-over", reason=" ").status_code == 422
    assert tom.press(referral, "take-over", reason="Priya was called away").status_code == 303
    now = desk.look(referral)
    assert now.claimed_by == desk.staff["tom"]
    assert (now.history[-1].move, now.history[-1].rationale) == (Move.TAKE_OVER, "Priya was called away")
    told = priya.decide(referral, hers, outcome="routine", rationale="Mine")
    assert told.status_code == 409
    assert "Tom Ellery</bdi> has it" in told.text
    assert "Priya was called away" in told.text
    assert "Mine" in told.text


def test_of_two_who_take_over_at_once_one_wins(desk: Desk, seat: Seat) -> None:
    referral, priya, tom, sena = desk.arrive(MONDAY), seat("priya"), seat("tom"), seat("sena")
    priya.press(referral, "claim")
    pages = [(who, who.open(page_of(referral))) for who in (tom, sena)]
    ends = [who.press(referral, "take-over", page, reason="Now").status_code for who, page in pages]
    assert ends == [303, 409]


def test_a_try_on_a_way_that_is_not_safe_comes_back_with_why(desk: Desk, seat: Seat) -> None:
    referral, priya = desk.arrive(MONDAY, contact_text="not_ok"), seat("priya")
    back = priya.press(referral, "tries", to="young_person", way="text", reached="no", note="Sent one")
    assert back.status_code == 422
    assert "Not by text to the young person" in back.text
    assert priya.press(referral, "tries", to="young_person", way="phone", reached="no").status_code == 303
    assert "not reached" in priya.open(page_of(referral)).text


def test_each_filter_is_an_address(desk: Desk, seat: Seat) -> None:
    desk.arrive(MONDAY, abuse="yes")
    priya = seat("priya")
    for shows in ("?voice=young_person", "?show=safeguarding"):
        assert "Age 14" in priya.open(f"/staff/queue{shows}").text, shows
    for hides in ("?voice=friend", "?show=late", "?show=second"):
        assert "Nobody here with these filters" in priya.open(f"/staff/queue{hides}").text, hides


def test_raising_needs_nothing_and_never_lowers(desk: Desk, seat: Seat) -> None:
    """Tom reads something alarming in what Priya has in hand: one press, no reason, and nobody is asked first."""
    referral = desk.arrive(MONDAY)
    priya, tom = seat("priya"), seat("tom")
    priya.press(referral, "claim")
    page = tom.open(page_of(referral)).text
    assert "Make it more urgent" in page
    assert tom.press(referral, "sooner", sooner="U2H").status_code == 303
    raised = desk.look(referral)
    assert (raised.band, raised.status) == ("U2H", Status.IN_SCREENING)
    assert raised.contact_by <= MONDAY + timedelta(hours=2, minutes=6)
    for not_sooner in ("U2H", "ROUTINE", "SOON", "nonsense"):
        assert tom.press(referral, "sooner", sooner=not_sooner).status_code == 422
    assert desk.look(referral).band == "U2H"
    assert "Make it more urgent" not in priya.open(page_of(referral)).text, "her decision has a box for it"


def test_a_second_clinician_reads_their_words_beside_what_was_decided(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY, **URGENT)
    priya, sena = seat("priya"), seat("sena")
    priya.press(referral, "claim")
    priya.decide(referral, outcome="routine", rationale="Calmer now", band="SOON", why_lower="We talked.")
    link = sena.open("/staff/second-opinions").text.split("/staff/second-opinions/")[1].split('"')[0]
    page = sena.open(f"/staff/second-opinions/{link}").text
    with db.reading(desk.engine) as session:
        looked = (AuditEvent.tag == "referral:read", AuditEvent.actor == f"staff:{desk.staff['sena']}")
        assert session.scalars(select(AuditEvent.subject).where(*looked)).all() == [f"referral:{referral.id}"]
    assert "School is hard and I can&#39;t sleep." in page
    assert "From within 2 hours to within 5 working days." in page
    assert "U2H" not in page
