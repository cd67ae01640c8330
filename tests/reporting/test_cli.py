"""`portal waits publish` prints what is told, what is hidden and why."""

import json

import pytest
import time_machine
from click.testing import CliRunner

from portal import config
from portal.cli import portal
from portal.reporting import publishing
from tests.care.conftest import MONDAY, Care


@pytest.fixture
def run(care: Care, settings: config.Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setattr(config, "from_environment", lambda: settings)
    for _ in range(6):
        care.accepted()
    return CliRunner()


@time_machine.travel(MONDAY.replace(month=12), tick=False)
def test_what_is_hidden_is_printed_with_the_reason(run: CliRunner) -> None:
    answer = run.invoke(portal, ["waits", "publish"])
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.output)
    assert (said["as_of"], said["approved"], said["figures"]) == ("2026-12-22", False, [])
    assert len(said["hidden"]) == 32
    assert {(each["what"], each["why"]) for each in said["hidden"]} == {
        ("everything", publishing.WHY[publishing.Hidden.FEW])
    }


@time_machine.travel(MONDAY.replace(month=12), tick=False)
def test_a_day_that_is_not_over_is_one_line(run: CliRunner) -> None:
    answer = run.invoke(portal, ["waits", "publish", "--as-of", "2026-12-23"])
    assert answer.exit_code == 2
    assert "is not over" in answer.output
