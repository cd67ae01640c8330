"""What is said of published figures: never less than they are, never an average, and no number that is hidden."""

import re
from dataclasses import asdict, dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import languages
from portal.waiting_times import blocks, outside_words, spans, words
from portal.waiting_times.spans import Kind, Spread

DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}
TIME = re.compile(r"(\d+) (day|week|month|year)s?|(a year)( and a half)?")
AVERAGE = re.compile(r"average|\bmean\b|średni|przeciętn|اوسط", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """A row of an edition, as plain values."""

    hidden: str | None = None
    people: int | None = 120
    waiting: int | None = 40
    typical_days: int | None = 42
    typical_low_days: int | None = 39
    typical_high_days: int | None = 46
    upper_days: int | None = 96
    upper_low_days: int | None = 90
    upper_high_days: int | None = 104
    so_far_days: int | None = None
    covered_percent: int | None = None
    trend: str | None = None
    band: str = "ROUTINE"
    milestone: str = "first_contact"


def days() -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, 1500)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Draw anything that a row can be, tidy or not."""
    typical, upper = draw(days()), draw(days())
    return Row(
        people=draw(st.none() | st.integers(2, 200).map(lambda n: 5 * n)),
        waiting=draw(st.none() | st.integers(0, 100).map(lambda n: 5 * n)),
        typical_days=typical,
        typical_low_days=draw(days()),
        typical_high_days=draw(days()),
        upper_days=upper,
        upper_low_days=draw(days()),
        upper_high_days=draw(days()),
        so_far_days=draw(days()) if upper is None else None,
        covered_percent=draw(st.none() | st.integers(0, 100)),
        trend=draw(st.sampled_from([None, "longer", "shorter", "steady"])),
    )


def longest(sentence: str) -> float:
    """Return the longest time that an English sentence names, in days."""
    found = []
    for number, unit, year, half in TIME.findall(sentence):
        found.append(DAYS["year"] * (1.5 if half else 1) if year else int(number) * DAYS[unit])
    return max(found, default=-1)


def everything(told: words.Told) -> str:
    return " ".join((*told.said, *told.now, *told.small, told.half, told.most))


def check_rounding(row: Row) -> None:
    """Fail where any sentence says less than the figures."""
    told = words.tell(row)
    first = told.said[0]
    if told.known and row.typical_days is not None:
        assert "Half of the people" in first
        # A month of 30.4 days is no whole number: less than a day may be lost by that.
        assert longest(first) >= row.typical_days - 1
        assert longest(told.half) >= row.typical_days - 1
    most = next((each for each in told.said if each.startswith("Most people")), "")
    if most:
        assert row.upper_days is not None
        assert longest(most) >= row.upper_days - 1
    if row.so_far_days and told.known:
        assert any("So far it is more than" in each and longest(each) >= row.so_far_days - 1 for each in told.said)


@given(rows())
@settings(deadline=None)
def test_no_sentence_says_less_than_the_figures(row: Row) -> None:
    check_rounding(row)


def test_rounding_down_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "count", lambda days, unit: max(int(days // spans.DAYS[unit]), 1))
    with pytest.raises(AssertionError):
        check_rounding(replace(Row(), typical_days=41))


@given(rows(), st.sampled_from(list(languages.LANGUAGES)))
@settings(deadline=None)
def test_nobody_reads_an_average_a_percentage_or_one_number_alone(row: Row, code: str) -> None:
    with languages.using(code):
        told = words.tell(row)
    said = everything(told)
    assert not AVERAGE.search(said)
    assert "%" not in said
    assert len(told.said) >= 2 or not re.search(r"\d", " ".join(told.said))
    assert all(each.strip() for each in told.said)


def check_hidden(row: Row) -> None:
    """Fail where anything at all can be read from a hidden row."""
    told = words.tell(row)
    assert not told.known
    assert not re.search(r"\d", everything(told))
    assert not TIME.search(everything(told))
    (block,) = blocks.of([row], ["ROUTINE"])
    assert [wait.bar for wait in block.waits] == [None, None]


@given(rows(), st.sampled_from(["few", "would_tell"]), st.sampled_from(list(languages.LANGUAGES)))
@settings(deadline=None)
def test_a_hidden_row_tells_no_number_whatever_it_holds(row: Row, why: str, code: str) -> None:
    with languages.using(code):
        check_hidden(replace(row, hidden=why))


def test_a_number_of_a_hidden_row_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_end", lambda row: row.upper_days or 0)
    with pytest.raises(AssertionError):
        check_hidden(replace(Row(), hidden="few"))


@given(rows())
@settings(deadline=None)
def test_every_language_says_the_same_numbers(row: Row) -> None:
    said = {}
    for code in languages.LANGUAGES:
        with languages.using(code):
            told = words.tell(row)
        said[code] = [sorted(re.findall(r"\d+", each)) for each in (*told.said, *told.now, *told.small)]
    assert said["pl"] == said["ur"] == said["en"]


def test_the_usual_sentences() -> None:
    told = words.tell(replace(Row(), covered_percent=88, trend="longer"))
    assert told.said == (
        "Half of the people were seen within about 6 weeks.",
        "Most people were seen within about 14 weeks.",
        "About 1 in 7 people waited longer than that.",
    )
    assert told.now == ("Waits are getting longer at the moment.", "About 40 people are waiting now.")
    assert "This is about 120 people" in told.small[0]


def test_a_wide_interval_is_told_as_a_range() -> None:
    told = words.tell(replace(Row(), typical_low_days=30, typical_high_days=60))
    assert told.said[0] == "Half of the people were seen within 5 to 9 weeks."


def test_a_list_that_stands_still_is_not_called_one_where_fewer_than_half_were_seen() -> None:
    """Many were seen in the half year and hardly anybody lately."""
    assert words.tell(replace(Row(), typical_days=None, upper_days=None, so_far_days=336)).said == (
        "We can't say yet. Too few people have been seen so far.",
        "We can't say yet how long most people wait. So far it is more than about a year.",
    )


def test_what_is_not_reached_is_more_than_so_far() -> None:
    told = words.tell(replace(Row(), upper_days=None, so_far_days=100))
    assert told.said[1:] == ("We can't say yet how long most people wait. So far it is more than about 15 weeks.",)
    assert told.most == "more than 15 weeks"


def test_most_people_never_wait_less_than_half_of_them() -> None:
    young = replace(
        Row(), typical_days=346, typical_low_days=204, typical_high_days=583, upper_days=None, so_far_days=302
    )
    told = words.tell(young)
    assert told.said[0] == "Half of the people were seen within 7 to 20 months."
    assert told.said[1].endswith("So far it is more than about a year.")
    unsure = words.tell(replace(Row(), typical_high_days=200))
    assert unsure.said[:2] == (
        "Half of the people were seen within 6 to 14 weeks.",
        "Most people were seen within about 14 weeks.",
    )


def test_two_times_that_round_to_the_same_are_told_apart() -> None:
    near = replace(Row(), typical_days=22, typical_low_days=22, typical_high_days=22, upper_days=27, upper_high_days=27)
    told = words.tell(replace(near, upper_low_days=27))
    assert told.said[0] == "Half of the people were seen within about 22 days."
    assert told.said[1] == "Most people were seen within about 4 weeks."
    assert told.half == "about 22 days"


@given(rows())
@settings(deadline=None)
def test_half_is_told_no_longer_than_most(row: Row) -> None:
    half, most = words.spread_of_half(row), words.spread_of_most(row)
    if half and most and row.typical_days is not None and row.typical_days <= (row.upper_days or 0):
        assert half.high <= most.high


@pytest.mark.parametrize(
    ("covered", "longer"),
    [(None, "1 in 7"), (100, "1 in 7"), (85, "1 in 7"), (84, "1 in 6"), (79, "1 in 5"), (75, "1 in 4"), (62, "1 in 3")],
)
def test_how_many_waited_longer_is_what_the_back_test_found(covered: int | None, longer: str) -> None:
    told = words.tell(replace(Row(), covered_percent=covered))
    assert told.said[2] == f"About {longer} people waited longer than that."


def test_four_in_five_is_said_so() -> None:
    assert words.tell(replace(Row(), covered_percent=79)).small[1].endswith("long enough for about 4 in 5.")


def test_most_people_is_not_said_where_it_did_not_hold() -> None:
    told = words.tell(replace(Row(), covered_percent=40))
    assert "We can't say how long most people wait." in told.said[1]
    assert told.most == "not known yet"
    (block,) = blocks.of([replace(Row(), covered_percent=40)], ["ROUTINE"])
    assert block.waits[0].bar
    assert block.waits[0].bar.open


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (0, "about 1 day"),
        (1, "about 1 day"),
        (13, "about 13 days"),
        (14, "about 2 weeks"),
        (15, "about 3 weeks"),
        (181, "about 26 weeks"),
        (183, "about 7 months"),
        (365, "about a year"),
        (400, "about 14 months"),
        (547, "about a year and a half"),
        (730, "about 2 years"),
        (1200, "about 4 years"),
    ],
)
def test_times_are_told_in_days_weeks_months_and_years(length: int, said: str) -> None:
    assert spans.short(Kind.ABOUT, length) == said


@given(st.integers(0, 3000), st.integers(0, 3000), st.sampled_from([Kind.HALF, Kind.MOST, Kind.ABOUT]))
@settings(deadline=None)
def test_a_range_never_runs_backwards(one: int, two: int, kind: Kind) -> None:
    low, high = sorted((one, two))
    numbers = [int(each) for each in re.findall(r"\d+", spans.said(kind, Spread(low, high)))]
    assert numbers == sorted(numbers)


def test_a_service_is_quoted_with_its_day() -> None:
    said = outside_words.said(Outside("first_contact", 3, 7), "3 November 2026")
    assert said == "They told us on 3 November 2026: 3 to 7 weeks until the first talk."
    alone = outside_words.said(Outside("second_contact", 0, 1), "3 November 2026")
    assert alone == "They told us on 3 November 2026: up to about 1 week until the second talk."
    assert outside_words.short(Outside("first_contact", 3, 7)) == "3 to 7 weeks"


@dataclass(frozen=True)
class Outside:
    milestone: str
    low_weeks: int
    high_weeks: int


def test_both_waits_of_a_band_share_one_line() -> None:
    first, second = Row(), Row(milestone="second_contact", typical_days=100, upper_days=192, upper_low_days=190)
    soon = Row(band="SOON", typical_days=4, upper_days=6)
    usual, sooner = blocks.of([soon, second, first], ["ROUTINE", "SOON"])
    bars = [wait.bar for wait in usual.waits]
    assert [asdict(each) for each in bars if each] == [
        {"half": 19, "most": 44, "open": False},
        {"half": 46, "most": 88, "open": False},
    ]
    assert [wait.told.known for wait in sooner.waits] == [True, False]
    assert len(blocks.of([first], ["ROUTINE", "SOON"])) == 1
    assert len(blocks.of([], ["ROUTINE", "SOON"])) == 1, "that nothing is known is said too"
