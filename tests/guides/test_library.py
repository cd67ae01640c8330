"""Amina's father reads in Urdu what somebody has translated, and in English what nobody has."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from portal.config import PROJECT
from portal.guides import addresses, library
from portal.guides.library import Library
from portal.guides.page import Page
from portal.helplines.registry import Registry
from portal.languages import LANGUAGES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the content, to be spoilt."""
    for language in LANGUAGES:
        shutil.copytree(PROJECT / "content" / language, tmp_path / language)
    return tmp_path


def test_a_translation_is_shown_as_a_draft(shipped: Library) -> None:
    shown = shipped.open("how-to-get-help", "ur")
    assert shown is not None
    assert (shown.page.lang, shown.direction, shown.notice, shown.english) == ("ur", "rtl", "draft", None)


def test_words_about_danger_that_nobody_checked_have_the_english_beside_them(shipped: Library) -> None:
    shown = shipped.open("i-need-help-now", "pl")
    assert shown is not None
    assert shown.english is not None
    assert (shown.page.lang, shown.notice, shown.english.page.lang) == ("pl", "draft", "en")


def test_in_production_they_are_not_shown_at_all(shipped: Library) -> None:
    strict = replace(shipped, drafts=False, _shown={}, _indexes={})
    shown = strict.open("i-need-help-now", "pl")
    assert shown is not None
    assert (shown.page.lang, shown.notice) == ("en", "untranslated")
    assert getattr(strict.open("how-to-get-help", "pl"), "notice", "") == "draft"


def test_a_page_without_a_translation_is_shown_in_english_and_says_so(shipped: Library) -> None:
    shown = shipped.open("sleep", "ur")
    assert shown is not None
    assert (shown.page.lang, shown.direction, shown.notice) == ("en", "ltr", "untranslated")


def test_a_page_in_english_needs_no_notice(shipped: Library) -> None:
    shown = shipped.open("our-promise", "en")
    assert shown is not None
    assert shown.notice == ""


def test_a_change_in_english_is_told_and_danger_falls_back(folder: Path, numbers: Registry) -> None:
    for slug in ("i-need-help-now", "how-to-get-help"):
        path = folder / "en" / f"{slug}.md"
        path.write_text(path.read_text("utf-8").replace("## Who", "One more thing.\n\n## Who"), "utf-8")
    changed = library.load(folder, numbers)
    danger, other = changed.open("i-need-help-now", "ur"), changed.open("how-to-get-help", "ur")
    assert danger is not None
    assert other is not None
    assert (danger.notice, danger.english is not None) == ("stale", True)
    assert (other.notice, other.english) == ("stale", None)


def test_a_page_that_nobody_wrote_is_nothing(shipped: Library) -> None:
    assert shipped.open("nowhere", "en") is None
    assert shipped.page("nowhere", "ur") is None


def test_a_translation_without_its_english_page_is_not_shown(folder: Path, numbers: Registry) -> None:
    (folder / "en" / "how-to-get-help.md").unlink()
    assert library.load(folder, numbers).open("how-to-get-help", "pl") is None


@pytest.mark.parametrize("spoilt", [b"", b"\xff\xfe\x00", b"---\ntitle: [\n---\n", b"x" * (library.LARGEST + 1)])
def test_one_broken_file_never_takes_the_others_with_it(folder: Path, numbers: Registry, spoilt: bytes) -> None:
    (folder / "en" / "our-promise.md").write_bytes(spoilt)
    written = len(list(folder.glob("en/*.md")))
    read = library.load(folder, numbers)
    assert read.open("our-promise", "en") is None
    assert len(read.pages["en"]) == written - 1
    assert len(read.unreadable) == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_pages_about_the_site_are_shipped_and_stand_in_no_list(shipped: Library, code: str) -> None:
    listed = {page.slug for _audience, pages in shipped.listing(code) for page in pages}
    assert not listed & addresses.FIXED.keys()
    easy = {page.slug for page in shipped.easy_read(code).values()}
    assert listed == shipped.pages["en"].keys() - addresses.FIXED.keys() - easy
    assert all(shipped.open(slug, code) for slug in addresses.FIXED)


def test_each_reader_has_a_list_in_the_same_order(shipped: Library) -> None:
    listed = dict(shipped.listing("ur"))
    assert list(listed) == ["young_person", "parent", "professional"]
    for audience, pages in listed.items():
        assert all(isinstance(page, Page) and audience in page.audience for page in pages)
        assert [page.meta["id"] for page in pages] == sorted(page.meta["id"] for page in pages)
    assert listed["parent"][-1].slug == "looking-after-yourself"


def test_no_guide_leads_to_a_page_that_is_not_there_yet() -> None:
    absent = ("feedback",)
    texts = [path.read_text("utf-8") for path in PROJECT.joinpath("content").rglob("*.md")]
    assert not [name for name in absent if any(f"]({name}:" in text for text in texts)]
