"""Who looks after the names asks which are to be asked again, and is told before wrong ones go out."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from portal.config import PROJECT
from portal.guides.cli import content
from portal.named_contacts.cli import named_contacts

FILE = "area/named-contacts.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the content, to be spoilt."""
    return Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))


def change(folder: Path, old: str, new: str) -> None:
    path = folder / FILE
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def run(command: object, folder: Path, on: date = date(2026, 11, 22)) -> Result:
    with time_machine.travel(on, tick=False):
        return CliRunner().invoke(command, ["check", "--content", str(folder)])  # type: ignore[arg-type]


def test_places_to_ask_are_listed_with_what_to_ask() -> None:
    result = run(named_contacts, PROJECT / "content")
    rows = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [set(row) for row in rows] == [{"kind", "code", "name", "ask", "checked_on"}] * 4
    assert rows[0]["name"] == "Shingle Walk Primary School"
    assert rows[0]["ask"] == ["its names were to be checked again by 2026-09-15."]
    assert rows[1]["ask"] == ["no mental health lead is named."]


def test_a_year_later_everybody_has_to_be_asked() -> None:
    result = run(named_contacts, PROJECT / "content", date(2027, 12, 1))
    assert len(json.loads(result.stdout)) == 20


def test_when_nobody_is_missing_and_nothing_lapsed_all_is_good(folder: Path) -> None:
    path = folder / FILE
    head, first, *_rest = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(head + first, "utf-8")
    known = folder / "area" / "organisations.csv"
    known.write_text("".join(known.read_text("utf-8").splitlines(keepends=True)[:2]), "utf-8")
    assert (run(named_contacts, folder).exit_code, json.loads(run(named_contacts, folder).stdout)) == (0, [])


def test_the_check_of_the_content_names_a_wrong_row_with_its_line(folder: Path) -> None:
    change(folder, "school,990002,", "school,990099,")
    result = run(content, folder)
    problems = json.loads(result.stdout)["problems"]
    assert result.exit_code == 1
    assert {(each["file"], each["line"], each["rule"]) for each in problems} == {
        (FILE, 1, "named-contacts"),
        (FILE, 3, "named-contacts"),
    }


def test_what_has_lapsed_is_told_and_keeps_no_words_from_going_out() -> None:
    result = run(content, PROJECT / "content")
    assert result.exit_code == 0
    told = [line for line in result.stderr.split("\n") if line.startswith(FILE)]
    assert len(told) == 4
    assert "Shingle Walk Primary School: its names were to be checked again by 2026-09-15" in told[0]


def test_a_support_team_that_the_area_does_not_have_is_told(folder: Path) -> None:
    change(folder, "mhst-ashmere", "mhst-ashmeer")
    assert "the area's services have no support team 'mhst-ashmeer'" in run(content, folder).stderr


def test_an_area_that_names_nobody_yet_may_publish_its_words(folder: Path) -> None:
    (folder / FILE).unlink()
    result = run(content, folder)
    assert result.exit_code == 0
    assert f"{FILE}: there is none" in result.stderr
