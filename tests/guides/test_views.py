"""Amina looks for a page that fits; her father reads it in Urdu; a stranger asks for one that is not there."""

import re
from datetime import datetime

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import clock, languages
from portal.guides.addresses import FIXED, address

ROOTS = {code: "" if code == languages.SOURCE else f"/{code}" for code in languages.LANGUAGES}


def test_the_list_has_a_shelf_for_each_reader(client: FlaskClient) -> None:
    page = client.get("/guides").get_data(as_text=True)
    shelves = [
        page.index(heading) for heading in ("When it can&#39;t wait", "For parents and carers", "For people who")
    ]
    assert shelves == sorted(shelves)
    assert 'href="/guides/who-sees-what-i-write"' in page


@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_every_guide_opens_in_every_language_in_sound_html(client: FlaskClient, site: Flask, code: str) -> None:
    for slug in site.extensions["guides"].pages["en"]:
        answer = client.get(ROOTS[code] + address(slug))
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert not re.search(r"[{}\ue000\ue001]", page[page.index("<main") : page.index("</main>")])
        html5lib.HTMLParser(strict=True).parse(page)


def test_every_link_between_guides_leads_somewhere(client: FlaskClient, site: Flask) -> None:
    for slug in site.extensions["guides"].pages["en"]:
        page = client.get(address(slug)).get_data(as_text=True)
        for href in set(re.findall(r'href="(/guides/[^"]+)"', page)):
            assert client.get(href).status_code == 200  # never by way of a redirect


def test_an_english_page_among_urdu_ones_is_marked_as_english(client: FlaskClient) -> None:
    page = client.get("/ur/guides/sleep").get_data(as_text=True)
    assert '<html lang="ur" dir="rtl"' in page
    assert '<article class="fd-column" lang="en" dir="ltr">' in page
    assert 'role="note"' in page


def test_danger_in_a_draft_has_the_english_on_the_same_page(client: FlaskClient) -> None:
    page = client.get("/ur/guides/i-need-help-now").get_data(as_text=True)
    assert '<article class="fd-column" lang="ur" dir="rtl">' in page
    assert '<article class="fd-column" id="english" lang="en" dir="ltr">' in page
    assert page.count('href="tel:999"') >= 4


def test_every_page_says_that_nobody_has_checked_it(client: FlaskClient) -> None:
    assert "This page is a draft." in client.get("/guides/our-promise").get_data(as_text=True)


@pytest.mark.parametrize("slug", ["nowhere", "..%2f..%2fpyproject", "i-need-help-now.md", "%00", "a" * 3000])
def test_a_page_that_is_not_there_is_not_found(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/guides/{slug}").status_code == 404


@pytest.mark.parametrize("slug", FIXED)
@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_a_page_about_the_site_is_shown_at_its_own_address_only(client: FlaskClient, slug: str, code: str) -> None:
    moved = client.get(f"{ROOTS[code]}/guides/{slug}")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"{ROOTS[code]}/{slug}")
    page = client.get(moved.headers["Location"])
    assert page.status_code == 200
    assert "nhsuk-back-link" not in page.get_data(as_text=True)


def test_every_footer_leads_to_the_pages_about_the_site(client: FlaskClient) -> None:
    page = client.get("/ur/guides").get_data(as_text=True)
    for path in FIXED.values():
        assert f'href="/ur{path}"' in page


def test_reading_about_cookies_gives_none(client: FlaskClient) -> None:
    for path in FIXED.values():
        assert "Set-Cookie" not in client.get(path).headers


def test_the_statement_on_accessibility_was_not_prepared_in_the_future(client: FlaskClient) -> None:
    page = client.get("/accessibility").get_data(as_text=True)
    (day,) = re.findall(r"prepared on (\d+ \w+ \d{4})", page)
    assert datetime.strptime(day, "%d %B %Y").date() <= clock.today()  # noqa: DTZ007 - a day has no zone


def test_whoever_made_a_page_with_us_is_named_and_no_page_of_ours_claims_it(client: FlaskClient, site: Flask) -> None:
    pages = site.extensions["guides"].pages["en"]
    assert not [slug for slug, page in pages.items() if page.made_with]
    pages["sleep"].meta["made_with"] = ["A group of young carers", "A school council"]
    page = client.get("/guides/sleep").get_data(as_text=True)
    assert "Made together with:" in page
    assert "A group of young carers, A school council" in page
    assert "Made together with:" not in client.get("/guides/low-mood").get_data(as_text=True)
