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


PLANTED = {
    "a clock that asks a view": ("clock.py", "from portal.referrals import views", "The house has floors"),
    "public waits that ask the records": (
        "waiting_times/lists.py",
        "from portal.reporting import queries",
        "Who publishes waits to everybody knows no record of anybody",
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_an_import_upwards_would_be_noticed(tmp_path: Path, fault: str) -> None:
    """Plant one in a copy."""
    place, planted, contract = PLANTED[fault]
    for part in ("portal", "pyproject.toml"):
        subprocess.run(["cp", "-r", str(PROJECT / part), str(tmp_path / part)], check=True)
    module = tmp_path / "portal" / place
    module.write_text(module.read_text() + f"\n{planted}\n")
    command = [sys.executable, *TOOLS["import contracts"]]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": "."})
    assert ran.returncode != 0
    assert f"portal.{place.removesuffix('.py').replace('/', '.')}" in ran.stdout
    assert any(line.startswith(contract) and line.endswith("BROKEN") for line in ran.stdout.splitlines())
