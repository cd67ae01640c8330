"""What the directory lends the page of a school: its support team while it is there, and an ear for danger."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.directory import beside_contacts
from portal.directory.beside_contacts import BesideContacts


def test_a_team_is_known_by_its_name_in_addresses_and_one_that_left_is_not(site: Flask) -> None:
    lent = BesideContacts(site)
    team = lent.team("mhst-ashmere")
    assert team is not None
    assert team.name == "School Mental Health Team: Ashmere"
    assert lent.team("mhst-closed") is None


@pytest.mark.parametrize(
    ("words", "danger"), [("i want to die", True), ("Bellcast Foundry School", False), ("cutting class", False)]
)
def test_a_search_for_a_school_is_listened_to_as_every_search_is(site: Flask, words: str, danger: bool) -> None:
    with site.test_request_context():
        assert BesideContacts(site).danger(words) is danger


def test_the_page_of_a_school_leads_to_its_service_and_back(client: FlaskClient) -> None:
    assert 'href="/services/mhst-ashmere"' in client.get("/named-contacts/bellcast-foundry-school").text
    back = 'href="/named-contacts/bellcast-foundry-school"'
    assert back in client.get("/services/bellcast-foundry-wellbeing").text
    assert "/named-contacts/" not in client.get("/services/camhs-ashmere").text


def test_who_is_no_school_and_no_practice_has_no_such_page(site: Flask) -> None:
    with site.app_context():
        assert beside_contacts.page_of("Wexlow Council") == ""
