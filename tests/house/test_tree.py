"""The tree tells the story: names that say what is inside, and files that one can read in one go."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.config import PROJECT

NAMELESS = {"utils", "helpers", "common", "services", "managers", "misc", "base", "core", "part2"}
TOP = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "README.md",
    "benchmarks",
    "content",
    "docs",
    "migrations",
    "portal",
    "pyproject.toml",
    "requirements-test.lock",
    "requirements.lock",
    "run.py",
    "tests",
    "translations",
    "wsgi.py",
}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb.deb" + "ian.org")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return [PROJECT / name for name in listed.split("\0") if name and (PROJECT / name).exists()]


def code() -> list[Path]:
    return list(PROJECT.joinpath("portal").rglob("*.py"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def test_the_top_level_holds_what_was_agreed_and_nothing_else() -> None:
    assert {path.relative_to(PROJECT).parts[0] for path in tracked()} <= TOP


def test_no_room_is_called_anything_goes() -> None:
    assert not [path for path in code() if path.stem in NAMELESS or path.parent.name in NAMELESS]


def test_files_and_functions_can_be_read_in_one_go() -> None:
    files = [*code(), *PROJECT.joinpath("tests").rglob("*.py")]
    assert not [(path.name, n) for path in files if (n := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE]
    assert not [(path.name, name) for path in code() for name, length in functions(path) if length > LONGEST_FUNCTION]


def test_every_module_says_what_room_it_is() -> None:
    silent = [path for path in code() if path.read_text("utf-8").strip() and not ast.get_docstring(_tree(path))]
    assert not silent


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_imports_inside_functions_stand_only_where_start_up_must_be_light() -> None:
    late = []
    for path in code():
        if path.name in {"cli.py", "schema_cli.py", "serving.py"} or path == PROJECT / "portal" / "__init__.py":
            continue
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef):
                late += [path.name for inner in ast.walk(node) if isinstance(inner, ast.Import | ast.ImportFrom)]
    assert not late


def test_tests_mirror_the_rooms() -> None:
    rooms = {path.name for path in PROJECT.joinpath("portal").iterdir() if path.joinpath("__init__.py").exists()}
    assert not {room for room in rooms if not PROJECT.joinpath("tests", room).is_dir()}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_every_package_is_pinned_and_hashed_and_no_host_is_named(lock: str) -> None:
    text = PROJECT.joinpath(lock).read_text()
    assert "://" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "==" in block
        assert "--hash=sha256:" in block


def test_nothing_names_a_registry_or_somebodys_machine() -> None:
    home = str(Path.home()) + "/"
    found = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [(path.name, word) for word in (*HOSTS, str(PROJECT) + "/", home) if len(word) > 2 and word in text]
    assert not found
