"""The parent's form speaks the rule set's own names and values, asks all a carer can know, and refuses nobody."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from portal.referrals import changing_forms, facts, journeys, parent_safety_forms
from portal.referrals.facts import Judgement
from portal.referrals.forms import answered
from portal.referrals.parent_forms import PAGES
from portal.referrals.professional_forms import PAGES as PROFESSIONAL
from portal.referrals.voices import Voice
from portal.web.fields import Group, NumberField, RadioField, TextAreaField
from tests.referrals.test_professional_forms import fields_of, missing, offered

ONLY_A_PROFESSIONAL_SEES = {"mental_state", "weight", "height", "pulse", "blood_pressure", "bloods"}
AT_WORK = {"referrer_role", "organisation", "organisation_code", "stay_involved", "asks_for"}
ABOUT_THEMSELVES = {"parents_know", "parents_ok"}
CHOSEN_FROM_A_LIST = {"school_urn", "gp_ods"}
NOT_A_QUESTION_OF_SAFETY = {"referrer_urgency"}


@pytest.fixture(autouse=True)
def within_a_request() -> Iterator[None]:
    with Flask(__name__).test_request_context():
        yield


def test_all_that_the_rules_read_and_a_parent_can_know_is_asked(judgement: Judgement) -> None:
    assert not missing(PAGES, judgement)
    for field in fields_of(PAGES):
        if known := judgement.ruleset.fields.get(field.name):
            assert offered(field) <= known.values, field.name


def test_what_a_professional_is_asked_has_the_same_name_here() -> None:
    names = {field.name for field in fields_of(PAGES)}
    theirs = {field.name for field in fields_of(PROFESSIONAL)}
    not_asked = ONLY_A_PROFESSIONAL_SEES | AT_WORK | ABOUT_THEMSELVES | CHOSEN_FROM_A_LIST
    assert theirs - names == not_asked


def test_no_name_is_asked_twice_and_eighteen_screens_are_enough() -> None:
    names = [field.name for field in fields_of(PAGES)]
    assert len(names) == len(set(names))
    assert [page.key for page in journeys.PARENT_CARER] == list(PAGES)
    assert len(journeys.PARENT_CARER) + 1 <= 18


def test_all_of_a_fold_is_on_its_page_and_nothing_stands_in_two_places() -> None:
    for form in PAGES.values():
        page = form(meta={"csrf": False})
        boxes = [name for field in page if isinstance(field, Group) for name in field.render_kw["boxes"]]
        assert len(boxes) == len(set(boxes))
        assert set(boxes) <= set(page._fields)


@pytest.mark.parametrize("page", [page for page in PAGES if page != "contact"])
def test_every_page_can_be_left_empty(page: str) -> None:
    form = PAGES[page](meta={"csrf": False})
    assert form.validate()
    assert answered(form) == {}


def test_a_safety_question_can_always_be_answered_with_not_sure() -> None:
    safety = {key: PAGES[key] for key in journeys.BY_SLUG["parent-carer"].safety}
    assert {form.__module__ for form in safety.values()} == {parent_safety_forms.__name__}
    for field in fields_of(PAGES):
        if isinstance(field, RadioField) and field.name not in NOT_A_QUESTION_OF_SAFETY:
            assert {"not_sure", "prefer_not"} <= offered(field), field.name


def test_every_free_text_is_scanned() -> None:
    assert not {field.name for field in fields_of(PAGES) if isinstance(field, TextAreaField)} - set(facts.FREE_TEXT)


@pytest.mark.parametrize(
    "way",
    [
        {"referrer_phone": "07700 900456"},
        {"referrer_email": "father@example.org"},
        {"phone": "07700 900123"},
        {"contact_person": "Her aunt"},
        {"contact": "none"},
    ],
)
def test_one_way_to_reach_somebody_is_enough_and_so_is_none(way: dict[str, str]) -> None:
    with Flask(__name__).test_request_context(method="POST", data=way):
        assert PAGES["contact"](meta={"csrf": False}).validate()


def test_nothing_at_all_asks_once_and_kindly() -> None:
    with Flask(__name__).test_request_context(method="POST", data={"code_word": "bluebell"}):
        form = PAGES["contact"](meta={"csrf": False})
        assert not form.validate()
        assert "no safe way" in form.errors["contact"][0]
        assert form.code_word.data == "bluebell"


def test_a_number_that_is_none_is_kept_in_its_box() -> None:
    for name in [field.name for field in fields_of(PAGES) if isinstance(field, NumberField)]:
        with Flask(__name__).test_request_context(method="POST", data={name: "about ten"}):
            form = next(f for f in PAGES.values() if hasattr(f, name))(meta={"csrf": False})
            assert not form.validate()
            assert 'value="about ten"' in form[name]()


@pytest.mark.parametrize("abuse", ["no", "not_sure", None])
def test_living_where_someone_is_hurt_counts_as_harm_whatever_else_is_said(
    judgement: Judgement, abuse: str | None
) -> None:
    home = {"domestic_abuse": "yes"} | ({"abuse": abuse} if abuse else {})
    outcome = facts.judge({"home": home}, "en", judgement)
    assert "safeguarding" in outcome.flags
    assert facts.facts({"home": {"abuse": "yes"}}, "en", judgement.words)["abuse"] == "yes"
    assert "abuse" not in facts.facts({"home": {}}, "en", judgement.words)


def test_their_own_page_asks_in_their_own_words() -> None:
    bare: dict[str, Any] = {"formdata": None, "meta": {"csrf": False}}
    worse = changing_forms.arrange(changing_forms.worse(Voice.PARENT_CARER)(**bare), again=False)
    assert str(worse["safe_now"].label.text) == "Is your child safe right now?"
    reach = changing_forms.arrange(changing_forms.contact(Voice.PARENT_CARER)(**bare), again=False)
    names = [name for name in reach._fields if name in changing_forms.REACH]
    assert names[0] == "referrer_phone", "first how to reach themselves, then the young person"
    assert str(reach["contact_text"].label.text) == "May we text your child?"


def test_whether_an_adult_at_home_is_unwell_is_asked_once(site: Flask) -> None:
    with site.test_request_context():
        labels = [str(field.label.text) for form in PAGES.values() for field in form(meta={"csrf": False})]
    assert len([label for label in labels if "unwell" in label or "mental illness" in label]) == 1
