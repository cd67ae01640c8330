"""Whatever was sent becomes a value the rules know, or `unanswered`."""

import math

import pytest

from portal.triage.facts import UNANSWERED, see


@pytest.fixture
def seen(ruleset):
    def read(name, value):
        return see({name: value}, ruleset.fields, ruleset.aliases)[name]

    return read


@pytest.mark.parametrize(
    "value", [None, "", "  ", "unanswered", "unknown", "banana", 7, 1.5, [], {}, ["yes"], "y" * 900]
)
def test_what_is_no_answer_is_unanswered(seen, value):
    assert seen("safe_now", value) == UNANSWERED


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (True, "yes"),
        (False, "no"),
        (" YES ", "yes"),
        ("Not sure", "not_sure"),
        ("not-sure", "not_sure"),
        ("Prefer not to say", "prefer_not"),
        ("I don't know"[2:], "not_sure"),
        ("\uff39\uff25\uff33", "yes"),
    ],
)
def test_an_answer_is_read_however_it_is_written(seen, value, meant):
    assert seen("safe_now", value) == meant


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("15", 15),
        (" 15 ", 15),
        (15.0, 15),
        ("2.5", 2.5),
        ("۱۵", 15),
        (10**500, UNANSWERED),
        (True, UNANSWERED),
        ("-1", UNANSWERED),
        (-1, UNANSWERED),
        (math.nan, UNANSWERED),
        (math.inf, UNANSWERED),
        ("9" * 70, UNANSWERED),
        ("fifteen", UNANSWERED),
        (130, UNANSWERED),
    ],
)
def test_a_number_is_a_number(seen, value, meant):
    assert seen("age", value) == meant


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("strong", {"strong"}),
        (["Strong", "mention"], {"strong", "mention"}),
        (["strong", 3, None, "weak"], {"strong"}),
        ({"strong": 1}, set()),
        (None, set()),
    ],
)
def test_several_values_are_a_set(seen, value, meant):
    assert seen("text", value) == meant


def test_no_key_is_ever_absent(ruleset):
    assert see({}, ruleset.fields, ruleset.aliases).keys() == ruleset.fields.keys()


def test_only_what_is_listed_is_seen(ruleset):
    assert "supportive_adult" not in see({"supportive_adult": "yes"}, ruleset.fields, ruleset.aliases)
