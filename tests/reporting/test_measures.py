"""Every figure can be counted again by somebody else, from the log, and comes out the same."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import config, db
from portal.area import Area, Clocks
from portal.care.limits import Pause
from portal.referrals import actions as referrals
from portal.referrals import cases
from portal.referrals.lifecycle import Move
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.reporting import counting, ledger, marks
from portal.reporting.counting import Period, count, last_months, percentiles, still_waiting
from portal.reporting.journey import Journey
from portal.reporting.ledger import Ledger
from portal.reporting.marks import Care as Stretch
from portal.reporting.marks import Mark
from portal.reporting.measures import BY_ID, MEASURES, Kind
from portal.waiting_times import lists
from tests.care.conftest import Care
from tests.reporting import from_the_log, spring
from tests.reporting.people import journey
from tests.reporting.spring import DAY, HOUR, START

LISTS = lists.load(config.PROJECT / "content" / "area")
LATER = START + 200 * DAY
MONTHS = [Period(date(2026, month, 1), date(2026, month + 1, 1) - DAY) for month in range(3, 9)]
PERIODS = [Period(date(2026, 3, 1), date(2026, 8, 31)), *MONTHS]


def read(care: Care) -> Ledger:
    with db.reading(care.engine) as session:
        return ledger.read(session, LISTS, care.here.clocks, LATER)


def differences(care: Care) -> list[str]:
    """Return every figure that the log tells in another way."""
    found = read(care)
    with care.engine.connect() as connection:
        by_hand = [from_the_log.figures(connection, each.first, each.last) for each in PERIODS]
    wrong = []
    for period, told in zip(PERIODS, by_hand, strict=True):
        for name, each in found.marks.items():
            mine = count(each, BY_ID[name].kind, period.start, period.end)
            if name != "contact_soon" and (mine.numerator, mine.denominator) != pytest.approx(told.get(name, (0, 0))):
                wrong.append(f"{name} in {period.first}: {mine} or {told.get(name)}")
    return wrong


def test_every_figure_comes_out_the_same_from_the_log(care: Care) -> None:
    spring.lived(care)
    assert set(read(care).marks) == set(BY_ID)
    assert differences(care) == []


@pytest.mark.parametrize("name", ["screened_same_day", "contact_48h", "first_18w", "second_18w", "left_waiting"])
def test_a_measure_that_counts_otherwise_is_noticed(care: Care, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    spring.lived(care)
    real = marks.MARKERS[name]

    def generous(one: Journey, here: Clocks) -> Mark | None:
        mark = real(one, here)
        return mark and Mark(mark.at, mark.owner, good=True, excluded=mark.excluded)

    monkeypatch.setitem(marks.MARKERS, name, generous)
    assert {each.partition(" ")[0] for each in differences(care)} == {name}


def test_who_is_never_seen_counts_against_the_promise(care: Care) -> None:
    spring.lived(care)
    half = PERIODS[0]
    told = count(read(care).marks["first_18w"], Kind.SHARE, half.start, half.end)
    # Amina and Ivy were seen in time. Hal was seen four days late, Ben never, and the last one was never even read.
    assert (told.numerator, told.denominator, told.excluded) == (2, 5, {marks.LEFT: 1, marks.BY_READING: 1})


def test_who_is_no_journey_of_their_own_is_told_in_the_period_of_their_receipt(care: Care) -> None:
    father = care.arrive(START, Voice.PARENT_CARER)
    amina, gone = care.arrive(START), care.arrive(START)
    by = care.staff["priya"]
    with db.writing(care.engine) as session:
        cases.join(session, amina, father, "The same girl.", by=by, here=care.here.clocks, moment=START)
        referrals.move(session, session.get_one(Referral, gone), Move.ASK_TO_WITHDRAW, author=None, moment=START)
    spring.move(care, gone, START + HOUR, Move.SIGNPOST)
    march, april = MONTHS[0], MONTHS[1]
    told = [count(read(care).marks["screened_same_day"], Kind.SHARE, each.start, each.end) for each in (march, april)]
    assert [each.excluded for each in told] == [{"duplicate": 1, "withdrawn": 1}, {}]
    assert told[0].denominator == 1


def test_a_chosen_delay_moves_only_the_line_that_says_so(here_clocks: Clocks) -> None:
    late = journey(spell_id=uuid4(), first_contact_at=START + 130 * DAY, pauses=(Pause(START, START + 7 * DAY),))
    told = {name: marks.MARKERS[name](late, here_clocks) for name in ("first_18w", "first_18w_adjusted")}
    assert [mark and mark.good for mark in told.values()] == [False, True]


def test_who_still_waits_is_counted_by_how_long_already() -> None:
    everybody = [
        journey(),
        journey(received=START + 90 * DAY),
        journey(received=START + 101 * DAY),
        journey(first_contact_at=START + 99 * DAY),
        journey(first_contact_at=START + 101 * DAY),
        journey(closed_at=START + 3 * DAY),
    ]
    told = still_waiting(everybody, START + 100 * DAY, "first_contact_at")
    assert told.counts == (1, 0, 2, 0, 0, 0)
    assert (told.total, told.longest) == (3, 100)


def test_an_early_update_counts_and_silence_counts_every_four_weeks(here_clocks: Clocks) -> None:
    def due(*updates: timedelta, until: timedelta = 100 * DAY) -> list[bool]:
        one = Stretch(None, START, START + until, tuple(START + after for after in updates))
        return [mark.good for mark in marks.of_updates([one], here_clocks, LATER)]

    assert due() == [False, False, False]
    assert due(20 * DAY, 48 * DAY) == [True, True, False]
    assert due(29 * DAY) == [False, True, False, False][: len(due(29 * DAY))]
    assert due(28 * DAY + HOUR, until=40 * DAY) == [True]
    assert due(until=28 * DAY) == []


def test_four_weeks_are_28_days_also_when_the_clocks_go_forward(here_clocks: Clocks) -> None:
    late_at_night = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    next_morning = datetime(2026, 4, 8, 7, 0, tzinfo=UTC)
    one = Stretch(None, late_at_night, next_morning + DAY, (next_morning,))
    assert [mark.good for mark in marks.of_updates([one], here_clocks, LATER)] == [False, True]
    assert here_clocks.update_by(late_at_night) == datetime(2026, 4, 7, 22, 30, tzinfo=UTC)


@given(st.lists(st.floats(0, 900), min_size=1, max_size=60))
def test_a_percentile_is_the_smallest_wait_that_covers_so_many(days: list[float]) -> None:
    told = percentiles(sorted(days))
    assert told["maximum"] == max(days)
    for name, share in counting.SHARES.items():
        covered = sum(day <= told[name] for day in days)
        fewer = sum(day < told[name] for day in days)
        assert fewer * 100 < share * len(days) <= covered * 100


def test_months_are_whole_and_begin_at_midnight_in_london() -> None:
    told = last_months(datetime(2026, 4, 1, 0, 30, tzinfo=UTC), 2)
    assert list(told) == ["2026-02", "2026-03"]
    assert told["2026-03"].end == datetime(2026, 3, 31, 23, tzinfo=UTC)
    assert not told["2026-03"].holds(datetime(2026, 3, 31, 23, tzinfo=UTC))


def test_every_measure_says_everything_about_itself() -> None:
    for measure in MEASURES:
        words = (measure.name, measure.owner, measure.numerator, measure.denominator, measure.exclusions, measure.why)
        assert all(words), measure.id
    assert len(BY_ID) == len(MEASURES)


@pytest.fixture
def here_clocks(here: Area) -> Clocks:
    return here.clocks
