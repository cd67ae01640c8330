"""Amina looks for a page that fits; her father reads it in Urdu; a stranger asks for one that is not there."""

import re

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import languages

ROOTS = {"en": "", "pl": "/pl", "ur": "/ur"}


def test_the_list_has_a_shelf_for_each_reader(client: FlaskClient) -> None:
    page = client.get("/guides").get_data(as_text=True)
    shelves = [page.index(heading) for heading in ("For young people", "For parents and carers", "For people who")]
    assert shelves == sorted(shelves)
    assert 'href="/guides/who-sees-what-i-write"' in page


@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_every_guide_opens_in_every_language_in_sound_html(client: FlaskClient, site: Flask, code: str) -> None:
    for slug in site.extensions["guides"].pages["en"]:
        answer = client.get(f"{ROOTS[code]}/guides/{slug}")
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert not re.search(r"[{}\ue000\ue001]", page[page.index("<main") : page.index("</main>")])
        html5lib.HTMLParser(strict=True).parse(page)


def test_every_link_between_guides_leads_somewhere(client: FlaskClient, site: Flask) -> None:
    for slug in site.extensions["guides"].pages["en"]:
        page = client.get(f"/guides/{slug}").get_data(as_text=True)
        for href in set(re.findall(r'href="(/guides/[^"]+)"', page)):
            assert client.get(href).status_code == 200


def test_an_english_page_among_urdu_ones_is_marked_as_english(client: FlaskClient) -> None:
    page = client.get("/ur/guides/our-promise").get_data(as_text=True)
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
