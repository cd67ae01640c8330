import json
import re
import shutil
from datetime import date
from pathlib import Path

import time_machine
from click.testing import CliRunner, Result

from portal.config import PROJECT
from portal.guides.cli import content


def run(folder: Path) -> Result:
    with time_machine.travel(date(2026, 11, 22)):
        return CliRunner().invoke(content, ["check", "--content", str(folder)])


def test_what_is_shipped_is_good() -> None:
    result = run(PROJECT / "content")
    said = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(said) == ["pages", "languages", "texts", "problems"]
    assert set(said["languages"]["pl"]) == {"current", "stale", "missing"}
    assert set(said["texts"]) == {"messages", "letters", "report-card", "helplines"}
    for kind in ("messages", "letters", "helplines"):
        found = said["texts"][kind]["pl"]
        assert (found["current"] > 3, found["stale"], found["missing"]) == (True, 0, 0)


def test_an_editor_who_types_a_number_is_told_where(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    with (tmp_path / "content" / "en" / "our-promise.md").open("a") as page:
        page.write("\nRing 0800 1111.\n")
    result = run(tmp_path / "content")
    (problem,) = json.loads(result.stdout)["problems"]
    assert result.exit_code == 1
    assert set(problem) == {"file", "line", "rule", "message"}
    assert (problem["file"], problem["rule"]) == ("en/our-promise.md", "phone-in-prose")


def test_a_message_that_is_missing_in_polish_keeps_the_words_from_going_out(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    (tmp_path / "content" / "pl" / "messages" / "received.md").unlink()
    result = run(tmp_path / "content")
    (problem,) = json.loads(result.stdout)["problems"]
    assert result.exit_code == 1
    assert (problem["file"], problem["line"], problem["rule"]) == ("pl/messages/received.md", 1, "unreadable")


def test_a_number_in_a_letter_keeps_the_words_from_going_out(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    letter = tmp_path / "content" / "pl" / "letters" / "signpost.md"
    letter.write_text(letter.read_text("utf-8") + "\n0800 1111\n", "utf-8")
    result = run(tmp_path / "content")
    found = {(problem["file"], problem["rule"]) for problem in json.loads(result.stdout)["problems"]}
    assert result.exit_code == 1
    assert ("pl/letters/signpost.md", "phone-in-prose") in found


def test_a_stale_block_is_told_with_its_marks_and_stops_nothing_until_somebody_signs_it_off(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    page = tmp_path / "content" / "en" / "while-you-wait.md"
    page.write_text(page.read_text("utf-8").replace("You asked for help.", "You've asked for help."), "utf-8")
    stale = run(tmp_path / "content")
    told = [line for line in stale.stderr.split("\n") if line.startswith("pl/while-you-wait.md")]
    (line,) = told
    was, now = re.findall(r"(?:was|now) ([0-9a-f-]+)", line)
    assert stale.exit_code == 0
    signed = f"same_meaning:\n- {{was: {was}, now: {now}, by: Clinical lead, day: 2026-11-22}}\nstate:"
    page.write_text(page.read_text("utf-8").replace("state:", signed, 1), "utf-8")
    fresh = run(tmp_path / "content")
    assert (fresh.exit_code, "pl/while-you-wait.md" in fresh.stderr) == (0, False)


def test_a_folder_that_is_not_there_is_a_misuse() -> None:
    assert CliRunner().invoke(content, ["check", "--content", "/nowhere"]).exit_code == 2


def test_whoever_brought_a_message_and_a_card_up_to_date_says_so_in_one_command_each(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(PROJECT / "content", folder)
    for file, old, new in (
        (folder / "en" / "messages" / "tried.md", "We will try again.\nNothing", "We try again.\nNothing"),
        (
            folder / "area" / "helplines.toml",
            'purpose = "Talk to someone near you"',
            'purpose = "Talk to a person near you"',
        ),
    ):
        assert old in file.read_text("utf-8")
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert len([line for line in run(folder).stderr.split("\n") if "is stale" in line]) == 10
    for said in (
        [folder / "pl" / "messages" / "tried.md"],
        [folder / "area" / "helplines.toml", "--card", "wexlow_crisis_line", "--language", "pl"],
    ):
        assert CliRunner().invoke(content, ["seen", *map(str, said)]).exit_code == 0
    stale = [line for line in run(folder).stderr.split("\n") if "is stale" in line]
    assert len(stale) == 8
    assert not any(line.startswith("pl/") or " in pl: " in line for line in stale)
    assert CliRunner().invoke(content, ["seen", str(folder / "area" / "helplines.toml")]).exit_code == 1
