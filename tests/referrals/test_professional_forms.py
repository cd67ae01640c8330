"""The professional's page asks all that the rules can use, in the rule set's names and values, and needs nothing."""

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from wtforms import Field

from portal.referrals import friend_forms, journeys, professional_forms
from portal.referrals.facts import ADVICE_ASKS, FREE_TEXT, Judgement
from portal.referrals.forms import answered
from portal.web.fields import Group, NumberField, RadioField, TextAreaField, TickField
from portal.web.forms import PortalForm

FOUND_BY_US = {"text", "text_lang"}
NOT_THEIRS_TO_SAY = {"thrive_preference", "life_areas", "touched", "got_worse"}
"""A young person's own choices on the way through the directory, what a child is asked in place of a question that
adults are asked in their words, and a button of the page behind both secrets.
"""
CONSENT = {"parents_know", "parents_ok", "other_parent_ok"}
"""Who may be told: each voice is asked of those it can speak for."""
Pages = Mapping[str, type[PortalForm]]


@pytest.fixture(autouse=True)
def within_a_request() -> Iterator[None]:
    with Flask(__name__).test_request_context():
        yield


def fields_of(pages: Pages) -> list[Field]:
    every = [field for form in pages.values() for field in form(meta={"csrf": False})]
    return [field for field in every if not isinstance(field, Group)]


def offered(field: Field) -> set[str]:
    choices = {choice.value for choice in getattr(field, "choices", None) or ()}
    return {field.value} if isinstance(field, TickField) else choices


def missing(pages: Pages, judgement: Judgement) -> list[str]:
    """Name what the rules can read and these pages cannot tell."""
    asked = {field.name: field for field in fields_of(pages)}
    wanting = []
    for name, known in judgement.ruleset.fields.items():
        if name in FOUND_BY_US | NOT_THEIRS_TO_SAY | CONSENT:
            continue
        if name not in asked:
            wanting.append(name)
        elif isinstance(asked[name], RadioField) and offered(asked[name]) != known.values:
            wanting.append(f"{name}: {known.values ^ offered(asked[name])}")
    return wanting


def test_every_field_of_the_rules_that_a_professional_can_know_is_asked(judgement: Judgement) -> None:
    assert not missing(professional_forms.PAGES, judgement)


def test_a_question_that_was_dropped_would_be_noticed(judgement: Judgement) -> None:
    without = {key: form for key, form in professional_forms.PAGES.items() if key != "eating"}
    assert "eat_collapse" in missing(without, judgement)


@pytest.mark.parametrize("pages", [professional_forms.PAGES, professional_forms.EVERY_PAGE, friend_forms.PAGES])
def test_what_the_rules_read_has_the_rule_sets_values(pages: Pages, judgement: Judgement) -> None:
    for field in fields_of(pages):
        if known := judgement.ruleset.fields.get(field.name):
            assert offered(field) <= known.values, field.name


@pytest.mark.parametrize("pages", [professional_forms.PAGES, friend_forms.PAGES])
def test_no_name_is_asked_twice(pages: Pages) -> None:
    names = [field.name for field in fields_of(pages)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("pages", [professional_forms.EVERY_PAGE, friend_forms.PAGES])
def test_every_free_text_is_scanned(pages: Pages) -> None:
    unscanned = {field.name for field in fields_of(pages) if isinstance(field, TextAreaField)} - set(FREE_TEXT)
    assert not unscanned


def test_the_sections_are_the_journeys_pages() -> None:
    assert [page.key for page in journeys.PROFESSIONAL] == list(professional_forms.PAGES)
    assert [page.key for page in journeys.FRIEND] == list(friend_forms.PAGES)
    assert journeys.BY_VOICE[journeys.BY_SLUG["advice"].voice].slug == "professional"


def test_the_short_form_asks_what_it_is_judged_by(judgement: Judgement) -> None:
    names = {field.name for field in fields_of({"advice": professional_forms.AdviceForm})}
    assert names & set(judgement.ruleset.fields) == ADVICE_ASKS - FOUND_BY_US - {"contact"}


@pytest.mark.parametrize("key", list(professional_forms.PAGES))
def test_every_section_can_be_left_empty(key: str) -> None:
    form = professional_forms.PAGES[key](meta={"csrf": False})
    assert form.validate()
    assert answered(form) == {}


def test_a_number_that_is_none_is_said_kindly_and_kept_in_its_box() -> None:
    numbers = [field.name for field in fields_of(professional_forms.PAGES) if isinstance(field, NumberField)]
    for name in numbers:
        with Flask(__name__).test_request_context(method="POST", data={name: "about ten"}):
            form = next(f for f in professional_forms.PAGES.values() if hasattr(f, name))(meta={"csrf": False})
            assert not form.validate()
            assert 'value="about ten"' in form[name]()
