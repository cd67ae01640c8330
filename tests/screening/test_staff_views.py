"""R8, R9 and the desk's pages as Priya and Tom see them."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, update

from portal import db
from portal.audit.models import AuditEvent
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Referral, TriageResult
from portal.screening import actions, deciding

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(minutes=5)
Desk, Seat = Any, Callable[[str], Any]
DECISION = {"outcome": "routine", "rationale": "Needs a first talk"}


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(LATER, tick=True) as clock:
        yield clock


def page_of(referral: Referral) -> str:
    return f"/staff/referrals/{referral.id}"


def test_an_empty_queue_says_so_kindly(seat: Seat) -> None:
    page = seat("priya").open("/staff/queue").text
    assert "Nobody is waiting" in page
    assert "Nobody has come in yet." in page


def test_an_empty_queue_says_when_the_last_one_came(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY)
    with db.writing(desk.engine) as session:
        session.execute(update(Referral).where(Referral.id == referral.id).values(status=Status.CLOSED))
    assert "The last one came in at 10:00 today." in seat("priya").open("/staff/queue").text


def test_the_queue_shows_time_reasons_and_care_in_words(desk: Desk, seat: Seat) -> None:
    desk.arrive(MONDAY, sui_thoughts="active", sui_plan="yes", unsafe_contact="yes", interpreter="yes", language="ur")
    page = seat("priya").open("/staff/queue").text
    for words in (
        "1 h 5", "left", "Age 14, young person", "Active suicidal thoughts with a plan", "Contact may be unsafe",
        "Interpreter needed", "Urdu", "Nobody yet", "Within 2 hours",
    ):  # fmt: skip
        assert words in page, words
    assert "Amina" not in page
    assert "07700" not in page


def test_filters_are_links_that_can_be_shared(desk: Desk, seat: Seat) -> None:
    desk.arrive(MONDAY, sui_thoughts="active", sui_plan="yes")
    priya = seat("priya")
    assert 'href="/staff/queue?band=U2H"' in priya.open("/staff/queue").text
    assert "Age 14, young person" in priya.open("/staff/queue?band=U2H&claimed=nobody").text
    assert "Nobody here with these filters" in priya.open("/staff/queue?claimed=mine").text
    assert priya.open("/staff/queue?band=%00&page=nonsense&language=%27").status_code == 200


def test_a_reference_leads_to_its_page_and_a_slip_is_said(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY)
    priya = seat("priya")
    assert priya.open(f"/staff/queue?q={referral.reference.lower()}").location == page_of(referral)
    assert "Check its last characters" in priya.open("/staff/queue?q=FD-1234").text
    with db.writing(desk.engine) as session:
        session.execute(update(Referral).where(Referral.id == referral.id).values(reference="FD-0000-0000-0000-X"))
    assert "No referral has this reference." in priya.open(f"/staff/queue?q={referral.reference}").text


def test_the_page_shows_their_words_the_reasons_and_that_the_rules_are_a_draft(desk: Desk, seat: Seat) -> None:
    story = "School <b>is</b> hard. I want to end my life."
    referral = desk.arrive(MONDAY, sui_thoughts="active", sui_plan="yes", story=story)
    page = seat("priya").open(page_of(referral)).text
    assert "Draft rules: not clinically approved" in page
    assert "School &lt;b&gt;is&lt;/b&gt; hard." in page
    assert '<mark class="fd-hit">' in page
    assert "Active suicidal thoughts with a plan" in page
    assert "Do you have thoughts about ending your life?" in page
    assert "07700 900123" in page
    assert page.index("Answers behind its place") < page.index("In their own words")


def test_approved_rules_carry_no_such_badge(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY)
    with db.writing(desk.engine) as session:
        session.execute(update(TriageResult).values(ruleset_status="clinically_approved"))
    assert "not clinically approved" not in seat("priya").open(page_of(referral)).text


def test_every_reading_is_noted_and_a_page_that_is_not_there_is_not(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY)
    seat("priya").open(page_of(referral))
    assert seat("tom").open(f"/staff/referrals/{uuid.uuid4()}").status_code == 404
    with db.reading(desk.engine) as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.tag == "referral:read")).all()
    assert [(event.actor, event.subject) for event in read] == [
        (f"staff:{desk.staff['priya']}", f"referral:{referral.id}")
    ]


def test_an_editor_reads_nothing_and_nothing_is_noted_as_read(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY)
    assert seat("editor").open(page_of(referral)).status_code == 403
    with db.reading(desk.engine) as session:
        tags = session.scalars(select(AuditEvent.tag)).all()
    assert "referral:read" not in tags
    assert "access:denied" in tags


def test_priya_claims_while_tom_looks_and_tom_is_told(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY)
    priya, tom = seat("priya"), seat("tom")
    toms_page = tom.open(page_of(referral))
    assert "Nobody has it yet" in toms_page.text
    assert priya.press(referral, "claim").status_code == 303
    told = tom.press(referral, "claim", toms_page)
    assert told.status_code == 409
    assert "Priya Nair</bdi> has it" in told.text
    assert desk.look(referral).claimed_by == desk.staff["priya"]
    assert "Priya Nair" in tom.open("/staff/queue").text
    assert "Record this decision" not in tom.open(page_of(referral)).text


def test_priya_decides_and_it_leaves_the_queue(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY)
    priya = seat("priya")
    priya.press(referral, "claim")
    done = priya.decide(referral, **DECISION)
    assert (done.status_code, done.location) == (303, f"/staff/queue?recorded={referral.id}")
    assert desk.look(referral).status is Status.AWAITING_FIRST
    assert "Nobody is waiting" in priya.open("/staff/queue").text
    assert "Needs a first talk" in priya.open(page_of(referral)).text


def test_a_decision_without_a_reason_comes_back_with_what_was_typed(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY)
    priya = seat("priya")
    priya.press(referral, "claim")
    back = priya.decide(referral, outcome="signpost", rationale="Long careful words", next_step="")
    assert back.status_code == 422
    assert "Name one next step" in back.text
    assert "Long careful words" in back.text
    done = priya.decide(referral, back, outcome="signpost", rationale="Long careful words", next_step="Ashmere")
    assert done.status_code == 303
    assert desk.look(referral).status is Status.CLOSED


def test_a_lost_token_loses_no_words(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY)
    priya = seat("priya")
    priya.press(referral, "claim")
    back = priya.decide(referral, **DECISION, csrf_token="lost")
    assert back.status_code == 422
    assert "Needs a first talk" in back.text
    assert desk.look(referral).status is Status.IN_SCREENING
    assert priya.decide(referral, back, **DECISION).status_code == 303


def test_a_stale_decision_shows_both_texts_and_overwrites_nothing(
    desk: Desk, seat: Seat, monday: time_machine.Traveller
) -> None:
    referral = desk.arrive(MONDAY)
    priya, tom = seat("priya"), seat("tom")
    priya.press(referral, "claim")
    old_page = priya.open(page_of(referral))
    monday.shift(timedelta(minutes=10))
    priya.open("/staff/queue"), tom.open("/staff/queue")
    monday.shift(timedelta(minutes=11))
    tom.press(referral, "claim")
    tom.decide(referral, outcome="signpost", rationale="Toms reason", next_step="Ashmere on Tuesday")
    told = priya.decide(referral, old_page, outcome="routine", rationale="Priyas reason")
    assert told.status_code == 409
    assert "Priyas reason" in told.text
    assert "Toms reason" in told.text
    now = desk.look(referral)
    assert now.status is Status.CLOSED
    assert [change.rationale for change in now.history if change.rationale] == ["Toms reason"]


def test_without_the_check_the_later_decision_would_win(
    desk: Desk, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = desk.arrive(MONDAY)
    priya = seat("priya")
    priya.press(referral, "claim")
    old_page = priya.open(page_of(referral))
    with db.writing(desk.engine) as session:
        session.execute(update(Referral).where(Referral.id == referral.id).values(version=Referral.version + 1))
    assert priya.decide(referral, old_page, **DECISION).status_code == 409

    def careless(session: Any, one: uuid.UUID, _version: int, _by: uuid.UUID, _moment: datetime) -> Referral:
        return actions.locked(session, one)

    monkeypatch.setattr(deciding, "in_hand", careless)
    assert priya.decide(referral, old_page, **DECISION).status_code == 303


def test_put_back_it_is_free_again(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(MONDAY)
    priya = seat("priya")
    priya.press(referral, "claim")
    assert priya.press(referral, "release").status_code == 303
    assert "Nobody has it yet" in seat("tom").open(page_of(referral)).text


def test_history_names_authors_and_shows_added_words(desk: Desk, seat: Seat) -> None:
    desk.arrive(MONDAY, key="amina")
    referral = desk.arrive(LATER, key="amina", story="It got worse since.")
    seat("priya").press(referral, "claim")
    page = seat("tom").open(page_of(referral)).text
    for words in ("Came in", "Wrote more", "It got worse since.", "Taken in hand", "Priya Nair"):
        assert words in page


@pytest.mark.slow
def test_eight_browsers_race_for_each_referral_and_one_wins(desk: Desk, seat: Seat) -> None:
    """R8 through HTTP: losers get a page that says who has it, and nobody an error of ours."""
    browsers = [seat("priya" if turn % 2 else "tom") for turn in range(8)]
    for _ in range(6):
        referral = desk.arrive(MONDAY)
        pages = [browser.open(page_of(referral)) for browser in browsers]
        gate, ends = threading.Barrier(len(browsers)), []

        def press(browser: Any, page: Any, one: Referral = referral, gate: Any = gate, ends: Any = ends) -> None:
            gate.wait()
            answer = browser.press(one, "claim", page)
            ends.append((answer.status_code, "has it" in answer.text or "It changed" in answer.text))

        presses = [threading.Thread(target=press, args=pair) for pair in zip(browsers, pages, strict=True)]
        for one in presses:
            one.start()
        for one in presses:
            one.join(timeout=60)
        assert Counter(ends) == Counter({(303, False): 1, (409, True): 7})
        with db.reading(desk.engine) as session:
            claims = select(func.count()).select_from(AuditEvent)
            assert (
                session.scalar(
                    claims.where(AuditEvent.tag == "referral:claimed", AuditEvent.subject == f"referral:{referral.id}")
                )
                == 1
            )
        assert [change.move for change in desk.look(referral).history].count(Move.CLAIM) == 1


def test_what_was_recorded_is_said_and_the_filters_stay(desk: Desk, seat: Seat) -> None:
    """Whoever reads forty before lunch need not wonder whether it went through, nor choose the filters again."""
    referral, priya, tom = desk.arrive(MONDAY), seat("priya"), seat("tom")
    listed = priya.open("/staff/queue?band=ROUTINE&claimed=nobody").text
    there = f"/staff/referrals/{referral.id}?band=ROUTINE&amp;claimed=nobody"
    assert f'href="{there}"' in listed
    page = priya.open(there.replace("&amp;", "&")).text
    assert 'href="/staff/queue?band=ROUTINE&amp;claimed=nobody"' in page
    assert f'action="/staff/referrals/{referral.id}/claim?band=ROUTINE&amp;claimed=nobody"' in page
    priya.press(referral, "claim")
    answer = priya.decide(referral, **DECISION)
    assert answer.location == f"/staff/queue?recorded={referral.id}"
    told = priya.open(answer.location).text
    assert "Recorded: <strong>Routine assessment</strong>" in told
    assert referral.reference in told
    assert "offer a time to meet" in told
    assert "Recorded:" not in tom.open(answer.location).text, "it was not his"
    assert priya.open("/staff/queue?recorded=nonsense").status_code == 200


def test_whoever_forgets_everything_is_told_everything_at_once(desk: Desk, seat: Seat) -> None:
    referral, priya = desk.arrive(MONDAY), seat("priya")
    priya.press(referral, "claim")
    page = priya.press(referral, "decide").text
    for said in ("Choose what happens next.", "Write why.", "Say who was told", "tick that you have"):
        assert said in page
