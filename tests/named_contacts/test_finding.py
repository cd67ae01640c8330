"""Amina types her school as she spells it on a phone; a GP types a postcode. Both find it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.named_contacts import finding
from portal.named_contacts.organisations import PRACTICE, SCHOOL
from portal.named_contacts.registry import Registry


def names(shipped: Registry, typed: str) -> list[str]:
    return [place.name for place in finding.search(shipped.places, typed).places]


@pytest.mark.parametrize(
    "typed", ["bellcast", "Bellcast Foundry School", "foundry sch", "belcast", "bellcats foundry", "990002", "QX3 4BP"]
)
def test_she_finds_her_school_however_she_writes_it(shipped: Registry, typed: str) -> None:
    assert "Bellcast Foundry School" in names(shipped, typed)


def test_a_town_finds_all_that_lie_there_and_not_only_five(shipped: Registry) -> None:
    assert len(names(shipped, "ashmere")) == 10


def test_a_postcode_of_nobody_finds_who_is_near_and_says_that_it_is_only_near(shipped: Registry) -> None:
    found = finding.search(shipped.places, "qx3 9zz")
    assert found.near
    assert {place.postcode[:3] for place in found.places} == {"QX3"}


@pytest.mark.parametrize("typed", ["zzz", "x", "--", "i want to die", "TS99 9ZZ"])
def test_what_means_no_place_finds_none(shipped: Registry, typed: str) -> None:
    assert names(shipped, typed) == []


def test_an_exact_name_comes_without_those_that_only_look_alike(shipped: Registry) -> None:
    found = finding.search(shipped.places, "Quayside Surgery")
    assert ([place.name for place in found.places], found.near) == (["Quayside Surgery"], False)


@given(st.text(max_size=300))
def test_whatever_is_typed_something_or_nothing_is_found(shipped: Registry, typed: str) -> None:
    assert len(finding.search(shipped.places, typed).places) <= finding.MOST


def test_every_place_stands_on_one_shelf(shipped: Registry) -> None:
    shelves = finding.shelves(shipped.places)
    listed = [place for towns in shelves.values() for places in towns.values() for place in places]
    assert sorted(place.code for place in listed) == sorted(place.code for place in shipped.places)
    assert {place.kind for places in shelves[SCHOOL].values() for place in places} == {SCHOOL}
    assert {place.kind for places in shelves[PRACTICE].values() for place in places} == {PRACTICE}
