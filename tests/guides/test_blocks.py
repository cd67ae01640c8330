"""An editor changes the English; every language knows at once, by the words alone, what of it is out of date."""

import os
import string
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.guides.page import Page, parse
from portal.translated import blocks
from tests.guides.conftest import GOOD, TODAY

Made = Callable[..., Page]
NIGHT = "Lots of us lie awake. It is not your fault."


def marks(page: Page) -> list[str]:
    return [block.mark for block in page.blocks]


@pytest.fixture
def translated(page: Made) -> Made:
    """Give a translation that was made from the good page, for an English page that has changed since."""

    def made() -> Page:
        good = page()
        return replace(good, meta={**good.meta, "lang": "pl", "source_blocks": marks(good)})

    return made


def stale(translation: Page, english: Page) -> list[int | None]:
    return [pair.english for pair in blocks.pairs(translation, english) if not pair.fresh]


def signed(english: Page, was: str, now: str) -> Page:
    entry = {"was": was, "now": now, "by": "Clinical lead", "day": TODAY}
    return replace(english, meta={**english.meta, "same_meaning": [entry]})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NIGHT, "Lots of us  lie\nawake. It is not your fault."),
        ("can't sleep?", "can’t sleep?"),
        (NIGHT, "*Lots* of us lie **awake**. It is not your _fault_."),
        ("What can I try?", "What  can I try?"),
    ],
)
def test_the_shape_of_the_text_changes_nothing(page: Made, translated: Made, old: str, new: str) -> None:
    assert stale(translated(), page((old, new))) == []


@pytest.mark.parametrize(
    ("old", "new", "block"),
    [
        ("title: What if I can't sleep?", "title: What if I can't rest?", 0),
        ("Small things that help", "Small things that can help", 0),
        (NIGHT, "Lots of us lie awake for 2 hours. It is not your fault.", 1),
        ("{number:childline}", "{number:shout}", 2),
        ("tonight? {right-now}", "tonight? {if-not}", 2),
        ("(refer:)", "(services:)", 3),
        ("another room", "another house", 3),
        ("\n{contacts}", "\n", 4),
    ],
)
def test_words_numbers_names_and_links_make_their_block_stale_and_no_other(
    page: Made, translated: Made, old: str, new: str, block: int
) -> None:
    assert stale(translated(), page((old, new))) == [block]


def test_one_changed_number_makes_every_language_stale_at_once(page: Made, translated: Made) -> None:
    changed = page(("1. Put your phone", "1. At 9pm put your phone"))
    languages = [replace(translated(), meta={**translated().meta, "lang": code}) for code in ("pl", "ro", "ur")]
    assert [stale(each, changed) for each in languages] == [[3], [3], [3]]


def test_a_file_that_moved_or_was_touched_is_the_same_page(page: Made, translated: Made, tmp_path: Path) -> None:
    file = tmp_path / "elsewhere.md"
    file.write_text(GOOD, "utf-8")
    os.utime(file, (0, 0))
    moved = parse(str(file), file.read_text("utf-8"))
    assert isinstance(moved, Page)
    assert stale(translated(), moved) == []


def test_a_typo_that_somebody_signs_off_keeps_it_fresh_until_the_next_change(page: Made, translated: Made) -> None:
    typo = page((NIGHT, "Lots of us lie awake. It isn't your fault."))
    assert stale(translated(), typo) == [1]
    was, now = marks(page())[1], marks(typo)[1]
    assert stale(translated(), signed(typo, was, now)) == []
    again = page((NIGHT, "Lots of us lie awake. It is all your fault."))
    assert stale(translated(), signed(again, was, now)) == [1]


def test_nobody_can_sign_off_a_number(page: Made, translated: Made) -> None:
    changed = page((NIGHT, "Lots of us lie awake for 2 hours. It is not your fault."))
    assert stale(translated(), signed(changed, marks(page())[1], marks(changed)[1])) == [1]


def test_sections_that_changed_places_are_still_themselves(page: Made, translated: Made) -> None:
    later = page(
        ("## What can I try? {try-this}\n", "## Is it new? {if-not}\n\nIt may be.\n\n## What can I try? {try-this}\n")
    )
    found = blocks.pairs(translated(), later)
    assert [(pair.english, pair.translated, pair.fresh) for pair in found] == [
        (0, 0, True), (1, 1, True), (2, 2, True), (3, None, False), (4, 3, True), (5, 4, True),
    ]  # fmt: skip


def test_a_block_that_changed_is_paired_by_its_neighbours(page: Made, translated: Made) -> None:
    later = page(("another room", "another house"), ("lie awake", "lie there"))
    pairs = [(pair.english, pair.translated) for pair in blocks.pairs(translated(), later)]
    assert pairs == [(at, at) for at in range(5)]


def test_without_a_record_nothing_is_current(page: Made, translated: Made) -> None:
    bare = translated()
    unmarked = {key: value for key, value in bare.meta.items() if key != "source_blocks"}
    for record in ({}, {"source_blocks": marks(page())[1:]}, {"source_blocks": "all"}, {"source_hash": "0"}):
        assert len(stale(replace(bare, meta=unmarked | record), page())) == 5


@pytest.mark.parametrize(
    ("english", "other", "lost"),
    [
        ("Before 4pm.", "Przed 16:00.", []),
        ("Before 4pm.", "شام 4 بجے", []),
        ("Before 4pm, by noon.", "16, 12", []),
        ("4. Before 4pm.", "4. iki 4 val.", []),
        ("4. Before 4pm.", "4. iki 5 val.", ["5"]),
        ("Before 4pm.", "Przed 17:00.", ["16", "17"]),
        ("For 3 days.", "۳ دن", []),
        ("For 3 days.", "Dni.", ["3"]),
        ("See {page:a}.", "See [it](page:b).", ["page:b", "{page:a}"]),
    ],
)
def test_what_two_languages_do_not_share_is_named(english: str, other: str, lost: list[str]) -> None:
    assert blocks.lost(blocks.Block("", english, 1), blocks.Block("", other, 1)) == lost


@given(st.text(string.ascii_letters + " ", min_size=1), st.integers(0, 999), st.integers(0, 999))
def test_a_number_always_counts_and_a_space_never_does(words: str, one: int, other: int) -> None:
    def mark(text: str) -> str:
        return blocks.Block("", text, 1).mark

    assert mark(f"{words} {one} d") == mark(f" {words}  {one}\n\td ")
    same = mark(f"{words} {one} d").partition("-")[2] == mark(f"{words} {other} d").partition("-")[2]
    assert same == (one == other)


def test_a_mark_deaf_to_numbers_would_be_noticed(page: Made, translated: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = page((NIGHT, "Lots of us lie awake for 2 hours. It is not your fault."))
    was = marks(page())[1]
    monkeypatch.setattr(blocks, "counted", lambda _text: blocks.Counter())
    with pytest.raises(AssertionError):
        assert stale(translated(), signed(changed, was, marks(changed)[1])) == [1]
