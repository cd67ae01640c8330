"""Tables out of office programs."""

import pytest

from portal import config
from portal.importing import cleaning, spreadsheets
from portal.importing.cleaning import Cleaned, Known

COMMON = (
    "Service Name,Description,Website,Email,Telephone,Address,Town,Postcode,Min age,Max age,Cost,Organisation,"
    "Last checked,Status,Needs\n"
    'Quay Club,"A club, for all",www.quay.example.org,hi@quay.example.org,01632 960123,2 Quay,Ashmere,qx13ty,11,18,'
    "Free,Quay Trust,01/09/2026,Active,Sleep; Bullying\n"
)


def kept(content: str, known: Known, said: spreadsheets.Mapped | None = None) -> Cleaned:
    raws, _unknown = spreadsheets.records(content, "county", said)
    found = cleaning.clean(raws[0], known)
    assert isinstance(found, Cleaned), found
    return found


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_common_headings_are_known_whatever_separates_them(known: Known, separator: str) -> None:
    content = f"name{separator}organisation{separator}postcode\nQuay Club{separator}Quay Trust{separator}QX1 3TY\n"
    assert kept(content, known).document["organization"]["name"] == "Quay Trust"


def test_a_row_says_what_a_service_would(known: Known) -> None:
    said = kept(COMMON, known).document
    assert (said["name"], said["minimum_age"], said["maximum_age"]) == ("Quay Club", 11, 18)
    assert said["url"] == "https://www.quay.example.org"
    assert said["assured_date"] == "2026-09-01"
    assert said["contacts"][0]["phones"][0]["number"] == "01632 960123"
    assert said["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "QX1 3TY"
    assert said["x_cypmh"]["needs"] == ["sleep", "bullying"]
    assert said["x_cypmh"]["cost"] == "free"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_office_programs_letters_are_read(known: Known, encoding: str) -> None:
    content = "name,organisation\nCafé – “Quay”,Trust\n".encode(encoding)
    assert kept(spreadsheets.decoded(content), known).document["name"] == "Café – “Quay”"


def test_a_row_without_an_id_keeps_the_same_one(known: Known) -> None:
    one, two = kept(COMMON, known), kept(COMMON.replace("A club", "Another club"), known)
    assert one.service_id == two.service_id


def test_without_a_column_for_it_the_feed_itself_runs_the_services(known: Known) -> None:
    assert kept("name\nQuay Club\n", known).document["organization"]["name"] == "county"


def test_a_table_without_names_sets_every_row_aside_with_a_reason(known: Known) -> None:
    raws, _unknown = spreadsheets.records("colour,size\nred,1\nblue,2\n", "county")
    found = [cleaning.clean(raw, known, at) for at, raw in enumerate(raws, 1)]
    assert len(found) == 2
    assert all("mapping" in each.reasons[0] for each in found if isinstance(each, cleaning.Quarantined))


def test_a_mapping_says_what_is_what(known: Known) -> None:
    mapped = spreadsheets.mapping(
        '[columns]\n"What" = "name"\n"Von" = "minimum_age"\n[fixed]\norganisation = "Quay Trust"\n'
    )
    said = kept("What,Von\nQuay Club,11\n", known, mapped).document
    assert (said["name"], said["minimum_age"], said["organization"]["name"]) == ("Quay Club", 11, "Quay Trust")


def test_the_areas_example_of_a_mapping_reads() -> None:
    path = config.PROJECT / "content" / "area" / "feeds" / "example-mapping.toml"
    assert spreadsheets.mapping(path.read_text("utf-8")).columns


@pytest.mark.parametrize("wrong", ["[columns", 'columns = "x"', '[columns]\n"A" = "nothing"', "[fixed]\nnothing = 1"])
def test_a_wrong_mapping_is_told(wrong: str) -> None:
    with pytest.raises(spreadsheets.MappingError):
        spreadsheets.mapping(wrong)
