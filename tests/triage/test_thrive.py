"""A first grouping to talk about; the young person's wish stands beside it."""

import pytest

from portal.triage.rules import assess

CALM = {"safe_now": "yes", "sui_thoughts": "none", "self_harm": "none"}
ADVICE, HELP, MORE, RISK = "getting_advice", "getting_help", "getting_more_help", "getting_risk_support"
TABLE = [
    ({"taken_something": "yes"}, (RISK,)),
    ({"safe_now": "no"}, (RISK,)),
    ({"self_harm": "daily"}, (RISK, MORE)),
    ({"self_harm": "daily", "thrive_preference": MORE}, (MORE, RISK)),
    ({"eating": "yes", "wants": "tips"}, (MORE,)),
    ({"psychosis": "not_sure"}, (MORE,)),
    ({"perinatal": "yes"}, (MORE,)),
    ({"neuro": "yes", "sui_thoughts": "not_sure"}, (MORE,)),
    ({"function": "severe"}, (MORE,)),
    ({"duration": "over_six_months", "life_areas": 2}, (MORE,)),
    ({"life_areas": "1", "wants": "regular_help"}, (HELP,)),
    ({"wants": "tips", "life_areas": 3}, (ADVICE,)),
    ({"function": "mild", "duration": "under_a_month"}, (ADVICE,)),
    ({"wants": "wellbeing"}, ("thriving",)),
    ({"self_harm": "monthly"}, (HELP,)),
    ({}, (ADVICE,)),
]


@pytest.mark.parametrize(("answers", "groupings"), TABLE)
def test_the_first_line_that_fits_is_suggested(ruleset, answers, groupings):
    assert assess({**CALM, **answers}, ruleset).thrive == groupings


def test_a_wish_never_hides_risk_support(ruleset):
    assert assess({**CALM, "safe_now": "no", "thrive_preference": "thriving"}, ruleset).thrive == (RISK,)
