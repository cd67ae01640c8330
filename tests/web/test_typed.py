"""What people type stays theirs, to the letter; only what nobody types is taken out."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web import typed

DATES = st.dates(min_value=date(1000, 1, 1))


def test_amina_writes_with_emoji_and_they_stay() -> None:
    assert typed.clean_text("i feel 😔 👩‍👩‍👧 today") == "i feel 😔 👩‍👩‍👧 today"


def test_urdu_keeps_its_joiners_and_direction_marks() -> None:
    assert typed.clean_text("می\u200cخواهم \u200fاردو") == "می\u200cخواهم \u200fاردو"


def test_a_stranger_cannot_turn_the_text_after_theirs_around() -> None:
    assert typed.clean_text("safe\u202etxet\u202c \u2066x\u2069") == "safetxet x"


def test_null_bytes_and_other_controls_are_taken_out() -> None:
    assert typed.clean_text("a\x00b\x1bc\x9fd\ud800e\tf") == "abcde\tf"


def test_lines_stay_lines_in_a_story_and_become_spaces_in_a_line() -> None:
    assert typed.clean_text("one\r\ntwo\rthree\u2028four\n") == "one\ntwo\nthree\nfour"
    assert typed.clean_line("  one\r\n two\tthree ") == "one two three"


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cf", "Z"))))
def test_letters_of_any_script_always_stay(text: str) -> None:
    assert typed.clean_text(text) == text


@given(st.text())
def test_cleaning_never_leaves_a_control_and_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = typed.clean_text(text)
    assert typed.clean_text(cleaned) == cleaned
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in cleaned)


def read(day: str, month: str, year: str, language: str = "en") -> tuple[date | None, set[str], str]:
    found, wrong, problem = typed.read_date({"day": day, "month": month, "year": year}, language)
    return found, set(wrong), problem


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "MAR.", "marzec", "marca"])
def test_a_month_may_be_a_number_or_a_word_in_ones_own_language(month: str) -> None:
    assert read("27", month, "2011", "pl") == (date(2011, 3, 27), set(), "")


def test_urdu_digits_are_digits() -> None:
    assert read("۲۷", "۳", "۲۰۱۱", "ur")[0] == date(2011, 3, 27)


def test_nothing_written_is_no_date_and_no_mistake() -> None:
    assert read("", "", "") == (None, set(), "")


@pytest.mark.parametrize(
    ("day", "month", "year", "wrong", "problem"),
    [
        ("", "3", "2011", {"day"}, "missing"),
        ("27", "", "", {"month", "year"}, "missing"),
        ("27", "3", "11", {"year"}, "year"),
        ("27", "3", "two", {"year"}, "year"),
        ("31", "2", "2011", {"day", "month"}, "unreal"),
        ("32", "3", "2011", {"day"}, "unreal"),
        ("27", "13", "2011", {"month"}, "unreal"),
        ("27", "Ma", "2011", {"month"}, "unreal"),
        ("0", "0", "2011", {"day", "month"}, "unreal"),
        ("²", "3", "2011", {"day"}, "unreal"),
    ],
)
def test_a_date_with_a_mistake_says_which_box(day: str, month: str, year: str, wrong: set[str], problem: str) -> None:
    assert read(day, month, year) == (None, wrong, problem)


@given(DATES)
def test_every_date_that_exists_is_read(day: date) -> None:
    assert read(str(day.day), str(day.month), str(day.year)) == (day, set(), "")


@given(st.text(max_size=6), st.text(max_size=12), st.text(max_size=6), st.sampled_from(["en", "pl", "ur"]))
def test_whatever_is_typed_is_either_a_date_or_a_mistake_with_a_box(d: str, m: str, y: str, language: str) -> None:
    found, wrong, problem = read(d, m, y, language)
    assert (found is None) or (not wrong and not problem)
    assert bool(problem) == bool(wrong)


def test_the_check_on_dates_would_notice_a_month_off_by_one() -> None:
    shifted = date(2011, 3, 27) + timedelta(days=31)
    assert read("27", "3", "2011")[0] != shifted
