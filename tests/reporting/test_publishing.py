"""What an edition tells of a list, and what it does not."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import config
from portal.reporting import publishing
from portal.reporting.publishing import Place
from portal.waiting_times import Stay, lists, suppression
from portal.waiting_times.models import Hidden, Milestone, Trend, WaitFigure
from tests.waiting_times.lists import TODAY, ago, any_list, seen, waiting

LISTS = lists.load(config.PROJECT / "content" / "area")
FIRST: Place = ("worries", "ROUTINE", Milestone.FIRST_CONTACT)
SECOND: Place = ("worries", "ROUTINE", Milestone.SECOND_CONTACT)
BUSY = [seen(day, 20 + day % 30) for day in range(60, 700)] + [waiting(day) for day in range(40)]


def told(people: list[Stay], again: list[Stay] | None = None, **said: list[int | None]) -> dict[Place, WaitFigure]:
    held = {FIRST: people, SECOND: people if again is None else again}
    found = publishing.rows(held, TODAY, {FIRST: said.get("before", [])})
    return {publishing.place(row): row for row in found}


def test_a_busy_list_tells_both_waits_rounded_counts_and_how_it_did() -> None:
    row = told(BUSY)[FIRST]
    assert (row.hidden, row.waiting) == (None, 40)
    assert row.people is not None
    assert row.people % 5 == 0
    assert row.typical_days is not None
    assert row.upper_days is not None
    assert row.typical_days <= row.upper_days
    assert row.covered_percent is not None
    assert row.covered_percent > 80


def test_five_people_are_too_few_for_a_figure_and_the_row_says_so() -> None:
    row = told([seen(50, 10) for _ in range(5)])[FIRST]
    assert row.hidden is Hidden.FEW
    assert set(publishing.values(row).values()) == {None}


def test_how_many_wait_is_hidden_by_itself_and_the_times_are_still_told() -> None:
    row = told([seen(day, 10) for day in range(20, 90)] + [waiting(3)] * 3)[FIRST]
    assert (row.hidden, row.waiting) == (None, None)
    assert row.typical_days == 10


def test_the_second_contact_is_counted_from_the_first_receipt() -> None:
    found = told([seen(day, 10) for day in range(60, 120)], [seen(day, 50) for day in range(60, 120)])
    assert (found[FIRST].typical_days, found[SECOND].typical_days) == (10, 56), "50 days are told as 8 weeks"


def test_a_trend_is_told_only_after_six_editions() -> None:
    now = told(BUSY)[FIRST].typical_days
    assert now is not None
    before: list[int | None] = [now - 30, now - 25, now - 20, now - 12, now - 8]
    assert told(BUSY, before=before[1:])[FIRST].trend is None
    assert told(BUSY, before=before)[FIRST].trend is Trend.LONGER


def test_a_check_rests_on_twenty_people_or_is_not_told() -> None:
    few = [seen(day, 5) for day in range(0, 700, 60)]
    assert publishing.checked(few, TODAY).percent is None
    assert publishing.checked(BUSY, TODAY).people >= 20


def test_a_list_promises_nothing_for_the_months_before_it_was_half_a_year_old() -> None:
    months = publishing.checked(BUSY, TODAY).months
    assert min(month.as_of for month in months) >= ago(699) + timedelta(days=182)


@given(any_list, st.lists(st.integers(1, 100), max_size=5))
@settings(deadline=None, max_examples=50)
def test_what_comes_after_the_day_changes_nothing(people: list[Stay], later: list[int]) -> None:
    after = [Stay(TODAY + timedelta(days=day)) for day in later]
    one, other = told(people)[FIRST], told(people + after)[FIRST]
    assert (one.hidden, publishing.values(one)) == (other.hidden, publishing.values(other))


@given(any_list)
@settings(deadline=None, max_examples=60)
def test_every_count_is_a_five_and_nothing_stands_beside_a_reason(people: list[Stay]) -> None:
    for row in told(people).values():
        assert all(count is None or (count >= 5 and count % 5 == 0) for count in (row.people, row.waiting))
        if row.hidden:
            assert set(publishing.values(row).values()) == {None}


def test_a_planted_fault_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were counts told as they are, the check above would be red."""
    monkeypatch.setattr(suppression, "rounded", lambda count: count)
    assert told([seen(day, 10) for day in range(20, 91)])[FIRST].people == 71


def test_everybody_is_on_the_rows_of_one_list_and_urgent_people_on_none() -> None:
    held = publishing.stays([], LISTS)
    assert len(held) == len(LISTS.each) * 2 * 2
    assert {band for _, band, _ in held} == {"ROUTINE", "SOON"}
