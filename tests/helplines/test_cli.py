import json
import shutil
from datetime import date
from pathlib import Path

import time_machine
from click.testing import CliRunner

from portal.config import PROJECT
from portal.helplines.cli import helplines

CHECKED = "verified_on = 2026-11-01\n"


def content(tmp_path: Path, **changes: str) -> Path:
    """Copy the registry to a folder of its own, changed."""
    shutil.copytree(PROJECT / "content" / "area", tmp_path / "area")
    path = tmp_path / "area" / "helplines.toml"
    text = path.read_text("utf-8")
    for old, new in changes.items():
        text = text.replace(f"{old} = ", new + f"{old} = ")
    path.write_text(text, "utf-8")
    return tmp_path


def test_contacts_that_nobody_checked_are_named_with_their_owner(tmp_path: Path) -> None:
    result = CliRunner().invoke(helplines, ["check", "--content", str(content(tmp_path))])
    rows = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {"id", "name", "owner", "source", "verified_on"} == set(rows[0])
    assert rows[0]["id"] == "emergency"
    assert rows[0]["verified_on"] is None


def test_a_registry_checked_this_month_is_good(tmp_path: Path) -> None:
    folder = content(tmp_path, order=CHECKED)
    with time_machine.travel(date(2026, 11, 22)):
        result = CliRunner().invoke(helplines, ["check", "--content", str(folder)])
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_and_lapses_after_ninety_days(tmp_path: Path) -> None:
    folder = content(tmp_path, order=CHECKED)
    with time_machine.travel(date(2027, 1, 31)):
        result = CliRunner().invoke(helplines, ["check", "--content", str(folder)])
    assert result.exit_code == 1
    assert json.loads(result.stdout)[0]["verified_on"] == "2026-11-01"


def test_a_broken_registry_is_told_in_words(tmp_path: Path) -> None:
    folder = content(tmp_path)
    (folder / "area" / "helplines.toml").write_text("[[contact]]\nid = 'x'\n")
    result = CliRunner().invoke(helplines, ["check", "--content", str(folder)])
    assert result.exit_code == 1
    assert "x: owner is missing" in result.stderr
