"""A translator has brought a page up to date, and says so with a command."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.config import PROJECT
from portal.guides.cli import content
from portal.guides.page import Page, parse
from portal.translated import blocks
from tests.guides.test_publishing import spoil

NAME = "while-you-wait.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for code in ("en", "pl"):
        (tmp_path / code).mkdir()
        shutil.copy(PROJECT / "content" / code / NAME, tmp_path / code / NAME)
    return tmp_path


def seen(*files: Path) -> Result:
    return CliRunner().invoke(content, ["seen", *map(str, files)])


def read(folder: Path, code: str) -> Page:
    found = parse(f"{code}/{NAME}", (folder / code / NAME).read_text("utf-8"))
    assert isinstance(found, Page)
    return found


def current(folder: Path) -> bool:
    return blocks.is_current(read(folder, "pl"), read(folder, "en"))


def test_what_was_seen_is_current_and_nothing_else_in_the_file_has_changed(folder: Path) -> None:
    spoil(folder / "en" / NAME, "You asked for help.", "You have asked for help.")
    before = (folder / "pl" / NAME).read_text("utf-8")
    assert not current(folder)
    assert seen(folder / "pl" / NAME).exit_code == 0
    after = (folder / "pl" / NAME).read_text("utf-8")
    assert current(folder)
    changed = [line for line in after.split("\n") if line not in before.split("\n")]
    assert [line[-14:] for line in changed] == ["# Opening words"[-14:]]
    assert seen(folder / "pl" / NAME).exit_code == 0
    assert (folder / "pl" / NAME).read_text("utf-8") == after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You asked for help.", "You asked for help 3 days ago."),
        ("You asked for help.", "You asked for help. See {page:sleep}."),
        ("You asked for help.", "You asked for help.\n\n## Is it new?\n\nYes."),
    ],
)
def test_nobody_can_have_seen_what_the_page_does_not_hold(folder: Path, old: str, new: str) -> None:
    spoil(folder / "en" / NAME, old, new)
    before = (folder / "pl" / NAME).read_text("utf-8")
    refused = seen(folder / "pl" / NAME)
    assert refused.exit_code == 1
    assert "0 recorded, 1 refused." in refused.output
    assert (folder / "pl" / NAME).read_text("utf-8") == before


def test_words_that_were_checked_have_to_be_checked_again(folder: Path) -> None:
    spoil(folder / "pl" / NAME, "state: machine", "state: reviewed")
    seen(folder / "pl" / NAME)
    assert read(folder, "pl").state == "reviewed"
    spoil(folder / "en" / NAME, "You asked for help.", "You have asked for help.")
    seen(folder / "pl" / NAME)
    assert read(folder, "pl").state == "human_translated"


def test_english_and_a_page_without_english_are_refused(folder: Path) -> None:
    shutil.copy(folder / "pl" / NAME, folder / "pl" / "alone.md")
    assert seen(folder / "en" / NAME).exit_code == 1
    assert seen(folder / "pl" / "alone.md").exit_code == 1
