"""Is it open? Weekly rules, nights, clock changes, holidays, and the honest third answer."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.directory import hours
from portal.directory.hours import Opening, Rule, State, Year

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = date(2026, 12, 25)
YEAR = Year(
    holidays=frozenset({CHRISTMAS, date(2026, 12, 28)}),
    holidays_known=(date(2024, 1, 1), date(2028, 12, 31)),
    terms=((date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18))),
    terms_known=((date(2026, 9, 1), date(2027, 8, 31)),),
)
WEEKDAYS = frozenset(range(5))
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
    night = Opening(frozenset({4}), time(20), time(2), Rule.OPEN)
    assert hours.state([night], at(2026, 11, 28, 1, 30), YEAR) is State.OPEN
    assert hours.state([night], at(2026, 11, 28, 2), YEAR) is State.CLOSED


def test_a_line_that_never_closes_never_closes():
    always = Opening(frozenset(range(7)), time(0), time(0), Rule.OPEN)
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


def test_every_second_week_is_more_than_we_can_say():
    odd = Opening(WEEKDAYS, time(9), time(17), Rule.CLOSED, weekly=False)
    assert hours.state([odd], at(2026, 11, 23, 12), YEAR) is State.UNKNOWN
    assert hours.state([odd], at(2026, 11, 23, 18), YEAR) is State.CLOSED


def test_a_rule_counts_only_while_it_is_in_force():
    summer = Opening(WEEKDAYS, time(9), time(17), Rule.CLOSED, valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 31))
    assert hours.state([summer], at(2026, 11, 23, 12), YEAR) is State.CLOSED
    assert hours.state([summer], at(2026, 6, 1, 12), YEAR) is State.OPEN


def test_the_clock_change_moves_the_hour_not_the_opening():
    sunday = Opening(frozenset({6}), time(0, 30), time(3), Rule.OPEN)
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


def test_days_are_read_as_in_a_recurrence_rule():
    assert hours.read_days("MO, we,1FR,??") == {0, 2, 4}


clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
openings = st.builds(
    Opening,
    st.frozensets(st.integers(0, 6), min_size=1),
    clocks,
    clocks,
    st.sampled_from(Rule),
    st.booleans(),
)
SUMMER = datetime(2026, 8, 25, tzinfo=UTC)
moments = st.integers(0, 138 * 24 * 60).map(lambda minutes: SUMMER + timedelta(minutes=minutes))


def by_the_minute(rules: Sequence[Opening], moment: datetime, year: Year) -> State:
    """Answer the slow and simple way: is this wall-clock minute inside any span of today or yesterday?"""
    wall = moment.astimezone(LONDON)
    answers = set()
    for opening in rules:
        for day in (wall.date(), wall.date() - timedelta(days=1)):
            crosses = opening.closes <= opening.opens
            if day == wall.date():
                inside = wall.time() >= opening.opens and (crosses or wall.time() < opening.closes)
            else:
                inside = crosses and wall.time() < opening.closes
            if inside:
                answers.add(hours.applies(opening, day, year))
    return State.OPEN if State.OPEN in answers else State.UNKNOWN if State.UNKNOWN in answers else State.CLOSED


# One hour of the year happens twice; what the wall clock shows there does not say which of the two it is.
TWICE = (datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC))


@settings(max_examples=200, deadline=None)
@given(st.lists(openings, min_size=1, max_size=3), moments)
def test_the_engine_agrees_with_counting_minutes(rules: list[Opening], moment: datetime):
    if not TWICE[0] <= moment < TWICE[1]:
        assert hours.state(rules, moment, YEAR) is by_the_minute(rules, moment, YEAR)


@settings(max_examples=100, deadline=None)
@given(st.lists(openings, min_size=1, max_size=3), moments)
def test_just_before_a_change_all_is_as_it_was_and_just_after_it_is_not(rules: list[Opening], moment: datetime):
    change = hours.next_change(rules, moment, YEAR)
    if change:
        becomes, when = change
        assert when > moment
        assert hours.state(rules, when, YEAR) is not hours.state(rules, moment, YEAR)
        assert becomes is not hours.state(rules, moment, YEAR)
        if becomes is State.OPEN:
            assert hours.state(rules, when, YEAR) is State.OPEN


def test_a_planted_fault_is_seen(monkeypatch: pytest.MonkeyPatch):
    night = Opening(frozenset({4}), time(20), time(2), Rule.OPEN)
    after_midnight = at(2026, 11, 28, 1)
    real = hours.spans

    def forgets_yesterday(rules: Sequence[Opening], day: date, year: Year):  # type: ignore[no-untyped-def]
        return real(rules, day, year) if day == after_midnight.date() else iter(())

    monkeypatch.setattr(hours, "spans", forgets_yesterday)
    assert hours.state([night], after_midnight, YEAR) is not by_the_minute([night], after_midnight, YEAR)
