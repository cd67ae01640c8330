"""What anybody may know, and what nobody may: values in, values out."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from portal.open_referral import openapi, publishing, shapes
from portal.open_referral.publishing import LEFT_OUT, Limits, public
from tests.open_referral.dirt import OTHER, OWN, objects

TODAY = date(2026, 11, 23)
LIMITS = Limits(TODAY, timedelta(days=120), 10)


def a_service(**changes: Any) -> dict[str, Any]:
    """Say one service as an editor sees it."""
    said = {
        "id": OWN,
        "organization_id": OTHER,
        "name": "Quiet Room",
        "status": "active",
        "assurer_email": "r.calder@example.org",
        "assured_date": "2026-11-01",
        "organization": {"id": OTHER, "name": "A charity", "description": "Kind people."},
        "x_cypmh": {"owner": "Group leader", "routes": ["self"]},
    }
    return said | changes


def hidden_place() -> dict[str, Any]:
    """Say a refuge with everything an editor knows of it."""
    location = {
        "id": OTHER,
        "location_type": "postal",
        "name": "CANARY House",
        "description": "CANARY behind the CANARY shop",
        "latitude": 54.123456,
        "longitude": 1.654321,
        "addresses": [{"id": OTHER, "address_1": "CANARY Street", "city": "CANARYTON", "postal_code": "QX9 9CA"}],
        "accessibility": [{"id": OTHER, "description": "CANARY ramp"}],
        "x_cypmh": {"address_hidden": True, "note": "CANARY"},
        "transportation": "CANARY bus",
    }
    return {"id": OWN, "service_id": OWN, "location_id": OTHER, "location": location}


def test_of_a_hidden_place_only_its_existence_is_told() -> None:
    shown = public(a_service(service_at_locations=[hidden_place()]), LIMITS)["service_at_locations"][0]
    assert shown["location"] == {"id": OTHER, "location_type": "physical", "x_cypmh": {"address_hidden": True}}
    assert "CANARY" not in json.dumps(shown)
    assert "54.1" not in json.dumps(shown)
    assert public(hidden_place(), LIMITS, "service_at_location")["location"] == shown["location"]


def test_a_place_that_is_no_secret_is_told_whole() -> None:
    place = hidden_place()
    place["location"]["x_cypmh"] = {"address_hidden": False}
    shown = public(place, LIMITS, "service_at_location")["location"]
    assert shown["name"] == "CANARY House"
    assert shown["location_type"] == "postal"
    assert shown["addresses"][0]["city"] == "CANARYTON"


def test_what_only_editors_know_stays_with_them() -> None:
    shown = public(a_service(wait_time="x", x_secret={"a": 1}), LIMITS)
    assert {"assurer_email", "wait_time", "x_secret"} & set(shown) == set()
    assert "owner" not in shown["x_cypmh"]
    assert shown["x_cypmh"] == {"routes": ["self"], "verified_on": "2026-11-01"}


@pytest.mark.parametrize("written", ["r.calder@example.org", "R.Calder@Example.ORG"])
def test_an_assurers_address_is_nowhere(written: str) -> None:
    said = a_service(
        email=written,
        url=f"https://example.org/?to={written}",
        description=f"Write to {written}. Or to info@example.org; not joan.r.calder@example.org.uk.",
        alert=f"mailto:{written}",
        x_cypmh={"how_to_get_in": f"Ask <{written}>", "routes": [written]},
    )
    shown = public(said, LIMITS)
    assert "email" not in shown
    assert "url" not in shown
    assert shown["description"].startswith(f"Write to {LEFT_OUT}. Or to info@example.org; not joan.r.calder")
    left = json.dumps(shown).casefold().replace("joan.r.calder@example.org.uk", "")
    assert "r.calder" not in left
    everywhere = Limits(TODAY, timedelta(days=120), 10, publishing.hush(["r.calder@example.org"]))
    assert "email" not in public({"id": OTHER, "name": "", "email": written}, everywhere, "organization")


def test_another_address_stays() -> None:
    shown = public(a_service(email="hello@example.org", description="Ask hello@example.org"), LIMITS)
    assert (shown["email"], shown["description"]) == ("hello@example.org", "Ask hello@example.org")


def wait(days_ago: int = 10, n: Any = 50, **changes: Any) -> dict[str, Any]:
    first = {"median_days": 12, "p85_days": 30, "n": n} | changes
    return {"as_of": (TODAY - timedelta(days=days_ago)).isoformat(), "first_contact": first, "method": "told"}


@pytest.mark.parametrize(
    ("waits", "shown"),
    [
        (wait(), True),
        (wait(120), True),
        (wait(121), False),
        (wait(-1), False),
        (wait(0), True),
        (wait(n=10), True),
        (wait(n=9), False),
        (wait(n="50"), False),
        (wait(p85_days=None), False),
        ({"as_of": "soon"}, False),
        ("long", False),
        (None, False),
    ],
)
def test_only_waits_that_are_recent_and_about_enough_people_are_told(waits: Any, shown: bool) -> None:
    said = public(a_service(x_cypmh={"waits": waits}), LIMITS)["x_cypmh"]
    assert said.get("waits") == (waits if shown else None)


def test_what_must_be_there_is_there_even_when_we_do_not_know_it() -> None:
    address = {"id": OTHER, "address_type": "castle"}
    place = {"id": OWN, "location": {"id": OTHER, "location_type": "castle", "addresses": [address]}}
    shown = public(place, LIMITS, "service_at_location")["location"]
    assert shown["location_type"] == "physical"
    assert shown["addresses"][0] == {
        "id": OTHER,
        **dict.fromkeys(("address_1", "city", "state_province", "postal_code"), ""),
        "country": "GB",
        "address_type": "physical",
    }


def test_what_cannot_be_mended_is_left_out_or_refused() -> None:
    shown = public(a_service(contacts=[{"id": OWN, "phones": [{"id": OTHER}]}, {"id": "7"}, None]), LIMITS)
    assert shown["contacts"] == [{"id": OWN, "phones": []}]
    with pytest.raises(ValueError, match="cannot be published"):
        public(a_service(status="defunct"), LIMITS)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("url", "https://example.org/a%20b?c=d#e", True),
        ("url", "www.example.org", False),
        ("url", "javascript:alert(1)", False),
        ("url", "https://example.org/a b", False),
        ("url", "https://bücher.example.org/", False),
        ("url", "https://example.org/[1]", False),
        ("url", "https://example.org/%zz", False),
        ("url", "", False),
        ("email", "a@b", False),
        ("email", "a b@example.org", False),
        ("last_modified", "2026-11-01", False),
        ("minimum_age", float("nan"), False),
        ("minimum_age", True, False),
        ("minimum_age", 0, True),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_left_out(name: str, value: Any, kept: bool) -> None:
    assert (name in public(a_service(**{name: value}), LIMITS)) is kept


DOCUMENT = openapi.document("https://example.org")
KNOWN = Registry().with_resource("urn:feed", Resource.from_contents(DOCUMENT, default_specification=DRAFT202012))


def own_faults(shape: str, said: Any) -> list[str]:
    """Return what is wrong with an object by our own description."""
    schema = {"$ref": f"urn:feed#/components/schemas/{shape}"}
    checks = Draft202012Validator(schema, registry=KNOWN, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [each.message for each in checks.iter_errors(said)]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(["organization", "service_at_location", "location", "schedule", "taxonomy"]))
def test_whatever_we_hold_what_leaves_is_as_we_describe_it(data: st.DataObject, shape: str) -> None:
    found = publishing.fitted(shape, data.draw(objects(shape)), LIMITS)
    assert found is not None
    assert own_faults(shape, found) == []
    json.dumps(found, allow_nan=False)


def test_our_own_description_can_find_fault() -> None:
    assert own_faults("location", {"id": "7", "location_type": "castle"})


def test_no_shape_names_what_must_not_leave() -> None:
    names = {name for shape in shapes.SHAPES.values() for name in shape}
    assert not names & {"assurer_email", "owner", "attention"}
