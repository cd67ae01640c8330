"""Amina's father reads Urdu from right to left; an age range must not reach him turned round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.guides import direction
from portal.guides.page import Page, parse


def found(line: str, lang: str = "ur") -> list[str]:
    page = parse(f"{lang}/x.md", f"---\nlang: {lang}\n---\n{line}")
    assert isinstance(page, Page)
    return [problem.rule for problem in direction.numbers(page)]


@pytest.mark.parametrize(
    "line",
    [
        "عمر 13-15 سال",
        "16:00 بجے",
        "5pm تک",
        "2026/11/22",
        "24/7 کھلا",
        "+44 ملائیں",
        "۱۳–۱۵ سال",
        "85 % لوگ",
        "A4 کاغذ",
    ],
)
def test_numbers_that_may_be_turned_round_are_found(line: str) -> None:
    assert found(line) == ["bidi"]


@pytest.mark.parametrize(
    "line", ["عمر *13-15* سال", "25 سال تک", "{number:nhs111} پر فون کریں", "13 سے 15 سال", "صفحہ 2۔"]
)
def test_and_those_that_keep_their_order_are_not(line: str) -> None:
    assert found(line) == []


def test_from_left_to_right_nothing_is_turned_round() -> None:
    assert found("Age 13-15, by 16:00", "en") == found("Wiek 13-15, do 16:00", "pl") == []


@given(st.integers(0, 99), st.sampled_from("-–—/:.,+×"), st.integers(0, 99), st.sampled_from(["", " "]))
def test_no_sign_between_two_numbers_slips_through(first: int, sign: str, second: int, gap: str) -> None:
    assert found(f"عمر {first}{gap}{sign}{gap}{second} سال") == ["bidi"]
    assert found(f"عمر *{first}{gap}{sign}{gap}{second}* سال") == []
