"""Three voices on one child, twins, and a sibling who came late: joined and parted by clinicians, lost by nobody."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate, chain, cycle
from typing import Any

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import select

from portal import db
from portal.audit.models import AuditEvent
from portal.referrals import cases
from portal.referrals.case_models import CaseChange, Change
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.screening import actions, queue
from portal.screening.actions import Conflict, Taken
from portal.screening.outcomes import Decision, Outcome
from portal.screening.stamps import stamp
from portal.triage.outcome import Band

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Desk = Any
AMINA = {"legal_name": "Amina Khan", "dob": "2012-03-31", "postcode": "QX2 1AB", "phone": "07700 900123"}


def later(minutes: int) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


@pytest.fixture
def three(desk: Desk) -> list[Referral]:
    """Amina tells us little, her mother more, and her GP what cannot wait."""
    return [
        desk.arrive(MONDAY - timedelta(days=30), **AMINA),
        desk.arrive(MONDAY, voice=Voice.PARENT_CARER, **AMINA | {"self_harm": "weekly"}),
        desk.arrive(later(2), voice=Voice.PROFESSIONAL, **AMINA | {"sui_thoughts": "active", "sui_plan": "yes"}),
    ]


def join(desk: Desk, one: Referral, other: Referral, at: datetime = MONDAY) -> None:
    with db.writing(desk.engine) as session:
        cases.join(session, one.id, other.id, "Same child", by=desk.staff["tom"], here=desk.here.clocks, moment=at)


def part(desk: Desk, one: Referral) -> None:
    with db.writing(desk.engine) as session:
        cases.part(session, one.id, "A sister", by=desk.staff["tom"], moment=later(9))


def seen(desk: Desk, one: Referral) -> int:
    with db.reading(desk.engine) as session:
        mine = session.get_one(Referral, one.id)
        return stamp(session.scalars(select(Referral).where(Referral.case_id == mine.case_id)))


def claim(desk: Desk, one: Referral, who: str = "priya", version: int | None = None) -> None:
    version = seen(desk, one) if version is None else version
    with db.writing(desk.engine) as session:
        actions.claim(session, one.id, version, by=desk.staff[who], here=desk.here.clocks, moment=later(10))


def decide(desk: Desk, one: Referral, decision: Decision, version: int | None = None) -> None:
    desk.decide(one, decision, "priya", later(11), seen(desk, one) if version is None else version)


def see(desk: Desk, **filters: Any) -> queue.Page:
    with db.reading(desk.engine) as session:
        return queue.page(session, queue.Filters(**filters), desk.staff["priya"], desk.here.clocks, MONDAY)


def as_urgent_as_the_most_urgent(found: list[Referral]) -> bool:
    return {each.band for each in found} == {"U2H"} and len({each.contact_by for each in found}) == 1


def test_the_most_urgent_voice_sets_the_band_of_all(desk: Desk, three: list[Referral]) -> None:
    amina, mother, gp = three
    assert [each.band for each in three] == ["ROUTINE", "SOON", "U2H"]
    join(desk, amina, mother)
    join(desk, gp, amina)
    now = [desk.look(each) for each in three]
    assert len({each.case_id for each in now}) == 1
    assert as_urgent_as_the_most_urgent(now)


def test_a_join_that_forgot_to_raise_would_be_noticed(
    desk: Desk, three: list[Referral], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases.raising, "raise_case", lambda *_said: None)
    join(desk, three[0], three[2])
    assert not as_urgent_as_the_most_urgent([desk.look(three[0]), desk.look(three[2])])


def test_parting_keeps_everything_and_lowers_nothing(desk: Desk, three: list[Referral]) -> None:
    join(desk, three[0], three[2])
    part(desk, three[0])
    amina, gp = desk.look(three[0]), desk.look(three[2])
    assert amina.case_id != gp.case_id
    assert as_urgent_as_the_most_urgent([amina, gp])
    assert all((amina.answers, gp.answers))
    with db.reading(desk.engine) as session:
        found = session.scalars(select(CaseChange).order_by(CaseChange.at)).all()
        assert [(each.change, each.reason) for each in found] == [
            (Change.JOINED, "Same child"),
            (Change.PARTED, "A sister"),
        ]
        tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.tag.startswith("case:")))
        assert sorted(tags) == ["case:joined", "case:parted"]
        assert "sister" not in str(session.scalars(select(AuditEvent.detail)).all())


def test_what_the_gp_adds_later_raises_the_other_voices_too(desk: Desk) -> None:
    amina = desk.arrive(MONDAY, **AMINA)
    desk.arrive(later(1), key="gp", voice=Voice.PROFESSIONAL, **AMINA)
    gp = desk.arrive(later(1), key="gp", voice=Voice.PROFESSIONAL, **AMINA)
    join(desk, amina, gp)
    desk.arrive(later(5), key="gp", voice=Voice.PROFESSIONAL, taken_something="yes")
    assert [desk.look(each).band for each in (amina, gp)] == ["NOW", "NOW"]


def test_joined_to_itself_or_twice_or_without_a_reason_nothing_happens(desk: Desk, three: list[Referral]) -> None:
    join(desk, three[0], three[1])
    for one, other in ((three[0], three[0]), (three[0], three[1])):
        with pytest.raises(cases.NotTwo):
            join(desk, one, other)
    with pytest.raises(cases.NotTwo):
        part(desk, three[2])
    with db.writing(desk.engine) as session, pytest.raises(cases.NotTwo):
        cases.join(session, three[0].id, three[2].id, "  ", by=desk.staff["tom"], here=desk.here.clocks, moment=MONDAY)


def test_the_queue_shows_a_case_once_and_nobody_is_lost(desk: Desk, three: list[Referral]) -> None:
    stranger = desk.arrive(MONDAY)
    assert see(desk).total == 4
    join(desk, three[0], three[1])
    join(desk, three[0], three[2])
    page = see(desk)
    assert (page.total, sum(page.counts.values())) == (2, 2)
    assert [row.id for row in page.rows] == [three[0].id, stranger.id]
    assert page.rows[0].voices == ("Parent or carer", "Professional")
    assert page.rows[0].reasons[0] == "Active suicidal thoughts with a plan"
    part(desk, three[1])
    assert see(desk).total == 3


@pytest.mark.parametrize("languages", [("en", "pl"), ("pl", "en")])
def test_a_filter_finds_a_case_by_any_of_its_voices(desk: Desk, languages: tuple[str, str]) -> None:
    one, other = (desk.arrive(later(turn), language=code, **AMINA) for turn, code in enumerate(languages))
    join(desk, one, other)
    assert see(desk, language="pl").total == see(desk, language="en").total == see(desk).total == 1


def test_the_clock_of_a_case_is_the_one_that_runs_out_first(desk: Desk, three: list[Referral]) -> None:
    join(desk, three[0], three[1])
    claim(desk, three[0])
    decide(desk, three[0], Decision(Outcome.MORE_NEEDED, "We need a number", "How do we reach you?"))
    (row,) = [row for row in see(desk).rows if row.id == three[0].id]
    assert row.clock.due <= desk.look(three[1]).screen_by
    assert row.voices == ("Parent or carer",)


def test_whoever_takes_one_has_them_all_and_accepting_counts_for_all(desk: Desk, three: list[Referral]) -> None:
    join(desk, three[0], three[1])
    join(desk, three[0], three[2])
    claim(desk, three[1])
    assert {desk.look(each).claimed_by for each in three} == {desk.staff["priya"]}
    with pytest.raises(Taken):
        claim(desk, three[2], "tom")
    decide(desk, three[1], Decision(Outcome.ROUTINE, "They need a first talk"))
    assert {desk.look(each).status for each in three} == {Status.AWAITING_FIRST}
    assert see(desk).total == 0


def test_a_signpost_answers_one_voice_and_the_others_stay(desk: Desk, three: list[Referral]) -> None:
    """The words that Amina reads must not be read by her mother, nor end what the GP has asked."""
    join(desk, three[0], three[1])
    claim(desk, three[0])
    decide(desk, three[0], Decision(Outcome.SIGNPOST, "Better there", "The drop-in on Tuesday, we told nobody"))
    amina, mother = desk.look(three[0]), desk.look(three[1])
    assert (amina.status, mother.status) == (Status.CLOSED, Status.IN_SCREENING)
    assert not [change.next_step for change in mother.history if change.next_step]
    assert mother.id in {row.id for row in see(desk).rows}


def test_escalating_one_raises_all(desk: Desk, three: list[Referral]) -> None:
    join(desk, three[0], three[1])
    claim(desk, three[1])
    decide(desk, three[1], Decision(Outcome.CRISIS_TEAM, "Worse on the phone", band=Band.NOW))
    assert {desk.look(each).band for each in three[:2]} == {"NOW"}


def test_words_from_another_voice_stop_a_decision_made_without_them(desk: Desk) -> None:
    amina = desk.arrive(MONDAY, **AMINA)
    mother = desk.arrive(later(1), key="mother", voice=Voice.PARENT_CARER, **AMINA)
    join(desk, amina, mother)
    claim(desk, amina)
    before = seen(desk, amina)
    desk.arrive(later(5), key="mother", voice=Voice.PARENT_CARER, story="She has not eaten since.")
    with pytest.raises(Conflict):
        decide(desk, amina, Decision(Outcome.ROUTINE, "Fine"), before)
    decide(desk, amina, Decision(Outcome.ROUTINE, "Now I have read it"))


def test_a_voice_joined_after_the_page_was_made_stops_a_claim(desk: Desk, three: list[Referral]) -> None:
    before = seen(desk, three[0])
    join(desk, three[0], three[1])
    with pytest.raises(Conflict):
        claim(desk, three[0], version=before)


def test_two_clinicians_who_hold_two_voices_cannot_decide_over_each_other(desk: Desk, three: list[Referral]) -> None:
    claim(desk, three[0], "priya")
    claim(desk, three[1], "tom")
    join(desk, three[0], three[1])
    with pytest.raises(Taken):
        decide(desk, three[0], Decision(Outcome.ROUTINE, "Mine"))
    assert desk.look(three[1]).claimed_by == desk.staff["tom"]


def test_a_second_contact_within_seven_days_raises_and_never_joins(desk: Desk) -> None:
    first = desk.arrive(MONDAY, **AMINA)
    second = desk.arrive(MONDAY + timedelta(days=6), voice=Voice.PARENT_CARER, **AMINA)
    late = desk.arrive(MONDAY + timedelta(days=14), voice=Voice.PROFESSIONAL, **AMINA)
    assert [each.band for each in (first, second, late)] == ["ROUTINE", "SOON", "ROUTINE"]
    assert "repeat_contact" in desk.look(second).triages[0].outcome["flags"]
    assert len({each.case_id for each in (first, second, late)}) == 3
    assert [row.alike for row in see(desk).rows] == [2, 2, 2]


def test_a_late_sibling_is_neither_repeat_nor_suggestion(desk: Desk) -> None:
    desk.arrive(MONDAY, **AMINA)
    sibling = desk.arrive(later(5), **AMINA | {"legal_name": "Zara Khan", "dob": "2020-01-05"})
    assert sibling.band == "ROUTINE"
    assert {row.alike for row in see(desk).rows} == {0}


def own_page(desk: Desk, client: Any, reference: str, code: str) -> str:
    token = client.get("/my-referral").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    sent = {"csrf_token": token, "reference": reference, "code": code}
    page: str = client.post("/my-referral", data=sent).text
    # The token and the note that opens the pages behind say nothing. Both carry the second they were made in, so that
    # the token of this page is that of the form before only when no second has passed in between.
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r'value="[\w=.-]{60,}"', "", main)


@pytest.fixture
def her_page_tells(desk: Desk, client: Any) -> Callable[[], bool]:
    """Return a way to see whether Amina's page differs once her mother and her GP have told us too."""

    def tells() -> bool:
        amina = desk.arrive(MONDAY, **AMINA)
        before = own_page(desk, client, amina.reference, str(amina.code))
        mother = desk.arrive(later(1), key="m", voice=Voice.PARENT_CARER, **AMINA | {"sui_attempt": "last_week"})
        join(desk, amina, mother)
        desk.arrive(later(3), key="m", voice=Voice.PARENT_CARER, taken_something="yes")
        assert desk.look(amina).band == "NOW"
        return own_page(desk, client, amina.reference, str(amina.code)) != before

    return tells


def test_her_own_page_never_shows_that_others_told_us(her_page_tells: Callable[[], bool]) -> None:
    assert not her_page_tells()


def test_a_page_that_told_the_cases_band_would_be_noticed(
    her_page_tells: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = cases.raising.raise_to
    monkeypatch.setattr(cases.raising, "raise_to", lambda *said, told=True: quiet(*said, told=True))
    assert her_page_tells()


def test_a_second_contact_does_not_show_on_the_page_of_the_one_who_came_second(
    desk: Desk, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A machine under load: now and then a second passes between a form and the page it leads to.
    seconds = accumulate(chain([int(time.time())], cycle((0, 0, 0, 1, 0, 1, 1))))
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: next(seconds))
    desk.arrive(MONDAY, voice=Voice.PARENT_CARER, **AMINA)
    amina = desk.arrive(later(1), **AMINA)
    stranger = desk.arrive(later(1))
    assert (amina.band, stranger.band) == ("SOON", "ROUTINE")
    pages = [
        own_page(desk, client, each.reference, str(each.code)).replace(each.reference, "") for each in (amina, stranger)
    ]
    assert pages[0] == pages[1]
