"""The queue: most urgent first, then longest waiting, then by id; nobody is missing and nobody is there twice."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from portal import db
from portal.referrals import actions as referrals
from portal.referrals.lifecycle import TO_SCREEN, Move, Status
from portal.referrals.models import Referral
from portal.screening import actions, queue
from portal.screening.outcomes import Decision, Outcome

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Desk = Any


def see(desk: Desk, now: datetime = MONDAY, who: str = "priya", **filters: Any) -> queue.Page:
    with db.reading(desk.engine) as session:
        return queue.page(session, queue.Filters(**filters), desk.staff[who], desk.here.clocks, now)


def test_the_most_urgent_comes_first_then_who_waits_longest(desk: Desk) -> None:
    calm = desk.arrive(MONDAY)
    calm_earlier = desk.arrive(MONDAY - timedelta(hours=3))
    urgent = desk.arrive(MONDAY + timedelta(minutes=5), sui_thoughts="active", sui_plan="yes")
    soon = desk.arrive(MONDAY + timedelta(minutes=6), sui_thoughts="passive")
    assert [row.id for row in see(desk).rows] == [urgent.id, soon.id, calm_earlier.id, calm.id]


def in_order(rows: list[tuple[int, datetime, Any]]) -> bool:
    return rows == sorted(rows)


def test_the_order_is_total_and_pages_hold_everybody_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PAGE", 7)
    chance = random.Random(7)
    sent = {
        desk.arrive(
            MONDAY - timedelta(minutes=chance.randrange(3)), sui_thoughts=chance.choice(["none", "passive", "active"])
        ).id
        for _ in range(24)
    }
    pages = [see(desk, page=number) for number in range(1, see(desk).pages + 1)]
    shown = [row.id for page in pages for row in page.rows]
    assert len(shown) == len(set(shown))
    assert set(shown) == sent
    keys = [(one.band_rank, one.received_at, one.id) for one in map(desk.look, shown)]
    assert in_order(keys)
    assert not in_order(list(reversed(keys)))
    assert sum(pages[0].counts.values()) == pages[0].total == 24
    assert [row.id for row in see(desk, page=99).rows] == [row.id for row in pages[-1].rows]


@pytest.mark.parametrize("status", list(Status))
def test_the_status_alone_decides_who_is_in_the_queue(desk: Desk, status: Status) -> None:
    referral = desk.arrive()
    with db.writing(desk.engine) as session:
        session.execute(update(Referral).where(Referral.id == referral.id).values(status=status))
    assert bool(see(desk).rows) is (status in TO_SCREEN)


def test_filters_are_links_and_nonsense_filters_nothing() -> None:
    filters = queue.read_filters({"band": "NOW", "claimed": "mine", "language": "pl", "page": "3"})
    assert filters == queue.Filters(band="NOW", claimed="mine", language="pl", page=3)
    assert filters.with_(band="") == {"claimed": "mine", "language": "pl"}
    assert queue.read_filters({"band": "X' OR 1", "claimed": "you", "language": "xx", "page": "-1"}) == queue.Filters()
    assert queue.read_filters({"page": "9" * 40}).page == 1
    assert queue.read_filters({"page": "²"}).page == 1


def test_filters_by_band_language_and_holder(desk: Desk) -> None:
    urgent = desk.arrive(sui_thoughts="active", sui_plan="yes")
    polish = desk.arrive(language="pl")
    with db.writing(desk.engine) as session:
        actions.claim(session, urgent.id, urgent.version, by=desk.staff["priya"], here=desk.here.clocks, moment=MONDAY)
    assert [row.id for row in see(desk, band="U2H").rows] == [urgent.id]
    assert [row.id for row in see(desk, language="pl").rows] == [polish.id]
    assert [row.id for row in see(desk, claimed="mine").rows] == [urgent.id]
    assert [row.id for row in see(desk, claimed="mine", who="tom").rows] == []
    assert [row.id for row in see(desk, claimed="nobody").rows] == [polish.id]
    later = MONDAY + timedelta(minutes=21)
    assert see(desk, claimed="mine", now=later).rows == ()
    assert len(see(desk, claimed="nobody", now=later).rows) == 2


def test_a_row_says_what_the_desk_needs(desk: Desk) -> None:
    desk.arrive(
        MONDAY - timedelta(minutes=48),
        sui_thoughts="active",
        sui_plan="yes",
        self_harm="daily",
        sh_worse="yes",
        unsafe_contact="yes",
        interpreter="yes",
        language="ur",
    )
    (row,) = see(desk).rows
    assert (row.age, row.voice, row.language) == ("Age 14", "Young person", "Urdu")
    assert row.clock.words == "1 h 12 min left"
    assert row.band_words == "Within 2 hours"
    assert row.reasons[0] == "Active suicidal thoughts with a plan"
    assert len(row.reasons) == 3
    assert row.banners[0] == "Contact may be unsafe"
    assert "Interpreter needed" in row.banners
    assert row.holder == ""


@pytest.mark.parametrize(
    ("said", "banner"),
    [
        ({"parents_know": "no"}, "Parents must not be told"),
        ({"parents_ok": "no"}, "Parents must not be told"),
        ({"other_parent_ok": "no"}, "The other parent must not be told"),
    ],
)
def test_a_no_to_telling_parents_stands_in_the_queue(desk: Desk, said: dict[str, str], banner: str) -> None:
    desk.arrive(**said)
    (row,) = see(desk).rows
    assert banner in row.banners
    assert "check consent" in row.flags
    desk.arrive(parents_know="yes", parents_ok="yes")
    assert sum(banner in each.banners for each in see(desk).rows) == 1


NEEDS = {
    "needs_bsl": "BSL, lipreading or hearing loop",
    "needs_easy_read": "Easy Read",
    "needs_large_print": "Large print, audio or screen reader",
    "needs_step_free": "Step-free",
    "needs_quiet": "Quiet room or extra time",
}


@pytest.mark.parametrize("need", NEEDS)
def test_what_somebody_needs_to_reach_us_stands_in_the_queue_and_on_the_page(
    desk: Desk, seat: Callable[[str], Any], need: str
) -> None:
    amina = desk.arrive(**{need: "yes"})
    (row,) = see(desk).rows
    assert NEEDS[need] in row.banners
    assert not ({*NEEDS.values()} - {NEEDS[need]}) & {*row.banners}
    page = seat("priya").open(f"/staff/referrals/{amina.id}").text
    assert f">{NEEDS[need]}</strong>" in page


def test_needs_in_somebodys_own_words_are_a_banner_too_and_later_words_take_none_away(desk: Desk) -> None:
    desk.arrive(key="amina", needs_quiet="yes", access_needs="I can't do phone calls\nat all")
    desk.arrive(MONDAY + timedelta(hours=1), key="amina", access_needs="x " * 90)
    (row,) = see(desk).rows
    assert "Quiet room or extra time" in row.banners
    assert "Also needs: I can't do phone calls at all" in row.banners
    assert max(map(len, row.banners)) < 100, "a banner stays a banner"


def test_reasons_of_an_earlier_triage_are_never_lost(desk: Desk) -> None:
    desk.arrive(key="amina", sui_thoughts="active", sui_plan="yes")
    desk.arrive(MONDAY + timedelta(hours=1), key="amina", sui_thoughts="none", sui_plan="no")
    (row,) = see(desk).rows
    assert row.band == "U2H"
    assert row.reasons[0] == "Active suicidal thoughts with a plan"


def test_a_reference_typed_in_any_way_finds_it_at_any_status(desk: Desk) -> None:
    referral = desk.arrive()
    with db.writing(desk.engine) as session:
        found = session.get_one(Referral, referral.id)
        referrals.move(session, found, Move.CLAIM, author=desk.staff["priya"], moment=MONDAY)
        referrals.move(
            session, found, Move.SIGNPOST, author=desk.staff["priya"], moment=MONDAY, rationale="x", next_step="y"
        )
    for typed in (referral.reference, referral.reference.lower().replace("-", " "), referral.reference[3:]):
        with db.reading(desk.engine) as session:
            assert queue.find(session, typed) == referral.id
    with db.reading(desk.engine) as session:
        assert queue.find(session, "FD-0000") is None
    assert see(desk).rows == ()
    assert see(desk).last_arrival == MONDAY


def test_asking_for_more_takes_nobody_off_the_queue_and_the_contact_clock_runs(desk: Desk) -> None:
    referral = desk.arrive(sui_thoughts="active", sui_plan="yes")
    with db.writing(desk.engine) as session:
        actions.claim(
            session, referral.id, referral.version, by=desk.staff["priya"], here=desk.here.clocks, moment=MONDAY
        )
    desk.decide(referral, Decision(Outcome.MORE_NEEDED, "We need a number", "Which number is safe?"))
    (row,) = see(desk).rows
    assert row.clock.what == "contact"
    assert row.clock.due == MONDAY + timedelta(hours=2)
