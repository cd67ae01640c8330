"""Two feeds and our own entries: nobody's service, organisation or place is ever written over by somebody else's."""

import copy
from typing import Any

from sqlalchemy import select

from portal import db
from portal.directory import actions as directory
from portal.directory import from_open_referral
from portal.directory import queries as entries
from portal.directory.models import Organization, Service
from portal.importing import cleaning, comparison, shapes, shared
from tests.importing.conftest import (
    CONTENT,
    LATER,
    NAMES,
    TODAY,
    County,
    a_feed,
    a_service,
    an_id,
    counts,
)

ROOM = NAMES[0]


def ours(county: County, **changes: Any) -> None:
    """Write an entry of our own."""
    known = comparison.known_here(CONTENT, "ours", TODAY)
    said = cleaning.clean(shapes.records([a_service(**changes)])[0], known)
    assert isinstance(said, cleaning.Cleaned)
    with db.writing(county.engine) as session:
        session.merge(from_open_referral.service(said.document, entries.term_ids(session), fictional=False))
        directory.changed(session)


def test_our_own_entry_is_never_touched_by_a_feed_with_its_id(county: County) -> None:
    ours(county, name=ROOM, description="Ours.")
    made = county.bring(a_feed())
    assert counts(made) == (4, 0, 0, 0, 1)
    assert "one of our own" in made.quarantined[0].reasons[0]
    assert county.entries()[ROOM]["description"] == "Ours."


def test_another_feeds_service_is_never_touched(county: County) -> None:
    county.bring(a_feed())
    made = county.look([a_service(ROOM, description="Theirs."), a_service("Another")], name="district")
    assert counts(made) == (1, 0, 0, 0, 1)
    assert "county" in made.quarantined[0].reasons[0]


def test_a_shared_organisation_or_place_of_somebody_else_stays_as_it_is(county: County) -> None:
    county.bring(a_feed())
    theirs = a_service("District club")
    theirs["organization"] = theirs["organization"] | {"name": "Taken over"}
    theirs["service_at_locations"][0]["location"]["name"] = "Taken over"
    theirs["service_at_locations"][0]["location"]["addresses"][0]["address_1"] = "9 Other Road"
    county.bring([theirs], name="district")
    now = county.entries()
    assert now[ROOM]["organization"]["name"] == "Harbour Trust"
    assert now[ROOM]["service_at_locations"][0]["location"]["addresses"][0]["address_1"] == "1 Quay Street"
    assert now["District club"]["organization"]["name"] == "Taken over"
    before = county.everything()
    assert counts(county.bring([copy.deepcopy(theirs)], name="district", moment=LATER)) == (0, 0, 1, 0, 0)
    assert county.everything() == before


def test_one_organisation_told_two_ways_is_one(county: County) -> None:
    one, two = a_service("A"), a_service("B")
    two["organization"] = {"id": an_id("owner"), "name": "harbour trust ", "description": "A longer made-up story."}
    county.bring([one, two])
    assert county.count(Organization) == 1
    assert county.entries()["A"]["organization"]["description"] == "A longer made-up story."


def test_an_id_that_stands_for_two_organisations_is_told_apart(county: County) -> None:
    one, two = a_service("A"), a_service("B")
    two["organization"] = {"id": an_id("owner"), "name": "Quite another charity", "description": "x"}
    county.bring([one, two])
    assert {each["organization"]["name"] for each in county.entries().values()} == {
        "Harbour Trust",
        "Quite another charity",
    }


def test_two_services_of_one_name_have_two_addresses(county: County) -> None:
    twins = [a_service("Twin", id=f"00000001-0000-4000-8000-{number:012}") for number in (1, 2)]
    county.bring(twins)
    with db.reading(county.engine) as session:
        assert len(set(session.scalars(select(Service.slug)))) == 2


def test_services_told_by_two_feeds_are_suggested_and_stay_two(county: County) -> None:
    county.bring(a_feed())
    twin = a_service("Harbour Listening Rooms", id=an_id("twin"), organization={"name": "The Harbour Trust"})
    made = county.bring([twin], name="district")
    pair = made.alike[0]
    assert (pair.one.name, pair.other.name, pair.other.source) == ("Harbour Listening Rooms", ROOM, "county")
    assert "the same phone number" in pair.because
    assert {ROOM, "Harbour Listening Rooms"} <= set(county.entries())


def test_shared_ids_are_those_of_the_organisation_and_the_places(county: County) -> None:
    made = county.look([a_service()])
    assert shared.ids(made.wanted[0].record.document) == [an_id("owner"), an_id("hall")]
