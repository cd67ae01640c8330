"""Where is that? Postcodes in every spelling, towns by name, and distances over the ground."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.directory import places
from portal.directory.places import NOWHERE, Place
from portal.directory.reference import Reference


@pytest.mark.parametrize("typed", ["QX2 1AB", "qx21ab", " QX2  1 ab", "QX2-1AB", "QX2 1", "qx21"])
def test_a_postcode_is_found_by_its_sector(tables: Reference, typed: str):
    found = tables.places.find(typed)
    assert found
    assert found.code == "QX2 1"


@pytest.mark.parametrize(
    ("typed", "name"), [("QX4", "Wexlow Quay"), ("ashmere", "Ashmere"), ("  Wexlow   quay ", "Wexlow Quay")]
)
def test_a_district_or_a_town_will_do(tables: Reference, typed: str, name: str):
    found = tables.places.find(typed)
    assert found
    assert found.name == name


@pytest.mark.parametrize("typed", ["", "SW1A 1AA", "QX0", "nowhere", "'; DROP", "١٢٣", "Q" * 500])
def test_what_is_not_here_is_not_found(tables: Reference, typed: str):
    assert tables.places.find(typed) is None


@pytest.mark.parametrize(
    ("typed", "ward"),
    [("QX1", "Ashmere Central"), ("QX4 1AA", "Quayside"), ("Millfields", "Millfields"), ("Hensgrove", "Hensgrove")],
)
def test_every_place_lies_in_a_ward(tables: Reference, typed: str, ward: str):
    found = tables.places.find(typed)
    assert found
    assert tables.places.ward(found) == ward


def test_an_area_without_wards_has_none():
    assert NOWHERE.ward(Place("town", "x", "X", "", 0.0, 0.0)) == ""


points = st.tuples(st.floats(-89, 89), st.floats(-179, 179))


@given(points, points)
def test_distance_is_the_same_both_ways_and_never_negative(here: tuple[float, float], there: tuple[float, float]):
    assert places.kilometres(here, there) == pytest.approx(places.kilometres(there, here))
    assert places.kilometres(here, there) >= 0
    assert places.kilometres(here, here) == pytest.approx(0)


def test_a_degree_of_latitude_is_about_111_kilometres():
    assert places.kilometres((54.0, 1.5), (55.0, 1.5)) == pytest.approx(111.2, abs=0.2)
