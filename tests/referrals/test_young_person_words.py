"""The same questions in three sets of words: names and values never change, and nothing that triage needs is lost."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal import languages
from portal.referrals import facts
from portal.referrals.ages import AgeGroup, age_group
from portal.referrals.facts import Judgement
from portal.referrals.forms import form_for
from portal.referrals.voices import Voice
from portal.referrals.young_person_forms import PAGES
from portal.referrals.young_person_words import NOT_ASKED, WORDS
from portal.web.fields import Group
from portal.web.forms import PortalForm

AGES = {AgeGroup.UNDER_11: 9, AgeGroup.FROM_11: 14, AgeGroup.FROM_16: 19}
BLANKS_RAISE = {"safe_now", "sui_thoughts", "self_harm", "abuse"}


@pytest.fixture(autouse=True)
def within_a_request() -> Iterator[None]:
    with Flask(__name__).test_request_context():
        yield


def asked(page: str, group: AgeGroup) -> PortalForm:
    return form_for(Voice.YOUNG_PERSON, page, {"age": {"age": AGES[group]}}, meta={"csrf": False})


@pytest.mark.parametrize(
    ("years", "group"),
    [
        (None, AgeGroup.FROM_11),
        (0, AgeGroup.UNDER_11),
        (10, AgeGroup.UNDER_11),
        (11, AgeGroup.FROM_11),
        (15, AgeGroup.FROM_11),
        (16, AgeGroup.FROM_16),
        (40, AgeGroup.FROM_16),
    ],
)
def test_whose_words_are_used_goes_by_the_age_that_was_said(years: int | None, group: AgeGroup) -> None:
    assert age_group(years) is group


@pytest.mark.parametrize("group", AgeGroup)
@pytest.mark.parametrize("page", PAGES)
def test_names_and_values_are_the_same_in_every_set_of_words(page: str, group: AgeGroup) -> None:
    plain, said = PAGES[page](meta={"csrf": False}), asked(page, group)
    assert set(plain._fields) - NOT_ASKED[group] == set(said._fields)
    for one in said:
        values = [each.value for each in getattr(one, "choices", None) or ()]
        assert values == [each.value for each in getattr(plain[one.name], "choices", None) or ()]
        if isinstance(one, Group):
            assert one.render_kw["boxes"]
            assert set(one.render_kw["boxes"]) <= set(said._fields)


@pytest.mark.parametrize("group", AgeGroup)
def test_every_other_wording_belongs_to_a_question_and_an_answer_that_exist(group: AgeGroup) -> None:
    every = {one.name: one for form in PAGES.values() for one in form(meta={"csrf": False})}
    for name, words in WORDS[group].items():
        assert name in every, name
        offered = {each.value for each in getattr(every[name], "choices", None) or ()}
        assert set(words.answers) <= offered, name
    assert NOT_ASKED[group] <= set(every)


def test_nobody_is_left_unasked_what_a_blank_would_raise(judgement: Judgement) -> None:
    for group in AgeGroup:
        assert not NOT_ASKED[group] & BLANKS_RAISE
    # The one question of the rules that 16 and over are not asked cannot fire for them.
    (rule,) = [rule for rule in judgement.ruleset.rules if rule.id == "U4-22"]
    assert "13" in str(rule)


def test_a_nine_year_old_is_asked_in_short_words_and_a_nineteen_year_old_is_not() -> None:
    with languages.using("en"):
        little = asked("thoughts", AgeGroup.UNDER_11)
        assert str(little.sui_thoughts.label.text) == "Do you think about wanting to die?"
        grown = asked("home", AgeGroup.FROM_16)
        assert "partner" in str(grown.abuse.description)
        assert not {"sexual_activity", "touched"} & set(grown._fields)


def test_a_child_is_asked_about_being_touched_and_never_about_sex(judgement: Judgement) -> None:
    with languages.using("en"):
        little = asked("home", AgeGroup.UNDER_11)
        assert "sexual_activity" not in little
        assert "touches the private parts" in str(little.touched.label.text)
    assert "touched" not in asked("home", AgeGroup.FROM_11)
    calm = {"safe": {"safe_now": "yes"}, "thoughts": {"sui_thoughts": "none"}, "self-harm": {"self_harm": "none"}}
    told = calm | {"age": {"age": 8}, "contact": {"phone": "07700 900123"}, "home": {"touched": "yes"}}
    outcome, abused = (facts.judge(said, "en", judgement) for said in (told, told | {"home": {"abuse": "yes"}}))
    assert (outcome.band, outcome.flags, outcome.pathways) == (abused.band, abused.flags, abused.pathways)


def test_the_forms_themselves_keep_their_own_words_for_the_next_person() -> None:
    asked("thoughts", AgeGroup.UNDER_11)
    asked("home", AgeGroup.FROM_16)
    with languages.using("en"):
        assert "ending your life" in str(asked("thoughts", AgeGroup.FROM_11).sui_thoughts.label.text)
        assert "sexual_activity" in asked("home", AgeGroup.FROM_11)
        boxes = asked("home", AgeGroup.FROM_11).more.render_kw["boxes"]
        assert "sexual_activity" in boxes
