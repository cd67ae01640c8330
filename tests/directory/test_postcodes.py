"""National lists of postcodes: read as they are published, kept no finer than a sector, found by what people type."""

import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from portal import cli, db
from portal.directory import postcode_files, postcodes
from portal.directory.postcode_files import UnknownList
from portal.directory.postcodes import PostcodeCentroid
from portal.directory.reference import Reference

ONSPD = """pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,oseast1m,osnrth1m,lat,long
"QY1 1AA","QY1  1AA","QY1 1AA",198001,,E99,E06,1,1,53.0,-1.0
"QY1 1AB","QY1  1AB","QY1 1AB",198001,,E99,E06,1,1,53.2,-1.2
"QY1 2AA","QY1  2AA","QY1 2AA",198001,,E99,E06,1,1,54.0,-1.4
"QY1 9ZZ","QY1  9ZZ","QY1 9ZZ",198001,200001,E99,E06,1,1,10.0,10.0
"QY2 1AA","QY2  1AA","QY2 1AA",198001,,E99,E06,,,99.999999,0.000000
"""
NSPL = "\ufeffPCD7,PCD8,PCDS,DOINTR,DOTERM,LAUA,LAT,LONG\nQY11AA,QY1 1AA,QY1 1AA,198001,,E06,53.0,-1.0\n"
CODE_POINT = (
    '"QY1 1AA",10,538890,177320,"E92000001","","","","E09","E05"\n"QY1 1AB",90,0,0,"E92000001","","","","",""\n'
)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def points(path: Path) -> dict[str, tuple[float, float]]:
    return {each.code: (each.latitude, each.longitude) for each in postcode_files.read(path).centroids()}


def test_the_middle_of_a_sector_and_of_a_district_are_kept_and_nothing_finer(tmp_path: Path) -> None:
    found = points(write(tmp_path, "ONSPD.csv", ONSPD))
    assert found == {"QY1": (53.4, -1.2), "QY1 1": (53.1, -1.1), "QY1 2": (54.0, -1.4)}


def test_postcodes_that_ended_or_have_no_place_move_nothing(tmp_path: Path) -> None:
    gathered = postcode_files.read(write(tmp_path, "ONSPD.csv", ONSPD))
    assert (gathered.source, gathered.postcodes, gathered.skipped) == ("onspd", 3, 2)


def test_newer_headings_in_capitals_are_read(tmp_path: Path) -> None:
    assert points(write(tmp_path, "NSPL.csv", NSPL))["QY1"] == (53.0, -1.0)


def test_eastings_and_northings_are_turned_into_degrees(tmp_path: Path) -> None:
    gathered = postcode_files.read(write(tmp_path, "qy.csv", CODE_POINT))
    assert (gathered.source, gathered.skipped) == ("code_point_open", 1)
    assert gathered.centroids()[0].latitude == pytest.approx(51.4777, abs=0.001)


@pytest.mark.parametrize("packed", [True, False])
def test_a_zip_and_a_folder_are_read_without_their_guides(tmp_path: Path, packed: bool) -> None:
    files = {"Data/ONSPD.csv": ONSPD, "Documents/LA names and codes.csv": "a,b\n1,2\n"}
    whole = tmp_path / ("list.zip" if packed else "list")
    if packed:
        with zipfile.ZipFile(whole, "w") as made:
            for name, text in files.items():
                made.writestr(name, text)
    else:
        for name, text in files.items():
            (whole / name).parent.mkdir(parents=True, exist_ok=True)
            write(whole, name, text)
    told: list[int] = []
    assert postcode_files.read(whole, told.append).postcodes == 3
    assert sum(told) == pytest.approx(postcode_files.size(whole), abs=10)


@pytest.mark.parametrize("text", ["name,age\nAmina,14\n", "", "pcds,lat,long\n", "pcds,lat,long\nQY1 1AA,x,y\n"])
def test_another_file_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnknownList, match="Code-Point Open"):
        postcode_files.read(write(tmp_path, "other.csv", text))


@given(st.binary(max_size=400))
def test_any_file_at_all_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    with suppress(UnknownList):
        assert postcode_files.read(path).postcodes


def test_a_postcode_far_away_is_found_after_loading_and_belongs_to_no_ward_here(
    filled: Engine, tables: Reference, tmp_path: Path
) -> None:
    def asked(text: str) -> Any:
        return postcodes.locate(tables.places, text, lambda: db.reading(filled))

    assert asked("QY1 1AA") is None
    with db.writing(filled) as session:
        postcodes.load(session, postcode_files.read(write(tmp_path, "ONSPD.csv", ONSPD)).centroids())
    assert asked("qy11aa").code == "QY1 1"
    assert asked("QY1 7AA").code == "QY1"
    assert tables.places.ward(asked("QY1")) == ""
    assert asked("QX1 1AA").name == "Ashmere Central"
    assert asked("Nowhere") is None


def test_the_command_says_what_it_loaded_and_replaces_what_was_there(
    filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", str(filled.url))
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path))
    for text, outcodes, sectors in ((ONSPD, 1, 2), (CODE_POINT, 1, 1)):
        ran = CliRunner().invoke(cli.portal, ["places", "load", str(write(tmp_path, "list.csv", text))])
        assert ran.exit_code == 0, ran.output
        said = json.loads(ran.stdout)
        assert (said["outcodes"], said["sectors"]) == (outcodes, sectors)
    with db.reading(filled) as session:
        assert session.scalar(select(func.count()).select_from(PostcodeCentroid)) == 2


def test_the_command_refuses_another_file_and_keeps_what_it_had(
    filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", str(filled.url))
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path))
    assert CliRunner().invoke(cli.portal, ["places", "load", str(write(tmp_path, "a.csv", ONSPD))]).exit_code == 0
    ran = CliRunner().invoke(cli.portal, ["places", "load", str(write(tmp_path, "b.csv", "name\nAmina\n"))])
    assert ran.exit_code == 1
    assert "Code-Point Open" in ran.stderr
    with db.reading(filled) as session:
        assert session.scalar(select(func.count()).select_from(PostcodeCentroid)) == 3
