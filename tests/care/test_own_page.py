"""What Amina's own page says of her care, and what her father's page says nothing of."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock, db
from portal.care import actions
from portal.care.models import MeetingWay
from portal.care.stages import Stage
from portal.languages import format_when
from portal.referrals import status, status_words
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from tests.browser import Browser
from tests.care.conftest import Care, spell_of


def own_page(care: Care, site: Flask, one: uuid.UUID) -> str:
    with db.reading(care.engine) as session:
        found = session.get_one(Referral, one)
        secrets = {"reference": found.reference, "code": found.code}
    page = Browser(site.test_client()).open("/my-referral").send(**secrets).page
    return page[page.index("<main") :]


def test_amina_reads_how_far_it_has_come_and_when_she_is_met(care: Care, site: Flask) -> None:
    now = clock.now()
    amina, soon = care.accepted(now - timedelta(days=9)), now + timedelta(days=3)
    page = own_page(care, site, amina)
    assert "Waiting for the first meeting" in page
    assert "Yes, you are on our list" in page
    assert "Your next meeting" not in page
    with db.writing(care.engine) as session:
        spell, by = spell_of(session, amina), care.staff["priya"]
        on = {"by": by, "here": care.here.clocks, "moment": now}
        actions.offer(session, spell, at=soon, way=MeetingWay.VIDEO, place="", **on)
    page = own_page(care, site, amina)
    assert page.count(format_when(soon)) == 2, "in its box, and on the line of steps"


def test_when_care_has_ended_her_page_says_that_and_not_that_somebody_else_helps(care: Care, site: Flask) -> None:
    now = clock.now()
    amina = care.accepted(now - timedelta(days=9))
    care.do(actions.close, amina, at=now, reason="She is well.", next_step="Come back whenever you like.")
    page = own_page(care, site, amina)
    assert "The help has come to its end" in page
    assert "Come back whenever you like." in page
    assert "She is well." not in page


def test_a_page_that_was_told_nothing_of_care_shows_nothing_of_it(care: Care, site: Flask) -> None:
    now = clock.now()
    amina = care.accepted(now - timedelta(days=9))
    before = own_page(care, site, amina)
    with db.writing(care.engine) as session:
        father = session.get_one(Referral, amina)
        father.voice, father.progress, father.next_meeting_at = Voice.PARENT_CARER, None, None
    page = own_page(care, site, amina)
    assert "Waiting for the first meeting" in before
    assert not [each for each in status_words.CARE.values() if str(each.headline) in page]


@pytest.mark.parametrize("place", [Status.RECEIVED, Status.IN_SCREENING, Status.INFO_REQUESTED])
def test_words_that_nobody_has_read_yet_come_before_how_care_goes(place: Status) -> None:
    now = clock.now()
    for stage in Stage:
        assert status.care_told(stage.value, None, place, Move.ACCEPT, now) == {}


def test_every_stage_has_its_words_and_only_an_ended_care_is_told_as_ended() -> None:
    now = clock.now()
    assert set(status_words.CARE) == set(Stage)
    for stage in Stage:
        told = status.care_told(stage.value, now, Status.AWAITING_FIRST, Move.ACCEPT, now)
        assert bool(told) is (stage is not Stage.CLOSED)
        assert not told or told["next_meeting"] == "", "a meeting that is over is none to come"
        ended = status.care_told(stage.value, now + timedelta(days=1), Status.CLOSED, Move.END_CARE, now)
        assert bool(ended) is (stage is Stage.CLOSED)
        assert status.care_told(stage.value, None, Status.CLOSED, Move.ADVISE, now) == {}
