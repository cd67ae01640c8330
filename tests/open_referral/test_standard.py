"""What we publish is what the standard asks for: every page of every list, and every entry, formats too."""

import copy
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from portal.open_referral import publishing
from portal.open_referral.publishing import Limits
from portal.open_referral.routes import COLLECTIONS
from tests.open_referral.conftest import ROUTES, ask, ids, walk
from tests.open_referral.dirt import objects
from tests.open_referral.standard import LISTED, NESTED, example, faults, page_faults

pytestmark = pytest.mark.open_referral_data

LIMITS = Limits(date(2026, 11, 23), timedelta(days=120), 10)
# Their own examples of lists of organizations leave out what their schema of one organization asks for, but the
# schema of the list does not look there.
GOOD_LISTS = {
    "services": "service_list.json",
    "service_at_locations": "service_at_location_list.json",
    "organizations": "organization_list.json",
    "taxonomies": "taxonomy_list.json",
    "taxonomy_terms": "taxonomy_term_list.json",
}
GOOD_ONES = {
    "services": "service_full.json",
    "service_at_locations": "service_at_location_full.json",
    "organizations": "organization.json",
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}


def own_words(wrong: list[str]) -> list[str]:
    """Leave out what the examples themselves get wrong by the base standard: a country in full is not ours to mend."""
    return [each for each in wrong if not each.startswith("addresses:")]


def test_formats_are_really_checked() -> None:
    checker = Draft202012Validator.FORMAT_CHECKER
    for name, bad in (("uuid", "12"), ("uri", "example_com"), ("email", "nobody"), ("date-time", "yesterday")):
        assert not checker.conforms(bad, name)


@pytest.mark.parametrize("name", ROUTES)
def test_the_checker_passes_the_answers_that_are_known_to_be_good(name: str) -> None:
    for each in example(GOOD_LISTS[name])["contents"]:
        assert own_words(faults(LISTED[name], each)) == []
    assert own_words(faults(NESTED[name], example(GOOD_ONES[name]))) == []


def without(key: str) -> Callable[[Any], None]:
    return lambda said: said.pop(key)


def with_value(value: Any, *path: Any) -> Callable[[Any], None]:
    def change(said: Any) -> None:
        for step in path[:-1]:
            said = said[step]
        said[path[-1]] = value

    return change


SPOILT: list[tuple[str, Callable[[Any], None]]] = [
    ("services", without("status")),
    ("services", without("name")),
    ("services", with_value("open", "status")),
    ("services", with_value("12", "id")),
    ("services", with_value("12", "minimum_age")),
    ("services", with_value("www.example.org", "url")),
    ("services", with_value("nobody", "email")),
    ("services", with_value("yesterday", "last_modified")),
    ("services", with_value(None, "description")),
    ("services", with_value("DAILY", "schedules", 0, "freq")),
    ("services", with_value("house", "service_at_locations", 0, "location", "location_type")),
    ("services", with_value("1.5", "service_at_locations", 0, "location", "latitude")),
    ("services", with_value({}, "organization")),
    ("services", with_value([{}], "attributes")),
    ("services", with_value([{"id": "5c4d79d7-cc55-470e-9f1f-8cad074e4892"}], "contacts", 0, "phones")),
    ("services", with_value(7, "languages", 0, "code")),
    ("service_at_locations", without("id")),
    ("service_at_locations", with_value("7", "location", "longitude")),
    ("service_at_locations", with_value("here", "service", "status")),
    ("organizations", without("description")),
    ("organizations", with_value([{"id": "1"}], "organization_identifiers")),
    ("taxonomies", without("description")),
    ("taxonomies", with_value([{"id": "x"}], "taxonomy_terms")),
    ("taxonomy_terms", with_value("example_com", "term_uri")),
    ("taxonomy_terms", without("name")),
]


@pytest.mark.parametrize(("name", "spoil"), SPOILT)
def test_the_checker_notices_a_spoilt_answer(name: str, spoil: Callable[[Any], None]) -> None:
    said = copy.deepcopy(example(GOOD_ONES[name]))
    spoil(said)
    assert own_words(faults(NESTED[name], said))


@pytest.mark.parametrize("key", ["total_items", "contents", "last_page", "size", "empty"])
def test_the_checker_notices_a_spoilt_envelope(key: str) -> None:
    said = example("service_list.json")
    assert page_faults("services", said) == []
    said.pop(key)
    assert page_faults("services", said)


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("per_page", [7, 50, 200])
def test_every_page_of_every_list_is_valid(client: FlaskClient, name: str, per_page: int) -> None:
    pages = walk(client, name, per_page=per_page)
    assert [fault for page in pages for fault in page_faults(name, page)] == []
    found = ids(pages)
    assert found == sorted(set(found))
    assert len(found) == pages[0]["total_items"] > 0


FILTERS: list[dict[str, Any]] = [
    {"search": "sleep"},
    {"minimum_age": 11},
    {"maximum_age": 18},
    {"day": "SA"},
    {"start_time": "12:00", "end_time": "20:00"},
    {"modified_after": "2020-01-01"},
    {"full": "true"},
    {"search": "nothing says this"},
]


@pytest.mark.parametrize("query", FILTERS, ids=str)
def test_filtered_lists_are_valid_too(client: FlaskClient, query: dict[str, Any]) -> None:
    for name in ("services", "service_at_locations"):
        pages = walk(client, name, per_page=40, **query)
        assert [fault for page in pages for fault in page_faults(name, page)] == []


def test_lists_near_a_place_are_valid_too(client: FlaskClient) -> None:
    pages = walk(client, "service_at_locations", per_page=9, postcode="QX1 1AA", proximity=20_000)
    assert len(ids(pages)) > 20
    assert [fault for page in pages for fault in page_faults("service_at_locations", page)] == []


@pytest.mark.parametrize("name", ROUTES)
def test_everything_about_one_is_valid(client: FlaskClient, name: str) -> None:
    for own in ids(walk(client, name, per_page=200)):
        assert faults(NESTED[name], ask(client, f"{name}/{own}")) == []


def test_an_organization_with_all_its_services_is_valid(client: FlaskClient) -> None:
    for own in ids(walk(client, "organizations", per_page=200))[:20]:
        said = ask(client, f"organizations/{own}", full_service="true")
        assert faults(NESTED["organizations"], said) == []
        assert all(each["organization"]["id"] == own for each in said["services"])


def test_what_this_is_says_where_its_description_lies(client: FlaskClient) -> None:
    said, theirs = ask(client, ""), example("api_details.json")
    assert set(said) == set(theirs)
    assert said["version"] == theirs["version"]
    assert said["openapi_url"] == "https://directory.example.org/api/open-referral/openapi.json"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(["service_at_locations", "organizations", "taxonomies", "taxonomy_terms"]))
def test_whatever_we_hold_what_leaves_is_valid(data: st.DataObject, name: str) -> None:
    found = publishing.fitted(COLLECTIONS[name].shape, data.draw(objects(COLLECTIONS[name].shape)), LIMITS)
    assert found is not None
    assert faults(NESTED[name], found) == []
