"""Priya may ring Amina's school or practice, unless anybody ever said a word against it. Silence is no leave."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from portal import db
from portal.config import PROJECT
from portal.named_contacts import registry
from portal.referrals import knowing
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.screening import around
from portal.screening.around import Around, Leave

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NAMED = registry.load(PROJECT / "content" / "area", fictional=True)
FOUNDRY, MILLFIELDS = (
    {"school": "Bellcast Foundry School", "school_urn": "990002"},
    {"gp_practice": "Millfields Surgery"},
)
LEAD, LINK = "01632 960156", "01632 960201"
BANNER = "They have not agreed that the school is told"
Desk, Seat = Any, Callable[[str], Any]


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY + timedelta(minutes=5), tick=True) as clock:
        yield clock


def seen(desk: Desk, *voices: Referral) -> tuple[Around, ...]:
    """Return what a clinician sees when these voices are one case."""
    with db.reading(desk.engine) as session:
        together = [one for voice in voices for one in knowing.voices_of(session, voice.case_id)]
        return around.of(together, NAMED, date(2026, 11, 23))


def card(page: str) -> str:
    """Return the card of school and practice."""
    at = page.index('id="around"')
    return page[at : page.index("</section>", at)]


def test_of_a_school_that_she_only_named_the_card_says_that_she_has_not_agreed(desk: Desk, seat: Seat) -> None:
    told = card(seat("priya").open(f"/staff/referrals/{desk.arrive(**FOUNDRY).id}").text)
    assert BANNER in told
    assert told.index(BANNER) < told.index(LINK) < told.index(LEAD)
    assert told.index("<details") < told.index(LEAD)
    assert "Named by the young person" in told


def test_a_school_that_wrote_itself_may_be_rung_and_her_practice_may_not_yet(desk: Desk) -> None:
    wrote = {"organisation": "Bellcast Foundry School", "organisation_code": "EE990002"}
    lead = desk.arrive(voice=Voice.PROFESSIONAL, **FOUNDRY, **MILLFIELDS, **wrote)
    assert [(one.kind, one.leave) for one in seen(desk, lead)] == [
        ("school", Leave.WROTE),
        ("practice", Leave.ASK_FIRST),
    ]


AGAINST = (
    {"do_not_contact": "My form tutor"},
    {"unsafe_contact": "yes"},
    {"yp_consent": "no"},
    {"court_order": "Father may not know where she is"},
)


@pytest.mark.parametrize("said", AGAINST, ids=lambda said: next(iter(said)))
@pytest.mark.parametrize("whose", [Voice.YOUNG_PERSON, Voice.PARENT_CARER, Voice.PROFESSIONAL])
def test_one_word_against_it_closes_the_way_whoever_says_it_and_wherever_it_came_from(
    desk: Desk, said: dict[str, str], whose: Voice
) -> None:
    wrote = {"organisation": "Bellcast Foundry School", "organisation_code": "EE990002"}
    school = desk.arrive(voice=Voice.PROFESSIONAL, **FOUNDRY, **wrote)
    other = desk.arrive(voice=whose, **said)
    (one,) = seen(desk, school, other)
    assert one.leave is Leave.NOT
    assert one.against


def test_what_she_said_at_first_counts_after_she_has_taken_it_back(desk: Desk) -> None:
    first = desk.arrive(key="amina-4711", **FOUNDRY, do_not_contact="School")
    desk.arrive(MONDAY + timedelta(minutes=1), key="amina-4711", do_not_contact="Nobody")
    assert [one.leave for one in seen(desk, first)] == [Leave.NOT]


def test_the_leads_number_is_not_on_a_page_that_says_do_not_tell(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(**FOUNDRY, do_not_contact="My form tutor")
    told = card(seat("priya").open(f"/staff/referrals/{referral.id}").text)
    assert "Do not tell the school" in told
    assert LEAD not in told
    assert LINK in told  # our own colleague, who tells the school nothing


def test_a_card_that_forgot_what_was_said_would_show_it(
    desk: Desk, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(around, "_against", lambda _voices: iter(()))
    referral = desk.arrive(**FOUNDRY, do_not_contact="My form tutor")
    assert LEAD in card(seat("priya").open(f"/staff/referrals/{referral.id}").text)


def test_who_may_know_is_shown_as_it_was_written_and_opens_nothing_by_itself(desk: Desk, seat: Seat) -> None:
    referral = desk.arrive(**FOUNDRY, may_tell="Mr Tarrowby at school, he knows")
    told = card(seat("priya").open(f"/staff/referrals/{referral.id}").text)
    assert "Mr Tarrowby at school, he knows" in told
    assert BANNER in told


def test_two_voices_that_name_one_school_are_one_line_and_two_schools_are_two(desk: Desk) -> None:
    amina, mother = desk.arrive(**FOUNDRY), desk.arrive(voice=Voice.PARENT_CARER, **FOUNDRY)
    (one,) = seen(desk, amina, mother)
    assert one.by == (Voice.YOUNG_PERSON, Voice.PARENT_CARER)
    elsewhere = desk.arrive(voice=Voice.FRIEND, school="Wexlow College")
    assert len(seen(desk, amina, elsewhere)) == 2


def test_a_lapsed_name_has_no_number_and_a_school_nobody_listed_no_card(desk: Desk, seat: Seat) -> None:
    shingle = desk.arrive(school="Shingle Walk Primary School")
    told = card(seat("priya").open(f"/staff/referrals/{shingle.id}").text)
    assert "Their lead was <bdi>Mr Pellowe-Grange</bdi>" in told
    assert "01632 960162" not in told
    unknown = desk.arrive(school="Taught at home")
    assert 'id="around"' not in seat("priya").open(f"/staff/referrals/{unknown.id}").text
