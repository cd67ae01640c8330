"""Wexlow's services as data: complete, varied, fictional, with the gaps it was given on purpose."""

import csv
import json
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from portal.directory import hours, places, thrive_map
from portal.directory.index import Index
from portal.helplines import registry
from tests.directory.conftest import CONTENT

AREA = CONTENT / "area"
FILES = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((AREA / "services").glob("*.json"))}
SERVICES: list[dict[str, Any]] = [each for said in FILES.values() for each in said["contents"]]
LOCAL = [each for each in SERVICES if not each["x_cypmh"].get("helpline")]
AS_OF = date.fromisoformat(FILES["nhs"]["as_of"])
DRAMA = re.compile(r"01632 960\d{3}|020 7946 0\d{3}|07700 900\d{3}|0808 157 0\d{3}")
NUMBER = re.compile(r"\b(?:\+?44|0)\d[\d ]{8,}|\b(?:999|(?<!NHS )111|116 123|85258)\b")


def slugs(**wanted: Any) -> set[str]:
    return {
        each["x_cypmh"]["slug"] for each in SERVICES if all(each.get(key) == value for key, value in wanted.items())
    }


def test_there_are_84_services_of_six_kinds():
    counts = {name: len(said["contents"]) for name, said in FILES.items()}
    assert counts == {"nhs": 22, "council": 16, "vcs": 20, "schools": 10, "digital": 8, "crisis": 8}


def test_the_thrive_groupings_are_spread_as_planned():
    carried = Counter(group for each in SERVICES for group in each["x_cypmh"]["thrive"])
    assert [carried[group] for group in thrive_map.GROUPINGS] == [20, 28, 34, 18, 12]


def test_everything_says_that_it_is_fictional():
    assert all(said["fictional"] is True for said in FILES.values())


def test_ids_and_slugs_are_each_used_once():
    for values in ([each["id"] for each in SERVICES], [each["x_cypmh"]["slug"] for each in SERVICES]):
        assert len(set(values)) == 84


def test_descriptions_are_written_one_by_one_and_long_enough_to_help():
    texts = [each["description"] for each in SERVICES]
    assert len(set(texts)) == 84
    assert all(60 <= len(text.split()) <= 120 for text in texts)


def test_every_service_says_who_for_how_to_get_in_and_what_happens_next():
    for each in SERVICES:
        more = each["x_cypmh"]
        assert all(
            more[key] for key in ("summary", "eligibility", "how_to_get_in", "what_happens_next", "needs", "mode")
        )
        assert len(more["summary"]) <= 100


def test_what_the_standard_requires_is_there():
    for each in SERVICES:
        assert each["status"] in {"active", "inactive", "defunct", "temporarily closed"}
        assert each["organization"]["id"] == each["organization_id"]
        assert each["organization"]["name"]
        assert each["organization"]["description"]
        for place in each["service_at_locations"]:
            assert place["location"]["location_type"] == "physical"
            for address in place["location"]["addresses"]:
                assert all(
                    address[key]
                    for key in ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type")
                )


def test_only_words_of_the_taxonomies_are_used(wexlow: Index):
    for each in SERVICES:
        carried = each["x_cypmh"]
        said = {key: carried[key] for key in ("access", "setting", "mode", "thrive")}
        said |= {"need": carried["needs"], "cohort": carried["cohorts"], "cost": [carried["cost"]]}
        for taxonomy, values in said.items():
            assert set(values) <= wexlow.terms[taxonomy].keys()


def test_every_word_has_a_name_in_every_language(wexlow: Index):
    for terms in wexlow.terms.values():
        assert all(term.names.keys() == {"en", "pl", "ur", "pa"} and term.description for term in terms.values())


def test_every_need_is_met_by_somebody(wexlow: Index):
    assert set(wexlow.bits["need"]) == wexlow.terms["need"].keys()


def test_phones_come_from_the_drama_ranges_only():
    numbers = [phone["number"] for each in SERVICES for desk in each["contacts"] for phone in desk.get("phones", ())]
    assert len(set(numbers)) == len(numbers) > 70
    assert all(DRAMA.fullmatch(number) for number in numbers)


def test_no_number_is_typed_in_a_text():
    for each in SERVICES:
        texts = [each["description"], each.get("alert", ""), *map(str, each["x_cypmh"].values())]
        found = [NUMBER.search(text) for text in texts if text != each["x_cypmh"]["slug"]]
        assert not any(found), each["name"]


@pytest.mark.parametrize("planted", ["ring 0800 123 4567", "call 999", "text 85258", "0161 496 0000"])
def test_the_check_for_numbers_sees_a_planted_one(planted: str):
    assert NUMBER.search(planted)
    assert not DRAMA.fullmatch(planted)


def test_crisis_services_take_their_numbers_from_the_registry():
    known = registry.load(AREA).contacts
    named = [each["x_cypmh"]["helpline"] for each in FILES["crisis"]["contents"]]
    assert set(named) <= known.keys()
    assert len(set(named)) == 8
    assert all(each["x_cypmh"]["helpline"] in known for each in SERVICES if each["x_cypmh"].get("helpline"))


def test_postcodes_are_unallocated_and_their_sectors_known():
    known = places.load(AREA / "places" / "places.csv")
    codes = {
        address["postal_code"]
        for each in SERVICES
        for place in each["service_at_locations"]
        for address in place["location"]["addresses"]
    }
    assert all(re.fullmatch(r"QX[1-9] [1-4][A-Z]{2}", code) for code in codes)
    assert all(known.find(code) for code in codes)


def test_locations_lie_where_their_postcodes_say():
    known = places.load(AREA / "places" / "places.csv")
    for each in SERVICES:
        for place in each["service_at_locations"]:
            at, address = place["location"], place["location"]["addresses"][0]
            sector = known.find(address["postal_code"])
            assert sector
            assert places.kilometres(sector.point, (at["latitude"], at["longitude"])) < 1.0


def test_mail_and_web_lead_nowhere_real():
    for each in SERVICES:
        assert each.get("email", "x@example.org").endswith("@example.org")
        assert each.get("url", "https://www.example.org/").startswith("https://www.example.org/")
        assert each["organization"].get("email", "x@example.org").endswith("@example.org")


def test_a_tenth_is_stale_but_nobody_is_held_back(wexlow: Index):
    dated = [date.fromisoformat(each["assured_date"]) for each in SERVICES if "assured_date" in each]
    assert sum(AS_OF - day > timedelta(days=365) for day in dated) == 8
    assert wexlow.held_back == 0


def test_three_are_closed_with_a_reason_a_date_and_another_way():
    closed = [each for each in SERVICES if each["status"] == "temporarily closed"]
    everyone = slugs()
    assert len(closed) == 3
    for each in closed:
        assert each["alert"]
        assert date.fromisoformat(each["x_cypmh"]["closed_until"]) > AS_OF
        assert set(each["x_cypmh"]["alternatives"]) <= everyone


def test_two_have_a_long_wait():
    waits = [each["x_cypmh"]["waits"]["first_contact"] for each in SERVICES if "waits" in each["x_cypmh"]]
    assert sum(wait["p85_days"] > 18 * 7 for wait in waits) == 2
    assert all(0 <= wait["median_days"] <= wait["p85_days"] for wait in waits)


def test_four_buildings_are_not_for_wheelchairs():
    housed = [each for each in SERVICES if each["service_at_locations"]]
    assert sum("wheelchair" not in each["x_cypmh"]["access"] for each in housed) == 4


def test_six_speak_more_than_english():
    assert sum(each["x_cypmh"]["languages"] != ["en"] for each in SERVICES) == 6


def test_two_addresses_are_hidden():
    hidden = [
        each["x_cypmh"]["slug"]
        for each in SERVICES
        for place in each["service_at_locations"]
        if place["location"].get("x_cypmh", {}).get("address_hidden")
    ]
    assert sorted(hidden) == ["domestic-abuse-family-support", "risewell-sexual-violence-support"]


def test_the_gaps_that_were_left_on_purpose_are_there(wexlow: Index):
    drawn = thrive_map.draw(wexlow, ())
    by_age, by_cohort = ({row.key: row for row in drawn.rows(by)} for by in ("age", "cohort"))
    assert "getting_more_help" in by_age["0-4"].gaps
    assert not any(
        "getting_more_help" in each.terms["thrive"] and (each.minimum_age or 0) < 5 for each in wexlow.documents
    )
    assert "getting_risk_support" in by_cohort["deaf"].gaps


def test_nobody_of_16_to_25_can_drop_in_anywhere_in_the_evening(wexlow: Index):
    evening = hours.read_time("18:00")
    assert evening
    open_late = [
        each.slug
        for each in wexlow.documents
        if "drop_in" in each.terms["access"]
        and (each.minimum_age or 0) <= 16
        and (each.maximum_age or 25) >= 25
        and any(opening.closes > evening or opening.closes <= opening.opens for opening in each.openings)
    ]
    assert open_late == []


def test_schools_name_a_lead_a_number_and_whether_the_nhs_team_visits():
    for each in FILES["schools"]["contents"]:
        assert each["contacts"][0]["name"]
        assert "lead" in each["contacts"][0]["title"] or "Head" in each["contacts"][0]["title"]
        kind = each["organization"]["organization_identifiers"][0]
        assert kind["identifier_type"] == "URN"
        assert kind["identifier"].startswith("9900")
        assert isinstance(each["x_cypmh"]["mhst"], bool)
    assert {each["x_cypmh"]["mhst"] for each in FILES["schools"]["contents"]} == {True, False}


def test_apps_carry_a_check_that_runs_out_and_one_has():
    ends = [date.fromisoformat(each["x_cypmh"]["assurance"]["expires_on"]) for each in FILES["digital"]["contents"]]
    assert len(ends) == 8
    assert sum(end < AS_OF for end in ends) == 1


@pytest.mark.parametrize(
    "words", ["commit suicide", "attention seeking", "suffering from", "Tier 3", "committed suicide"]
)
def test_no_label_and_no_hurtful_words(words: str):
    assert not any(words.casefold() in json.dumps(each).casefold() for each in SERVICES)


def test_places_are_nine_districts_twelve_wards_and_their_towns():
    with (AREA / "places" / "places.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    kinds = Counter(row["kind"] for row in rows)
    assert kinds["outcode"] == 9
    assert kinds["ward"] == 12
    assert kinds["sector"] == 36
    assert kinds["town"] + kinds["village"] >= 12
    assert {row["setting"] for row in rows if row["kind"] == "ward"} == {"urban", "coastal", "rural"}
    assert max(int(row["not_english_percent"]) for row in rows if row["kind"] == "ward") == 38
