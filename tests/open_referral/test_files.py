"""The whole feed as files: everything that is served, the same bytes each time, and all of it or nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal import cli, db
from portal.directory import actions, queries
from portal.open_referral import files
from portal.open_referral.edition import read
from tests.open_referral.conftest import CONTENT, ROOT, ROUTES, ids, walk

ADDRESS = "https://directory.example.org"


def export(engine: Engine, folder: Path) -> dict[str, int]:
    with db.reading(engine) as session:
        return files.export(session, read(CONTENT, drafts=True), folder, ADDRESS, lambda *_: None)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_hold_byte_for_byte_what_is_served(client: FlaskClient, filled: Engine, tmp_path: Path) -> None:
    counts = export(filled, tmp_path / "out")
    found = contents(tmp_path / "out")
    assert found["index.json"] == client.get(f"{ROOT}/").data
    assert found["openapi.json"] == client.get(f"{ROOT}/openapi.json").data
    for name in ROUTES:
        listed = walk(client, name, per_page=files.PER_PAGE)[:-1]
        own = ids(listed)
        assert counts[name] == len(own)
        assert set(own) == {
            path.split("/")[1][:-5] for path in found if path.startswith(f"{name}/") and "/page-" not in path
        }
        assert [json.loads(found[f"{name}/page-{number}.json"]) for number in range(1, len(listed) + 1)] == listed
        for each in (own[0], own[-1]):
            assert found[f"{name}/{each}.json"] == client.get(f"{ROOT}/{name}/{each}").data


def test_the_same_directory_makes_the_same_bytes(filled: Engine, tmp_path: Path) -> None:
    export(filled, tmp_path / "one")
    export(filled, tmp_path / "two")
    first = contents(tmp_path / "one")
    assert first == contents(tmp_path / "two")
    with db.writing(filled) as session:
        queries.in_use(session)[0].name = "Another name"
        actions.changed(session)
    export(filled, tmp_path / "one")
    assert contents(tmp_path / "one") != first
    assert sorted(path.name for path in tmp_path.iterdir() if "wexlow" not in path.name) == ["one", "two"]


def test_what_is_gone_goes_from_the_next_export(filled: Engine, tmp_path: Path) -> None:
    export(filled, tmp_path / "out")
    with db.writing(filled) as session:
        row = queries.in_use(session)[0]
        row.status, own = queries.Status.INACTIVE, row.id
        actions.changed(session)
    assert (tmp_path / "out" / "services" / f"{own}.json").exists()
    export(filled, tmp_path / "out")
    assert not (tmp_path / "out" / "services" / f"{own}.json").exists()


def test_an_empty_directory_is_written_too(tmp_path: Path) -> None:
    engine = db.engine_for(f"sqlite:///{tmp_path / 'empty.db'}")
    db.Base.metadata.create_all(engine)
    assert set(export(engine, tmp_path / "out").values()) == {0}
    assert json.loads((tmp_path / "out" / "services" / "page-1.json").read_text())["empty"] is True
    engine.dispose()


def test_an_export_that_fails_leaves_the_earlier_one(filled: Engine, tmp_path: Path) -> None:
    export(filled, tmp_path / "out")
    before = contents(tmp_path / "out")

    def breaks(name: str, _done: int) -> None:
        if name == "taxonomies":
            raise OSError("The disk is full.")

    with db.reading(filled) as session, pytest.raises(OSError, match="full"):
        files.export(session, read(CONTENT, drafts=True), tmp_path / "out", ADDRESS, breaks)
    assert contents(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_directory_that_changes_meanwhile_is_not_written(filled: Engine, tmp_path: Path) -> None:
    current = read(CONTENT, drafts=True)

    def edited(name: str, _done: int) -> None:
        """Be an editor who saves while the second list is written."""
        if name == "organizations":
            current.tables += " edited"
            current._known = None

    with db.reading(filled) as session, pytest.raises(RuntimeError, match="run it again"):
        files.export(session, current, tmp_path / "out", ADDRESS, edited)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kind", ["a folder of somebody's", "a file"])
def test_nobodys_files_are_replaced(filled: Engine, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "mine"
    if kind == "a file":
        folder.write_text("letter")
    else:
        folder.mkdir()
        (folder / "letter.txt").write_text("letter")
    with pytest.raises(ValueError, match="holds something else"):
        export(filled, folder)
    assert folder.exists()


def test_the_command_prints_counts_and_tells_how_far_it_is(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "out").mkdir()
    ran = CliRunner().invoke(cli.portal, ["directory", "export", "--dir", str(tmp_path / "out")])
    assert ran.exit_code == 0, ran.output
    said = json.loads(ran.stdout)
    assert set(said) == {"dir", *ROUTES}
    assert ran.stderr.splitlines()[0] == f"services: {said['services']}"
    (tmp_path / "letter").mkdir()
    (tmp_path / "letter" / "letter.txt").write_text("letter")
    ran = CliRunner().invoke(cli.portal, ["directory", "export", "--dir", str(tmp_path / "letter")])
    assert ran.exit_code == 2
    assert "holds something else" in ran.stderr
