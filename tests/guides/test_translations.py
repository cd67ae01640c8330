from collections.abc import Callable
from dataclasses import replace

import pytest

from portal.guides import translations
from portal.guides.page import Page
from portal.guides.references import Surroundings
from portal.translated import blocks

POLISH = (
    ("lang: en", "lang: pl"),
    ("translation_of: null", "translation_of: cannot-sleep"),
    ("state: draft", "state: machine"),
    ("reading_grade: 5", "reading_grade: null"),
)


@pytest.fixture
def polish(page: Callable[..., Page]) -> Callable[..., Page]:
    """Give the good page as a translation of itself, spoilt."""

    def translated(*changes: tuple[str, str]) -> Page:
        marks = ", ".join(block.mark for block in page().blocks)
        stamped = ("source_version: 1", f"source_version: 1\nsource_blocks: [{marks}]")
        return page(*POLISH, stamped, *changes, file="pl/cannot-sleep.md")

    return translated


def faults(page: Page, around: Surroundings) -> list[str]:
    return [problem.rule for problem in translations.translation(page, around)]


def test_a_true_translation_is_good_and_current(polish: Callable[..., Page], around: Surroundings) -> None:
    assert faults(polish(), around) == []
    assert blocks.is_current(polish(), around.sources["cannot-sleep"])


@pytest.mark.parametrize(
    "change",
    [
        ("{number:emergency}", "999"),
        ("{number:childline}", "{number:shout}"),
        ("[ask us](refer:)", "[ask us](services:)"),
        ("\n{contacts}", "\n"),
        ("contacts: [childline]", "contacts: [shout]"),
        ("sensitive: false", "sensitive: true"),
        ("audience: [young_person]", "audience: [parent]"),
        ("translation_of: cannot-sleep", "translation_of: null"),
        ("translation_of: cannot-sleep", "translation_of: another"),
    ],
)
def test_what_was_lost_on_the_way_is_found(
    polish: Callable[..., Page], around: Surroundings, change: tuple[str, str]
) -> None:
    assert faults(polish(change), around) == ["translation"]


def test_a_change_in_english_makes_it_stale(
    page: Callable[..., Page], polish: Callable[..., Page], around: Surroundings
) -> None:
    changed = page(("Read a book.", "Read a good book."))
    assert not blocks.is_current(polish(), changed)
    assert faults(polish(), replace(around, sources={"cannot-sleep": changed})) == []


def test_english_is_a_translation_of_nothing(page: Callable[..., Page], around: Surroundings) -> None:
    assert faults(page(("translation_of: null", "translation_of: cannot-sleep")), around) == ["translation"]
