"""Did last year's figures keep their word? Only what can be known is judged."""

from datetime import date, timedelta

import pytest

from portal.waiting_times import backtest, coverage
from portal.waiting_times.estimates import Stay

START = date(2025, 1, 1)


def steady(waits: tuple[int, ...], days: int = 400, leaves: bool = False) -> list[Stay]:
    """As many people every day as there are waits; each waits theirs."""
    return [
        Stay(START + timedelta(days=day), START + timedelta(days=day + wait), not leaves)
        for day in range(days)
        for wait in waits
    ]


def day(number: int) -> date:
    return START + timedelta(days=number)


def test_a_steady_list_keeps_its_word() -> None:
    (month,) = backtest(steady((10, 20, 30)), [day(200)], day(400))
    assert month.new == 84
    assert month.covered == pytest.approx(1)
    assert month.upper_days == 30  # the p85; 60 wait and 3 a day are seen, so the clearance is 20 days


def test_a_list_that_slows_down_breaks_it() -> None:
    early = [stay for stay in steady((10,)) if stay.received <= day(200)]
    late = [
        Stay(stay.received, stay.received + timedelta(days=90), True) for stay in steady((10,)) if stay not in early
    ]
    (month,) = backtest(early + late, [day(200)], day(400))
    assert month.covered == 0


def test_a_month_is_judged_only_when_the_last_could_have_waited_it_out() -> None:
    """Judged earlier the quick would count and the slow not, and every figure would look kept."""
    young, old = backtest(steady((10, 20, 30)), [day(390), day(200)], day(400))
    assert young.covered is None
    assert coverage([young]) is None
    assert coverage([young, old]) == pytest.approx(1)


def test_nothing_promised_is_nothing_kept() -> None:
    (month,) = backtest([Stay(day(number)) for number in range(100)], [day(50)], day(400))
    assert (month.upper_days, month.covered, month.new) == (None, None, 28)


def test_who_left_is_neither_kept_nor_broken() -> None:
    """Half leave at once, the others are seen as promised."""
    people = steady((10,)) + steady((1,), leaves=True)
    (month,) = backtest(people, [day(200)], day(400))
    assert month.covered == pytest.approx(1)


def test_the_figure_of_a_day_knows_nothing_later() -> None:
    """The future of the history changes what is judged, never what was said."""
    people = steady((10, 20, 30))
    cut = [stay for stay in people if stay.received <= day(200)]
    assert backtest(people, [day(200)], day(400))[0].upper_days == backtest(cut, [day(200)], day(400))[0].upper_days


def test_months_weigh_by_people() -> None:
    (month,) = backtest(steady((10,)), [day(200)], day(400))
    worse = type(month)(day(100), 5, month.new * 3, 0.0)
    assert coverage([month, worse]) == pytest.approx(0.25)
