"""Who a referral is about: the same person found again however they are spelt, and nobody out of nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.referrals import identity
from portal.referrals.identity import Key

ALICJA = {
    "you": {"legal_name": "Alicja Kowalska", "dob": "2012-03-31", "postcode": "QX2 1AB"},
    "contact": {"phone": "07700 900123", "email": "Alicja@Example.org"},
}


def keys_of(**said: Any) -> frozenset[tuple[Key, str]]:
    return identity.keys([{"any": said}])


def check_digit(nine: str) -> str:
    rest = 11 - sum((10 - at) * int(digit) for at, digit in enumerate(nine)) % 11
    return {10: "", 11: "0"}.get(rest, str(rest))


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_only_the_right_check_digit_makes_an_nhs_number(nine: str) -> None:
    right = check_digit(nine)
    for last in "0123456789":
        found = identity.nhs_number(nine + last)
        same = len(set(nine + last)) == 1
        assert found == (nine + last if last == right and not same else "")


@pytest.mark.parametrize("typed", ["1111111111", "999 123", "", None, "not known", "9991234567 8"])
def test_what_is_no_nhs_number_makes_no_key(typed: Any) -> None:
    assert keys_of(nhs_number=typed) == frozenset()


def test_a_number_typed_with_gaps_is_the_same_number() -> None:
    number = "9990000018"
    assert keys_of(nhs_number=f"{number[:3]} {number[3:6]}-{number[6:]}") == {(Key.NHS_NUMBER, number)}


@pytest.mark.parametrize(
    ("name", "sound"),
    [("Robert", "R163"), ("Rupert", "R163"), ("Ashcraft", "A261"), ("Tymczak", "T522"), ("Pfister", "P236"),
     ("O'Neill", "O540"), ("Oneil", "O540"), ("Łukasz", "L220"), ("Lukasz", "L220"), ("آمنہ", "")],
)  # fmt: skip
def test_surnames_that_sound_alike_are_one(name: str, sound: str) -> None:
    assert identity.soundex(name) == sound


def test_alicja_is_known_again_by_everything_she_gave() -> None:
    assert {kind for kind, _value in identity.keys([ALICJA])} == {Key.DOB_NAME_PLACE, Key.PHONE_DOB, Key.EMAIL_DOB}
    again = keys_of(
        name="Ala Kowalski", dob="31 3 2012", postcode="qx21ab", phone="+44 7700 900123", email=" alicja@example.org"
    )
    assert identity.keys([ALICJA]) == again


def test_an_earlier_surname_finds_her_too() -> None:
    mine = keys_of(legal_name="Alicja Kowalska", dob="2012-03-31", postcode="QX2")
    theirs = keys_of(legal_name="Alicja Smith", previous_names="Nowak; Kowalska", dob="2012-03-31", postcode="QX2 9ZZ")
    assert mine < theirs


def test_two_blanks_are_not_one_person() -> None:
    assert keys_of(name="Amina", phone="07700 900123", email="a@example.org", postcode="QX2 1AB") == frozenset()
    assert keys_of(dob="2012-03-31") == frozenset()
    assert keys_of(dob="2012-03-31", postcode="ZZ99 3VZ", legal_name="Ali Khan", phone="none") == frozenset()


def test_a_parents_number_is_the_familys_and_a_schools_is_not() -> None:
    mother = keys_of(dob="2012-03-31", referrer_phone="07700 900123")
    assert mother == {(Key.PHONE_DOB, "7700900123|2012-03-31")}
    assert keys_of(dob="2012-03-31", referrer_phone="07700 900123", organisation="Ashmere School") == frozenset()


@pytest.mark.parametrize("typed", ["", None, "31 2 2012", "2012-13-01", "soon", "12", "1 1 12", "31.3.2012.5"])
def test_what_is_no_birthday_is_none(typed: Any) -> None:
    assert identity.birthday(typed) == ""


@given(st.dictionaries(st.sampled_from(["dob", "legal_name", "postcode", "phone", "email", "nhs_number"]), st.text()))
def test_nothing_typed_can_break_it_and_more_words_never_take_a_key_away(said: dict[str, Any]) -> None:
    before = identity.keys([ALICJA])
    assert before <= identity.keys([ALICJA, {"more": said}])
