"""Amina began her form before the questions changed: what she said is asked, shown and read where it stands now."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from portal import db, languages
from portal.referrals import placing, wording
from portal.referrals.facts import said
from portal.referrals.models import Draft, Referral
from portal.referrals.placing import EARLIER, placed, to_show
from portal.referrals.voices import Voice
from tests.browser import Browser, walk
from tests.referrals.owners import AMINA

HER = Voice.YOUNG_PERSON


@pytest.fixture
def within_a_request() -> Iterator[None]:
    with Flask(__name__).test_request_context(), languages.using("en"):
        yield


def test_what_stands_where_it_is_asked_stays_as_it_is() -> None:
    answers = {"worry": {"story": "i cry"}, "age": {"age": 14, "dob": "2012-03-31", "age_from_dob": 14}, "safe": {}}
    assert placed(HER, answers) == answers


def test_an_answer_of_a_page_that_is_gone_goes_to_the_page_that_asks_it_now() -> None:
    old: dict[str, dict[str, Any]] = {"others": {"harm_others": "acted"}, "senses": {"psychosis": "no"}}
    assert placed(HER, old) == {"senses": {"harm_others": "acted", "psychosis": "no"}}


def test_before_that_page_is_passed_it_is_shown_there_and_not_passed_over() -> None:
    answers = placed(HER, {"others": {"harm_others": "acted"}})
    assert answers == {EARLIER: {"harm_others": "acted"}}
    assert to_show(HER, "senses", answers) == {"harm_others": "acted"}


def test_words_are_never_replaced_and_a_later_tick_counts() -> None:
    old = {"gone": {"story": "first", "age": 12}, "worry": {"story": "second"}, "age": {"age": 14}}
    assert placed(HER, old) == {"worry": {"story": "first\n\nsecond"}, "age": {"age": 14}}


def test_what_nobody_asks_any_more_is_still_said_and_still_shown(within_a_request: None) -> None:
    answers = placed(HER, {"gone": {"pet_name": "Rex"}, "worry": {"story": "i cry"}})
    assert said(answers) == {"pet_name": "Rex", "story": "i cry"}
    last = wording.rows(HER, answers, "/refer/young-person")[-1]
    assert (last["key"], last["value"]) == ("You said earlier: Pet name", "Rex")


def test_what_is_no_longer_asked_at_her_age_is_sent_and_so_it_is_shown(within_a_request: None) -> None:
    answers = {"age": {"age": 17}, "home": {"abuse": "no", "sexual_activity": "yes"}, "hopes": {"faith": "Quaker"}}
    shown = {row["key"]: row["value"] for row in wording.rows(HER, answers, "/refer/young-person")}
    assert shown["You said earlier: I am having sex, or someone wants me to"] == "Yes"
    younger = wording.rows(HER, answers | {"age": {"age": 9}}, "/refer/young-person")
    assert "Quaker" in [row["value"] for row in younger]


def begun_before(engine: Engine, answers: dict[str, dict[str, Any]]) -> None:
    """Make the draft one that an older form has kept."""
    with db.writing(engine) as session:
        session.scalars(select(Draft)).one().answers = answers


def test_an_old_draft_goes_on_to_the_end_and_all_of_it_is_read(site: Flask, engine: Engine) -> None:
    amina = Browser(site.test_client()).open("/refer/young-person/").send(shared_device="")
    begun_before(engine, {"worry": {"story": "i cry"}, "others": {"harm_others": "acted"}, "gone": {"pet_name": "Rex"}})
    amina.open("/refer/young-person/worry").send(story="i cry")
    assert amina.status == 200
    walk(amina, AMINA | {"senses": {"harm_others": "acted"}}, stop="check")
    assert "Pet name" in amina.page
    amina.send()
    with db.reading(engine) as session:
        sent = session.scalars(select(Referral)).one()
    assert said(sent.answers or {})["harm_others"] == "acted"
    assert said(sent.answers or {})["pet_name"] == "Rex"


def test_the_story_would_notice_answers_that_are_left_where_they_were(
    site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "placed", lambda _voice, answers: answers)
    with pytest.raises((KeyError, AssertionError)):
        test_an_old_draft_goes_on_to_the_end_and_all_of_it_is_read(site, engine)
