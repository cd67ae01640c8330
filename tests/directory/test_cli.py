"""`portal directory`: the search for scripts, in the words of the outside face."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from portal.directory.cli import directory


@pytest.fixture
def run(seeded_file: Path, instance: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("PORTAL_DATABASE_URL", f"sqlite:///{seeded_file}")
    monkeypatch.setenv("PORTAL_INSTANCE", str(instance))

    def call(*words: str) -> Result:
        return CliRunner().invoke(directory, list(words))

    return call


def test_a_search_prints_what_was_agreed(run: Any):
    answer = json.loads(run("search", "cant sleep", "--age", "14", "--near", "QX2 1AB", "--limit", "3").stdout)
    assert answer.keys() == {"query", "corrected", "relaxed", "total", "results"}
    assert len(answer["results"]) == 3 <= answer["total"]
    for result in answer["results"]:
        assert result.keys() == {"id", "slug", "name", "distance_km", "why"}
        assert result["why"]


def test_filters_narrow(run: Any):
    wide = json.loads(run("search", "").stdout)
    narrow = json.loads(run("search", "", "--need", "psychosis", "--thrive", "getting_more_help").stdout)
    assert wide["total"] == 84
    assert 0 < narrow["total"] < 10
    assert narrow["relaxed"] == []


def test_the_words_come_in_the_language_asked_for(run: Any):
    answer = json.loads(run("search", "neend", "--lang", "ur", "--limit", "1").stdout)
    assert "نیند" in " ".join(answer["results"][0]["why"])


@pytest.mark.parametrize(
    "words",
    [
        ("search", "x", "--need", "nothing"),
        ("search", "x", "--lang", "xx"),
        ("search",),
        ("search", "x", "--limit", "0"),
    ],
)
def test_misuse_is_told_and_exits_2(run: Any, words: tuple[str, ...]):
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr


def test_a_place_nobody_knows_is_told_and_left_out(run: Any):
    result = run("search", "panic", "--near", "Atlantis")
    assert result.exit_code == 0
    assert "Atlantis" in result.stderr
    assert json.loads(result.stdout)["results"][0]["distance_km"] is None


@pytest.mark.parametrize("by", ["cohort", "need", "age", "area"])
def test_the_gaps_are_printed(run: Any, by: str):
    answer = json.loads(run("gaps", "--by", by).stdout)
    assert answer["by"] == by
    assert len(answer["groupings"]) == 5
    assert all({"id", "name", "services", "gaps"} <= row.keys() for row in answer["rows"])
    assert any(row["gaps"] for row in answer["rows"])
    assert any(row["plans"] for row in answer["rows"])
    assert not answer["plans_without_a_row"]


def test_online_services_can_be_left_out_or_be_all(run: Any):
    counts = {
        digital: sum(json.loads(run("gaps", "--digital", digital).stdout)["all"].values())
        for digital in ("with", "without", "only")
    }
    assert counts["without"] + counts["only"] == counts["with"]
    assert 0 < counts["only"] < counts["without"]


def test_the_gaps_come_as_a_table_too(run: Any):
    lines = run("gaps", "--by", "age", "--format", "csv").stdout.splitlines()
    assert lines[0].startswith("by,digital,row,name,grouping,services")
    assert len(lines) == 1 + 5 * 5


def test_a_plan_that_does_not_read_well_is_told(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "area").mkdir()
    (tmp_path / "area" / "gaps.toml").write_text('[[plan]]\nby = "colour"\n')
    monkeypatch.setenv("PORTAL_CONTENT", str(tmp_path))
    result = run("gaps")
    assert result.exit_code == 1
    assert "by is one of cohort, need, age, area" in result.stderr
