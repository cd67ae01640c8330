"""Endings that take two: nobody who was urgent and never met, or spoke of harm, is let go on one person's word."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import db
from portal.care import actions, endings, rounds, transfers
from portal.care.spells import Conflict
from portal.care.stages import Event, Stage
from portal.referrals.case_models import Duty, Task
from tests.care.conftest import MONDAY, Care
from tests.care.test_pages import press

DAY = timedelta(days=1)
Sit = Callable[[str], FlaskClient]
WORDS = {"reason": "Nobody answers.", "next_step": "The drop-in on Tuesdays."}


def asked_for_care(care: Care, **answers: Any) -> uuid.UUID:
    """Take on somebody whose answers make an ending grave."""
    return care.accepted(**answers)


def open_tasks(care: Care, one: uuid.UUID) -> list[Duty]:
    with db.reading(care.engine) as session:
        wanted = select(Task.kind).where(Task.referral_id == one, Task.done_at.is_(None))
        return [kind for kind in session.scalars(wanted) if kind is Duty.SECOND_CLOSING]


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"self_harm": "daily"}, "nobody has met them, and once it was urgent"),
        ({"abuse": "yes"}, "it closes with a safeguarding flag"),
        ({"age": 9, "self_harm": "monthly"}, "it closes somebody under 11, or of no known age, with such thoughts"),
    ],
)
def test_one_person_alone_cannot_let_them_go(care: Care, answers: dict[str, Any], why: str) -> None:
    amina = asked_for_care(care, **answers)
    care.do(actions.close, amina, at=MONDAY + DAY, **WORDS)
    waits = care.look(amina)
    assert (waits.closed_at, waits.stage, waits.next_action) == (None, Stage.AWAITING_FIRST, "second_closes")
    assert waits.events[-1].note == f"{WORDS['reason']}{endings.THEN}{WORDS['next_step']}"
    assert open_tasks(care, amina) == [Duty.SECOND_CLOSING]
    with db.reading(care.engine) as session:
        held = session.get_one(type(waits), waits.id)
        assert why in endings.why_two(held, [held.referral])
    with pytest.raises(Conflict):
        care.do(actions.close, amina, at=MONDAY + DAY, **WORDS)
    care.do(actions.close, amina, "sade", at=MONDAY + 2 * DAY, **WORDS)
    assert care.look(amina).stage is Stage.CLOSED
    assert open_tasks(care, amina) == []


def test_an_ordinary_ending_takes_one(care: Care) -> None:
    amina = care.accepted()
    care.do(actions.close, amina, **WORDS)
    assert care.look(amina).stage is Stage.CLOSED


def test_whoever_was_urgent_and_has_been_met_is_let_go_by_one(care: Care) -> None:
    amina = asked_for_care(care, self_harm="daily")
    care.do(actions.contact, amina, at=MONDAY + DAY, met=actions.Contact(MONDAY + DAY, "both", "We talked."))
    care.do(actions.close, amina, at=MONDAY + 2 * DAY, **WORDS)
    assert care.look(amina).stage is Stage.CLOSED


def test_a_partner_may_ask_and_the_front_door_agrees(care: Care) -> None:
    amina = asked_for_care(care, self_harm="daily", yp_consent="yes")
    care.do(transfers.offer, amina, to=care.organizations["Kite"], story="All of it.")
    care.do(transfers.accept, amina, "kite")
    care.do(actions.close, amina, "kite", at=MONDAY + DAY, **WORDS)
    assert care.look(amina).next_action == "second_closes"
    care.do(actions.close, amina, "sade", at=MONDAY + DAY, **WORDS)
    assert care.look(amina).stage is Stage.CLOSED


def test_given_back_it_goes_on_as_it_was_and_has_to_be_asked_anew(care: Care) -> None:
    amina = asked_for_care(care, self_harm="daily")
    care.do(actions.close, amina, **WORDS)
    care.do(endings.give_back, amina, "sade", at=MONDAY + DAY, why="Try her school first.")
    found = care.look(amina)
    assert (found.next_action, found.asks_to_end, open_tasks(care, amina)) == ("offer_first", None, [])
    care.do(actions.close, amina, "sade", at=MONDAY + 2 * DAY, **WORDS)
    assert care.look(amina).closed_at is None, "the one who gave it back cannot then close it alone"


def test_what_happens_after_it_was_asked_sets_it_aside_and_a_clocks_own_lines_do_not(care: Care) -> None:
    amina = asked_for_care(care, self_harm="daily")
    care.do(actions.close, amina, **WORDS)
    rounds.go(care.engine, care.here.clocks, MONDAY + 20 * DAY)
    assert care.look(amina).next_action == "second_closes"
    assert care.look(amina).asks_to_end is not None
    talked = actions.Contact(MONDAY + 20 * DAY, "both", "She rang us.")
    care.do(actions.contact, amina, at=MONDAY + 20 * DAY, met=talked)
    found = care.look(amina)
    assert (found.asks_to_end, found.stage, open_tasks(care, amina)) == (None, Stage.FIRST_CONTACT, [])


def test_the_desk_asks_and_somebody_senior_agrees_on_the_page(care: Care, sit: Sit) -> None:
    amina = asked_for_care(care, self_harm="daily")
    priya, tom, sade = sit("priya"), sit("tom"), sit("sade")
    assert press(priya, amina, "close", **WORDS).status_code == 303
    own = priya.get(f"/staff/referrals/{amina}/care").text
    assert "Somebody else must agree" in own
    assert 'name="close-reason"' not in own
    refused = press(tom, amina, "close", **WORDS)
    assert (refused.status_code, WORDS["reason"] in refused.text) == (409, True), "a duty clinician is nobody's second"
    assert care.look(amina).closed_at is None
    page = sade.get(f"/staff/referrals/{amina}/care").text
    assert "nobody has met them, and once it was urgent" in page
    assert "Agree, and close care" in page
    assert re.search(r'name="close-next_step"[^>]*>\s*The drop-in on Tuesdays\.', page)
    listed = sade.get("/staff/second-opinions").text
    assert f"/staff/referrals/{amina}/care" in listed
    assert "Second opinions (1)" in listed
    assert press(sade, amina, "close", **WORDS).status_code == 303
    assert care.look(amina).stage is Stage.CLOSED
    assert "Second opinions (1)" not in sade.get("/staff/second-opinions").text


def test_a_rule_that_forgot_harm_would_be_noticed(care: Care, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endings, "why_two", lambda _spell, _voices: ())
    amina = asked_for_care(care, abuse="yes")
    care.do(actions.close, amina, **WORDS)
    assert Event.ASK_TO_CLOSE not in [each.event for each in care.look(amina).events]
    assert care.look(amina).stage is Stage.CLOSED
