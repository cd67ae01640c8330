"""From answers to facts: what is said counts, what is missing never calms."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.referrals import facts
from portal.referrals.facts import Judgement

SAFE = {"safe": {"safe_now": "yes"}, "thoughts": {"sui_thoughts": "none"}, "self-harm": {"self_harm": "none"}}
REACHED = {"contact": {"phone": "07700 900123"}}
PAGES = st.dictionaries(
    st.sampled_from(["worry", "safe", "thoughts", "contact"]),
    st.dictionaries(st.sampled_from(["story", "safe_now", "sui_thoughts", "phone", "name"]), st.text(max_size=60)),
)


def test_her_own_words_raise_what_her_boxes_denied(judgement: Judgement) -> None:
    calm = SAFE | REACHED
    told = calm | {"worry": {"story": "nobody would notice if i was gone for good"}}
    assert facts.judge(calm, "en", judgement).band.value == "ROUTINE"
    assert facts.judge(told, "en", judgement).band.value == "U48"


def test_no_safe_way_to_reach_her_is_a_fact(judgement: Judgement) -> None:
    silent = SAFE | {"contact": {"contact": "none"}}
    assert "no_contact_route" in facts.judge(silent, "en", judgement).flags
    assert "no_contact_route" in facts.judge(SAFE, "en", judgement).flags
    assert "no_contact_route" not in facts.judge(SAFE | REACHED, "en", judgement).flags


def test_words_in_a_language_we_cannot_scan_are_said_to_be_unread(judgement: Judgement) -> None:
    told = SAFE | REACHED | {"worry": {"story": "میں بہت اداس ہوں اور سو نہیں سکتی"}}
    assert "text_unscanned" in facts.judge(told, "ur", judgement).flags


def test_a_question_nobody_has_asked_yet_is_not_one_left_open(judgement: Judgement) -> None:
    begun: dict[str, Any] = {"worry": {"story": "exams are hard"}, "age": {"age": 15}}
    outcome = facts.judge_so_far(begun, "en", {"story", "age"}, judgement)
    assert not outcome.cannot_wait
    asked = {"story", "age", "safe_now", "sui_thoughts", "self_harm"}
    passed_over = begun | {"safe": {}, "thoughts": {}, "self-harm": {}}
    assert facts.judge_so_far(passed_over, "en", asked, judgement).cannot_wait


def test_a_name_is_never_a_fact(judgement: Judgement) -> None:
    seen = facts.facts({"contact": {"name": "Amina", "phone": "07700 900123"}}, "en", judgement.words)
    outcome = facts.judge({"contact": {"name": "Amina"}}, "en", judgement)
    assert "story" not in seen
    assert "Amina" not in str(outcome.as_dict())


@given(answers=PAGES, language=st.sampled_from(["en", "pl", "ur", "xx"]))
def test_the_same_answers_always_give_the_same_outcome(
    judgement: Judgement, answers: dict[str, dict[str, str]], language: str
) -> None:
    assert facts.judge(answers, language, judgement) == facts.judge(answers, language, judgement)
