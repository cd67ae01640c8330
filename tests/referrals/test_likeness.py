"""Who may be meant again: with reasons, with what speaks against it, and never made one."""

import uuid
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.referrals import likeness
from portal.referrals.identity import Key

DOB = {"dob": "2012-03-31", "postcode": "QX2 1AB", "phone": "07700 900123"}


def card(**said: Any) -> likeness.Card:
    return likeness.card(uuid.uuid4(), [{"any": said}])


def test_the_same_child_told_by_her_mother_is_suggested_with_the_reasons() -> None:
    found = likeness.compare(card(legal_name="Amina Khan", **DOB), card(legal_name="Amina Kahn", **DOB))
    assert found is not None
    assert found.because == (
        "the same date of birth and part of town, and surnames that sound alike",
        "the same date of birth and phone number",
    )
    assert found.score == 110
    assert found.against == ()


def test_twins_are_seen_as_twins() -> None:
    found = likeness.compare(card(legal_name="Amina Khan", **DOB), card(legal_name="Bilal Khan", **DOB))
    assert found is not None
    assert found.against == ("may be twins: first names differ",)


def test_twins_with_numbers_of_their_own_are_told_apart() -> None:
    one, other = card(legal_name="A Khan", nhs_number="9990000018", **DOB), card(nhs_number="9990000026", **DOB)
    kinds = [{kind for kind, _value in each.keys} for each in (one, other)]
    assert all(Key.NHS_NUMBER in each for each in kinds)
    found = likeness.compare(one, other)
    assert found is not None
    assert "their NHS numbers differ" in found.against


def test_a_late_sibling_is_nobodys_double() -> None:
    older = card(legal_name="Amina Khan", **DOB)
    assert likeness.compare(older, card(legal_name="Zara Khan", **(DOB | {"dob": "2020-01-05"}))) is None


def test_the_likeliest_comes_first_and_twins_last() -> None:
    me = card(legal_name="Amina Khan", nhs_number="9990000018", **DOB)
    twin = card(legal_name="Bilal Khan", **DOB)
    by_number = card(nhs_number="9990000018")
    by_phone = card(dob="2012-03-31", phone="07700 900123")
    stranger = card(legal_name="Tom Ellery", dob="2012-03-31")
    found = likeness.suggestions(me, [twin, stranger, by_phone, by_number])
    assert [each.referral_id for each in found] == [by_number.referral_id, by_phone.referral_id, twin.referral_id]


said = st.fixed_dictionaries(
    {},
    optional={
        "legal_name": st.sampled_from(["Amina Khan", "Bilal Khan", "Amina"]),
        "dob": st.sampled_from(["2012-03-31", "2013-03-31"]),
        "phone": st.sampled_from(["07700 900123", "07700 900456"]),
        "postcode": st.sampled_from(["QX2 1AB", "QX3 1AB"]),
    },
)


@given(said, said)
def test_it_is_the_same_from_both_sides(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    one, other = card(**mine), card(**theirs)
    there, back = likeness.compare(one, other), likeness.compare(other, one)
    assert (there is None) == (back is None)
    if there and back:
        assert (there.score, there.because, there.against) == (back.score, back.because, back.against)
