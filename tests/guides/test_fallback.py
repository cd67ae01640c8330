"""Amina's father reads a page about danger in Urdu after its English has changed: never old words alone."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from flask import Flask

from portal.config import PROJECT
from portal.guides import fallback, library
from portal.guides.library import Library, Shown
from portal.helplines.registry import Registry
from tests.guides.test_publishing import spoil

SLUG = "i-need-help-now"
NEW = "Go where people are. Do not stay alone."
CHECKED = "state: clinically_checked\ntranslator: A.B.\nback_translated: C.D."
REVIEWER = ("clinical_reviewer: null", "clinical_reviewer: E.F.")
Shelf = Callable[..., Library]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the content, with one section about danger changed in English."""
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    spoil(tmp_path / "content" / "en" / f"{SLUG}.md", "Call {number:emergency} now", f"{NEW} Call {{number:emergency}}")
    return tmp_path / "content"


@pytest.fixture
def in_production(folder: Path, numbers: Registry) -> Callable[[], Library]:
    """Load the library as production does, with the Urdu checked by people."""

    def loaded() -> Library:
        spoil(folder / "ur" / f"{SLUG}.md", "state: machine", CHECKED)
        spoil(folder / "ur" / f"{SLUG}.md", *REVIEWER)
        return library.load(folder, numbers, drafts=False)

    return loaded


def opened(shelf: Library, slug: str = SLUG) -> Shown:
    found = shelf.open(slug, "ur")
    assert found is not None
    return found


def said(site: Flask, shelf: Library, slug: str = SLUG) -> str:
    site.extensions["guides"] = shelf
    return site.test_client().get(f"/ur/guides/{slug}").get_data(as_text=True)


@pytest.mark.parametrize("people", [None, "translator: A.B.", "translator: A.B.\nback_translated: A.B."])
def test_a_page_that_says_it_is_checked_and_names_too_few_people_is_english_in_production(
    folder: Path, numbers: Registry, people: str | None
) -> None:
    spoil(folder / "ur" / f"{SLUG}.md", "state: machine", "\n".join(filter(None, ("state: reviewed", people))))
    spoil(folder / "ur" / f"{SLUG}.md", *REVIEWER)
    assert {part.page.lang for part in opened(library.load(folder, numbers, drafts=False)).parts} == {"en"}


def test_in_production_the_english_stands_instead_of_the_stale_section_and_of_no_other(
    in_production: Callable[[], Library],
) -> None:
    shown = opened(in_production())
    languages = [part.page.lang for part in shown.parts]
    assert languages == ["en"] + ["ur"] * (len(languages) - 1)
    assert (shown.notice, shown.english, [head.lang for head in shown.heads]) == ("stale", None, ["ur"])


def test_the_demonstration_shows_the_draft_with_the_english_beside_it(folder: Path, numbers: Registry) -> None:
    shown = opened(library.load(folder, numbers))
    first, *others = shown.parts
    assert first.page.lang == "ur"
    assert first.english is not None
    assert NEW in first.english.blocks[0].html
    assert [part.english for part in others] == [None] * len(others)
    assert shown.english is not None


def test_a_section_that_is_new_is_shown_and_one_that_is_gone_is_not(folder: Path, numbers: Registry) -> None:
    path = folder / "en" / f"{SLUG}.md"
    text = path.read_text("utf-8")
    second, last = text.index("## ", text.index("## ") + 3), text.rindex("## ")
    gone = text.rindex("## ", 0, last)
    path.write_text(f"{text[:second]}## Is it new?\n\nYes.\n\n{text[second:gone]}{text[last:]}", "utf-8")
    old = [part.page.lang for part in opened(library.load(PROJECT / "content", numbers)).parts]
    shown = opened(library.load(folder, numbers))
    assert [part.page.lang for part in shown.parts] == ["ur", "en", *old[2:]]


def test_a_title_that_changed_is_english_too(in_production: Callable[[], Library], folder: Path) -> None:
    spoil(folder / "en" / f"{SLUG}.md", "who will pick up", "who picks up")
    assert [head.lang for head in opened(in_production()).heads] == ["en"]


def test_a_page_about_consent_is_as_careful_as_one_about_danger(folder: Path, numbers: Registry) -> None:
    spoil(folder / "en" / "how-to-get-help.md", "sensitive: false", "sensitive: false\nconsent: true")
    assert opened(library.load(folder, numbers), "how-to-get-help").english is not None
    assert opened(library.load(folder, numbers, drafts=False), "how-to-get-help").page.lang == "en"


def test_he_is_told_in_urdu_and_each_language_is_marked(site: Flask, in_production: Callable[[], Library]) -> None:
    page = said(site, in_production())
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (section,) = [each for each in tree.iter("section") if each.get("lang") == "en"]
    assert section.get("dir") == "ltr"
    assert NEW in "".join(section.itertext())
    assert "انگریزی میں ہے" in page
    assert "noindex" not in page


@pytest.mark.parametrize("slug", [SLUG, "how-to-get-help"])
def test_a_draft_is_not_for_search_engines_and_offers_an_interpreter_and_the_english(
    site: Flask, folder: Path, numbers: Registry, slug: str
) -> None:
    page = said(site, library.load(folder, numbers), slug)
    assert '<meta name="robots" content="noindex">' in page
    assert "ترجمان" in page
    assert 'hreflang="en">' in page[page.index("<main") :]


def test_old_words_alone_would_be_noticed(
    site: Flask, in_production: Callable[[], Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fallback.blocks.pairs
    monkeypatch.setattr(fallback.blocks, "pairs", lambda *pages: [replace(each, fresh=True) for each in real(*pages)])
    assert NEW not in said(site, in_production())
