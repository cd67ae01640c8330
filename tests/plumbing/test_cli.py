"""The `portal` command explains itself, and tells what is wrong in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal import cli
from portal.config import PROJECT


def test_every_command_in_the_table_can_be_had_and_explains_itself() -> None:
    for name in cli.COMMANDS:
        said = CliRunner().invoke(cli.portal, [*name.split(), "--help"])
        assert said.exit_code == 0, name
        assert "Usage" in said.output


def test_the_contents_name_everything_but_what_is_hidden() -> None:
    said = CliRunner().invoke(cli.portal, ["--help"])
    names = [name for name in cli.COMMANDS if " " not in name]
    assert all(f"\n  {name}" in said.output for name in (*names, "serve", "worker", "routes"))
    assert "\n  run " not in said.output


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"PORTAL_ENV": "staging"}, "PORTAL_ENV"),
        ({"PORTAL_ENV": "production"}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_CONTENT": "nowhere"}, "area"),
    ],
)
def test_wrong_settings_are_told_in_one_line(
    environ: dict[str, str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    for name, value in ({"PORTAL_INSTANCE": str(tmp_path)} | environ).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["portal", "routes"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.startswith("portal: ")
    assert error.count("\n") == 1


def test_a_misused_command_is_told_so() -> None:
    assert CliRunner().invoke(cli.portal, ["worker", "--twice"]).exit_code == 2
    assert CliRunner().invoke(cli.portal, ["dance"]).exit_code == 2


@pytest.mark.parametrize(
    ("url", "word"),
    [("rubbish", "ArgumentError"), ("postgresql+psycopg://nobody@127.0.0.1:1/none", "OperationalError")],
)
def test_a_database_that_cannot_be_reached_is_told_in_one_line(url: str, word: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "portal.cli", "audit", "verify"],
        cwd=PROJECT,
        env=os.environ | {"PORTAL_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert word in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
