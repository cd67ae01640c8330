"""Is it open? Weekly rules, nights, clock changes, holidays, and the honest third answer."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.directory import hours
from portal.directory.hours import Opening, Rule, State, Year
from portal.directory.recurrence import Recurrence

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = date(2026, 12, 25)
YEAR = Year(
    holidays=frozenset({CHRISTMAS, date(2026, 12, 28)}),
    holidays_known=(date(2024, 1, 1), date(2028, 12, 31)),
    terms=((date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18))),
    terms_known=((date(2026, 9, 1), date(2027, 8, 31)),),
)
WEEKDAYS = Recurrence(frozenset(range(5)))
OFFICE = Opening(WEEKDAYS, time(9), time(17), Rule.CLOSED)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(2026, 11, 23, 8, 59), State.CLOSED),
        (at(2026, 11, 23, 9), State.OPEN),
        (at(2026, 11, 23, 16, 59), State.OPEN),
        (at(2026, 11, 23, 17), State.CLOSED),
        (at(2026, 11, 22, 12), State.CLOSED),
    ],
)
def test_an_office_opens_on_the_minute_and_closes_on_the_minute(moment: datetime, expected: State):
    assert hours.state([OFFICE], moment, YEAR) is expected


def test_nobody_told_us_is_not_closed():
    assert hours.state([], at(2026, 11, 23, 12), YEAR) is State.UNKNOWN


def test_a_line_that_opens_in_the_evening_is_open_after_midnight():
    night = Opening(Recurrence(frozenset({4})), time(20), time(2), Rule.OPEN)
    assert hours.state([night], at(2026, 11, 28, 1, 30), YEAR) is State.OPEN
    assert hours.state([night], at(2026, 11, 28, 2), YEAR) is State.CLOSED


def test_a_line_that_never_closes_never_closes():
    always = Opening(Recurrence(frozenset(range(7))), time(0), time(0), Rule.OPEN)
    assert hours.state([always], at(2026, 12, 25, 3), YEAR) is State.OPEN
    assert hours.next_change([always], at(2026, 12, 25, 3), YEAR) is None


@pytest.mark.parametrize(("rule", "expected"), [(r, State(r.value)) for r in Rule])
def test_on_a_bank_holiday_the_rule_decides_and_no_rule_means_we_do_not_know(rule: Rule, expected: State):
    friday = Opening(WEEKDAYS, time(9), time(17), rule)
    assert hours.state([friday], at(2026, 12, 25, 12), YEAR) is expected


def test_beyond_the_list_of_bank_holidays_we_do_not_know():
    assert hours.state([OFFICE], at(2031, 3, 3, 12), YEAR) is State.UNKNOWN
    assert hours.state([OFFICE], at(2031, 3, 3, 18), YEAR) is State.CLOSED


def test_a_school_group_rests_in_half_term_and_beyond_known_terms_we_do_not_know():
    group = Opening(WEEKDAYS, time(15), time(17), Rule.CLOSED, term_only=True)
    assert hours.state([group], at(2026, 11, 23, 16), YEAR) is State.OPEN
    assert hours.state([group], at(2026, 10, 27, 16), YEAR) is State.CLOSED
    assert hours.state([group], at(2028, 1, 10, 16), YEAR) is State.UNKNOWN


def test_every_second_week_is_more_than_we_can_say_without_a_first_one():
    odd = Opening(Recurrence(frozenset(range(5)), every=2), time(9), time(17), Rule.CLOSED)
    assert hours.state([odd], at(2026, 11, 23, 12), YEAR) is State.UNKNOWN
    assert hours.state([odd], at(2026, 11, 23, 18), YEAR) is State.CLOSED


def test_a_rule_counts_only_while_it_is_in_force():
    summer = Opening(WEEKDAYS, time(9), time(17), Rule.CLOSED, valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 31))
    assert hours.state([summer], at(2026, 11, 23, 12), YEAR) is State.CLOSED
    assert hours.state([summer], at(2026, 6, 1, 12), YEAR) is State.OPEN


def test_the_clock_change_moves_the_hour_not_the_opening():
    sunday = Opening(Recurrence(frozenset({6})), time(0, 30), time(3), Rule.OPEN)
    spring = datetime(2026, 3, 29, tzinfo=UTC)
    assert hours.state([sunday], spring + timedelta(minutes=30), YEAR) is State.OPEN
    # 03:00 in summer time is 02:00 in UTC: the night is an hour shorter.
    assert hours.state([sunday], spring + timedelta(hours=1, minutes=59), YEAR) is State.OPEN
    assert hours.state([sunday], spring + timedelta(hours=2), YEAR) is State.CLOSED


def test_what_happens_next_is_told_only_when_it_is_certain():
    assert hours.next_change([OFFICE], at(2026, 11, 23, 12), YEAR) == (State.CLOSED, at(2026, 11, 23, 17))
    assert hours.next_change([OFFICE], at(2026, 11, 20, 18), YEAR) == (State.OPEN, at(2026, 11, 23, 9))
    assert hours.next_change([OFFICE], at(2026, 12, 24, 18), YEAR) == (State.OPEN, at(2026, 12, 29, 9))
    unsure = Opening(WEEKDAYS, time(9), time(17), Rule.UNKNOWN)
    assert hours.next_change([unsure], at(2026, 12, 24, 18), YEAR) is None


def test_two_spans_that_touch_are_one_stretch():
    morning, afternoon = (Opening(WEEKDAYS, time(a), time(b), Rule.CLOSED) for a, b in ((9, 12), (12, 17)))
    assert hours.next_change([morning, afternoon], at(2026, 11, 23, 10), YEAR) == (State.CLOSED, at(2026, 11, 23, 17))


@pytest.mark.parametrize(
    ("text", "expected"), [("09:00", time(9)), ("17:30:00", time(17, 30)), ("24:00", time(0)), ("late", None)]
)
def test_times_are_read_or_refused(text: str, expected: time | None):
    assert hours.read_time(text) == expected


def test_by_appointment_is_neither_open_nor_shut():
    seen = Opening(WEEKDAYS, time(9), time(12), Rule.CLOSED, by_appointment=True)
    assert hours.state([seen], at(2026, 11, 23, 10), YEAR) is State.APPOINTMENT
    assert hours.state([seen, OFFICE], at(2026, 11, 23, 10), YEAR) is State.OPEN
    assert hours.next_change([seen], at(2026, 11, 23, 8), YEAR) == (State.APPOINTMENT, at(2026, 11, 23, 9))
    assert hours.next_change([seen], at(2026, 11, 23, 10), YEAR) is None


def test_the_second_tuesday_and_every_other_week_are_worked_out():
    second_tuesday = Opening(Recurrence(nth=frozenset({(2, 1)})), time(16), time(18), Rule.CLOSED)
    assert hours.state([second_tuesday], at(2026, 11, 10, 17), YEAR) is State.OPEN
    assert hours.state([second_tuesday], at(2026, 11, 17, 17), YEAR) is State.CLOSED
    fortnight = Recurrence(frozenset({0}), every=2)
    club = Opening(fortnight, time(16), time(18), Rule.CLOSED, valid_from=date(2026, 11, 4))
    assert hours.state([club], at(2026, 11, 9, 17), YEAR) is State.CLOSED
    assert hours.state([club], at(2026, 11, 16, 17), YEAR) is State.OPEN


def test_a_door_that_shuts_in_the_hour_that_does_not_exist_shuts_at_the_jump():
    sunday = Recurrence(frozenset({6}))
    spring = datetime(2026, 3, 29, tzinfo=UTC)
    early = Opening(sunday, time(0, 30), time(1, 30), Rule.OPEN)
    assert hours.state([early], spring + timedelta(minutes=59), YEAR) is State.OPEN
    assert hours.state([early], spring + timedelta(hours=1), YEAR) is State.CLOSED
    inside = Opening(sunday, time(1, 15), time(1, 45), Rule.OPEN)
    assert all(
        hours.state([inside], spring + timedelta(minutes=each), YEAR) is State.CLOSED for each in range(0, 300, 5)
    )


def test_a_door_that_shuts_in_the_hour_that_comes_twice_stays_open_until_the_second_time():
    autumn = datetime(2026, 10, 25, tzinfo=UTC)
    sunday = Opening(Recurrence(frozenset({6})), time(0, 30), time(1, 30), Rule.OPEN)
    assert hours.state([sunday], autumn + timedelta(hours=1, minutes=29), YEAR) is State.OPEN
    assert hours.state([sunday], autumn + timedelta(hours=1, minutes=30), YEAR) is State.CLOSED


def test_the_time_of_asking_may_be_written_in_any_zone():
    asked = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    early = Opening(Recurrence(frozenset({6})), time(0, 30), time(1), Rule.OPEN)
    for zone in ("UTC", "Europe/London", "Asia/Karachi"):
        assert hours.state([early], asked.astimezone(ZoneInfo(zone)), YEAR) is State.CLOSED
