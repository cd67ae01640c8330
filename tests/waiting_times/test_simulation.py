"""The tables of the design, rebuilt: what the naive figures would have told, and what ours do.

The design names neither the spread of its waits nor how many leave. Spreads of 0.7 and 0.45 give its mean and p85;
0.4 % of those waiting leaving each week gives five of the six rows of its second table. Its first row (flat, in order)
stood at 7.1 weeks with a clearance of 6.7. Ours has a clearance of 5.2, give or take 0.3 for 30 lists; fewer leaving
would lift it and spoil the other rows. Were people likelier to leave the longer they wait (0.06 % a week for each week
waited), that row would come out at 7.0, 7.1 and 7.5 with a clearance of 6.1, and both growing lists in order as told;
but who is picked in no order from a growing list would wait 9.3 weeks and not 13.4 (8 runs). No one rule of leaving was
found that gives all six. So that row is held to the order of its figures, not to their level.
"""

import random

import pytest

from portal.waiting_times import backtest, coverage, estimate
from tests.waiting_times import simulation

PORTAL = {
    # weeks: seen, naive mean, naive within 18, median, curve within 18
    13: (0.36, 4.1, 1.00, 8.4, 0.59),
    26: (0.50, 5.4, 0.99, 8.4, 0.64),
    52: (0.64, 8.4, 0.88, 8.3, 0.64),
    104: (0.79, 14.2, 0.76, 8.4, 0.64),
}
LISTS = {
    # pooled mean, routine mean, median, p85, clearance, true median, true p85
    "+25 %": (12.0, 13.8, 14.0, 14.9, 18.3, 18.0, 18.4),
    "+50 %": (16.4, 20.0, 20.7, 22.7, 32.3, 30.9, 31.5),
    "flat, no order": (5.5, 6.2, 4.1, 10.8, 5.0, 3.8, 9.9),
    "+25 %, no order": (10.7, 12.5, 12.1, 33.1, 19.3, 13.4, 39.4),
    "-20 %": (0.6, 0.6, 0.6, 0.9, 0.0, 0.5, 0.9),
}
COVERAGE = {
    "flat": 1.0,
    "+25 %": 1.0,
    "+50 %": 1.0,
    "flat, no order": 0.88,
    "+25 %, no order": 0.79,
    "-20 %": 0.90,
}
NAIVE = {"+25 %": 0.0, "+50 %": 0.0, "flat, no order": 0.69, "+25 %, no order": 0.48, "-20 %": 0.59}
LENGTHS = ("pooled", "routine", "median", "p85", "clearance", "true median", "true p85")


def near(told: float) -> object:
    """Within a twelfth or a third of a week: the design ran 30 lists a row, and so do we."""
    return pytest.approx(told, rel=1 / 12, abs=1 / 3)


@pytest.mark.parametrize("weeks", [13, 26])
def test_a_young_portal_is_not_as_quick_as_those_it_has_seen(weeks: int) -> None:
    row = simulation.portal_table(8, weeks)
    assert row["naive mean"] < 6
    assert row["naive 18"] > 0.97
    assert row["median"] == pytest.approx(8.4, rel=0.08)
    assert row["p85 not reached"] == 1


def test_a_growing_list_is_told_by_the_longer_of_both() -> None:
    row = simulation.list_table(3, "+25 %")
    assert row["naive covers"] < 0.05
    assert row["p85"] < row["true median"]  # the curve alone would break its word
    assert row["upper covers"] > 0.97


@pytest.mark.slow
@pytest.mark.parametrize("weeks", PORTAL)
def test_the_first_table_comes_out(weeks: int) -> None:
    row = simulation.portal_table(40, weeks)
    seen, mean, eighteen, median, curve = PORTAL[weeks]
    assert (row["seen"], row["naive 18"], row["km 18"]) == pytest.approx((seen, eighteen, curve), abs=0.02)
    assert (row["naive mean"], row["median"]) == pytest.approx((mean, median), rel=0.04)
    if weeks == 104:
        assert row["p85"] == pytest.approx(48.8, rel=0.03)
    assert (row["p85 not reached"] == 1) == (weeks < 52)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", simulation.SCENARIOS)
def test_the_second_table_comes_out_with_its_coverage(scenario: str) -> None:
    row = simulation.list_table(30, scenario)
    assert row["upper covers"] == pytest.approx(COVERAGE[scenario], abs=0.06)
    if scenario in LISTS:
        assert [row[name] for name in LENGTHS] == [near(told) for told in LISTS[scenario]]
        assert row["naive covers"] == pytest.approx(NAIVE[scenario], abs=0.08)
    else:
        assert row["median"] == near(row["true median"])
        assert row["pooled"] / row["routine"] == pytest.approx(6.3 / 7.1, abs=0.03)


@pytest.mark.slow
def test_nineteen_in_twenty_intervals_hold_the_truth() -> None:
    """The median interval after half a year; of 100 lists 95 are due, and 88 are very unlikely to be undershot."""
    true = 58  # days: the middle of 300,000 draws
    lists = [simulation.new_portal(random.Random(f"interval {run}"), 26) for run in range(100)]
    told = [estimate(stays, simulation.day(26)).median_interval for stays in lists]
    assert 88 <= sum(low is not None and low <= true and (high is None or true <= high) for low, high in told) <= 100
    assert all(high is not None for _, high in told)


@pytest.mark.slow
def test_the_back_test_finds_the_promise_that_is_not_kept() -> None:
    """A growing list picked in no order: about 4 in 5, from the list's own history and nothing else."""
    months = []
    for run in range(8):
        lived = simulation.a_list(random.Random(f"back {run}"), *simulation.SCENARIOS["+25 %, no order"])
        known = max(stay.ended for stay in lived.routine if stay.ended)
        months += backtest(lived.routine, [simulation.day(week) for week in (96, 100, 104)], known)
    assert sum(month.covered is not None for month in months) > 12
    assert coverage(months) == pytest.approx(0.79, abs=0.08)
