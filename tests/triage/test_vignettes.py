"""The stories agree with the rules, and the check that says so can say no."""

import copy

import pytest

from portal.triage.vignettes import mismatches


def test_every_story_comes_out_as_told(ruleset, told):
    assert list(mismatches(told, ruleset)) == []
    assert len(told["vignettes"]) >= 80


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"at_least": "NOW"}, "V25: band ROUTINE is less urgent than NOW"),
        ({"flags": ["neuro"]}, "V25: flags without neuro"),
        ({"pathways": ["eip"]}, "V25: pathways without eip"),
        ({"rules": ["S-08"]}, "V25: rules none, expected S-08"),
    ],
)
def test_a_story_that_comes_out_wrong_is_named(ruleset, told, change, line):
    changed = copy.deepcopy(told)
    story = next(each for each in changed["vignettes"] if each["id"] == "V25")
    story["expect"].update(change)
    assert list(mismatches(changed, ruleset)) == [line]


def test_a_story_may_leave_the_rules_open(ruleset):
    told = {"vignettes": [{"id": "X", "answers": {"safe_now": "no"}, "expect": {"at_least": "U2H"}}]}
    assert list(mismatches(told, ruleset)) == []
