"""How sure a figure is, and where waits are going."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.waiting_times import estimates, ranges, survival
from portal.waiting_times.estimates import P85, QUEUE, Stay, estimate
from portal.waiting_times.ranges import Range
from portal.waiting_times.trend import Trend, trend
from tests.waiting_times.lists import TODAY, any_list, left, seen, waiting

RESAMPLES = 500


@given(any_list)
@settings(deadline=None)
def test_the_range_holds_the_figure_and_the_figure_is_the_estimators(people: list[Stay]) -> None:
    found, plain = ranges.figures(people, TODAY), estimate(people, TODAY, QUEUE)
    for told in (found.typical, found.upper):
        if told.days is not None:
            assert told.low is not None
            assert told.low <= told.days
            assert told.high is None or told.days <= told.high
    if found.upper.days is not None:
        assert plain.upper_days == pytest.approx(found.upper.days, abs=1)
    assert found.upper.days is None or found.so_far is None
    assert found.waiting == plain.waiting <= found.people


def bootstrapped(people: Sequence[Stay], share: float) -> tuple[int | None, int | None]:
    """The slow way: 500 times as many people drawn from the list with a fixed seed, and the middle 80 % of them."""
    rng, found = random.Random("resampled"), []
    spans = estimates.watched(people, TODAY.toordinal())
    for _ in range(RESAMPLES):
        days = survival.percentile(survival.curve(rng.choices(spans, k=len(spans))), share)
        found.append(float("inf") if days is None else days)
    low, high = sorted(found)[RESAMPLES // 10], sorted(found)[-RESAMPLES // 10]
    return (int(low), None if high == float("inf") else int(high))


@pytest.mark.slow
def test_500_resamples_say_what_the_variance_says() -> None:
    rng = random.Random("a list")
    people = [seen(rng.randrange(400), round(rng.lognormvariate(4, 0.8))) for _ in range(400)]
    for share in (0.5, P85):
        steps = survival.curve(estimates.watched(people, TODAY.toordinal()))
        drawn = survival.percentile_interval(steps, share, survival.Z80)
        for quick, slow in zip(drawn, bootstrapped(people, share), strict=True):
            assert quick == pytest.approx(slow, rel=0.05, abs=3)


def test_a_wide_range_is_told_without_the_figure() -> None:
    assert Range(100, 70, 115).wide
    assert not Range(100, 80, 115).wide
    assert not Range(100, 80, None).wide


def test_what_is_not_reached_is_more_than_so_many_whole_weeks_and_never_one_persons_wait() -> None:
    people = [waiting(day) for day in (170, 101, 100, 99, 98, 97)] + [seen(90, 3), seen(50, 30)]
    found = ranges.figures(people, TODAY)
    assert found.upper == Range()
    assert found.so_far == 98, "five waited 98 days or more; the 170 of one is not told"


def test_where_nobody_was_seen_for_weeks_nothing_is_promised() -> None:
    found = ranges.figures([seen(170, 20) for _ in range(30)] + [waiting(60), left(20, 3)], TODAY)
    assert found.typical.days is found.upper.days is None


@pytest.mark.parametrize(
    ("waits", "goes"),
    [
        ([40, 42, 45, 47, 49, 52], Trend.LONGER),
        ([52, 49, 47, 45, 42, 40], Trend.SHORTER),
        ([40, 41, 42, 43, 44, 45], Trend.STEADY),  # always up, and not even a week
        ([40, 60, 41, 59, 42, 58], None),  # up and down: not steady, and going nowhere
        ([219, 206, 187, 180, 180, 346], None),
        ([10, 40, 42, 45, 47, 49, 52], Trend.LONGER),
        ([42, 45, 47, 49, 52], None),
        ([40, 42, None, 47, 49, 52], None),
    ],
)
def test_a_trend_takes_six_months_that_agree(waits: list[int | None], goes: Trend | None) -> None:
    assert trend(waits) is goes


@given(st.lists(st.integers(0, 300), min_size=6, max_size=12))
def test_a_trend_told_backwards_goes_the_other_way(waits: list[int]) -> None:
    there, back = trend(waits[-6:]), trend(waits[-6:][::-1])
    assert {there, back} in ({None}, {Trend.STEADY}) or there is not back
