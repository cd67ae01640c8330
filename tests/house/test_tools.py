"""The tools that read our code agree with it."""

import subprocess
import sys
from pathlib import Path

import pytest

from portal.config import PROJECT

SOURCES = ["portal", "tests", "migrations", "run.py", "wsgi.py"]
TOOLS = {
    "ruff": ["-m", "ruff", "check", "--quiet", *SOURCES],
    "mypy": ["-m", "mypy"],
    "import contracts": ["-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_has_nothing_to_say(tool: str) -> None:
    ran = subprocess.run([sys.executable, *TOOLS[tool]], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]


def test_an_import_upwards_would_be_noticed(tmp_path: Path) -> None:
    """Plant one in a copy: a clock that asks a view."""
    for part in ("portal", "pyproject.toml"):
        subprocess.run(["cp", "-r", str(PROJECT / part), str(tmp_path / part)], check=True)
    clock = tmp_path / "portal" / "clock.py"
    clock.write_text(clock.read_text() + "\nfrom portal.referrals import views\n")
    command = [sys.executable, *TOOLS["import contracts"]]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": "."})
    assert ran.returncode != 0
    assert "portal.clock" in ran.stdout
