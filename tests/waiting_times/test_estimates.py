"""Lists one can work out in one's head."""

import pytest

from portal.waiting_times import estimate, estimate_each
from portal.waiting_times.estimates import QUEUE, Estimate, Stay
from tests.waiting_times.lists import TODAY, ago, left, seen, waiting


def test_of_nobody_nothing_is_known() -> None:
    assert estimate([], TODAY) == Estimate()
    assert estimate([waiting(-1)], TODAY).n == 0


def test_while_everybody_waits_nothing_is_reached() -> None:
    figures = estimate([waiting(10), waiting(40)], TODAY)
    assert (figures.n, figures.seen, figures.waiting, figures.max_days) == (2, 0, 2, 40)
    assert figures.median_days is figures.typical_days is figures.upper_days is figures.clearance_days is None
    assert figures.mean_seen_days is None


def test_everybody_seen_the_same_day_waits_no_day() -> None:
    figures = estimate([seen(10, 0), seen(20, 0), seen(30, 0)], TODAY)
    assert (figures.median_days, figures.p85_days, figures.typical_days, figures.upper_days) == (0, 0, 0, 0)


def test_who_is_seen_tomorrow_waits_today() -> None:
    assert estimate([seen(5, 6)], TODAY) == estimate([waiting(5)], TODAY)
    assert estimate([seen(5, 5)], TODAY).seen == 1


def test_a_list_that_grows_is_told_by_its_clearance() -> None:
    """Ten seen in eight weeks after 20 days each, 50 waiting: the last waits 280 days, whatever the curve says."""
    figures = estimate([*[seen(40, 20)] * 10, *[waiting(3)] * 50], TODAY)
    assert figures.median_days == 20
    assert figures.clearance_days == pytest.approx(280)
    assert figures.typical_days == pytest.approx(280)
    assert figures.upper_days == pytest.approx(336)


def test_a_tail_is_told_by_the_curve() -> None:
    figures = estimate([*[seen(60, 5)] * 70, *[seen(130, 90)] * 30], TODAY)
    assert (figures.clearance_days, figures.median_days, figures.upper_days) == (0, 5, 90)


def test_seventeen_of_twenty_is_85_percent_in_spite_of_rounding() -> None:
    assert estimate([seen(100, day) for day in range(1, 21)], TODAY).p85_days == 17


def test_nobody_seen_for_eight_weeks_means_no_end_in_sight() -> None:
    figures = estimate([*[seen(150, 30)] * 20, waiting(50)], TODAY)
    assert (figures.median_days, figures.clearance_days, figures.typical_days) == (30, None, None)


def test_leaving_is_neither_being_seen_nor_waiting() -> None:
    figures = estimate([left(50, 10), seen(50, 20), seen(50, 30)], TODAY)
    assert (figures.n, figures.seen, figures.left, figures.waiting) == (3, 2, 1, 0)
    assert (figures.median_days, figures.mean_seen_days, figures.max_days) == (20, 25, 30)


def test_the_longest_wait_is_anybodys() -> None:
    assert estimate([seen(30, 5), waiting(170)], TODAY).max_days == 170


def test_a_figure_that_rests_on_one_person_says_so() -> None:
    """One came lately and was seen at once, twenty others took long: a median of one day rests on one person."""
    figures = estimate([seen(20, 1), *[seen(300, 200)] * 20], TODAY)
    assert (figures.median_days, figures.fewest_at_risk) == (1, 1)


def test_a_band_learns_nothing_from_another() -> None:
    lists = {"U48": [seen(20, 1)] * 90, "ROUTINE": [*[seen(100, 70)] * 40, *[waiting(30)] * 40]}
    each = estimate_each(lists, TODAY)
    assert each == {band: estimate(people, TODAY) for band, people in lists.items()}
    pooled = estimate([stay for people in lists.values() for stay in people], TODAY)
    assert (pooled.median_days or 0) < (each["ROUTINE"].median_days or 0)


@pytest.mark.parametrize("wrong", [(ago(1), ago(2), True), (ago(1), None, True)])
def test_what_cannot_have_happened_is_refused(wrong: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="ended"):
        Stay(*wrong)  # type: ignore[arg-type]


def test_one_person_waiting_does_not_make_a_quick_list_slow() -> None:
    """One waits, one was seen in 8 weeks: the clearance would be 56 days on a list that takes 4."""
    quick = [seen(day, 4) for day in range(70, 170, 5)] + [seen(10, 4), waiting(2)]
    assert estimate(quick, TODAY).clearance_days == 56
    assert estimate(quick, TODAY, QUEUE).typical_days == 4
    assert estimate(quick, TODAY).typical_days == 56, "the bare rule"
    queue = quick + [waiting(2) for _ in range(9)]
    assert (estimate(queue, TODAY, QUEUE).typical_days or 0) > 56, "ten are a queue"
