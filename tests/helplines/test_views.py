"""Amina opens the page for now on her phone; so does her father, in Urdu, when half of the portal is down."""

import html
import re
from dataclasses import replace

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal import languages
from portal.helplines import views

ROOTS = {code: "" if code == languages.SOURCE else f"/{code}" for code in languages.LANGUAGES}


IN_ENGLISH = "This page is in English, because nobody has checked our words in your language yet."


def body(client: FlaskClient, code: str = "en") -> str:
    answer = client.get(f"{ROOTS[code]}/help-now")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_danger_to_life_the_local_line_the_national_one_a_text_then_calls(client: FlaskClient) -> None:
    page = body(client)
    main = page[page.index("<main") : page.index("</main>")]
    hrefs = re.findall(r'class="fd-call" href="([^"]+)"', main)
    order = ["tel:999", "tel:08081570300", "sms:07700900300", "tel:111", "sms:85258", "tel:08001111", "tel:116123"]
    assert list(dict.fromkeys(hrefs))[:7] == order


def test_every_contact_says_what_happens_for_whom_when_and_for_how_much(client: FlaskClient, site: Flask) -> None:
    page = html.unescape(body(client))
    for card in site.extensions["helplines"].cards("en"):
        if card.contact.place != "elsewhere":
            for words in (card.words.what_happens, card.words.who_for, card.words.hours, card.words.cost):
                assert words in page


@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_the_same_numbers_in_every_language_in_sound_html(client: FlaskClient, code: str) -> None:
    page = body(client, code)
    english = body(client)
    numbers = re.compile(r'href="((?:tel|sms):\d+)"')
    assert numbers.findall(page) == numbers.findall(english)
    assert f'<html lang="{code}" dir="{languages.LANGUAGES[code].direction}"' in page
    html5lib.HTMLParser(strict=True).parse(page)


@pytest.mark.parametrize("code", [code for code in languages.LANGUAGES if code != languages.SOURCE])
def test_words_that_nobody_checked_have_the_english_beside_them(client: FlaskClient, site: Flask, code: str) -> None:
    page = html.unescape(body(client, code))
    for card in site.extensions["helplines"].placed(code, *views.PLAIN):
        assert card.english is not None
        assert f'lang="en" dir="ltr">{card.english.what_happens}' in page


def test_in_production_unchecked_words_give_way_to_english_and_an_interpreter(site: Flask) -> None:
    settings = site.extensions["portal"]["settings"]
    site.extensions["portal"]["settings"] = replace(settings, env="production")
    for code in languages.LANGUAGES.keys() - {languages.SOURCE}:
        page = html.unescape(views.make(site, code).decode())
        with languages.using(code):
            theirs, heading = languages.gettext(IN_ENGLISH), languages.gettext("What happens when I call?")
        assert '<html lang="en" dir="ltr"' in page
        assert "What happens when I call?" in page
        assert heading not in page
        assert page.index("tel:999") < page.index(theirs) < page.index("ask for an interpreter"), "the numbers first"
        assert f'href="/{code}/"' in page, "every link stays in their language"
    assert IN_ENGLISH not in views.make(site, languages.SOURCE).decode()


def test_it_needs_no_database_and_no_session(client: FlaskClient, site: Flask) -> None:
    engine = site.extensions["portal"]["engine"]
    engine.dispose()

    def refuse(*_arguments: object) -> None:
        raise ConnectionError("the database is down")

    event.listen(engine, "do_connect", refuse)
    for root in ROOTS.values():
        answer = client.get(f"{root}/help-now")
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    with pytest.raises(ConnectionError, match="down"):  # the planted fault does bite where a database is needed
        engine.connect()


def test_every_answer_has_a_nonce_of_its_own(client: FlaskClient) -> None:
    answers = [client.get("/help-now") for _ in range(2)]
    nonces = [set(re.findall(r'nonce="([^"]+)"', answer.get_data(as_text=True))) for answer in answers]
    assert nonces[0].isdisjoint(nonces[1])
    for answer, found in zip(answers, nonces, strict=True):
        assert len(found) == 1
        assert f"'nonce-{found.pop()}'" in answer.headers["Content-Security-Policy"]


def test_a_page_with_a_fault_stops_the_start(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(site.jinja_env.globals, "asset")
    site.jinja_env.cache = None
    with pytest.raises(Exception, match="asset"):
        views.make(site, "en")


def test_the_last_resort_speaks_the_readers_language(site: Flask) -> None:
    with site.test_request_context(), languages.using("ur"):
        page = views.last_resort(500, "/refer")
    assert '<html lang="ur" dir="rtl">' in page
    assert "tel:08081570300" in page
