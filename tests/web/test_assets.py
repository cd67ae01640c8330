"""Static files: what a phone on a bad line gets, and what an older page still finds."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from portal.web import assets

HASHED = re.compile(r"css/portal\.[0-9a-f]{12}\.css")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the files once for this module."""
    target = tmp_path_factory.mktemp("instance") / "static"
    assets.build(target)
    return target


@pytest.fixture(scope="module")
def phone(built: Path) -> Client:
    """Open a browser on an application that has nothing but its static files."""
    app = Flask("bare", static_folder=None)
    app.extensions["portal"] = {"settings": SimpleNamespace(instance=built.parent)}
    return Client(assets.with_static_files(app))


def test_every_file_gets_a_name_that_holds_its_content() -> None:
    manifest = assets.names()
    assert HASHED.fullmatch(manifest["css/portal.css"])
    assert len(set(manifest.values())) == len(manifest)


@given(st.binary(), st.binary())
def test_two_contents_never_share_a_name(one: bytes, other: bytes) -> None:
    same = assets.hashed_name("js/leave.js", one) == assets.hashed_name("js/leave.js", other)
    assert same == (one == other)


def test_an_address_is_the_same_in_every_language() -> None:
    assert assets.address({"css/portal.css": "css/portal.0.css"}, "css/portal.css") == "/static/css/portal.0.css"


def test_a_name_nobody_made_is_an_error_and_not_a_broken_link() -> None:
    with pytest.raises(KeyError):
        assets.address(assets.names(), "css/gone.css")


def test_a_phone_that_takes_brotli_gets_little_and_keeps_it_for_ever(phone: Client) -> None:
    address = assets.address(assets.names(), "css/portal.css")
    answer = phone.get(address, headers={"Accept-Encoding": "br, gzip"}, buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert brotli.decompress(answer.data) == (assets.SOURCE / "css/portal.css").read_bytes()


def test_a_browser_without_compression_gets_the_plain_file(phone: Client) -> None:
    answer = phone.get(
        assets.address(assets.names(), "js/leave.js"), headers={"Accept-Encoding": "identity"}, buffered=True
    )
    assert answer.data == (assets.SOURCE / "js/leave.js").read_bytes()


def test_static_answers_say_that_types_are_not_guessed_and_files_not_borrowed(phone: Client) -> None:
    answer = phone.get(assets.address(assets.names(), "css/portal.css"), buffered=True)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_building_again_changes_nothing_and_takes_no_time(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    best = min(_seconds_to_build(built) for _ in range(5))
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before
    assert best < 0.015


def _seconds_to_build(target: Path) -> float:
    start = time.process_time()
    assets.build(target)
    return time.process_time() - start


def test_a_page_sent_by_the_release_before_still_finds_its_styles(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "instance" / "static"
    source.mkdir()
    (source / "a.css").write_text("p{color:red}" * 50)
    before = assets.build(target, source)["a.css"]
    (source / "a.css").write_text("p{color:green}" * 50)
    after = assets.build(target, source)["a.css"]
    assert before != after
    assert (target / before).exists()
    assert (target / after).exists()


def test_several_processes_that_build_at_once_leave_every_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "instance" / "static"
    with ThreadPoolExecutor(6) as crowd:
        manifests = list(crowd.map(lambda _: assets.build(target), range(6)))
    assert all(manifest == manifests[0] for manifest in manifests)
    for plain, hashed in manifests[0].items():
        assert (target / hashed).read_bytes() == (assets.SOURCE / plain).read_bytes()
    assert not list(target.parent.glob(".assets-*"))
