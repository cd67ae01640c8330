"""What a GP typed is read where it can be, and kept as it was where it cannot."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config import PROJECT
from portal.named_contacts import organisations
from portal.referrals import facts
from portal.referrals.answers import age_on, made_ready, read_birthday
from portal.referrals.facts import somebody_can_be_reached

KNOWN = organisations.load(PROJECT / "content" / "area")
TODAY = date(2026, 11, 26)


def ready(**said: Any) -> dict[str, Any]:
    return made_ready(said, "en", TODAY, KNOWN)


@pytest.mark.parametrize(
    "typed", ["31 3 2012", "31/03/2012", "31.3.2012", "2012-03-31", "31 March 2012", "31-Mar-2012"]
)
def test_a_birthday_is_read_in_any_way_people_write_it(typed: str) -> None:
    assert ready(dob=typed) == {"dob": "2012-03-31", "age_from_dob": 14}


@pytest.mark.parametrize("typed", ["spring 2012", "2012", "31 2 2012", "1 1 2030", "1 1 1850", "twelve", "31 3 12"])
def test_what_is_no_birthday_is_kept_as_typed(typed: str) -> None:
    assert ready(dob=typed) == {"dob": typed}


def test_the_day_before_a_birthday_is_not_the_birthday() -> None:
    assert [age_on(date(2012, 11, 27), TODAY), age_on(date(2012, 11, 26), TODAY)] == [13, 14]
    assert read_birthday("26 11 2012", "en", TODAY) == date(2012, 11, 26)


def test_the_younger_age_counts_where_two_are_given() -> None:
    assert facts.age({"child": {"age": 12, "age_from_dob": 10}}) == 10
    assert facts.age({"child": {"age_from_dob": 10}}) == 10
    assert facts.age({"child": {}}) is None


def test_a_wrong_nhs_number_is_kept_and_marked() -> None:
    assert ready(nhs_number="999 000 0019") == {
        "nhs_number": "999 000 0019",
        "nhs_number_check": "not_well_formed",
    }
    assert ready(nhs_number="999 000 0018") == {"nhs_number": "999 000 0018"}


def test_an_organisation_that_was_chosen_is_kept_with_its_code() -> None:
    assert ready(organisation="foundry", organisation_code="EE990002") == {
        "organisation": "Bellcast Foundry School",
        "organisation_code": "EE990002",
    }
    assert ready(school="foundry", school_urn="990002")["school_urn"] == "990002"
    assert ready(gp_practice="Foundry Road Surgery") == {
        "gp_practice": "Foundry Road Surgery",
        "gp_ods": "Q9X104",
    }


@pytest.mark.parametrize("code", ["none", "EE990009", "Q9X104; drop", ""])
def test_none_of_these_and_a_code_from_elsewhere_keep_what_was_typed(code: str) -> None:
    assert ready(organisation="foundry lane", organisation_code=code) == {"organisation": "foundry lane"}


def test_none_of_these_is_believed_even_when_the_name_is_on_the_list() -> None:
    said = ready(school="Wexlow College", school_urn="none")
    assert said == {"school": "Wexlow College"}


@given(st.sampled_from(["you", "child", "places"]), st.text(min_size=1, max_size=80))
def test_whatever_is_typed_is_kept_or_named_after_the_list(page: str, typed: str) -> None:
    names = {"you": ["organisation"], "child": ["nhs_number", "dob"], "places": ["school", "gp_practice"]}
    said = ready(**dict.fromkeys(names[page], typed))
    for name in names[page]:
        read = {each.name for each in KNOWN} if name != "dob" else {str(said.get("dob"))}
        assert said[name] == typed or said[name] in read


@pytest.mark.parametrize("way", ["referrer_phone", "referrer_email", "phone", "email", "contact_person"])
def test_one_way_is_enough_whoever_it_leads_to(way: str) -> None:
    assert somebody_can_be_reached({way: "x"})
    assert not somebody_can_be_reached({"referrer_name": "x", "story": "y"})
