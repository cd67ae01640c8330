"""What the repository ships may be published; one planted fault and it may not."""

import shutil
import time
from datetime import date
from pathlib import Path

import pytest

from portal.config import PROJECT
from portal.guides import library, publishing
from portal.guides.library import Library
from portal.helplines.registry import Registry
from portal.languages import LANGUAGES

CORE = set(range(1, 41))
"""Every guide the library is to have; those about waiting come with the page that shows the waits."""
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the content, to be spoilt."""
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    return tmp_path / "content"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_everything_that_is_shipped_may_be_published(folder: Path) -> None:
    report = publishing.examine(folder, TODAY)
    assert report.problems == ()
    assert report.languages["en"] == {"current": report.pages, "stale": 0, "missing": 0}
    for code in LANGUAGES.keys() - {"en"}:
        assert report.languages[code]["current"] >= 2
        assert sum(report.languages[code].values()) == report.pages


def test_every_guide_of_the_plan_is_written(shipped: Library) -> None:
    assert {page.meta["id"] for page in shipped.guides("en")} >= CORE


def test_the_whole_library_is_checked_in_two_seconds(folder: Path) -> None:
    started = time.process_time()
    assert publishing.examine(folder, TODAY).pages >= len(CORE)
    assert time.process_time() - started < 2


def test_nothing_claims_a_review_that_did_not_happen(folder: Path) -> None:
    for path in folder.glob("*/*.md"):
        text = path.read_text("utf-8")
        assert "clinical_reviewer: null" in text
        assert "yp_reviewed_by: null" in text
        assert "reviewed_on: null" in text


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        ("en/our-promise.md", "You don't have to.", "Ring 0800 1111.", "phone-in-prose"),
        ("en/our-promise.md", "review_due: 2027-05-31", "review_due: 2026-01-01", "review-expired"),
        ("en/our-promise.md", "review_due: 2027-05-31\n", "", "review-due"),
        ("en/safer-coping.md", "{number:emergency}", "an ambulance", "crisis-include"),
        ("en/safer-coping.md", "contacts: [wexlow_crisis_line", "contacts: [wexlow_crisis", "unknown-contact"),
        ("ur/i-need-help-now.md", "{number:shout}", "۸۵۲۵۸", "phone-in-prose"),
        ("ur/i-need-help-now.md", "{number:shout}", "{number:nhs111}", "translation"),
        ("en/our-promise.md", "id: 6", "id: 2", "front-matter"),
        ("area/helplines.toml", 'owner = "Crisis team manager"\n', "", "registry"),
    ],
)
def test_every_planted_fault_is_found_where_it_stands(folder: Path, file: str, old: str, new: str, rule: str) -> None:
    spoil(folder / file, old, new)
    found = publishing.examine(folder, TODAY).problems
    assert (file, rule) in {(problem.file, problem.rule) for problem in found}


def test_a_problem_names_the_line(folder: Path) -> None:
    path = folder / "en" / "our-promise.md"
    spoil(path, "You don't have to.", "Ring 0800 1111.")
    (found,) = publishing.examine(folder, TODAY).problems
    assert "0800 1111" in path.read_text("utf-8").split("\n")[found.line - 1]


def test_english_that_changed_leaves_its_translations_stale(folder: Path) -> None:
    spoil(folder / "en" / "how-to-get-help.md", "You don't need to be sure", "You need not be sure")
    report = publishing.examine(folder, TODAY)
    assert report.problems == ()
    assert (report.languages["pl"]["stale"], report.languages["ur"]["stale"]) == (1, 1)


def test_an_empty_folder_is_found_wanting(tmp_path: Path) -> None:
    report = publishing.examine(tmp_path, TODAY)
    assert report.pages == 0
    assert [problem.rule for problem in report.problems] == ["registry"]


def test_without_a_directory_needs_are_not_checked(folder: Path) -> None:
    (folder / "area" / "taxonomies.toml").unlink()
    assert publishing.examine(folder, TODAY).problems == ()


@pytest.mark.parametrize("words", ["](", "<a", "a", "!", "{", "## ", "A ", "0 ", "[", "*", "'", "\n## x {"])
def test_no_page_can_keep_the_check_busy(folder: Path, words: str) -> None:
    path = folder / "en" / "our-promise.md"
    room = library.LARGEST - len(path.read_text("utf-8")) - 10
    spoil(path, "You don't have to.", words * (room // len(words)))
    started = time.process_time()
    publishing.examine(folder, TODAY)
    assert time.process_time() - started < 5


def test_a_page_in_the_wrong_folder_is_found_and_never_shown(folder: Path, numbers: Registry) -> None:
    spoil(folder / "pl" / "how-to-get-help.md", "lang: pl", "lang: xx")
    assert {problem.rule for problem in publishing.examine(folder, TODAY).problems} >= {"front-matter"}
    shown = library.load(folder, numbers).open("how-to-get-help", "pl")
    assert shown is not None
    assert shown.page.lang == "en"
