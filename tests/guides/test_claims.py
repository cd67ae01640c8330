"""Who translated a page and who checked it: a page cannot say more than people are named for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from portal.guides import claims
from portal.guides.page import Page
from portal.guides.references import Surroundings
from tests.guides.conftest import TODAY

Made = Callable[..., Page]
PEOPLE = {"translator": "A.B.", "clinical_reviewer": "Clinical lead", "back_translated": "C.D."}
SIGNED = {"was": "0a1b2c3d-4e5f60", "now": "1a1b2c3d-4e5f60", "by": "Clinical lead", "day": TODAY}


def rules(page: Page, around: Surroundings) -> list[str]:
    return [problem.rule for rule in claims.RULES for problem in rule(page, around)]


def polish(page: Made, said: Mapping[str, Any]) -> Page:
    good = page(file="pl/cannot-sleep.md")
    return replace(good, meta={**good.meta, "lang": "pl", **said})


@pytest.mark.parametrize("state", ["human_translated", "clinically_checked", "reviewed"])
def test_with_three_people_named_a_page_may_say_so(page: Made, around: Surroundings, state: str) -> None:
    assert rules(polish(page, {"state": state, **PEOPLE}), around) == []


@pytest.mark.parametrize(
    ("state", "changed"),
    [
        ("human_translated", {"translator": None}),
        ("clinically_checked", {"translator": ""}),
        ("clinically_checked", {"clinical_reviewer": None}),
        ("reviewed", {"clinical_reviewer": None}),
        ("reviewed", {"clinical_reviewer": "AB"}),
        ("clinically_checked", {"clinical_reviewer": "a. b."}),
        ("reviewed", {"back_translated": "A.B."}),
        ("reviewed", {"back_translated": "clinical lead"}),
    ],
)
def test_without_them_or_as_one_person_it_may_not(
    page: Made, around: Surroundings, state: str, changed: Mapping[str, Any]
) -> None:
    assert rules(polish(page, {"state": state, **PEOPLE, **changed}), around) == ["review-incomplete"]


@pytest.mark.parametrize("danger", ["sensitive", "consent"])
@pytest.mark.parametrize("state", ["clinically_checked", "reviewed"])
def test_danger_and_consent_are_translated_back(page: Made, around: Surroundings, danger: str, state: str) -> None:
    source = around.sources["cannot-sleep"]
    around = replace(around, sources={"cannot-sleep": replace(source, meta={**source.meta, danger: True})})
    without = polish(page, {"state": state, **PEOPLE, "back_translated": None})
    assert rules(without, around) == ["review-incomplete"]
    assert rules(polish(page, {"state": state, **PEOPLE}), around) == []


def test_a_machine_needs_nobody_and_promises_nothing(page: Made, around: Surroundings) -> None:
    assert rules(polish(page, {"state": "machine"}), around) == []


@pytest.mark.parametrize("kept", ["all", [1], ["0a1b2c3d-4e5f60"], [f"0a1b2c3d-4e5f6{each}" for each in "0123456"]])
def test_a_record_that_cannot_be_one_is_found(page: Made, around: Surroundings, kept: Any) -> None:
    assert rules(polish(page, {"state": "machine", "source_blocks": kept}), around) == ["translation"]


def test_english_keeps_no_record_of_english(page: Made, around: Surroundings) -> None:
    good = page()
    marks = [block.mark for block in good.blocks]
    assert rules(replace(good, meta={**good.meta, "source_blocks": marks}), around) == ["translation"]


@pytest.mark.parametrize(
    "changed",
    [
        {"was": "0a1b2c3d"},
        {"now": "1a1b2c3d-000000"},
        {"by": ""},
        {"by": None},
        {"by": "Content editor"},
        {"day": "yesterday"},
        {"day": TODAY.replace(year=2027)},
        {"why": "a typo"},
    ],
)
def test_a_sign_off_names_marks_a_person_and_a_day_and_never_covers_a_number(
    page: Made, around: Surroundings, changed: Mapping[str, Any]
) -> None:
    good = page()
    assert rules(replace(good, meta={**good.meta, "same_meaning": [SIGNED]}), around) == []
    spoilt = replace(good, meta={**good.meta, "same_meaning": [SIGNED | changed]})
    assert rules(spoilt, around) == ["same-meaning"]


def test_a_translation_signs_nothing_off(page: Made, around: Surroundings) -> None:
    assert rules(polish(page, {"state": "machine", "same_meaning": [SIGNED]}), around) == ["same-meaning"]
