"""The engine against the slow and simple way: walk through the minutes of two days and look at the wall clock."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.directory import hours, recurrence
from portal.directory.hours import Opening, Rule, State, Year

LONDON = ZoneInfo("Europe/London")
YEAR = Year(
    holidays=frozenset({date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28)}),
    holidays_known=(date(2026, 1, 1), date(2026, 12, 31)),
    terms=((date(2026, 1, 5), date(2026, 2, 13)), (date(2026, 9, 2), date(2026, 10, 23))),
    terms_known=((date(2025, 9, 1), date(2026, 11, 30)),),
)
ANSWERS = {"yes": State.OPEN, "maybe": State.UNKNOWN, "booked": State.APPOINTMENT}
SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)

clocks = st.builds(time, st.sampled_from([0, 1, 2, 9, 17, 22, 23]), st.sampled_from([0, 15, 30, 59]))
weekly = st.tuples(
    st.just("WEEKLY"),
    st.sampled_from([1, 1, 2, 3]),
    st.sets(st.sampled_from(recurrence.DAYS), min_size=1).map(lambda days: ",".join(sorted(days))),
    st.just(""),
)
monthly = st.tuples(
    st.just("MONTHLY"),
    st.sampled_from([1, 1, 2]),
    st.sets(st.sampled_from(["1MO", "2TU", "-1FR", "5WE", "3SU", "4SA"]), max_size=2).map(
        lambda days: ",".join(sorted(days))
    ),
    st.sampled_from(["", "1", "15,-1", "29,30,31"]),
).filter(lambda rule: bool(rule[2] or rule[3]))
firsts = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 4, 1)))


@st.composite
def rules(draw: st.DrawFn) -> tuple[Opening, tuple[Any, ...]]:
    """Make one rule, and the words it was read from."""
    said = draw(st.one_of(weekly, monthly))
    opening = Opening(
        recurrence.read(*said),
        draw(clocks),
        draw(clocks),
        draw(st.sampled_from(Rule)),
        term_only=draw(st.booleans()),
        valid_from=draw(firsts),
        valid_to=draw(st.sampled_from([None, date(2026, 11, 15)])),
        by_appointment=draw(st.sampled_from([False, False, True])),
    )
    return opening, said


def near(*moments: datetime) -> Any:
    """Make moments, many of them close to a change of the clocks."""
    anywhere = st.integers(0, 364 * 1440).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    )
    close = [st.integers(-600, 600).map(lambda minutes, at=at: at + timedelta(minutes=minutes)) for at in moments]
    return st.one_of(anywhere, *close)


def meant(opening: Opening, said: tuple[Any, ...], day: date) -> str:
    """Say whether a rule happens on a day, with somebody else's reading of recurrence rules."""
    if not (opening.valid_from or day) <= day <= (opening.valid_to or day):
        return "no"
    falls = by_the_book(said, opening.valid_from, day)
    doubts = {falls, on_holiday(opening.bank_holidays, day), in_term(day) if opening.term_only else "yes"}
    if "no" in doubts:
        return "no"
    return "maybe" if "maybe" in doubts else "booked" if opening.by_appointment else "yes"


def by_the_book(said: tuple[Any, ...], start: date | None, day: date) -> str:
    """Ask another library whether a rule falls on a day."""
    freq, interval, byday, bymonthday = said
    text = f"FREQ={freq}" + (f";BYDAY={byday}" if byday else "") + (f";BYMONTHDAY={bymonthday}" if bymonthday else "")
    first, at = datetime.combine(start or date(2024, 1, 1), time()), datetime.combine(day, time())
    if not rrule.rrulestr(text, dtstart=first).between(at, at, inc=True):
        return "no"
    if interval > 1 and start is None:
        return "maybe"
    return "yes" if rrule.rrulestr(f"{text};INTERVAL={interval}", dtstart=first).between(at, at, inc=True) else "no"


def on_holiday(rule: Rule, day: date) -> str:
    if rule is Rule.OPEN or (day.year == 2026 and day not in YEAR.holidays):
        return "yes"
    return "no" if rule is Rule.CLOSED and day in YEAR.holidays else "maybe"


def in_term(day: date) -> str:
    if any(first <= day <= last for first, last in YEAR.terms):
        return "yes"
    return "no" if date(2025, 9, 1) <= day <= date(2026, 11, 30) else "maybe"


@cache
def wall_clock(day: date) -> list[datetime]:
    """Return what the wall clock shows in every minute of four days, counted in UTC."""
    begin = datetime.combine(day, time(), UTC)
    return [(begin + timedelta(minutes=each)).astimezone(LONDON).replace(tzinfo=None) for each in range(4 * 1440)]


def open_minutes(opening: Opening, day: date) -> range:
    """Return the minutes, counted in UTC from midnight of the day before, from opening to closing of one day."""
    over = day + timedelta(days=1) if opening.closes <= opening.opens else day
    walls = wall_clock(day - timedelta(days=1))
    first = next(at for at, wall in enumerate(walls) if wall >= datetime.combine(day, opening.opens))
    last = max(at for at, wall in enumerate(walls) if wall < datetime.combine(over, opening.closes))
    return range(first, last + 1)


def by_the_minute(made: Sequence[tuple[Opening, tuple[Any, ...]]], moment: datetime) -> State:
    """Answer by looking at every rule on the days around."""
    today = moment.astimezone(LONDON).date()
    met = set()
    for opening, said in made:
        for day in (today - timedelta(days=1), today):
            answer = meant(opening, said, day)
            midnight = datetime.combine(day - timedelta(days=1), time(), UTC)
            if answer != "no" and (moment - midnight) // timedelta(minutes=1) in open_minutes(opening, day):
                met.add(answer)
    return next((ANSWERS[each] for each in ("yes", "maybe", "booked") if each in met), State.CLOSED)


UNTIL_ONE = (Opening(recurrence.read("WEEKLY", 1, "SA", ""), time(17), time(1), Rule.OPEN), ("WEEKLY", 1, "SA", ""))
NIGHT = (
    Opening(recurrence.read("WEEKLY", 1, "SA,SU", ""), time(22), time(1, 30), Rule.OPEN),
    ("WEEKLY", 1, "SA,SU", ""),
)
JUMPED_OVER = (
    Opening(recurrence.read("WEEKLY", 1, "SU", ""), time(1), time(1, 15), Rule.OPEN),
    ("WEEKLY", 1, "SU", ""),
)


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(st.lists(rules(), min_size=1, max_size=3), near(SPRING, AUTUMN))
@example([NIGHT], AUTUMN + timedelta(minutes=80))
@example([NIGHT], SPRING + timedelta(minutes=60))
@example([UNTIL_ONE], AUTUMN)
@example([UNTIL_ONE], SPRING + timedelta(minutes=60))
def test_the_engine_agrees_with_counting_minutes(made: list[tuple[Opening, tuple[Any, ...]]], moment: datetime) -> None:
    assert hours.state([opening for opening, _said in made], moment, YEAR) is by_the_minute(made, moment)


@settings(max_examples=60, deadline=None)
@given(st.lists(rules(), min_size=1, max_size=3), near(SPRING, AUTUMN))
@example([JUMPED_OVER], SPRING)
def test_a_change_that_is_announced_happens_then_and_not_before(
    made: list[tuple[Opening, tuple[Any, ...]]], moment: datetime
) -> None:
    openings = [opening for opening, _said in made]
    change = hours.next_change(openings, moment, YEAR)
    if change is None:
        return
    becomes, when = change
    before = hours.state(openings, moment, YEAR)
    assert when > moment
    assert becomes is not before
    if becomes is not State.CLOSED:
        assert hours.state(openings, when, YEAR) is becomes
    steps = int((when - moment).total_seconds() // 60)
    for minutes in {0, 1, steps // 3, steps // 2, max(steps - 1, 0)}:
        assert hours.state(openings, moment + timedelta(minutes=minutes), YEAR) is before


@pytest.mark.parametrize("fault", ["yesterday", "fold", "jump"])
def test_a_planted_fault_is_seen(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """Forget the night before; shut at the first 01:30 of two; shut too early before the gap."""
    moment = {"yesterday": AUTUMN + timedelta(days=7, minutes=30), "fold": AUTUMN + timedelta(minutes=80),
              "jump": SPRING + timedelta(minutes=45)}[fault]  # fmt: skip
    opening = NIGHT[0]
    if fault == "yesterday":
        real, today = hours.spans, moment.astimezone(LONDON).date()
        monkeypatch.setattr(hours, "spans", lambda made, day, year: real(made, day, year) if day == today else iter(()))
    elif fault == "fold":
        monkeypatch.setattr(hours, "_last", hours._first)
    else:
        monkeypatch.setattr(hours, "_moment", lambda said, fold: said.replace(tzinfo=LONDON, fold=fold).astimezone(UTC))
    assert hours.state([opening], moment, YEAR) is not by_the_minute([NIGHT], moment)


@given(st.text(max_size=12), st.integers(-3, 60), st.text(max_size=30), st.text(max_size=30))
def test_any_words_at_all_make_a_rule_and_nonsense_is_never_certain(
    freq: str, interval: int, byday: str, bymonthday: str
) -> None:
    rule = recurrence.read(freq, interval, byday, bymonthday)
    answers = {rule.falls(date(2026, 1, 1) + timedelta(days=each), date(2026, 1, 1)) for each in range(0, 400, 3)}
    if not (byday.strip() or bymonthday.strip()) and freq.strip().upper() != "DAILY":
        assert answers == {None}


@pytest.mark.parametrize(
    ("freq", "byday", "bymonthday", "days"),
    [
        ("", "MO", "", {2, 9, 16, 23, 30}),
        ("WEEKLY", "mo, we", "", {2, 4, 9, 11, 16, 18, 23, 25, 30}),
        ("", "2TU", "", {10}),
        ("MONTHLY", "-1FR", "", {27}),
        ("MONTHLY", "", "1;15", set()),
        ("MONTHLY", "", "1,-1", {1, 30}),
        ("MONTHLY", "TU", "", {3, 10, 17, 24}),
    ],
)
def test_rules_are_read_as_people_write_them(freq: str, byday: str, bymonthday: str, days: set[int]) -> None:
    rule = recurrence.read(freq, 1, byday, bymonthday)
    assert {day for day in range(1, 31) if rule.falls(date(2026, 11, day), None)} == days
