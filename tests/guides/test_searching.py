import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.guides import searching
from portal.guides.library import Library


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("who reads my form", "who-sees-what-i-write"),
        ("I don't want to be here", "when-it-all-feels-too-much"),
        ("hurting myself", "safer-coping"),
        ("self-harm", "safer-coping"),
        ("under 16", "getting-help-at-your-age"),
        ("my child crisis", "if-your-child-is-in-crisis"),
        ("return ticket", "our-promise"),
        ("what happens after I send a form", "after-you-send-a-form"),
        ("four ways in", "how-to-get-help"),
        ("HELP NOW!!", "i-need-help-now"),
    ],
)
def test_the_right_page_comes_first(shipped: Library, asked: str, slug: str) -> None:
    assert shipped.search(asked, "en")[0].page.slug == slug


@pytest.mark.parametrize(
    ("asked", "needs", "slug"),
    [
        ("nightmares", {"sleep"}, "sleep"),
        ("kms", {"crisis"}, "i-need-help-now"),
        ("my nan is gone", {"bereavement"}, "when-someone-dies"),
    ],
)
def test_words_that_stand_in_no_guide_find_it_by_what_they_mean(
    shipped: Library, asked: str, needs: set[str], slug: str
) -> None:
    assert shipped.search(asked, "en", needs=needs)[0].page.slug == slug


def test_pages_for_work_come_after_those_for_families(shipped: Library) -> None:
    found = [each.page.slug for each in shipped.search("scared of school", "en", needs={"school"})]
    assert found.index("when-school-is-hard") < found.index("schools")


def test_each_language_is_searched_in_its_own_words(shipped: Library) -> None:
    assert shipped.search("jak uzyskać pomoc", "pl")[0].page.lang == "pl"
    assert shipped.search("مدد", "ur")[0].page.lang == "ur"


def test_a_page_without_a_translation_is_found_by_its_english(shipped: Library) -> None:
    found = shipped.search("panic", "ur")
    assert found[0].page.slug == "panic-attacks"


@pytest.mark.parametrize("asked", ["", "   ", "the of and", "xyzzy plugh", "\x00", "?!"])
def test_nothing_is_found_for_nothing(shipped: Library, asked: str) -> None:
    assert shipped.search(asked, "en") == []


def test_a_title_weighs_more_than_the_text(shipped: Library) -> None:
    pages = list(shipped.pages["en"].values())
    first = searching.Index.of(pages).search("promise", 9)[0]
    assert "promise" in first.page.title


@settings(max_examples=50)
@given(st.text(max_size=80), st.integers(1, 9))
def test_any_question_is_answered_best_first_and_the_same_each_time(shipped: Library, asked: str, limit: int) -> None:
    found = shipped.search(asked, "en", limit)
    assert len(found) <= limit
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert found == shipped.search(asked, "en", limit)
