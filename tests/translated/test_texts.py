"""An editor writes a year's report in Polish: shown while it is current, and where danger comes up once checked."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.config import PROJECT
from portal.guides import others
from portal.guides.seen import record
from portal.languages import LANGUAGES
from portal.translated import grave, texts
from portal.translated.texts import REPORT_CARD
from tests.guides.conftest import TODAY
from tests.guides.test_publishing import spoil

YEAR = "2026"
CHECKED = "state: reviewed\ntranslator: A.B.\nclinical_reviewer: C.D.\nback_translated: E.F."
PLAIN = "## What went well\n\n- You were heard.\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Copy the words of the report card, with a Polish draft of them."""
    shutil.copytree(PROJECT / "content" / "en" / REPORT_CARD, tmp_path / "en" / REPORT_CARD)
    english = (tmp_path / "en" / REPORT_CARD / f"{YEAR}.md").read_text("utf-8")
    (tmp_path / "pl" / REPORT_CARD).mkdir(parents=True)
    file(tmp_path).write_text(f"---\nstate: machine\n---\n\n{english}", "utf-8")
    assert record(file(tmp_path)) == []
    return tmp_path


def file(content: Path, code: str = "pl") -> Path:
    return content / code / REPORT_CARD / f"{YEAR}.md"


def shown(content: Path, *, drafts: bool = False) -> set[str]:
    """Return the languages in which readers get the year."""
    return {text.lang for text, _source in texts.standing(content, REPORT_CARD, LANGUAGES, drafts=drafts)}


def test_a_draft_about_danger_is_for_the_demonstration_alone(content: Path) -> None:
    assert grave.is_grave(texts.read(content, REPORT_CARD, "en", YEAR))
    assert (shown(content), shown(content, drafts=True)) == ({"en"}, {"en", "pl"})


def test_plain_words_may_be_a_draft_in_production(content: Path) -> None:
    file(content, "en").write_text(PLAIN, "utf-8")
    file(content).write_text(f"---\nstate: machine\n---\n\n{PLAIN}", "utf-8")
    assert record(file(content)) == []
    assert shown(content) == {"en", "pl"}


def test_what_people_stand_for_is_shown_until_the_english_changes(content: Path) -> None:
    spoil(file(content), "state: machine", CHECKED)
    assert shown(content) == {"en", "pl"}
    spoil(file(content, "en"), "Urgent means urgent.", "Urgent is urgent.")
    assert shown(content) == shown(content, drafts=True) == {"en"}


def test_the_report_card_is_counted_and_english_is_missing_nowhere(content: Path) -> None:
    found = others.counts(others.load(content))[REPORT_CARD]
    assert found["pl"] == {"current": 1, "stale": 0, "missing": 0}
    assert found["ur"] == {"current": 0, "stale": 0, "missing": 1}
    spoil(file(content, "en"), "Urgent means urgent.", "Urgent is urgent.")
    rest = others.load(content)
    assert others.counts(rest)[REPORT_CARD]["pl"] == {"current": 0, "stale": 1, "missing": 0}
    (line,) = others.stale(rest)
    assert line.startswith(f"pl/{REPORT_CARD}/{YEAR}.md: 'What went well' is stale: was ")


def test_a_text_without_english_and_one_that_does_not_read_are_found(content: Path) -> None:
    shutil.copy(file(content), content / "pl" / REPORT_CARD / "2025.md")
    file(content).write_text("---\nstate: [\n---\n", "utf-8")
    found = {(each.file, each.rule) for each in others.problems(others.load(content), TODAY)}
    assert found == {(f"pl/{REPORT_CARD}/2025.md", "translation"), (f"pl/{REPORT_CARD}/{YEAR}.md", "unreadable")}
    assert record(file(content)) != []
    assert shown(content, drafts=True) == {"en"}


def test_nobody_translates_english_into_english(content: Path) -> None:
    assert record(file(content, "en")) == ["This is no translation of an English text."]


@pytest.mark.parametrize("kept", ["all", "[]", "[0a1b2c3d]", "[0a1b2c3d-4e5f60, 0a1b2c3d-4e5f60]"])
def test_a_record_that_cannot_be_one_is_found_and_counts_for_nothing(content: Path, kept: str) -> None:
    english = file(content, "en").read_text("utf-8")
    file(content).write_text(f"---\nsource_blocks: {kept}\nstate: machine\n---\n\n{english}", "utf-8")
    (problem,) = others.problems(others.load(content), TODAY)
    assert problem.rule == "translation"
    assert shown(content, drafts=True) == {"en"}


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(sorted(texts.KINDS)))
def test_no_file_ever_raises_anything_else(tmp_path_factory: pytest.TempPathFactory, said: str, kind: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "any" / "en" / kind
    folder.mkdir(parents=True, exist_ok=True)
    for whole in (said, f"---\n{said}\n---\n{said}", f"---\nquiet: {said}\n---\n{said}"):
        (folder / "one.md").write_bytes(whole.encode("utf-8", "surrogatepass"))
        try:
            found = texts.read(folder.parents[1], kind, "en", "one")
        except texts.TextError:
            continue
        assert all(block.line >= 1 for block in found.blocks)


def test_every_word_about_danger_is_known() -> None:
    for said in ("Ring 999.", "If it gets worse", "in danger", "Who sees it", "kill", "your consent"):
        assert grave.GRAVE.search(said), said
    assert not grave.GRAVE.search("We have your form.")
