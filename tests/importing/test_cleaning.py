"""One dirty record at a time: what is put right, what is left out, and what is set aside with reasons."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from portal.importing.cleaning import Cleaned, Quarantined
from tests.importing.conftest import ASSURER, a_service

Accepted = Callable[[Any], Cleaned]
Clean = Callable[[Any], Cleaned | Quarantined]


def test_a_tidy_service_goes_through_without_a_note(accepted: Accepted) -> None:
    found = accepted(a_service())
    assert found.notes == ()
    assert found.unknown == ()
    assert found.document["description"] == "Somebody to talk to, for an hour a week."
    assert found.document["x_cypmh"]["needs"] == ["anxiety"]


OLD = {
    "id": "county-17",
    "name": "Quay Youth Club",
    "description": "A club.",
    "status": "Active ",
    "organization": {"id": "o1", "name": "Quay Trust", "url": "https://quay.example.org"},
    "eligibilitys": [
        {"id": "e", "eligibility": "Anyone from Ashmere", "minimum_age": 11, "maximum_age": 16},
        {"minimum_age": 8, "maximum_age": 14},
    ],
    "service_taxonomys": [{"id": "t", "taxonomy": {"id": "x:1", "name": "Bereavement ", "vocabulary": "County needs"}}],
    "attending_type": "venue",
    "attending_access": "drop-in",
    "languages": [{"id": "l", "language": "English and Polish"}],
    "cost_options": [{"id": "c", "amount": "0", "amount_description": "Nothing to pay"}],
    "regular_schedules": [{"id": "s", "opens_at": "18:00:00", "closes_at": "20:00:00", "byday": "Friday"}],
    "service_areas": [{"id": "a", "service_area": "National"}],
    "assured_date": "01/09/2026",
    "service_at_locations": [
        {
            "id": "1",
            "regular_schedule": [{"id": "s2", "opens_at": "10:00", "closes_at": "12:00", "byday": "SA"}],
            "location": {
                "id": "l1",
                "name": "Quay Hall",
                "latitude": "54.49",
                "longitude": "1.51",
                "physical_addresses": [
                    {"id": "p", "address_1": "2 Quay", "city": "Ashmere", "postal_code": "qx13ty", "country": "England"}
                ],
                "accessibility_for_disabilities": [{"id": "w", "accessibility": "Step-free."}],
            },
        }
    ],
}


def test_the_older_standard_says_the_same_under_other_names(accepted: Accepted) -> None:
    said = accepted(OLD).document
    more = said["x_cypmh"]
    assert (said["minimum_age"], said["maximum_age"], said["status"]) == (8, 16, "active")
    assert said["assured_date"] == "2026-09-01"
    assert said["organization"]["website"] == "https://quay.example.org"
    assert [each["byday"] for each in said["schedules"]] == ["FR", "SA"]
    place = said["service_at_locations"][0]["location"]
    assert place["addresses"][0]["postal_code"] == "QX1 3TY"
    assert place["accessibility"][0]["description"] == "Step-free."
    assert more["needs"] == ["bereavement"]
    assert more["mode"] == ["in_person"]
    assert "drop_in" in more["access"]
    assert more["routes"] == ["self"]
    assert more["languages"] == ["en", "pl"]
    assert more["cost"] == "free"
    assert more["catchment"] == {"kind": "national"}
    assert more["eligibility"] == "Anyone from Ashmere"


def test_names_in_capitals_are_names_too(accepted: Accepted) -> None:
    loud = {key.capitalize(): value for key, value in OLD.items()}
    assert accepted(loud).document == accepted(OLD).document


def test_an_id_that_is_no_uuid_becomes_one_and_stays_the_same(accepted: Accepted) -> None:
    one, two = accepted(OLD), accepted(copy.deepcopy(OLD))
    assert one.their_id == "county-17"
    assert one.service_id == two.service_id
    assert one.service_id.version == 5


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "  "}, "no name"),
        ({"name": "???"}, "no name"),
        ({"organization": None}, "which organisation"),
        ({"organization": {"id": "x", "name": "<p>&nbsp;</p>"}}, "which organisation"),
        ({"status": "wobbly"}, "wobbly"),
        ({"minimum_age": 65, "maximum_age": None}, "only for people from 65"),
    ],
)
def test_what_cannot_stand_in_the_directory_is_set_aside_with_a_reason(clean: Clean, changes: Any, reason: str) -> None:
    found = clean(a_service(**changes))
    assert isinstance(found, Quarantined)
    assert any(reason in each for each in found.reasons)


@pytest.mark.parametrize("junk", [None, 7, "words", [], True])
def test_junk_is_set_aside_under_its_number(clean: Clean, junk: Any) -> None:
    assert clean(junk) == Quarantined("record 1", ("This is not a record with names and values.",))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("ACTIVE", "active"),
        (" Temporarily Closed ", "temporarily closed"),
        ("temporarily_closed", "temporarily closed"),
        ("Closed", "defunct"),
        ("Not active", "inactive"),
        (None, "active"),
        ("", "active"),
        (True, "active"),
    ],
)
def test_status_in_any_spelling(accepted: Accepted, said: Any, status: str) -> None:
    assert accepted(a_service(status=said)).document["status"] == status


def test_a_checkers_address_is_nowhere(accepted: Accepted) -> None:
    told = f"Help. Assured by Jane ({ASSURER}) in May."
    found = accepted(
        a_service(
            description=told, alert=f"Ask {ASSURER}", email=ASSURER, schedules=[{"notes": f"Checked by {ASSURER}"}]
        )
    )
    assert ASSURER not in json.dumps(found.document)
    assert "assurer_email" not in found.document
    assert any("taken out" in note for note in found.notes)


def test_a_desk_that_also_checks_can_still_be_written_to(accepted: Accepted) -> None:
    found = accepted(a_service(email="info@quay.example.org", assurer_email="info@quay.example.org"))
    assert found.document["email"] == "info@quay.example.org"


def test_unknown_labels_are_told_and_never_guessed(accepted: Accepted) -> None:
    words = [{"taxonomy_term": {"name": name}} for name in ("Bin collections ", "Sleep", "Children &amp; Families")]
    found = accepted(a_service(attributes=words))
    assert found.unknown == ("Bin collections",)
    assert found.document["x_cypmh"]["needs"] == ["sleep"]


def test_a_word_of_our_own_vocabulary_is_known_by_its_key(accepted: Accepted) -> None:
    found = accepted(a_service(attributes=[{"taxonomy_term": {"name": "online", "taxonomy": "mode"}}]))
    assert found.document["x_cypmh"]["mode"] == ["online"]
    assert found.document["x_cypmh"]["needs"] == []


def test_a_secret_address_is_hidden(accepted: Accepted) -> None:
    said = a_service()
    said["service_at_locations"][0]["location"]["description"] = "Refuge. The address is confidential."
    at = accepted(said).document["service_at_locations"][0]["location"]
    assert at["x_cypmh"] == {"address_hidden": True}


def test_what_only_this_house_may_say_is_not_taken_from_a_feed(accepted: Accepted) -> None:
    more = {
        "via_front_door": True,
        "owner": "Mary",
        "helpline": "nobody",
        "assurance": {"expires_on": "x"},
        "slug": "../../etc",
    }
    kept = accepted(a_service(x_cypmh=more)).document["x_cypmh"]
    assert kept["via_front_door"] is False
    assert not {"owner", "helpline", "assurance", "slug"} & kept.keys()


def test_odd_hours_are_left_out_and_said(accepted: Accepted) -> None:
    found = accepted(a_service(schedules=[{"opens_at": "25:00", "closes_at": "late", "byday": "MO"}]))
    assert found.document["schedules"] == []
    assert any("25:00" in note for note in found.notes)


def test_a_long_story_is_cut_and_said(accepted: Accepted) -> None:
    found = accepted(a_service(name="n" * 500, description="word " * 3000))
    assert len(found.document["name"]) <= 200
    assert len(found.document["description"]) <= 4000
    assert len([note for note in found.notes if "longer than" in note]) == 2


@pytest.mark.parametrize("fees", ["Free", "FREE ", "free of charge", "No charge."])
def test_free_is_free_however_it_is_said(accepted: Accepted, fees: str) -> None:
    assert accepted(a_service(fees=fees)).document["x_cypmh"]["cost"] == "free"


def test_a_price_is_not_free(accepted: Accepted) -> None:
    said = accepted(a_service(fees="£5 each time")).document
    assert said["x_cypmh"]["cost"] == []
    assert said["cost_options"][0]["option"] == "£5 each time"
