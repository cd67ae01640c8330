"""Who edits the table of names is told what is wrong with it, by line, before anybody rings a number of it."""

from collections.abc import Callable

import pytest

from portal.named_contacts import checks, registry
from portal.named_contacts.contact import NamedContacts
from portal.named_contacts.registry import Registry
from tests.named_contacts.conftest import Rows

FOUNDRY = 1
"""Where Bellcast Foundry School stands among the rows; its line of the file is two further down."""
FAULTS: dict[str, tuple[Callable[[Rows], object], int, str]] = {
    "a school that the list does not know": (lambda rows: rows[1].update(code="990099"), 3, "no school or practice of"),
    "the same school twice": (lambda rows: rows.append(dict(rows[1])), 22, "it has a row already"),
    "a school without a row": (lambda rows: rows.pop(1), 1, "Bellcast Foundry School: it has no row"),
    "words for a number": (lambda rows: rows[1].update(link_phone="ring us"), 3, "link_phone is no phone number"),
    "a number that is too short": (lambda rows: rows[1].update(lead_phone="01632 9601"), 3, "lead_phone is no phone"),
    "a number that somebody may have": (
        lambda rows: rows[1].update(lead_phone="01632 123456"),
        3,
        "lead_phone may be somebody's",
    ),
    "no address": (lambda rows: rows[1].update(link_email="ines at example"), 3, "link_email is no e-mail address"),
    "an address that somebody may have": (
        lambda rows: rows[1].update(link_email="ines@school.test"),
        3,
        "link_email may be somebody's",
    ),
    "a name nobody can reach": (lambda rows: rows[1].update(link_phone=""), 3, "link_name is there and link_phone"),
    "a number that leads to nobody": (lambda rows: rows[1].update(lead_name=""), 3, "lead_name is missing"),
    "a day that is none": (lambda rows: rows[1].update(link_days="mon someday"), 3, "link_days has 'someday'"),
    "a date of another land": (lambda rows: rows[1].update(checked_on="14/09/2026"), 3, "checked_on is no day"),
    "nobody has promised to ask again": (lambda rows: rows[1].update(check_again_on=""), 3, "are needed"),
    "asked again before it was asked": (
        lambda rows: rows[1].update(check_again_on="2026-09-13"),
        3,
        "check_again_on comes after",
    ),
    "a novel in a cell": (lambda rows: rows[1].update(lead_where="x" * 201), 3, "lead_where is longer"),
    "a comma too many": (lambda rows: rows[1].update({None: ["more"]}), 3, "not as many cells"),  # type: ignore[dict-item]
}


def test_what_is_shipped_has_no_problem(rows: Rows, shipped: Registry) -> None:
    assert list(checks.problems(rows, shipped.places, fictional=True)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_every_planted_fault_is_found_and_takes_the_name_off_the_page(
    rows: Rows, shipped: Registry, fault: str
) -> None:
    spoil, line, message = FAULTS[fault]
    spoil(rows)
    found = registry.read(rows, shipped.places, fictional=True)
    wrong = [(at, message in problem) for at, problem in found.problems]
    # A school under a wrong code is also a school without a row.
    assert wrong == [(line, True)] or (fault.startswith("a school that") and wrong == [(line, True), (1, False)])
    foundry = shipped.places[FOUNDRY]
    if fault != "the same school twice":
        assert found.of(foundry) == NamedContacts(foundry.kind, foundry.code)
    others = [place for place in shipped.places if place != foundry]
    assert all(found.of(place) == shipped.of(place) for place in others)


def test_a_real_area_is_told_of_numbers_and_addresses_of_a_story(rows: Rows, shipped: Registry) -> None:
    real = registry.read(rows[:1], shipped.places[:1], fictional=False)
    assert real.made_up
    assert [problem.partition(": ")[2].partition(" ")[0] for _line, problem in real.problems] == [
        "link_phone",
        "lead_phone",
        "link_email",
    ]
    own = {"link_phone": "0191 123 4567", "lead_phone": "0191 123 4568", "link_email": "link@area.test"}
    assert not registry.read([rows[0] | own], shipped.places[:1], fictional=False).problems
    assert not shipped.made_up
