"""Promises are counted in a team's working hours, over bank holidays and both clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.clock import LONDON, Calendar

OFFICE = {day: (time(9), time(17)) for day in range(5)}
TEAM = Calendar(OFFICE, clock.bank_holidays())

moments = st.timedeltas(timedelta(), timedelta(days=4 * 365)).map(lambda away: datetime(2024, 1, 1, tzinfo=UTC) + away)
times = st.times(max_value=time(23, 58)).map(lambda at: at.replace(second=0, microsecond=0))
spans = st.tuples(times, times).filter(lambda span: span[0] < span[1])
calendars = st.builds(
    Calendar,
    st.dictionaries(st.integers(0, 6), spans, min_size=1),
    st.frozensets(st.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=20),
)


def at(text: str) -> datetime:
    """Read a moment as the wall in London shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def test_now_is_aware_and_today_is_londons() -> None:
    with time_machine.travel(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
        assert clock.now().utcoffset() == timedelta()
        assert clock.today() == date(2026, 7, 2)


def test_bank_holidays_are_those_of_england() -> None:
    assert {date(2025, 12, 25), date(2026, 4, 6), date(2026, 8, 31)} <= clock.bank_holidays()
    assert date(2026, 11, 30) not in clock.bank_holidays()  # St Andrew's Day is Scotland's


@pytest.mark.parametrize(
    ("moment", "is_open", "next_open"),
    [
        ("2026-11-23 09:00", True, "2026-11-23 09:00"),
        ("2026-11-23 08:59", False, "2026-11-23 09:00"),
        ("2026-11-23 17:00", False, "2026-11-24 09:00"),
        ("2026-11-21 12:00", False, "2026-11-23 09:00"),  # a Saturday
        ("2026-12-24 18:00", False, "2026-12-29 09:00"),  # Christmas, Boxing Day's stand-in, a weekend between
        ("2026-04-02 17:30", False, "2026-04-07 09:00"),  # Good Friday to Easter Monday
        ("2026-03-28 12:00", False, "2026-03-30 09:00"),  # the clocks go forward on the Sunday
        ("2026-10-24 12:00", False, "2026-10-26 09:00"),  # and back
    ],
)
def test_the_desk_opens_when_people_expect_it(moment: str, is_open: bool, next_open: str) -> None:
    assert TEAM.is_open(at(moment)) is is_open
    assert TEAM.next_open(at(moment)) == at(next_open)


def test_opening_follows_the_wall_clock_through_the_year() -> None:
    assert TEAM.opening(date(2026, 3, 27)).hour == 9
    assert TEAM.opening(date(2026, 3, 30)).hour == 8
    assert TEAM.closing(date(2026, 10, 23)).hour == 16
    assert TEAM.closing(date(2026, 10, 26)).hour == 17


@pytest.mark.parametrize(
    ("moment", "days", "end"),
    [
        ("2026-11-23 10:00", 0, "2026-11-23 17:00"),
        ("2026-11-23 10:00", 1, "2026-11-24 17:00"),
        ("2026-11-20 17:01", 1, "2026-11-24 17:00"),  # after hours on Friday: seen on Monday, so due on Tuesday
        ("2026-12-23 10:00", 2, "2026-12-29 17:00"),
        ("2026-03-26 10:00", 5, "2026-04-02 17:00"),
    ],
)
def test_working_days_are_counted_from_when_the_team_can_first_see_it(moment: str, days: int, end: str) -> None:
    assert TEAM.add_working_days(at(moment), days) == at(end)


@pytest.mark.parametrize("hours", [{}, {0: (time(17), time(9))}, {0: (time(9), time(9))}])
def test_a_calendar_that_could_never_keep_a_promise_is_refused(hours: dict[int, tuple[time, time]]) -> None:
    with pytest.raises(ValueError, match="working day"):
        Calendar(hours)


@given(calendars, moments)
def test_the_next_opening_is_open_and_not_in_the_past(team: Calendar, moment: datetime) -> None:
    found = team.next_open(moment)
    assert found >= moment
    assert team.is_open(found)


@given(calendars, moments)
def test_nobody_is_at_work_before_the_next_opening(team: Calendar, moment: datetime) -> None:
    found = team.next_open(moment)
    assert found == moment or not any(team.is_open(moment + (found - moment) * part / 16) for part in range(16))


@given(calendars, moments, st.integers(0, 15))
def test_a_promise_never_runs_out_on_a_closed_day(team: Calendar, moment: datetime, days: int) -> None:
    end = team.add_working_days(moment, days)
    day = clock.london(end).date()
    assert team.works_on(day)
    assert end == team.closing(day)
    assert end > moment


@given(calendars, moments, st.timedeltas(timedelta(), timedelta(days=40)), st.integers(0, 8), st.integers(0, 4))
def test_later_or_longer_never_ends_sooner(
    team: Calendar, moment: datetime, later: timedelta, days: int, more: int
) -> None:
    end = team.add_working_days(moment, days)
    assert team.add_working_days(moment + later, days) >= end
    assert team.add_working_days(moment, days + more) >= end


@given(moments, st.integers(0, 15))
def test_exactly_so_many_working_days_lie_between(moment: datetime, days: int) -> None:
    first = clock.london(TEAM.next_open(moment)).date()
    last = clock.london(TEAM.add_working_days(moment, days)).date()
    between = [first + timedelta(days=away) for away in range(1, (last - first).days + 1)]
    assert sum(TEAM.works_on(day) for day in between) == days
