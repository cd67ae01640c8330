"""THRIVE in public: needs first, official names for those who need them, and a map whose every count can be opened."""

import re
from html import unescape

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.directory.thrive_map import BY, DIGITAL
from portal.languages import LANGUAGES


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.text)


def main(text: str) -> str:
    return text.partition("<main")[2].partition("</main>")[0]


def test_young_people_meet_needs_and_not_a_framework(client: FlaskClient) -> None:
    shown = main(page(client, "/thrive"))
    for wish in ("I want tips", "I want someone to talk to regularly", "I need specialist help", "I'm not safe"):
        assert wish in shown
    assert "THRIVE" not in shown
    assert "Getting" not in shown
    assert shown.index('href="/help-now"') < shown.index('href="/find-help"')


def test_professionals_get_the_official_names_principles_and_credit(client: FlaskClient) -> None:
    shown = main(page(client, "/thrive/professionals"))
    names = ("Thriving", "Getting Advice and Signposting", "Getting Help", "Getting More Help", "Getting Risk Support")
    for name in names:
        assert f">{name}<" in shown
    assert "The groupings are not steps." in shown
    assert "Wolpert et al., 2019" in shown
    assert 'href="/services?thrive=getting_help">34 services' in shown


def opened(client: FlaskClient, link: str) -> int:
    """Return how many services stand behind a link of the map."""
    text = page(client, link)
    if link.startswith("/services"):
        found = re.search(r"<h2>(\d+) services?</h2>", text)
        assert found
        return int(found[1])
    return len(re.findall(r"<li><a href=\"/services/", text.partition('id="services"')[2].partition("</section>")[0]))


@pytest.mark.parametrize("by", BY)
def test_every_count_opens_the_services_it_counts(client: FlaskClient, by: str) -> None:
    for digital in DIGITAL:
        shown = main(page(client, f"/thrive/gaps?by={by}&digital={digital}"))
        cells = re.findall(r"<td[^>]*>\s*<a href=\"([^\"]+)\">(\d+)<", shown)
        # What is used from a screen has no place, so it is near no ward.
        assert bool(cells) is ((by, digital) != ("area", "only"))
        for link, count in cells[:: max(1, len(cells) // 3)]:
            assert opened(client, link.partition("#")[0]) == int(count), link


def test_a_gap_is_said_in_words_and_carries_its_plan(client: FlaskClient) -> None:
    shown = main(page(client, "/thrive/gaps?by=age"))
    assert re.search(
        r'class="fd-gap">\s*<strong>none</strong>\s*<a[^>]*href="#plan-0-4-getting_more_help">planned', shown
    )
    assert 'id="plan-0-4-getting_more_help"' in shown
    assert "Commissioner for children's mental health" in shown


def test_a_plan_that_has_run_out_says_so(client: FlaskClient) -> None:
    shown = main(page(client, "/thrive/gaps?by=area"))
    assert "plan run out" in shown
    assert "This plan has run out: it should have been there by 1 September 2026." in shown


def test_nonsense_in_the_address_is_the_usual_map(client: FlaskClient) -> None:
    usual = main(page(client, "/thrive/gaps"))
    for odd in ("by=colour", "digital=maybe", "by=&digital=", "row=x&grouping=y", "row=deaf&grouping=%00", "by=%ff"):
        assert main(page(client, f"/thrive/gaps?{odd}")) == usual


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_pages_stand_in_every_language(client: FlaskClient, code: str) -> None:
    root = "" if code == "en" else f"/{code}"
    for path in ("/thrive", "/thrive/professionals", "/thrive/gaps?by=need"):
        text = page(client, root + path)
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(client.get(root + path).text)
        assert not {error for _at, error, _values in parser.errors} - {"expected-doctype-but-got-start-tag"}
        assert f'lang="{code}"' in text
        assert f'href="{root}/services?' in text


def test_the_data_is_public_and_says_what_it_is(client: FlaskClient) -> None:
    said = client.get("/thrive/gaps.json?by=need&digital=only")
    assert said.is_json
    assert said.json
    assert (said.json["by"], said.json["digital"]) == ("need", "only")
    table = client.get("/thrive/gaps.csv?by=area")
    assert table.mimetype == "text/csv"
    assert table.headers["Content-Disposition"] == 'attachment; filename="thrive-gaps-area-with.csv"'
    assert "Set-Cookie" not in table.headers


def test_a_page_after_the_first_only_counts(site: Flask, client: FlaskClient) -> None:
    client.get("/thrive/gaps")
    kept = site.extensions["thrive_map"]
    before = kept._map
    client.get("/thrive/gaps?by=area")
    assert kept._map is before
