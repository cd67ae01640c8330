"""However somebody writes how old they are, nobody is sent back for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.referrals.reading_ages import IN_WORDS, OLDEST, read_age


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("14", 14),
        ("12 and a half", 12),
        ("12½", 12),
        ("twelve", 12),
        ("Twelve and a half", 12),
        ("twenty five", 25),
        ("twenty-one!", 21),
        ("15y", 15),
        ("about ten", 10),
        ("۱۴", 14),
        ("nearly 9, in May", 9),
        ("18 months", 1),
        ("0", 0),
    ],
)
def test_an_age_is_read_as_people_write_it(typed: str, years: int) -> None:
    assert read_age(typed, "en") == years


@pytest.mark.parametrize(
    ("typed", "language", "years"),
    [
        ("dwanaście", "pl", 12),
        ("dvylika metų", "lt", 12),
        ("man sesiolika", "lt", 16),
        ("man penkeri", "lt", 5),
        ("18 mėnesių", "lt", 1),
        ("Mam piec lat", "pl", 5),
        ("dwadzieścia dwa lata", "pl", 22),
        ("ten chłopak ma czternaście", "pl", 14),
        ("doisprezece ani", "ro", 12),
        ("am saisprezece ani", "ro", 16),
        ("18 luni", "ro", 1),
        ("بارہ سال", "ur", 12),
        ("میں آٹھ سال کی ہوں", "ur", 8),
        ("ਬਾਰਾਂ ਸਾਲ", "pa", 12),
        ("ਮੇਰੀ ਧੀ ਦੀ ਉਮਰ ਅੱਠ ਸਾਲ", "pa", 8),
        ("੧੪", "pa", 14),
        ("بارہ", "en", 12),
    ],
)
def test_in_every_language_we_speak(typed: str, language: str, years: int) -> None:
    assert read_age(typed, language) == years


@pytest.mark.parametrize("typed", ["", "½", "old enough", "2012", "99999999999999999999999", "-"])
def test_what_says_no_age_is_unknown(typed: str) -> None:
    assert read_age(typed, "en") is None


def test_a_word_that_only_looks_like_another_languages_number_is_none() -> None:
    assert read_age("ten chłopak", "pl") is None


def test_every_language_counts_to_twenty_five() -> None:
    for language, words in IN_WORDS.items():
        assert [read_age(word, language) for word in words.split(",")] == list(range(26))


@given(st.text(max_size=60), st.sampled_from(["en", "lt", "pl", "ro", "ur", "xx"]))
def test_whatever_is_typed_is_an_age_or_unknown(typed: str, language: str) -> None:
    years = read_age(typed, language)
    assert years is None or 0 <= years <= OLDEST
