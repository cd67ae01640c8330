"""Kept things: quick the second time, never stale, and never a reason to stop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import kept


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Path]:
    before = kept._folder
    kept.install(tmp_path / "kept")
    yield tmp_path / "kept"
    kept._folder = before


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "words.yaml"
    path.write_text("one")
    return path


def test_a_thing_is_made_once_and_again_when_its_source_changes(shelf: Path, source: Path) -> None:
    made: list[str] = []

    def make() -> list[str]:
        made.append(source.read_text())
        return [source.read_text()]

    assert [kept.made("words", [source], make) for _ in range(3)] == [["one"]] * 3
    source.write_text("two")
    assert kept.made("words", [source], make) == ["two"]
    assert made == ["one", "two"]


@pytest.mark.parametrize("damage", [b"", b"\x80", b"not a pickle at all"])
def test_a_damaged_thing_is_made_again(shelf: Path, source: Path, damage: bytes) -> None:
    kept.made("words", [source], lambda: 1)
    for path in shelf.iterdir():
        path.write_bytes(damage)
    assert kept.made("words", [source], lambda: 1) == 1


def test_a_shelf_that_cannot_be_written_is_no_reason_to_stop(
    shelf: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(kept.os, "replace", full)
    assert kept.made("words", [source], lambda: "made") == "made"
    assert list(shelf.iterdir()) == []
