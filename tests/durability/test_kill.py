"""Whatever is shown as sent is there, once, with its message and its trace, whenever the server is killed."""

import json
import os

import pytest

from tests.durability import kill

KILLS = int(os.environ.get("PORTAL_TEST_KILLS", "8"))
"""Eight on an ordinary day; CI says 60."""
MUTANT_KILLS, MUTANT_DAYS = 6, 4
CAUGHT_BY = {
    "answer-first": lambda day: day.memory.broken or day.findings.lost,
    "no-key": lambda day: day.findings.doubled,
    "two-transactions": lambda day: day.findings.without_one_message,
}


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_nothing_acknowledged_is_lost_or_doubled(database: str) -> None:
    day = kill.run(database, KILLS)
    print(json.dumps(day.figures(), indent=1))
    assert day.good, day.figures()
    assert day.kills == KILLS
    assert len(day.memory.acknowledged) >= kill.PEOPLE
    assert max(day.memory.statuses) < 500, day.memory.statuses


@pytest.mark.slow
@pytest.mark.parametrize("mutant", CAUGHT_BY)
def test_a_server_without_the_guarantee_is_found_out(mutant: str) -> None:
    for attempt in range(1, MUTANT_DAYS + 1):
        day = kill.run("sqlite", MUTANT_KILLS, mutant, seed=attempt)
        if CAUGHT_BY[mutant](day):
            print(f"{mutant}: caught on day {attempt}: {json.dumps(day.figures())}")
            assert not day.good
            return
    pytest.fail(f"{mutant} went unnoticed for {MUTANT_DAYS} days")
