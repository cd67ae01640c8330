"""A letter says what was decided and what to do if it gets worse: no machine's words stand for that alone."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from portal.clock import LONDON
from portal.config import PROJECT
from portal.guides import publishing
from portal.guides.seen import record
from portal.languages import LANGUAGES
from portal.screening import letters
from portal.screening.outcomes import Outcome
from portal.translated import claims
from tests.guides.conftest import TODAY
from tests.guides.test_publishing import spoil

CHECKED = "state: clinically_checked\ntranslator: A.B.\nclinical_reviewer: C.D.\nback_translated: E.F."
MOMENT = datetime(2026, 11, 23, 10, tzinfo=LONDON)
UNTIL = datetime(2027, 11, 23, 10, tzinfo=LONDON)
WORSE, GORZEJ = "If it gets worse", "Jeśli będzie gorzej"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    return tmp_path / "content"


def written(content: Path, code: str = "pl", *, drafts: bool = False) -> dict[str, Any]:
    """Write a letter, in production unless told otherwise."""
    book = letters.load(content, "Front Door", drafts=drafts)
    return letters.build(book, Outcome.SIGNPOST, code, "Ring the youth hub.", MOMENT, UNTIL)


def headings(letter: dict[str, Any]) -> list[tuple[str, str]]:
    return [(part["lang"], part["heading"]) for part in letter["parts"]]


def note(letter: dict[str, Any]) -> str:
    """Return the language of the note that a letter begins with, or nothing."""
    return str(letter["parts"][0]["paragraphs"][0].get("lang", ""))


@pytest.mark.parametrize("code", sorted(LANGUAGES.keys() - {"en"}))
def test_in_production_an_unchecked_letter_is_english_with_a_note_in_their_language(code: str) -> None:
    letter = written(PROJECT / "content", code)
    assert {lang for lang, _heading in headings(letter)} == {"en"}
    assert note(letter) == code
    assert len(letter["parts"]) == 5


def test_in_the_demonstration_the_english_stands_below_the_draft() -> None:
    letter = written(PROJECT / "content", drafts=True)
    assert [lang for lang, _heading in headings(letter)] == ["pl"] * 5 + ["en"] * 5
    assert (note(letter), letter["state"]) == ("pl", "draft")
    said = [each["text"] for part in letter["parts"] for each in part["paragraphs"]]
    assert any("23 listopada 2027" in each for each in said)
    assert any("23 November 2027" in each for each in said)


def test_english_needs_no_note() -> None:
    letter = written(PROJECT / "content", "en")
    assert (note(letter), len(letter["parts"])) == ("", 5)


def test_a_letter_that_people_stand_for_is_alone(content: Path) -> None:
    spoil(content / "pl" / "letters" / "signpost.md", "state: machine", CHECKED)
    letter = written(content)
    assert ("pl", GORZEJ) in headings(letter)
    assert {lang for lang, _heading in headings(letter)} == {"pl"}
    assert (note(letter), letter["state"]) == ("", "checked")


@pytest.mark.parametrize(
    "claim", ["state: reviewed", "state: checked", CHECKED.replace("C.D.", "A.B."), CHECKED.replace("E.F.", "''")]
)
def test_a_claim_without_its_people_keeps_the_words_from_going_out_and_changes_no_letter(
    content: Path, claim: str
) -> None:
    spoil(content / "pl" / "letters" / "signpost.md", "state: machine", claim)
    assert {lang for lang, _heading in headings(written(content))} == {"en"}
    found = {(each.file, each.rule) for each in publishing.examine(content, TODAY).problems}
    assert found == {("pl/letters/signpost.md", "review-incomplete")}


@pytest.mark.parametrize("drafts", [True, False])
def test_an_old_letter_is_never_written_however_well_it_was_checked(content: Path, drafts: bool) -> None:
    spoil(content / "pl" / "letters" / "signpost.md", "state: machine", CHECKED)
    spoil(content / "en" / "letters" / "signpost.md", "at any time of day or night", "at any time")
    letter = written(content, drafts=drafts)
    assert {lang for lang, _heading in headings(letter)} == {"en"}
    assert note(letter) == "pl"


def test_a_state_that_nobody_stands_for_would_be_noticed(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(content / "pl" / "letters" / "signpost.md", "state: machine", "state: reviewed")
    monkeypatch.setattr(claims, "missing", lambda *_meta, **_grave: ())
    assert {lang for lang, _heading in headings(written(content))} == {"pl"}


def test_whoever_brought_it_up_to_date_says_so(content: Path) -> None:
    file = content / "pl" / "letters" / "signpost.md"
    spoil(content / "en" / "letters" / "signpost.md", "at any time of day or night", "at any time")
    assert record(file) == []
    assert ("pl", GORZEJ) in headings(written(content, drafts=True))
    spoil(content / "en" / "letters" / "signpost.md", "ring 999", "ring 112")
    assert record(file) == ["line 19: 'If it gets worse' and its translation do not share: 112, 999"]


@pytest.mark.parametrize(("old", "new"), [("{until}", "jutro"), ("{next_step}", ""), ("{service}", "{name}")])
def test_a_letter_that_lacks_what_is_filled_in_is_found(content: Path, old: str, new: str) -> None:
    spoil(content / "pl" / "letters" / "signpost.md", old, new)
    (problem,) = publishing.examine(content, TODAY).problems
    assert (problem.file, problem.rule, old in problem.message) == ("pl/letters/signpost.md", "translation", True)


def test_an_area_without_a_letter_in_english_does_not_start(content: Path) -> None:
    (content / "en" / "letters" / "signpost.md").unlink()
    with pytest.raises(letters.LettersMissing):
        letters.load(content, "Front Door")
