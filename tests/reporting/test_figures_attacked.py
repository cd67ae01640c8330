"""A stranger lays everything published side by side, and learns nothing about a few people from it."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.reporting import publishing
from portal.waiting_times import Month, Stay, ranges, spans
from portal.waiting_times.estimates import RECENT
from portal.waiting_times.models import WaitFigure
from portal.waiting_times.suppression import SMALLEST
from portal.waiting_times.survival import Z80
from tests.reporting.test_publishing import FIRST, told
from tests.waiting_times.lists import TODAY, any_list, seen, waiting

TIMES = [name for name in publishing.FIGURES if name.endswith("_days")]


def a_list(waits: int, lately: int) -> list[Stay]:
    """Many were seen months ago, few lately; so many wait."""
    before = [seen(170 - at % 60, 20 + at % 20) for at in range(60)]
    return before + [seen(60, 30 + at) for at in range(lately)] + [waiting(5 + at) for at in range(waits)]


def worked_out(row: WaitFigure) -> set[tuple[int, int]]:
    """Try every number waiting, and seen lately, that the published times of a clearance can have come from."""
    if row.typical_days is None or row.typical_high_days is None or row.waiting is None:
        return set()
    return {
        (waits, lately)
        for waits in range(row.waiting - 2, row.waiting + 3)
        for lately in range(1, 200)
        if spans.whole(math.ceil(waits * RECENT / lately)) == row.typical_days
        and spans.whole(math.ceil(waits * RECENT / lately * math.exp(Z80 / math.sqrt(lately)))) == row.typical_high_days
    }


@pytest.mark.parametrize("lately", range(1, SMALLEST))
def test_nobody_works_out_that_fewer_than_five_were_seen_lately(lately: int) -> None:
    row, nobody = told(a_list(23, lately))[FIRST], told(a_list(23, 0))[FIRST]
    assert row.hidden is None
    assert worked_out(row) == set()
    assert row.typical_days is row.upper_days is None
    assert row.so_far_days == nobody.so_far_days


def test_the_attack_works_where_such_a_figure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were four seen in eight weeks told as a clearance, this would find exactly them."""
    monkeypatch.setattr(ranges, "SMALLEST", 1)
    found = worked_out(told(a_list(23, 4))[FIRST])
    assert {lately for _, lately in found} == {4}


@given(any_list)
@settings(deadline=None, max_examples=60)
def test_a_time_is_published_no_finer_than_a_page_says_it(people: list[Stay]) -> None:
    for row in told(people).values():
        for name in TIMES:
            days = getattr(row, name)
            assert days is None or days == spans.whole(days), name


@given(st.integers(1, 4000))
def test_whole_days_weeks_months_and_years_say_the_same_as_the_days_they_came_from(days: int) -> None:
    whole = spans.whole(days)
    assert whole >= days
    assert spans.short(spans.Kind.ABOUT, whole) == spans.short(spans.Kind.ABOUT, days)
    assert spans.whole(whole) == whole


def test_how_well_words_were_kept_comes_from_rounded_counts() -> None:
    """40 of 44 are 91 in 100; what is told is 40 of 45."""
    checked = publishing.Checked((Month(TODAY, 50, 22, 20 / 22), Month(TODAY, 50, 22, 20 / 22)))
    assert round(100 * 40 / 44) == 91
    assert checked.percent == 89
    assert publishing.Checked((Month(TODAY, 50, 40, 2 / 40),)).percent == 0, "fewer than five are not told as a share"
