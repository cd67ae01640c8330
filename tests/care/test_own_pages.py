"""Amina at 11 pm on the pages of her own care, and her father, whose page gives nothing of hers away."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock, db
from portal.care import checking_in, rounds
from portal.care.models import SpellEvent
from portal.care.stages import Event, Stage
from portal.referrals import facts
from portal.referrals.case_models import Duty, Task
from portal.referrals.lifecycle import Status
from portal.triage.facts import UNANSWERED
from tests.browser import Browser
from tests.care.conftest import Care, spell_of
from tests.care.own_pages import asked, at_home, ended, her_father, main, secrets, state, ticket_on

DAY = timedelta(days=1)
ASKS = "How are you now?"


def said(care: Care, one: uuid.UUID) -> list[str]:
    """Return what was noted in a spell of how somebody is."""
    return [each.detail for each in care.look(one).events if each.event is Event.SAY_HOW_THEY_ARE]


def owed(care: Care) -> list[Duty]:
    with db.reading(care.engine) as session:
        return sorted(session.scalars(select(Task.kind).where(Task.done_at.is_(None))))


@pytest.fixture
def amina(care: Care) -> uuid.UUID:
    return asked(care)


def test_it_is_the_first_thing_on_her_page_while_she_is_asked(care: Care, site: Flask, amina: uuid.UUID) -> None:
    page = main(at_home(care, site, amina))
    assert page.index(ASKS) < page.index("It's got worse")
    fresh = care.accepted(clock.now() - DAY)
    assert ASKS not in main(at_home(care, site, fresh))


def test_a_bit_better_is_noted_and_sends_nobody_back(care: Care, site: Flask, amina: uuid.UUID) -> None:
    browser = at_home(care, site, amina).press("Tell us")
    sent = browser.page
    browser.press("Send it to the team", how="better")
    assert "Thank you for telling us." in main(browser)
    found, spell = state(care, amina), care.look(amina)
    assert (found.status, found.amendments) == (Status.AWAITING_FIRST, [])
    assert said(care, amina) == ["better"]
    assert (spell.asked_at, spell.answer_due_at) == (None, None)
    assert spell.check_in_due_at is not None
    assert spell.check_in_due_at > clock.now() + 20 * DAY
    assert ASKS not in main(browser.press("See where your form is"))
    browser.at, browser.page = "/my-referral/how-are-you", sent
    browser.press("Send it to the team", how="better")
    assert "Thank you for telling us." in main(browser), "sent twice, thanked twice"
    assert said(care, amina) == ["better"], "and noted once"


@pytest.mark.parametrize("how", ["worse", "help"])
def test_worse_brings_her_back_to_a_person_and_leaves_safety_open(
    care: Care, site: Flask, amina: uuid.UUID, how: str
) -> None:
    before = state(care, amina)
    browser = at_home(care, site, amina).press("Tell us")
    sent = browser.page
    browser.press("Send it to the team", how=how, story="i cant do this")
    page, found = main(browser), state(care, amina)
    assert "999" in page
    assert found.status is Status.RECEIVED
    assert found.band_rank <= before.band_rank
    told = facts.said(facts.together(found.versions))
    assert told["got_worse"] == "yes"
    assert told["safe_now"] == UNANSWERED, "last month's yes is not today's"
    assert said(care, amina) == [how]
    browser.at, browser.page = "/my-referral/how-are-you", sent
    browser.press("Send it to the team", how=how, story="i cant do this")
    assert len(state(care, amina).amendments) == 1, "sent twice, kept once"


def test_whoever_needs_help_now_reads_where_help_is_before_anything_else(
    care: Care, site: Flask, amina: uuid.UUID
) -> None:
    page = main(at_home(care, site, amina).press("Tell us").press("Send it to the team", how="help"))
    assert page.index("Get help now") < page.index("999") < page.index("We've got it")


def test_words_beside_better_are_read_and_triaged(care: Care, site: Flask, amina: uuid.UUID) -> None:
    words = "better but i want to kill myself sometimes"
    at_home(care, site, amina).press("Tell us").press("Send it to the team", how="better", story=words)
    found = state(care, amina)
    assert found.status is Status.RECEIVED
    assert len(found.triages) == 2
    assert (found.triages[-1].outcome or {})["flags"]
    assert said(care, amina) == ["better"]


def test_nothing_at_all_is_asked_again_and_loses_nothing(care: Care, site: Flask, amina: uuid.UUID) -> None:
    browser = at_home(care, site, amina).press("Tell us").press("Send it to the team")
    assert browser.status == 422
    assert "Please choose an answer, or write something." in browser.page
    browser.press("Send it to the team", story="only words")
    assert facts.said(facts.together(state(care, amina).versions))["safe_now"] == UNANSWERED
    assert said(care, amina) == [""]


def everything(care: Care, site: Flask, one: uuid.UUID) -> str:
    """Return what somebody's own page says."""
    return main(at_home(care, site, one))


def test_her_fathers_page_shows_nothing_and_his_answer_is_not_hers(care: Care, site: Flask, amina: uuid.UUID) -> None:
    father = her_father(care, amina)
    browser = at_home(care, site, father)
    assert "How is your child now?" not in main(browser)
    assert "/how-are-you" not in main(browser)
    note = main(browser).split('name="note" value="')[1].split('"')[0]
    browser.at = "/my-referral/how-are-you"
    browser.send(note=note, step="send", how="better")
    assert said(care, amina) == []
    assert ASKS in everything(care, site, amina), "she is still asked"


def test_a_page_that_asked_every_voice_would_be_noticed(
    care: Care, site: Flask, amina: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    father = her_father(care, amina)
    monkeypatch.setattr(checking_in, "is_asked", lambda *_said: True)
    assert "How is your child now?" in everything(care, site, father)


def test_one_secret_alone_opens_nothing(care: Care, site: Flask, amina: uuid.UUID) -> None:
    stranger = Browser(site.test_client()).open("/my-referral/how-are-you")
    assert stranger.at == "/my-referral"
    own = secrets(care, amina)
    for given in ({"reference": own["reference"]}, {"code": own["code"]}, own | {"code": "4TN-9QE"}):
        stranger.open("/my-referral").send(**given)
        assert stranger.status == 422
        assert ASKS not in stranger.page
    client = site.test_client()
    for note in ("", "made-up"):
        answer = client.post("/my-referral/how-are-you", data={"note": note, "step": "send", "how": "help"} | own)
        assert answer.status_code == 303
    assert said(care, amina) == []


def test_silence_makes_a_task_and_she_can_still_answer(care: Care, site: Flask, amina: uuid.UUID) -> None:
    with db.writing(care.engine) as session:
        spell_of(session, amina).answer_due_at = clock.now() - timedelta(minutes=1)
    rounds.go(care.engine, care.here.clocks, clock.now())
    assert Duty.CHECK_IN_MISSED in owed(care)
    assert care.look(amina).stage is Stage.AWAITING_FIRST
    at_home(care, site, amina).press("Tell us").press("Send it to the team", how="same")
    assert Duty.CHECK_IN_MISSED not in owed(care)
    assert said(care, amina) == ["same"]
    with db.reading(care.engine) as session:
        assert all(
            each.author_id is None for each in session.scalars(select(SpellEvent).where(SpellEvent.detail == "same"))
        )


def test_her_page_shows_the_way_back_and_her_fathers_does_not(care: Care, site: Flask, amina: uuid.UUID) -> None:
    father = her_father(care, amina)
    assert ticket_on(at_home(care, site, amina)) == "", "none while care goes on"
    ended(care, amina)
    browser = at_home(care, site, amina)
    assert ticket_on(browser).startswith("BK-")
    assert "You can come back until" in main(browser)
    assert "Your way back" not in main(at_home(care, site, father))
