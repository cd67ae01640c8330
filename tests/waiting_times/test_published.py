"""The curve against examples that others worked out and printed."""

import pytest

from portal.waiting_times import survival
from portal.waiting_times.survival import End, Span

# Freireich et al., Blood 1963; 21: 699-716: weeks of remission under 6-mercaptopurine, as every textbook prints them
# (Cox and Oakes 1984; Kalbfleisch and Prentice 1980). The second row was still in remission.
ENDED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
GOING_ON = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
# Week, at risk, share, Greenwood's standard error, and the 95 % log-log interval that statistics packages print.
PRINTED = (
    (6, 21, 0.8571, 0.0764, 0.6197, 0.9516),
    (7, 17, 0.8067, 0.0869, 0.5631, 0.9228),
    (10, 15, 0.7529, 0.0963, 0.5032, 0.8894),
    (13, 12, 0.6902, 0.1068, 0.4316, 0.8491),
    (16, 11, 0.6275, 0.1141, 0.3675, 0.8049),
    (22, 7, 0.5378, 0.1282, 0.2678, 0.7468),
    (23, 6, 0.4482, 0.1346, 0.1881, 0.6801),
)


def freireich() -> list[Span]:
    ended = [Span(-1, week, End.SEEN) for week in ENDED]
    return [*ended, *(Span(-1, week, End.WAITING) for week in GOING_ON)]


def test_freireichs_remissions_come_out_as_printed() -> None:
    steps = survival.curve(freireich())
    assert [(step.day, step.at_risk) for step in steps] == [row[:2] for row in PRINTED]
    for step, (_, _, share, error, low, high) in zip(steps, PRINTED, strict=True):
        assert (step.survival, step.standard_error) == pytest.approx((share, error), abs=6e-5)
        assert survival.band(step) == pytest.approx((low, high), abs=6e-5)


def test_the_median_is_23_weeks_from_13_up_and_the_p85_is_not_reached() -> None:
    steps = survival.curve(freireich())
    assert survival.percentile(steps, 0.5) == 23
    assert survival.percentile_interval(steps, 0.5) == (13, None)
    assert survival.percentile(steps, 0.85) is None


def test_without_anybody_waiting_it_is_counting() -> None:
    steps = survival.curve(Span(-1, week, End.SEEN) for week in PLACEBO)
    assert survival.percentile(steps, 0.5) == 8
    for step in steps:
        assert step.survival == pytest.approx(sum(week > step.day for week in PLACEBO) / len(PLACEBO))


def test_the_naive_mean_of_the_ended_is_half_the_truth() -> None:
    """The fault this room exists for: 12 weeks, where half still wait after 22."""
    assert sum(ENDED) / len(ENDED) < 12.2 < (survival.percentile(survival.curve(freireich()), 0.5) or 0)


def test_late_entry_worked_by_hand() -> None:
    """Six people, (watched after day, until day): risk sets by counting on one's fingers.

    Day 3: A and B are there, C is not yet (she enters after day 3): 1 of 2. Day 5: B, C, D: 1 of 3 (C). Day 8: B, D, E:
    1 of 3 (E). Day 9: B leaves on it, so he counts: B, D and F, 1 of 3 (D). Share 1/2, 1/3, 2/9, 4/27.
    """
    spans = [
        Span(-1, 3, End.SEEN),  # A
        Span(-1, 9, End.LEFT),  # B
        Span(3, 5, End.SEEN),  # C
        Span(4, 9, End.SEEN),  # D
        Span(6, 8, End.SEEN),  # E
        Span(8, 12, End.WAITING),  # F
    ]
    steps = survival.curve(spans)
    assert [(step.day, step.events, step.at_risk) for step in steps] == [(3, 1, 2), (5, 1, 3), (8, 1, 3), (9, 1, 3)]
    assert [step.survival for step in steps] == pytest.approx([1 / 2, 1 / 3, 2 / 9, 4 / 27])
    assert steps[-1].variance == pytest.approx(1 / 2 + 1 / 6 + 1 / 6 + 1 / 6)


def test_two_ends_worked_by_hand() -> None:
    """Four people: seen on day 1, left on day 2, seen on day 3, still waiting on day 5: 1/4 + (1/2)(1/2) = 1/2."""
    spans = [Span(-1, 1, End.SEEN), Span(-1, 2, End.LEFT), Span(-1, 3, End.SEEN), Span(-1, 5, End.WAITING)]
    assert survival.incidence(spans, 3) == pytest.approx(1 / 2)
    assert 1 - survival.curve(spans)[-1].survival == pytest.approx(5 / 8)
    assert survival.incidence(spans, 6) is None
