"""What Amina's own page says of her wait: a range and a third of her list, and only what she herself has told us."""

import re
import uuid
from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal import clock, config, db
from portal.care import actions, expecting
from portal.care.actions import Contact
from portal.care.expecting import Expected
from portal.care.models import MeetingWay, Spell
from portal.care.stages import Stage
from portal.care.thirds import Third
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.waiting_times import lists
from tests.care.conftest import MONDAY, Care
from tests.care.test_own_page import own_page
from tests.waiting_times.rows import a_figure, an_edition

LISTS = lists.load(config.PROJECT / "content" / "area")
LATER = MONDAY + timedelta(days=1)


def queue(care: Care, others: int) -> list[uuid.UUID]:
    """Let so many people be accepted, one an hour, the first of them longest ago."""
    return [care.accepted(MONDAY - timedelta(days=9, hours=-hour), MONDAY) for hour in range(others)]


def publish(care: Care, day: datetime = MONDAY) -> None:
    second = {"milestone": "second_contact", "typical_days": 77, "typical_low_days": 70, "typical_high_days": 84}
    with db.writing(care.engine) as session:
        session.add(an_edition(day.date(), a_figure(), a_figure(**second), a_figure("eating", typical_days=10)))


def expected(care: Care, one: uuid.UUID, now: datetime = LATER) -> Expected | None:
    with db.reading(care.engine) as session:
        return expecting.of(session, session.get_one(Referral, one), LISTS, care.here.clocks, now)


def thirds(care: Care, people: list[uuid.UUID]) -> list[Third | None]:
    told = [expected(care, one) for one in people]
    return [each.third if each else None for each in told]


def test_everybody_stands_in_the_order_that_the_desk_sees(care: Care) -> None:
    people = queue(care, 21)
    assert thirds(care, people) == [Third.FIRST] * 7 + [Third.MIDDLE] * 7 + [Third.LAST] * 7


def test_a_short_list_tells_no_third_and_the_range_still_stands(care: Care) -> None:
    people = queue(care, 19)
    assert thirds(care, people[:2]) == [None, None]
    assert expected(care, people[0]) is None, "nothing is published and the list is short: no box at all"
    publish(care)
    told = expected(care, people[0])
    assert told
    assert told.third is None
    assert told.told.said[0] == "Half of the people were seen within about 6 weeks."


def test_the_page_says_it_in_words_and_names_no_place(care: Care, site: Flask) -> None:
    people = queue(care, 21)
    publish(care, clock.now())
    page = own_page(care, site, people[8])
    box = page[page.index("How long may it take?") :]
    box = box[: box.index("</section>")]
    assert "On the list it is in the middle third." in box
    assert "Most people were seen within about 14 weeks." in box
    said, _, small = re.sub(r"<[^>]+>", " ", box).partition("This is what others waited")
    assert set(re.findall(r"\d+", said)) == {"6", "14", "1", "7"}, "half, most, one in seven: no place, no length"
    day = clock.now().day
    assert set(re.findall(r"\d+", small)) == {"410", str(day)}, "how many it is about, and of which day"


def test_after_the_first_talk_it_is_the_wait_for_the_second(care: Care) -> None:
    people = queue(care, 21)
    publish(care)
    care.do(actions.contact, people[0], at=MONDAY, met=Contact(MONDAY, "assessment"))
    told = expected(care, people[0])
    assert told
    assert (told.name, told.third) == ("Until the second talk", None)
    assert "11 weeks" in told.told.said[0]
    assert thirds(care, people[1:2]) == [Third.FIRST], "those who were met are no longer ahead"


def test_whoever_has_a_meeting_ahead_or_is_urgent_or_done_reads_no_wait(care: Care) -> None:
    people = queue(care, 21)
    publish(care)
    soon = {"at": MONDAY + timedelta(days=3), "way": MeetingWay.VIDEO, "place": ""}
    with db.writing(care.engine) as session:
        spell = session.query(Spell).filter_by(referral_id=people[0]).one()
        actions.offer(session, spell, **soon, by=care.staff["priya"], here=care.here.clocks, moment=MONDAY)
        session.get_one(Referral, people[1]).told_band = "U2H"
        session.get_one(Referral, people[2]).progress = Stage.IN_HELP.value
        session.get_one(Referral, people[3]).progress = None
    assert [expected(care, one) for one in people[:4]] == [None] * 4
    assert expected(care, people[0], MONDAY + timedelta(days=4)), "a meeting that is over is none to come"


@pytest.mark.parametrize("voice", [Voice.YOUNG_PERSON, Voice.PARENT_CARER])
def test_what_another_voice_says_changes_nothing_here(
    care: Care, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = queue(care, 21)
    publish(care)
    mine = people[10]
    with db.writing(care.engine) as session:
        session.get_one(Referral, mine).voice = voice
    before = expected(care, mine)
    assert before
    assert before.third is Third.MIDDLE
    other = care.arrive(MONDAY - timedelta(days=40))
    with db.writing(care.engine) as session:
        # Somebody else told us earlier, of something more urgent and of another pathway.
        lead, spell = session.get_one(Referral, mine), session.query(Spell).filter_by(referral_id=mine).one()
        session.get_one(Referral, other).case_id = lead.case_id
        spell.clock_started_at = MONDAY - timedelta(days=40)
        spell.band, spell.band_rank, spell.pathway, lead.band = "SOON", 3, "eating_disorder", "SOON"
    assert expected(care, mine) == before
    monkeypatch.setattr(expecting, "_pathways", lambda _session, _mine, spell: spell.pathway.split())
    assert expected(care, mine) != before, "the spell's own pathway would tell what somebody else has said"
