"""A school lead and a GP have sent something, and read who in the team works with the place they wrote from."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.browser import Browser, walk
from tests.referrals.owners import AMINA
from tests.referrals.test_advice_and_friends import ask
from tests.referrals.test_own_page_at_work import own_page
from tests.referrals.test_professional_views import begin, send, to_the_end

HERS = "Your link person in our team"


def refer(client: FlaskClient, **said: Any) -> Browser:
    told = {"go": "check", "story": "Fifteen, low for months.", "referrer_phone": "01632 960123"}
    return to_the_end(send(begin(client), **(told | said)))


def test_a_school_lead_reads_whom_to_ring_after_sending_and_whenever_she_comes_back(
    client: FlaskClient, engine: Engine
) -> None:
    sent = refer(client, organisation="Bellcast Foundry School")
    pages = [sent.page, own_page(sent, engine).page]
    for page in pages:
        assert HERS in page
        assert "Ines Marchbanks" in page
        assert 'href="tel:01632960201"' in page
        assert 'href="/named-contacts/bellcast-foundry-school"' in page
        assert page.index("If a life is in danger") < page.index(HERS)
        assert "Mr Tarrowby" not in page


def test_so_does_a_gp_who_gives_the_code_of_her_practice_and_a_teacher_who_only_asks(
    client: FlaskClient, engine: Engine
) -> None:
    assert "Noor Haldane" in refer(client, organisation="Millfields Surgery").page
    asked = ask(client, advice_question="How do we talk with a class?", organisation="Bellcast Foundry School")
    assert "Ines Marchbanks" in asked.page


def test_where_nobody_is_named_the_team_is_to_be_rung(client: FlaskClient) -> None:
    page = refer(client, organisation="Foundry Road Surgery").page
    assert "Nobody is named yet. Ring our team instead." in page[page.index(HERS) :]


@pytest.mark.parametrize("organisation", ["", "A school nobody listed", "foundry"])
def test_a_place_that_the_list_does_not_know_shows_nobody(client: FlaskClient, organisation: str) -> None:
    assert HERS not in refer(client, organisation=organisation).page


def test_a_school_that_only_the_child_goes_to_is_not_the_writers(client: FlaskClient) -> None:
    assert HERS not in refer(client, school="Bellcast Foundry School").page


def test_a_young_person_is_shown_no_link_person_whatever_school_she_names(client: FlaskClient, engine: Engine) -> None:
    amina = walk(Browser(client), AMINA | {"places": {"school": "Bellcast Foundry School"}})
    assert amina.reference
    assert "Ines Marchbanks" not in amina.page
    assert "Ines Marchbanks" not in own_page(amina, engine).page
