"""From answers to facts: what is said counts, what is missing never calms."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.languages import LANGUAGES, SOURCE
from portal.referrals import facts
from portal.referrals.facts import Judgement
from portal.referrals.forms import FORMS
from portal.web import fields
from portal.web.forms import PortalForm

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


@pytest.mark.parametrize(
    ("page", "box"),
    [("contact", "contact_hours"), ("contact", "who_sees_phone"), ("contact", "code_word"), ("places", "attendance")]
    + [("who", "find_them"), ("places", "school_lead"), ("life", "parental_responsibility")]
    + [("contact", "interpreter_not"), ("identity", "disability")],
)
def test_what_she_writes_in_a_small_box_is_read_too(judgement: Judgement, page: str, box: str) -> None:
    told: dict[str, dict[str, Any]] = {**SAFE, **REACHED}
    told = told | {page: {**told.get(page, {}), box: "Not when dad is home, he hits me"}}
    outcome = facts.judge(told, "en", judgement)
    assert {"text_alert", "safeguarding"} <= set(outcome.flags)
    assert facts.hits(told, "en", judgement.words)[box], "and staff see where it stands"


@pytest.mark.parametrize("code", sorted(LANGUAGES.keys() - {SOURCE}))
def test_a_story_in_a_language_without_approved_lists_goes_to_a_person(judgement: Judgement, code: str) -> None:
    told = SAFE | REACHED | {"worry": {"story": "Nu pot să dorm"}}
    judged = facts.judge(told, code, judgement)
    assert "text_unscanned" in judged.flags
    assert "M-06" in {rule.id for rule in judged.rules}
    approved = replace(judgement, words={code: replace(judgement.words["en"], common=frozenset(), language=code)})
    assert "text_unscanned" not in facts.judge(told, code, approved).flags, "with approved lists it would count as read"


def test_a_polish_story_is_unread_though_the_last_page_was_answered_in_english(judgement: Judgement) -> None:
    told = SAFE | REACHED | {"worry": {"story": "Jestem bardzo smutna i nie mogę spać"}}
    assert "text_unscanned" in facts.judge(told | {"life": {"goal_1": "sleep better"}}, "en", judgement).flags


def test_a_small_box_in_words_nobody_can_scan_is_said_to_be_unread(judgement: Judgement) -> None:
    told = SAFE | {"contact": {"phone": "07700 900123", "contact_hours": "صبح میں ابو گھر پر نہیں ہوتے"}}
    assert "text_unscanned" in facts.judge(told, "en", judgement).flags
    named = SAFE | {"contact": {"phone": "07700 900123", "interpreter_language": "اردو"}}
    assert "text_unscanned" not in facts.judge(named, "en", judgement).flags


def test_every_box_that_anybody_can_write_in_is_scanned_or_an_identifier() -> None:
    with Flask(__name__).test_request_context():
        boxes = {field.name for pages in FORMS.values() for form in pages.values() for field in written(form)}
    assert not boxes - {*facts.SCANNED, *facts.IDENTIFIERS}, "a new box must be scanned, or listed and reasoned about"
    assert not {*facts.SCANNED} & facts.IDENTIFIERS
    assert boxes >= facts.IDENTIFIERS
    assert "contact_hours" in boxes


def written(form: type[PortalForm]) -> list[Any]:
    """Return the fields of a form whose answers are not chosen from a list and are no numbers."""
    chosen = (fields.RadioField, fields.SelectField, fields.TickField, fields.NumberField, fields.Group)
    return [field for field in form(meta={"csrf": False}) if not isinstance(field, chosen)]


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
