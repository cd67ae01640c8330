"""Amina's father reads Urdu that nobody has checked: every page says so once, calmly, and leads to the English."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import languages
from portal.helplines import views

HEADER = '# {}\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
CHECKED = "\n# ".join(
    ("state: reviewed", "translator: A.B.", "clinical_reviewer: C.D.", "back_translated: E.F.", "checked: e3b0c44298fc")
)
"""Three people stand for a catalogue that holds no label yet."""
SAID = "This translation is a draft."
LINE = "Draft translation, not checked yet."


@pytest.fixture(autouse=True)
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Say that Urdu is a draft and that a person has checked Polish, before any page is made."""
    for code, comment in (("ur", "Draft, machine-assisted."), ("pl", CHECKED)):
        path = tmp_path / code / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True)
        path.write_text(HEADER.format(comment), "utf-8")
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    kept = (languages.catalogue, languages.claimed, languages.is_draft, languages.mark)
    for cached in kept:
        cached.cache_clear()
    yield tmp_path
    for cached in kept:
        cached.cache_clear()


def notes(client: FlaskClient, path: str) -> list[str]:
    """Return what the notes of a page say, in their order."""
    tree = html5lib.parse(client.get(path).get_data(as_text=True), namespaceHTMLElements=False)
    return [" ".join("".join(each.itertext()).split()) for each in tree.iter() if each.get("role") == "note"]


def test_only_a_catalogue_that_says_so_is_a_draft() -> None:
    assert [code for code in languages.LANGUAGES if languages.is_draft(code)] == ["ur"]


def test_the_comment_counts_and_not_the_words_below_it(catalogues: Path) -> None:
    path = catalogues / "pl" / "LC_MESSAGES" / "messages.po"
    words = '\nmsgid "Draft"\nmsgstr "draft"\n'
    path.write_text(path.read_text("utf-8").replace("e3b0c44298fc", "cbfd885ccf4e") + words, "utf-8")
    assert not languages.is_draft("pl")


def test_a_language_without_a_catalogue_is_no_draft(catalogues: Path) -> None:
    (catalogues / "ur" / "LC_MESSAGES" / "messages.po").unlink()
    assert not languages.is_draft("ur")


def test_a_list_of_guides_says_it_and_leads_to_the_same_page_in_english(client: FlaskClient) -> None:
    (note,) = notes(client, "/ur/guides")
    assert note.startswith(LINE)
    tree = html5lib.parse(client.get("/ur/guides?a=b").get_data(as_text=True), namespaceHTMLElements=False)
    (link,) = [a for note in tree.iter() if note.get("role") == "note" for a in note.iter("a")]
    assert (link.get("href"), link.get("hreflang")) == ("/guides?a=b", "en")


@pytest.mark.parametrize("path", ["/guides", "/pl/guides", "/stay-safe", "/help-now"])
def test_checked_words_and_english_need_no_note(client: FlaskClient, path: str) -> None:
    assert notes(client, path) == []


@pytest.mark.parametrize("path", ["/ur/help-now", "/ur/guides/how-to-get-help", "/ur/guides/i-need-help-now"])
def test_a_page_with_a_notice_of_its_own_says_it_once(client: FlaskClient, path: str) -> None:
    (note,) = notes(client, path)
    assert note.startswith(SAID)


@pytest.mark.parametrize("path", ["/ur/privacy", "/ur/guides/sleep"])
def test_a_page_in_english_says_that_instead(client: FlaskClient, path: str) -> None:
    (note,) = notes(client, path)
    assert SAID not in note


def test_on_help_now_nothing_stands_before_the_numbers(site: Flask) -> None:
    page = site.test_client().get("/ur/help-now").get_data(as_text=True)
    assert page.index('href="tel:999"') < page.index(SAID)


def test_in_production_draft_numbers_are_english_and_the_labels_are_still_drafts(site: Flask) -> None:
    site.extensions["helplines"] = replace(site.extensions["helplines"], drafts_shown=False)
    page = views.make(site, "ur").decode()
    assert page.count(LINE) == 1
    assert page.index('href="tel:999"') < page.index(LINE)


def test_a_missing_note_would_be_noticed(client: FlaskClient, site: Flask) -> None:
    site.jinja_env.globals["is_draft"] = lambda _code: False
    assert notes(client, "/ur/guides") == []
