"""`portal directory import`, in the words of the outside face."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from portal import config, db
from portal.importing.cli import bring_in
from portal.upkeep.models import Proposal
from tests.conftest import REQUIRED
from tests.importing.conftest import ASSURER, CONTENT, NAMES, County, a_feed, a_service, write_json

DATA = Path("shared/data/open-referral-uk/examples")
EXAMPLES = next((each / DATA for each in config.PROJECT.parents if (each / DATA).is_dir()), None)
FACE = {"added", "changed", "unchanged", "vanished", "quarantined"}


@pytest.fixture
def run(database_url: str, instance: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_INSTANCE", str(instance))

    def call(*words: object) -> Result:
        return CliRunner().invoke(bring_in, [str(word) for word in words])

    return call


@pytest.fixture
def look(database_url: str, run: Any) -> Iterator[County]:
    engine = db.engine_for(database_url)
    yield County(engine)
    engine.dispose()


Run = Callable[..., Result]


def answer(result: Result) -> Any:
    said = json.loads(result.stdout)
    assert said.keys() >= FACE
    return said


def numbers(result: Result) -> tuple[int, int, int, int, int]:
    said = answer(result)
    return (said["added"], said["changed"], said["unchanged"], said["vanished"], len(said["quarantined"]))


def test_an_import_prints_what_was_agreed_and_an_identical_one_changes_nothing(
    run: Run, look: County, tmp_path: Path
) -> None:
    services = [*a_feed(), a_service("No owner", organization=None)]
    feed = write_json(tmp_path / "county.json", {"total_pages": 1, "contents": services})
    dry = run(feed, "--dry-run")
    assert (dry.exit_code, numbers(dry)) == (0, (5, 0, 0, 0, 1))
    assert look.entries() == {}
    first = run(feed)
    assert (first.exit_code, numbers(first)) == (0, (5, 0, 0, 0, 1))
    assert answer(first)["quarantined"] == [
        {"id": answer(dry)["quarantined"][0]["id"], "reasons": ["It does not say which organisation runs it."]}
    ]
    before = look.everything()
    second = run(feed)
    assert (second.exit_code, numbers(second)) == (0, (0, 0, 5, 0, 1))
    assert look.everything() == before


def test_the_diff_is_told_to_scripts_and_to_people(run: Run, look: County, tmp_path: Path) -> None:
    run(write_json(tmp_path / "county.json", a_feed()))
    services = [a_service(NAMES[0], maximum_age=21), *map(a_service, NAMES[2:])]
    result = run(write_json(tmp_path / "county.json", services), "--dry-run")
    change = answer(result)["changes"][0]
    assert change["fields"] == [{"field": "To age", "path": "maximum_age", "before": "18", "after": "21"}]
    assert answer(result)["vanished_records"] == [{"id": a_service(NAMES[1])["id"], "name": NAMES[1]}]
    assert "To age: 18 -> 21" in result.stderr
    assert "no longer in the feed" in result.stderr
    assert look.entries()[NAMES[0]]["maximum_age"] == 18


def test_a_renamed_file_is_recognised_by_its_ids(run: Run, look: County, tmp_path: Path) -> None:
    run(write_json(tmp_path / "monday.json", a_feed()))
    result = run(write_json(tmp_path / "tuesday.json", a_feed()))
    assert numbers(result) == (0, 0, 5, 0, 0)
    assert answer(result)["feed"] == "monday"
    assert "monday" in result.stderr


def test_a_feed_that_was_named_is_never_taken_for_another(run: Run, look: County, tmp_path: Path) -> None:
    run(write_json(tmp_path / "monday.json", a_feed()))
    result = run(write_json(tmp_path / "tuesday.json", a_feed()), "--as", "district")
    assert numbers(result) == (0, 0, 0, 0, 5)
    assert result.exit_code == 1


def test_a_review_goes_to_the_editors(run: Run, look: County, tmp_path: Path) -> None:
    result = run(write_json(tmp_path / "county.json", a_feed()), "--review")
    assert numbers(result) == (5, 0, 0, 0, 0)
    assert look.entries() == {}
    assert look.count(Proposal) == 5


def test_a_table_with_a_mapping(run: Run, look: County, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("\ufeffWas;Wer\nQuay Club;Quay Trust\n".encode())
    (tmp_path / "m.toml").write_text('[columns]\n"Was" = "name"\n"Wer" = "organisation"\n')
    result = run(tmp_path / "t.csv", "--mapping", tmp_path / "m.toml")
    assert numbers(result) == (1, 0, 0, 0, 0)
    assert set(look.entries()) == {"Quay Club"}


@pytest.mark.parametrize("content", ["[]", "{}", "not a feed", "[1, 2]", '{"contents": []}', "", "[" * 100_000])
def test_a_source_with_nothing_usable_exits_1_and_says_so(run: Run, look: County, tmp_path: Path, content: str) -> None:
    path = tmp_path / "feed.json"
    path.write_text(content)
    result = run(path)
    assert result.exit_code == 1
    assert answer(result)["refused"]
    assert result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere.json",),
        (),
        ("http://feed.example.org/",),
        ("https://127.0.0.1/feed",),
        ("https://169.254.169.254/",),
        ("https://[::1]/services",),
        ("https://localhost/services",),
        ("https://user:secret@example.org/",),
        (".", "--as", "  "),
    ],
)
def test_misuse_exits_2_and_asks_nobody(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr
    assert "secret" not in result.stderr


def test_our_own_seed_comes_in_whole_and_twice_changes_nothing(run: Run, look: County, tmp_path: Path) -> None:
    folder = tmp_path / "wexlow"
    shutil.copytree(CONTENT / "area" / "services", folder)
    assert numbers(run(folder)) == (84, 0, 0, 0, 0)
    before = look.everything()
    assert numbers(run(folder)) == (0, 0, 84, 0, 0)
    assert look.everything() == before


@pytest.mark.parametrize("feed", ["Default", "Warn"])
def test_the_two_labelled_example_feeds(run: Run, look: County, feed: str) -> None:
    if EXAMPLES is None:
        if "open-referral-data" in REQUIRED:
            pytest.fail("PORTAL_TEST_REQUIRE names open-referral-data, but ../shared/data is not there.")
        pytest.skip("../shared/data/open-referral-uk is not here")
    first = run(EXAMPLES / feed, "--as", feed)
    assert (first.exit_code, numbers(first)) == (0, (1, 0, 0, 0, 0))
    said = look.entries()["Community Counselling"]
    assert said["organization"]["name"] == "Example Organization Inc."
    assert "latitude" not in said["service_at_locations"][0]["location"]
    assert "assurer_email" not in said
    before = look.everything()
    assert numbers(run(EXAMPLES / feed, "--as", feed)) == (0, 0, 1, 0, 0)
    assert look.everything() == before


def test_a_checkers_address_is_in_no_row(run: Run, look: County, tmp_path: Path) -> None:
    run(write_json(tmp_path / "county.json", [a_service(description=f"Good. Assured by {ASSURER}.")]))
    assert ASSURER not in str(look.everything())
