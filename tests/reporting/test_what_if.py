"""Nobody is promised a shorter list than the numbers can give, and nobody is told more than can be known."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.reporting import seasons, what_if
from portal.reporting.what_if import Course, Plan, project, sentence
from tests.reporting import people_by_people

EVEN = Plan(waiting=300, arrivals=20, starts=20)
plans = st.builds(
    Plan,
    waiting=st.integers(0, 400),
    arrivals=st.floats(0, 40),
    starts=st.floats(0, 40),
    leaving=st.floats(0, 0.1),
    change=st.floats(-1, 2),
    from_week=st.integers(0, 12),
)


def course(plan: Plan) -> Course:
    return project(plan, weeks=12, runs=40)


def test_as_many_starts_as_arrivals_keep_the_list() -> None:
    low, middle, high = project(EVEN).more
    assert abs(middle) <= 5
    assert low < -15
    assert high > 15


def test_five_more_a_week_than_are_seen_are_130_more_in_half_a_year() -> None:
    _low, middle, _high = project(replace(EVEN, arrivals=25)).more
    assert middle == pytest.approx(130, abs=10)


def test_nobody_comes_and_nobody_starts_and_nothing_moves() -> None:
    assert project(Plan(41, 0, 0)).more == (0, 0, 0)


def test_a_list_is_never_shorter_than_empty() -> None:
    assert project(Plan(10, 1, 30)).high[-1] <= 5
    assert min(project(Plan(10, 1, 30)).low) >= 0


@settings(max_examples=60, deadline=None)
@given(plans, st.floats(0, 2), st.floats(0, 20))
def test_more_room_never_lengthens_a_list_and_more_people_never_shorten_it(
    plan: Plan, more: float, people: float
) -> None:
    now = course(plan)
    roomier = course(replace(plan, change=plan.change + more))
    staffed = course(replace(plan, starts=plan.starts + people))
    fuller = course(replace(plan, arrivals=plan.arrivals + people))
    for share in ("low", "middle", "high"):
        here = getattr(now, share)
        assert all(after <= before for after, before in zip(getattr(roomier, share), here, strict=True))
        assert all(after <= before for after, before in zip(getattr(staffed, share), here, strict=True))
        assert all(after >= before for after, before in zip(getattr(fuller, share), here, strict=True))


@pytest.mark.parametrize(
    "plan",
    [
        EVEN,
        replace(EVEN, arrivals=25, leaving=0.01),
        replace(EVEN, change=0.25, from_week=8),
        Plan(12, 1.5, 1.2),
        replace(EVEN, seasons=tuple(1.4 if week < 13 else 0.5 for week in range(26))),
    ],
    ids=["even", "growing", "more room later", "small", "seasons"],
)
def test_person_by_person_the_future_is_the_same(plan: Plan) -> None:
    fast, slow = project(plan), people_by_people.ends(plan, what_if.WEEKS, 600, seed=7)
    width = max(fast.high[-1] - fast.low[-1], 10)
    for share, told in ((0.1, fast.low), (0.5, fast.middle), (0.9, fast.high)):
        assert told[-1] == pytest.approx(slow[int(share * len(slow))], abs=0.15 * width)


def test_luck_that_hangs_on_the_plan_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def redrawn(self: what_if.Counts, mean: float, place: float) -> int:
        return Random(f"{mean}{place}").randrange(int(2 * mean) + 1)

    monkeypatch.setattr(what_if.Counts, "at", redrawn)
    steps = [course(replace(EVEN, change=0.01 * step)).middle[-1] for step in range(12)]
    assert steps != sorted(steps, reverse=True)


def test_the_sentence_says_no_more_than_can_be_known() -> None:
    assert sentence(Course((300, 380), (300, 423), (300, 460))) == (
        "About 120 more people would be waiting in 26 weeks (80 more to 160 more)."
    )
    assert sentence(Course((300, 262), (300, 297), (300, 341))) == (
        "About as many people as now would be waiting in 26 weeks (40 fewer to 40 more)."
    )
    assert "About 95 fewer" not in sentence(Course((300, 182), (300, 204), (300, 220)))


def years(weight: dict[int, int]) -> list[date]:
    days = (date(2024, 11, 1) + timedelta(days=day) for day in range(730))
    return [day for day in days for _one in range(weight.get(day.month, 2))]


def test_a_season_is_told_only_where_two_years_tell_the_same() -> None:
    today = date(2026, 11, 26)
    assert seasons.by_month(years({}), today) is None
    found = seasons.by_month(years({8: 1, 10: 4}), today)
    assert found is not None
    assert found[8] < 0.55 < 1.6 < found[10]
    assert seasons.by_month(years({8: 1, 10: 4})[:700], today) is None
    by_turns = [day for day in years({8: 4}) if day.year == 2025] + [day for day in years({}) if day.year != 2025]
    assert seasons.by_month(by_turns, today) is None


def test_after_a_full_autumn_fewer_come_in_august() -> None:
    months = dict.fromkeys(range(1, 13), 1.0) | {8: 0.5, 10: 1.5}
    told = seasons.ahead(months, date(2026, 6, 1), 26, 13)
    assert (told[0], min(told), max(told)) == (1.0, 0.5, 1.5)
    assert seasons.ahead(None, date(2026, 6, 1), 26, 13) == ()
