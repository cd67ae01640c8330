"""Amina opens the site at 11 p.m.: three doors, and nothing that asks anything of her."""

import re

import pytest
from flask.testing import FlaskClient

from portal.languages import LANGUAGES


def test_the_first_page_has_three_doors_and_asks_for_nothing(client: FlaskClient) -> None:
    answer = client.get("/")
    for door in ("/help-now", "/find-help", "/refer"):
        assert f'href="{door}"' in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_link_keeps_the_language(client: FlaskClient, code: str) -> None:
    page = client.get(f"/{code}/").text
    for door in ("/help-now", "/find-help", "/refer"):
        assert f'href="/{code}{door}"' in page


def test_the_first_page_leads_to_how_long_people_wait_and_names_no_number(client: FlaskClient) -> None:
    page = client.get("/").text
    box = page[page.index("How long is the wait?") : page.index("</section>", page.index("How long is the wait?"))]
    assert 'href="/waiting-times"' in box
    assert not re.search(r"\d", re.sub(r"<[^>]+>", "", box))


def test_the_tab_says_nothing_that_a_brother_may_not_read(client: FlaskClient) -> None:
    title = client.get("/").text.partition("<title>")[2].partition("</title>")[0]
    assert title == "Wexlow Front Door"
