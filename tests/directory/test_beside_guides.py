"""Amina reads about sleep and sees who can help her with it; her words find guides and services on both pages."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.directory.index import Index


def main(client: FlaskClient, path: str) -> str:
    """Return what a page says between its head and its foot."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text.partition("<main")[2].partition("</main>")[0]


def services(page: str) -> list[str]:
    """Return the services that a page leads to, in their order."""
    return re.findall(r'href="(?:/\w\w)?/services/([\w-]+)"', page)


def guides(page: str) -> list[str]:
    """Return the guides that a page leads to, in their order."""
    return re.findall(r'href="(?:/\w\w)?/guides/([\w-]+)"', page)


def test_a_guide_shows_services_for_its_need_and_ages(client: FlaskClient, wexlow: Index) -> None:
    page = main(client, "/guides/sleep")
    found = [wexlow.service(slug) for slug in services(page)]
    assert len(found) == 3
    assert all(each and "sleep" in each.terms["need"] for each in found)
    assert 'href="/services?need=sleep&amp;age=5-25"' in page


def test_a_guide_for_some_people_shows_what_was_made_for_them(client: FlaskClient) -> None:
    assert services(main(client, "/guides/young-carers"))[0] == "young-carers"


@pytest.mark.parametrize("slug", ["i-need-help-now", "our-promise", "making-a-good-referral"])
def test_a_page_about_danger_or_the_site_shows_numbers_and_no_services(client: FlaskClient, slug: str) -> None:
    assert "Services that help with this" not in main(client, f"/guides/{slug}")


def test_the_page_in_polish_shows_services_below_the_readers_language(client: FlaskClient) -> None:
    assert 'href="/pl/services/' in main(client, "/pl/guides/sleep")


@pytest.mark.parametrize("words", ["can't sleep", "cant sleep", "nightmares", "insomnia"])
def test_plain_words_find_guides_and_services_on_both_pages(client: FlaskClient, words: str) -> None:
    for path in ("/guides", "/services"):
        page = main(client, f"{path}?q={words}")
        assert guides(page)[0] == "sleep"
        assert services(page)


@pytest.mark.parametrize("words", ["kms", "i want to die"])
def test_words_of_danger_bring_help_first(client: FlaskClient, words: str) -> None:
    page = main(client, f"/guides?q={words}")
    assert page.index("Are you safe right now?") < page.index("<h1>")
    assert set(guides(page)[:3]) & {"when-it-all-feels-too-much", "i-need-help-now"}


def test_a_slip_is_put_right_and_said(client: FlaskClient) -> None:
    assert "anxiety" in main(client, "/guides?q=anxeity").partition("Showing results for")[2]


def test_what_was_typed_is_never_markup_and_keeps_robots_out(client: FlaskClient) -> None:
    whole = client.get("/guides?q=<script>alert(1)</script>").text
    assert "<script>alert" not in whole
    assert 'content="noindex,nofollow"' in whole


def test_nothing_found_leads_on(client: FlaskClient) -> None:
    assert "We found no page about this." in main(client, "/guides?q=xyzzyplugh")


def test_without_a_directory_guides_still_open_and_search(site: Flask) -> None:
    del site.extensions["guides_directory"]
    client = site.test_client()
    assert "Services that help with this" not in main(client, "/guides/sleep")
    assert guides(main(client, "/guides?q=sleep"))[0] == "sleep"


@pytest.mark.parametrize("path", ["/guides/sleep", "/guides?q=sleep", "/guides/i-need-help-now"])
def test_a_directory_in_trouble_takes_no_guide_away(
    site: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    def gone(*_asked: object) -> None:
        raise TimeoutError(path)

    monkeypatch.setattr(site.extensions["directory_index"], "get", gone)
    page = main(site.test_client(), path)
    assert "sleep" in page or "999" in page
    assert services(page) == []
    assert ("Are you safe right now?" in page) == ("q=" in path)  # nobody could listen for danger
    # What somebody looked for is not in the log.
    assert "q=" not in capsys.readouterr().out


def test_a_search_deaf_to_meanings_would_be_noticed(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = site.extensions["guides_directory"]
    hear = beside.heard
    monkeypatch.setattr(beside, "heard", lambda words: replace(hear(words), needs=frozenset()))
    assert "sleep" not in guides(main(site.test_client(), "/guides?q=nightmares"))[:1]
