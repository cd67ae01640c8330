from collections.abc import Callable

import pytest

from portal.guides import front_matter

Rules = Callable[..., set[str]]
REVIEWED = ("state: draft", "state: reviewed")
BY = ("clinical_reviewer: null", "clinical_reviewer: Consultant psychologist")
ON = ("reviewed_on: null", "reviewed_on: 2026-11-01")
WITH = ("yp_reviewed_by: null", "yp_reviewed_by: Young advisers")


def test_the_good_page_is_good(rules: Rules) -> None:
    assert rules() == set()


@pytest.mark.parametrize("key", [key for key in front_matter.KEYS if key != "review_due"])
def test_every_key_is_missed(rules: Rules, key: str) -> None:
    assert rules((f"\n{key}: ", f"\nx_{key}: ")) >= {"front-matter"}


def test_a_page_that_nobody_will_read_again_is_refused(rules: Rules) -> None:
    assert rules(("review_due: 2027-05-31\n", "")) == {"review-due"}
    assert rules(("review_due: 2027-05-31", "review_due: soon")) == {"review-due"}
    assert rules(("review_due: 2027-05-31", "review_due: null")) == {"review-due"}
    assert rules(("review_due: 2027-05-31", "review_due: 2099-05-31")) == {"review-due"}


@pytest.mark.parametrize(("due", "found"), [("2026-11-21", {"review-expired"}), ("2026-11-22", set())])
def test_a_review_lapses_the_day_after_it_was_due(rules: Rules, due: str, found: set[str]) -> None:
    assert rules(("review_due: 2027-05-31", f"review_due: {due}")) == found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("audience: [young_person]", "audience: [children]"),
        ("audience: [young_person]", "audience: []"),
        ("age_min: 8", "age_min: 31"),
        ("age_max: 25", "age_max: 7"),
        ("id: 90", "id: yes"),
        ("slug: cannot-sleep", "slug: Cannot Sleep"),
        ("slug: cannot-sleep", "slug: other-page"),
        ("lang: en", "lang: pl"),
        ("state: draft", "state: finished"),
        ("sensitive: false", "sensitive: maybe"),
        ("sensitive: false", "sensitive: false\nhidden: true"),
        ("sensitive: false", "sensitive: false\nmade_with: A group"),
    ],
)
def test_a_value_of_the_wrong_kind_is_found(rules: Rules, old: str, new: str) -> None:
    assert "front-matter" in rules((old, new))


def test_a_page_may_name_the_groups_it_was_made_with(rules: Rules) -> None:
    assert rules(("sensitive: false", "sensitive: false\nmade_with: [A group of young carers]")) == set()


def test_a_review_needs_a_clinician_a_day_and_young_people(rules: Rules) -> None:
    assert rules(REVIEWED, BY, ON, WITH) == set()
    for missing in ((REVIEWED, BY, ON), (REVIEWED, BY, WITH), (REVIEWED, ON, WITH)):
        assert rules(*missing) == {"review-incomplete"}


def test_nobody_reviews_their_own_words(rules: Rules) -> None:
    own = ("clinical_reviewer: null", "clinical_reviewer: Content editor")
    assert rules(REVIEWED, own, ON, WITH) == {"review-incomplete"}


def test_nobody_reviews_tomorrow(rules: Rules) -> None:
    assert rules(("reviewed_on: null", "reviewed_on: 2026-11-23")) == {"review-incomplete"}
