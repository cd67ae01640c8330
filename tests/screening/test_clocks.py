"""Time left, in words, on every day of the year, the two odd ones included."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import Calendar
from portal.screening import clocks

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
moments = st.timedeltas(timedelta(days=-700), timedelta(days=700)).map(lambda away: NOW + away)
lengths = st.timedeltas(timedelta(days=-200), timedelta(days=200))
HOURS = {day: (time(9), time(17)) for day in range(5)}


@pytest.mark.parametrize(
    ("left", "words", "state"),
    [
        (timedelta(hours=1, minutes=12), "1 h 12 min left", "fine"),
        (timedelta(hours=1), "1 h left", "soon"),
        (timedelta(minutes=59, seconds=59), "59 min left", "soon"),
        (timedelta(minutes=1), "1 min left", "soon"),
        (timedelta(seconds=59), "due now", "late"),
        (timedelta(), "due now", "late"),
        (timedelta(seconds=-59), "due now", "late"),
        (timedelta(minutes=-20, seconds=-5), "over by 20 min", "late"),
        (timedelta(days=1, hours=3, minutes=9), "1 day 3 h left", "fine"),
        (timedelta(days=28), "28 days left", "fine"),
        (timedelta(days=-2), "over by 2 days", "late"),
    ],
)
def test_time_left_in_words(left: timedelta, words: str, state: str) -> None:
    assert clocks.remaining(NOW + left, NOW) == words
    assert clocks.state(NOW + left, NOW) == state


def read(words: str) -> timedelta:
    """Read a length of time back."""
    number = {unit: int(found) for found, unit in re.findall(r"(\d+) (day|h|min)", words)}
    return timedelta(days=number.get("day", 0), hours=number.get("h", 0), minutes=number.get("min", 0))


def never_promises_more_than_there_is(remaining: "type(clocks.remaining)", now: datetime, left: timedelta) -> bool:  # type: ignore[valid-type]
    words = remaining(now + left, now)
    if words == "due now":
        return abs(left) < timedelta(minutes=1)
    over = words.startswith("over by")
    said, real = read(words), abs(left)
    return over is (left < timedelta()) and said <= real < said + timedelta(hours=1)


@given(now=moments, left=lengths)
def test_the_words_never_promise_more_time_than_there_is(now: datetime, left: timedelta) -> None:
    assert never_promises_more_than_there_is(clocks.remaining, now, left)


def test_rounding_up_would_be_noticed() -> None:
    def generous(due: datetime, now: datetime) -> str:
        return clocks.remaining(due + timedelta(minutes=1), now)

    assert not never_promises_more_than_there_is(generous, NOW, timedelta(minutes=30))


@given(now=moments, left=lengths)
def test_a_clock_change_changes_no_clock(now: datetime, left: timedelta) -> None:
    due = now + left
    in_london = clocks.remaining(due.astimezone(LONDON).astimezone(UTC), now)
    assert clocks.remaining(due, now) == in_london
    assert clocks.state(due, now) == clocks.state(due.astimezone(UTC), now)


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)])
def test_two_hours_are_two_hours_when_the_clocks_change(day: datetime) -> None:
    assert clocks.remaining(day + timedelta(hours=2), day) == "2 h left"


@given(now=moments, first=lengths, second=lengths)
def test_the_clock_that_runs_out_first_rules(now: datetime, first: timedelta, second: timedelta) -> None:
    screen_by, contact_by = now + first, now + second
    unread = clocks.ruling(been_read=False, screen_by=screen_by, contact_by=contact_by, now=now)
    assert unread.due == min(screen_by, contact_by)
    read_already = clocks.ruling(been_read=True, screen_by=screen_by, contact_by=contact_by, now=now)
    assert (read_already.what, read_already.due) == ("contact", contact_by)


def test_what_comes_in_at_night_says_so() -> None:
    night = datetime(2026, 11, 20, 23, 40, tzinfo=UTC)
    assert clocks.came_in(night, night + timedelta(hours=11), True) == "11 h ago, out of hours"
    assert clocks.came_in(NOW, NOW + timedelta(seconds=30), False) == "just now"
    assert clocks.came_in(NOW, NOW + timedelta(minutes=5), False) == "5 min ago"


def test_summer_hours_are_hours_on_the_wall() -> None:
    assert Calendar(HOURS).is_open(datetime(2026, 7, 1, 8, 30, tzinfo=UTC))
