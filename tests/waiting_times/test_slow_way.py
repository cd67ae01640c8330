"""The estimator against a second one, told by the calendar, and what must hold for every list."""

import random
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.waiting_times import estimates
from portal.waiting_times.estimates import Stay, estimate, seen_within
from portal.waiting_times.survival import End, Span
from tests.waiting_times import slow
from tests.waiting_times.lists import TODAY, any_list, left, seen, waiting

INFINITE = float("inf")


def assert_agrees(people: Sequence[Stay]) -> None:
    figures, clears = estimate(people, TODAY), slow.clearance(people, TODAY)
    assert figures.median_days == slow.percentile(people, TODAY, Fraction(1, 2))
    assert figures.p85_days == slow.percentile(people, TODAY, Fraction(85, 100))
    assert figures.clearance_days == (None if clears is None else pytest.approx(float(clears)))
    upper = slow.upper(people, TODAY)
    assert figures.upper_days == (None if upper is None else pytest.approx(float(upper)))


def length(days: float | None) -> float:
    return INFINITE if days is None else days


@given(any_list)
@settings(deadline=None, max_examples=150)
def test_both_ways_agree(people: list[Stay]) -> None:
    assert_agrees(people)


@given(any_list, st.integers(0, 200))
@settings(deadline=None, max_examples=60)
def test_both_ways_agree_on_who_is_seen_within_a_time(people: list[Stay], days: int) -> None:
    share = seen_within(people, TODAY, days)
    if share is not None:
        assert share == pytest.approx(float(slow.seen_within(people, TODAY, days)))


@given(any_list, st.randoms())
@settings(deadline=None)
def test_the_order_of_the_rows_says_nothing(people: list[Stay], chance: random.Random) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)
    one, other = estimate(people, TODAY), estimate(shuffled, TODAY)
    assert one.mean_seen_days == pytest.approx(other.mean_seen_days)
    assert (one.typical_days, one.upper_days, one.median_interval) == (
        other.typical_days,
        other.upper_days,
        other.median_interval,
    )


@given(any_list.filter(bool), st.integers(0, 300), st.integers(1, 5))
@settings(deadline=None)
def test_one_more_who_waits_never_shortens_a_figure_nor_fills_one_in(people: list[Stay], days: int, count: int) -> None:
    before, after = estimate(people, TODAY), estimate([*people, *[waiting(days)] * count], TODAY)
    for name in ("median_days", "p85_days", "typical_days", "upper_days"):
        if before.n:
            assert length(getattr(after, name)) >= length(getattr(before, name)), name
    if before.n:
        assert length(after.clearance_days) >= length(before.clearance_days)


@given(any_list)
@settings(deadline=None)
def test_what_was_not_known_that_day_changes_nothing(people: list[Stay]) -> None:
    known = [Stay(stay.received) if stay.ended and stay.ended > TODAY else stay for stay in people]
    assert estimate(people, TODAY) == estimate([stay for stay in known if stay.received <= TODAY], TODAY)


@given(any_list)
@settings(deadline=None)
def test_the_figures_stand_in_order(people: list[Stay]) -> None:
    figures = estimate(people, TODAY)
    assert length(figures.median_days) <= length(figures.p85_days)
    assert length(figures.typical_days) <= length(figures.upper_days)
    assert figures.n == figures.seen + figures.left + figures.waiting
    low, high = figures.median_interval
    assert length(low) <= length(figures.median_days) <= length(high)


def told() -> list[Stay]:
    """A list on which every fault below shows: a long tail before the window, leavers, ends still to come."""
    chance = random.Random(7)
    people = [seen(chance.randrange(300), chance.randrange(1, 120)) for _ in range(80)]
    people += [left(chance.randrange(60, 300), chance.randrange(60)) for _ in range(40)]
    return people + [waiting(chance.randrange(200)) for _ in range(20)]


def growing() -> list[Stay]:
    return [*[seen(40, 20)] * 10, *[waiting(3)] * 50]


def only_the_seen(people: Sequence[Stay], today: int) -> list[Span]:
    return [span for span in WATCHED(people, today) if span.end is End.SEEN]


def watched_from_the_start(people: Sequence[Stay], today: int) -> list[Span]:
    return [Span(-1, span.exit, span.end) for span in WATCHED(people, today)]


def leaving_is_being_seen(people: Sequence[Stay], today: int) -> list[Span]:
    return [Span(entry, gone, End.SEEN if end is End.LEFT else end) for entry, gone, end in WATCHED(people, today)]


def leaving_never_happened(people: Sequence[Stay], today: int) -> list[Span]:
    return [span for span in WATCHED(people, today) if span.end is not End.LEFT]


def tomorrow_is_known(people: Sequence[Stay], today: int) -> list[Span]:
    return WATCHED(people, today + 30)


WATCHED = estimates.watched
FAULTS = (only_the_seen, watched_from_the_start, leaving_is_being_seen, leaving_never_happened, tomorrow_is_known)


def test_the_told_lists_are_estimated_right() -> None:
    assert_agrees(told())
    assert_agrees(growing())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_would_be_noticed(
    fault: Callable[[Sequence[Stay], int], list[Span]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimates, "watched", fault)
    with pytest.raises(AssertionError):
        assert_agrees(told())


@pytest.mark.parametrize(("name", "value"), [("WINDOW", 10_000), ("RECENT", 182), ("MARGIN", 0.0)])
def test_another_window_or_margin_would_be_noticed(name: str, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimates, name, value)
    with pytest.raises(AssertionError):
        assert_agrees(growing() if name == "MARGIN" else told())


def test_the_day_itself_counts_and_the_day_before_the_window_does_not() -> None:
    assert estimate([seen(182, 0), waiting(10)], TODAY).median_days is None
    assert estimate([seen(181, 0), waiting(10)], TODAY).median_days == 0
    assert estimate([seen(5, 5)], date(TODAY.year, TODAY.month, TODAY.day)).median_days == 5
