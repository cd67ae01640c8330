"""What the two files say together: an address for every place, and a name only as long as it may be trusted."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.named_contacts import registry
from portal.named_contacts.contact import NamedContacts, Person, State
from portal.named_contacts.organisations import PRACTICE, SCHOOL, Organisation
from portal.named_contacts.registry import Registry
from tests.named_contacts.conftest import AREA

CHECKED, AGAIN = date(2026, 9, 14), date(2027, 9, 14)
INES = Person("Ines Marchbanks", "Link worker", "01632 960201")


def place(name: str, code: str = "1", kind: str = SCHOOL) -> Organisation:
    return Organisation(kind, code, name, "Ashmere", "QX1 1AA")


def test_every_place_has_an_address_of_its_own(shipped: Registry) -> None:
    assert len(shipped.slugs) == len(shipped.places) == 20
    assert shipped.slugs["bellcast-foundry-school"].code == "990002"
    assert {shipped.path(each) for each in shipped.places} == {f"/named-contacts/{slug}" for slug in shipped.slugs}


def test_two_schools_of_one_name_are_told_apart_and_a_name_without_letters_is_found() -> None:
    twins = (place("St Brin's", "11"), place("St Brins", "12"), place("小学", "13"))
    found = registry.read((), twins, fictional=True)
    assert list(found.slugs) == ["st-brins-11", "st-brins-12", "13"]


@given(st.lists(st.text(max_size=20), max_size=8))
def test_whatever_places_are_called_each_has_one_address(names: list[str]) -> None:
    places = tuple(place(name, str(code)) for code, name in enumerate(names))
    assert len(registry.read((), places, fictional=True).slugs) == len(places)


@pytest.mark.parametrize(
    ("on", "state"),
    [(CHECKED, State.CURRENT), (AGAIN, State.CURRENT), (AGAIN + timedelta(1), State.LAPSED)],
)
def test_a_name_lapses_the_day_after_it_was_to_be_checked_again(on: date, state: State) -> None:
    named = NamedContacts(SCHOOL, "1", link=INES, checked_on=CHECKED, check_again_on=AGAIN)
    assert named.state(named.link, on) is state
    assert named.state(named.lead, on) is State.NOBODY


def test_a_name_that_was_never_checked_has_lapsed() -> None:
    assert NamedContacts(SCHOOL, "1", link=INES).state(INES, CHECKED) is State.LAPSED


def test_what_a_form_says_leads_to_one_place_or_to_none(shipped: Registry) -> None:
    both = (SCHOOL, PRACTICE)
    assert shipped.meant(both, "EE990002", "") == shipped.meant((SCHOOL,), "990002", "") != None  # noqa: E711
    assert shipped.meant(both, "", "millfields surgery") == shipped.meant((PRACTICE,), "Q9X101", "")
    assert shipped.meant((SCHOOL,), "Q9X101", "Millfields Surgery") is None
    assert shipped.meant(both, "", "") is None
    assert shipped.meant(both, "no such code", "Bellcast") is None


def test_who_has_to_be_asked_is_who_lapsed_and_who_is_missing(shipped: Registry) -> None:
    asked = [each.name for each in shipped.to_check(date(2026, 11, 27))]
    assert asked == [
        "Shingle Walk Primary School",
        "Hensgrove Village Primary School",
        "Foundry Road Surgery",
        "Lantern Point Surgery",
    ]


@pytest.mark.parametrize("spoilt", [b"", b"\xff\xfe\x00", b"kind,code\nschool,990001\n", b'kind,"code\n' * 3])
def test_a_file_that_cannot_be_read_stops_nothing_and_names_nobody(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "organisations.csv").write_bytes((AREA / "organisations.csv").read_bytes())
    (tmp_path / registry.FILE).write_bytes(spoilt)
    found = registry.load(tmp_path, fictional=True)
    assert found.problems
    assert len(found.slugs) == 20
    assert not found.named


def test_an_area_without_the_file_names_nobody(tmp_path: Path) -> None:
    found = registry.load(tmp_path, fictional=False)
    assert (found.places, dict(found.named)) == ((), {})
