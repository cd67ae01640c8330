"""Bands in order, and an outcome nobody can change."""

import dataclasses
import json

import pytest

from portal.triage.outcome import Band, more_urgent
from portal.triage.rules import assess


def test_now_comes_first_and_routine_last():
    assert [band.rank for band in Band] == [0, 1, 2, 3, 4]
    assert sorted(Band, key=lambda band: band.rank)[0] is Band.NOW


@pytest.mark.parametrize("a", Band)
@pytest.mark.parametrize("b", Band)
def test_the_more_urgent_voice_wins_whoever_speaks_first(a, b):
    winner = more_urgent(a, b)
    assert winner is more_urgent(b, a)
    assert winner.rank == min(a.rank, b.rank)


def test_two_days_or_sooner_cannot_wait_for_the_next_question(ruleset):
    calm = {"safe_now": "yes", "sui_thoughts": "none", "self_harm": "none"}
    assert assess({**calm, "self_harm": "daily"}, ruleset).cannot_wait
    assert not assess({**calm, "self_harm": "monthly"}, ruleset).cannot_wait


def test_a_call_back_cannot_wait_whatever_the_band(ruleset):
    outcome = assess({"safe_now": "yes", "sui_thoughts": "none", "self_harm": "none"}, ruleset)
    asked = dataclasses.replace(outcome, flags=("call_back_safety",))
    assert not outcome.cannot_wait
    assert asked.cannot_wait


def test_a_result_is_kept_as_it_was(ruleset):
    outcome = assess({"age": 10, "text": ["strong"]}, ruleset)
    with pytest.raises(dataclasses.FrozenInstanceError):
        outcome.band = Band.ROUTINE
    kept = json.loads(json.dumps(outcome.as_dict()))
    assert kept == outcome.as_dict()
    assert set(kept) == {"band", "flags", "pathways", "thrive", "rules", "ruleset"}
    assert all(set(rule) == {"id", "reason", "because"} for rule in kept["rules"])


def test_flags_come_once_and_in_order(ruleset):
    flags = assess({}, ruleset).flags
    assert len(flags) == len(set(flags))
    assert flags[0] == "safety_unknown"
