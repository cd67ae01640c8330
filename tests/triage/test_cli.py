"""The command, as scripts use it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.triage.cli import triage

STORIES = Path(__file__).parent / "vignettes.json"


@pytest.fixture
def run():
    def invoke(*arguments, given=""):
        return CliRunner().invoke(triage, list(arguments), input=given)

    return invoke


def test_one_set_of_answers_gives_one_outcome(run):
    result = run("assess", "-", given='{"answers": {"safe_now": "no"}}')
    outcome = json.loads(result.stdout)
    assert result.exit_code == 0
    assert outcome["band"] == "U2H"
    assert outcome["rules"][0] == {"id": "U2-01", "reason": "Says not safe right now", "because": {"safe_now": "no"}}
    assert outcome["ruleset"] == {"id": "spa-core", "version": "1.2.0", "status": "draft"}


def test_a_list_gives_a_list(run, tmp_path):
    file = tmp_path / "answers.json"
    file.write_text('[{"answers": {}}, {"answers": {"age": "ten", "text": {"a": 1}}}]', encoding="utf-8")
    assert [each["band"] for each in json.loads(run("assess", str(file)).stdout)] == ["U48", "U48"]


def test_a_story_is_read_too(run):
    calm = {"safe_now": "yes", "sui_thoughts": "none", "self_harm": "none"}
    given = json.dumps([{"answers": {**calm, "story": "kms"}}, {"answers": {**calm, "story": "cześć", "lang": "pl"}}])
    loud, foreign = json.loads(run("assess", "-", given=given).stdout)
    assert [rule["id"] for rule in loud["rules"]] == ["T-01"]
    assert [rule["id"] for rule in foreign["rules"]] == ["M-06"]


@pytest.mark.parametrize("given", ["", "{", "3", '{"answer": {}}', '[{"answers": []}]', "[3]"])
def test_what_is_not_answers_is_misuse(run, given):
    result = run("assess", "-", given=given)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_stories_that_come_out_right_exit_quietly(run):
    result = run("check", str(STORIES))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 mismatches" in result.stderr


def test_a_story_that_comes_out_wrong_is_one_line(run):
    told = {"vignettes": [{"id": "X", "answers": {}, "expect": {"at_least": "NOW"}}]}
    result = run("check", "-", given=json.dumps(told))
    assert (result.exit_code, result.stdout) == (1, "X: band U48 is less urgent than NOW\n")


@pytest.mark.parametrize(
    "given", ["[]", "{}", '{"vignettes": [{}]}', '{"vignettes": [{"id": 1, "answers": 2, "expect": {}}]}']
)
def test_what_is_not_stories_is_misuse(run, given):
    assert run("check", "-", given=given).exit_code == 2


def test_each_line_is_scanned_by_itself(run):
    result = run("scan", "--lang", "en", "-", given="denies SI\r\n\nkms\u2028kms\n")
    first, empty, twice = [json.loads(line) for line in result.stdout.split("\n") if line]
    assert first["hits"] == [{"list": "strong", "term": "SI", "start": 7, "end": 9, "negated": True}]
    assert first["categories"] == ["mention"]
    assert (empty["hits"], empty["categories"]) == ([], [])
    assert [hit["start"] for hit in twice["hits"]] == [0, 4]


def test_broken_bytes_are_scanned_all_the_same(run, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_bytes(b"\xff\xfe kms")
    assert json.loads(run("scan", "--lang", "en", str(file)).stdout)["categories"] == ["strong"]


def test_a_content_folder_without_rules_is_misuse(run, tmp_path):
    result = run("assess", "-", "--content", str(tmp_path), given='{"answers": {}}')
    assert result.exit_code == 2
    assert "ruleset.yaml: cannot be read" in result.stderr
