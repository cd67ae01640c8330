"""A month that stands out is called out, and ordinary ups and downs are left alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reporting import control_charts
from portal.reporting.control_charts import Signal, chart, limits_of, signals

ORDINARY = [50.0, 52, 49, 51, 50, 48, 52, 50, 49, 51, 50, 52]


def test_limits_are_the_mean_and_266_mean_steps_by_hand() -> None:
    # Steps 2, 3, 2, 1 have the mean 2: 2.66 times that is 5.32, about a mean of 11.
    found = limits_of([10.0, 12, 9, 11, 13 - 1])
    steps = (2 + 3 + 2 + 1) / 4
    assert (found.mean, found.upper, found.lower) == pytest.approx((10.8, 10.8 + 2.66 * steps, 10.8 - 2.66 * steps))


def test_a_share_has_no_limit_above_all_or_below_nobody() -> None:
    found = limits_of([2.0, 98, 1, 99], 0, 100)
    assert (found.lower, found.upper) == (0, 100)


def test_ordinary_ups_and_downs_signal_nothing() -> None:
    assert not any(chart(ORDINARY).signals)


def test_one_month_far_out_is_called_out_alone() -> None:
    values = [45.0, 56, *ORDINARY[:5], 95, *ORDINARY[5:], 55, 44]
    told = chart(values).signals
    assert [at for at, each in enumerate(told) if Signal.ABOVE in each or Signal.BELOW in each] == [values.index(95)]


def test_seven_months_on_one_side_are_a_change_and_six_are_not() -> None:
    flat = limits_of(ORDINARY)
    limits = replace(flat, mean=50.0, lower=0.0, upper=100.0)
    seven = [49.0, *[51.0, 53] * 3, 51.0, 49]
    told = signals(seven, limits)
    assert [bool(each) for each in told] == [False, *[True] * 7, False]
    assert told[3] == {Signal.RUN_ABOVE}
    assert not any(signals([49.0, *[51.0, 53] * 3, 49], limits))


def test_seven_rising_months_are_a_trend_and_a_pause_ends_it() -> None:
    limits = control_charts.Limits(54.0, 0, 100)
    assert signals([51.0, 52, 53, 54, 55, 56, 57], limits)[0] == {Signal.RISING}
    assert not any(signals([51.0, 52, 53, 53, 55, 56, 57], limits))


def test_a_young_measure_has_no_limits_and_a_month_without_a_figure_breaks_nothing() -> None:
    assert chart(ORDINARY[:-1]).limits is None
    gap = chart([*ORDINARY[:6], None, *ORDINARY[6:]])
    assert gap.limits == limits_of(ORDINARY)
    assert gap.signals[6] == frozenset()


@given(st.lists(st.floats(0, 100), min_size=12, max_size=40), st.floats(-50, 50))
def test_the_same_ups_and_downs_around_another_mean_signal_the_same(values: list[float], more: float) -> None:
    values = [round(value, 3) for value in values]
    before, after = (control_charts.chart([value + by for value in values], least=-1e9) for by in (0, round(more, 3)))
    assert before.signals == after.signals


def test_a_wrong_constant_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control_charts, "STEPS", 1.0)
    assert any(chart(ORDINARY).signals)
