"""A school lead types part of a name, and the area's list helps without ever standing in the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config import PROJECT
from portal.named_contacts import organisations
from portal.named_contacts.organisations import Organisation

AREA = PROJECT / "content" / "area"
KNOWN = organisations.load(AREA)
FOUNDRY = next(each for each in KNOWN if each.name == "Bellcast Foundry School")


@pytest.mark.parametrize(
    "typed", ["bellcast", "Foundry Sch", "foundry ashmere", "990002", "EE990002", "ee 990002", "QX3 4BP", "qx34bp"]
)
def test_a_part_of_the_name_a_code_or_a_postcode_finds_it(typed: str) -> None:
    assert FOUNDRY in organisations.find(KNOWN, typed)


@pytest.mark.parametrize("typed", ["", " ", "f", "zzz", "Dr Nobody's Surgery", "--", "\U0001f600"])
def test_what_the_list_does_not_know_finds_nothing(typed: str) -> None:
    assert organisations.find(KNOWN, typed) == ()


def test_a_postcode_comes_before_everything_else() -> None:
    assert organisations.find(KNOWN, "QX1 1CA")[0].name == "Wexlow College"


def test_only_one_that_is_named_to_the_letter_is_taken_without_asking() -> None:
    assert organisations.exactly(KNOWN, "bellcast foundry school") == FOUNDRY
    assert organisations.exactly(KNOWN, "EE990002") == FOUNDRY
    assert organisations.exactly(KNOWN, "foundry") is None
    assert organisations.exactly((FOUNDRY, FOUNDRY), FOUNDRY.name) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_five_are_the_most(typed: str) -> None:
    assert len(organisations.find(KNOWN, typed)) <= organisations.OFFERED


@given(st.sampled_from(KNOWN))
def test_each_is_found_by_all_it_is_called(each: Organisation) -> None:
    for typed in (each.name, each.name.upper(), *each.codes, each.postcode.lower()):
        assert each in organisations.find(KNOWN, typed)


def test_the_list_is_made_up_and_its_codes_cannot_be_anybodys() -> None:
    assert all(each.code.startswith("9900" if each.kind == "school" else "Q9X") for each in KNOWN)
    assert all(each.postcode.startswith("QX") for each in KNOWN)
    assert {each.ods for each in KNOWN if each.kind == "school"} >= {"EE990001"}
    assert len({each.ods for each in KNOWN}) == len(KNOWN)


def test_an_area_without_a_list_has_an_empty_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert organisations.load(tmp_path_factory.mktemp("bare")) == ()
