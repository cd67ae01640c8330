"""The young person's form speaks the rule set's own names and values, and refuses nobody."""

from collections.abc import Iterator

import pytest
from flask import Flask
from wtforms import Field

from portal import languages
from portal.referrals import forms, journeys
from portal.referrals.facts import Judgement
from portal.referrals.young_person_forms import PAGES as FORMS
from portal.web.fields import Group, NumberField, RadioField, SelectField, TextAreaField, TextField, TickField

FOR_PEOPLE_ONLY = {"asked_for", "no_fixed_address", "online_harm", "ehcp"}
FOR_PEOPLE_ONLY |= {"parent_health", "same_as_birth", "goal_1_now", "goal_2_now", "goal_3_now"}
"""Choices, ticks and numbers that staff read and no rule does."""


def every_field() -> Iterator[tuple[str, Field]]:
    for page, form in FORMS.items():
        for field in form(meta={"csrf": False}):
            if not isinstance(field, Group):
                yield page, field


@pytest.fixture(autouse=True)
def within_a_request() -> Iterator[None]:
    with Flask(__name__).test_request_context():
        yield


def test_every_name_and_value_is_the_rule_sets(judgement: Judgement) -> None:
    known = judgement.ruleset.fields
    for _page, field in every_field():
        if isinstance(field, TextField | TextAreaField | SelectField) and not isinstance(field, RadioField):
            continue
        if field.name in FOR_PEOPLE_ONLY or field.name.startswith("needs_"):
            assert field.name not in known
            continue
        assert field.name in known, field.name
        offered = {choice.value for choice in getattr(field, "choices", None) or ()}
        offered |= {field.value} if isinstance(field, TickField) else set()
        assert offered <= known[field.name].values, field.name


def test_no_name_is_asked_twice_and_twelve_screens_are_enough() -> None:
    names = [field.name for _page, field in every_field()]
    assert len(names) == len(set(names))
    assert [page.key for page in journeys.YOUNG_PERSON] == list(FORMS)
    assert len(journeys.YOUNG_PERSON) + 1 <= 12


@pytest.mark.parametrize("page", [page for page in FORMS if page != "contact"])
def test_every_question_can_be_left_empty(page: str) -> None:
    form = FORMS[page](meta={"csrf": False})
    assert form.validate()
    assert forms.answered(form) == {}


def test_a_sensitive_question_can_always_be_answered_with_not_sure() -> None:
    for page, field in every_field():
        if isinstance(field, RadioField) and field.name != "referrer_urgency":
            assert {"not_sure", "prefer_not"} <= {choice.value for choice in field.choices}, (page, field.name)


@pytest.mark.parametrize("way", [{"phone": "07700 900123"}, {"email": "amina@example.org"}, {"contact": "none"}])
def test_one_way_to_reach_her_is_enough_and_so_is_none(way: dict[str, str]) -> None:
    with Flask(__name__).test_request_context(method="POST", data=way):
        assert FORMS["contact"](meta={"csrf": False}).validate()


def test_nothing_at_all_asks_once_and_kindly() -> None:
    with Flask(__name__).test_request_context(method="POST", data={"name": "Amina"}):
        form = FORMS["contact"](meta={"csrf": False})
        assert not form.validate()
        assert "no safe way" in form.errors["contact"][0]
        assert form.name.data == "Amina"


@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_answers_are_kept_under_names_that_no_language_changes(code: str) -> None:
    with languages.using(code), Flask(__name__).test_request_context(method="POST", data={"safe_now": "no"}):
        form = FORMS["safe"](meta={"csrf": False})
        assert form.validate()
        assert forms.answered(form) == {"safe_now": "no"}


def test_numbers_are_numbers() -> None:
    for _page, field in every_field():
        if isinstance(field, NumberField):
            with Flask(__name__).test_request_context(method="POST", data={field.name: "many"}):
                form = next(kind for kind in FORMS.values() if hasattr(kind, field.name))(meta={"csrf": False})
                assert not form.validate()
