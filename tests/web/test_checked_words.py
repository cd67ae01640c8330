"""Amina's father opens the site in Urdu that nobody has checked: he is asked in English, told why, and offered help."""

from dataclasses import replace

import pytest
from flask import Flask, request

from portal import languages
from portal.signposting.views import FIRST, _asked
from portal.web.checked_words import speak_checked_words

ASKS = (
    "/refer",
    "/refer/young-person/",
    "/refer/parent-carer/",
    "/my-referral",
    "/refer/come-back",
    "/find-help",
    "/passport",
)
WHY = "because nobody has checked our words in your language yet"


@pytest.fixture
def in_earnest(site: Flask) -> Flask:
    """The same site, in production."""
    site.extensions["portal"]["settings"] = replace(site.extensions["portal"]["settings"], env="production")
    return site


@pytest.mark.parametrize("code", sorted(languages.LANGUAGES.keys() - {languages.SOURCE}))
def test_whoever_is_asked_in_english_reads_why_in_their_own_language_first(in_earnest: Flask, code: str) -> None:
    phone, there = in_earnest.test_client(), languages.LANGUAGES[code]
    with languages.using(code):
        theirs = languages.gettext(
            "This page is in English, because nobody has checked our words in your language yet."
        )
    for path in ASKS:
        page = phone.get(f"/{code}{path}", follow_redirects=True).text
        assert '<html lang="en"' in page, path
        assert f'<p lang="{code}" dir="{there.direction}">{theirs}' in page, path
        assert page.index(theirs) < page.index(WHY) < page.index("ask for an interpreter"), path


def test_nobody_else_is_told(site: Flask, in_earnest: Flask) -> None:
    path = "/find-help"
    assert WHY not in in_earnest.test_client().get(path).text
    site.extensions["portal"]["settings"] = replace(site.extensions["portal"]["settings"], env="development")
    assert WHY not in site.test_client().get(f"/ur{path}").text


def test_a_page_that_asks_nothing_stays_in_their_language(in_earnest: Flask) -> None:
    assert '<html lang="ur"' in in_earnest.test_client().get("/ur/").text


def test_what_they_write_is_still_read_in_their_own_language(in_earnest: Flask) -> None:
    words = {"at": FIRST, "words": "moja córka płacze"}
    with in_earnest.test_request_context("/find-help", data=words, environ_overrides={"portal.language": "pl"}):
        in_earnest.preprocess_request()
        speak_checked_words()
        assert (languages.current(), _asked(request.form).language) == ("en", "pl")
