"""How far each language is: added up from the blocks, and fast enough to be looked at every day."""

import time
from dataclasses import replace
from datetime import date

import pytest

from portal import languages
from portal.guides import coverage, labels, side_by_side
from portal.guides.library import Library
from portal.guides.page import Page

SLUG = "while-you-wait"


def changed(shipped: Library, old: str, new: str) -> dict[str, dict[str, Page]]:
    """Return the shipped pages with some words of one English page changed."""
    page = shipped.pages["en"][SLUG]
    assert old in page.body
    english = {**shipped.pages["en"], SLUG: replace(page, body=page.body.replace(old, new))}
    return {**shipped.pages, "en": english}


def cell(pages: dict[str, dict[str, Page]], code: str) -> coverage.Cell | None:
    (row,) = [each for each in coverage.rows(pages) if each.page.slug == SLUG]
    return row.cells.get(code)


def test_a_page_is_current_stale_in_some_blocks_or_missing(shipped: Library) -> None:
    current, stale = cell(dict(shipped.pages), "pl"), cell(changed(shipped, "You asked", "You have asked"), "pl")
    assert current is not None
    assert stale is not None
    assert (current.stale, current.words) == (0, "machine draft")
    assert (stale.stale, stale.words) == (1, f"1 of {stale.blocks} stale · machine draft")
    assert cell({"en": shipped.pages["en"], "pl": {}}, "pl") is None


def test_a_language_is_complete_only_when_it_is(shipped: Library) -> None:
    english = shipped.pages["en"]
    marked = {
        slug: replace(page, meta={**page.meta, "source_blocks": [each.mark for each in page.blocks]})
        for slug, page in english.items()
    }
    (whole,) = coverage.languages(coverage.rows({"en": english, "xx": marked}), ["en", "xx"])
    assert (whole.pages, whole.percent, whole.stale) == (len(english), 100, 0)
    del marked[SLUG]
    (less,) = coverage.languages(coverage.rows({"en": english, "xx": marked}), ["xx"])
    assert 90 < less.percent < 100
    assert (less.pages, less.checked) == (len(english) - 1, 0)


def test_reviews_that_are_over_or_soon_due_are_listed_the_latest_first(shipped: Library) -> None:
    english = shipped.pages["en"]
    early = replace(english[SLUG], meta={**english[SLUG].meta, "review_due": date(2026, 1, 1)})
    pages = {"en": {**english, SLUG: early}}
    assert coverage.late(shipped.pages, date(2026, 11, 26)) == []
    assert [(each.page.slug, each.over) for each in coverage.late(pages, date(2026, 11, 26))] == [(SLUG, True)]
    soon = coverage.late(pages, date(2027, 4, 30))
    assert (soon[0].over, soon[1].over, len(soon)) == (True, False, len(english))


def test_a_page_that_is_too_hard_is_named_with_the_reason(shipped: Library) -> None:
    assert coverage.too_hard(shipped.pages["en"]) == []
    hard = changed(shipped, "You asked", "Notwithstanding considerable bureaucratic impediments, " * 30 + "you asked")
    assert {page.slug for page, _why in coverage.too_hard(hard["en"])} == {SLUG}


def test_the_numbers_and_links_that_the_translation_lacks_are_shown(shipped: Library) -> None:
    pages = changed(shipped, "You asked", "See {page:sleep}. 3 days ago you asked")
    found = side_by_side.lines(pages["pl"][SLUG], pages["en"][SLUG])
    assert [line.state for line in found].count("stale") == 1
    (line,) = [each for each in found if each.state == "stale"]
    assert line.pieces == (("in", "3 {page:sleep}"),)
    assert {each.state for each in side_by_side.lines(pages["en"][SLUG], pages["en"][SLUG])} == {"fresh"}


def test_labels_are_counted_and_those_about_danger_are_unchecked_in_a_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"pl": {"Yes", "Are you safe?"}, "ur": {"Yes"}}
    monkeypatch.setattr(languages, "labels", lambda code: frozenset(said.get(code, ())))
    found = labels.coverage()
    assert (found["pl"].said, found["pl"].every, found["pl"].percent, found["pl"].grave) == (2, 2, 100, 1)
    assert (found["ur"].percent, found["ur"].grave) == (50, 0)
    monkeypatch.setattr(languages, "is_draft", lambda _code: False)
    assert labels.coverage()["pl"].grave == 0


def test_the_catalogues_are_read(shipped: Library) -> None:
    assert all(each.percent > 80 and each.grave > 20 for each in labels.coverage().values())


def test_six_languages_of_the_whole_library_take_less_than_a_second(shipped: Library) -> None:
    english = shipped.pages["en"]
    pages = {"en": english} | {
        f"x{at}": {slug: replace(page, meta={**page.meta, "source_blocks": []}) for slug, page in english.items()}
        for at in range(6)
    }
    started = time.process_time()
    coverage.languages(coverage.rows(pages), list(pages))
    coverage.too_hard(english)
    labels.coverage()
    assert time.process_time() - started < 1
