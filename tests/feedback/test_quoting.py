"""A note is staff's own words: a stretch of somebody else's is noticed, however it is dressed up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback.quoting import IN_A_ROW, quotes

HERS = "The page about sleep made me feel stupid because I had tried all of it."
word = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=8)


@pytest.mark.parametrize(
    "note",
    [
        HERS,
        "One of you said: “made me FEEL stupid, because” the tips were old.",
        "made\nme feel -- stupid because",
    ],
)
def test_her_words_are_noticed(note: str) -> None:
    assert quotes(note, HERS)


@pytest.mark.parametrize(
    "note", ["Some of you had tried all of our tips for sleep.", "", "The page about sleep is new."]
)
def test_the_same_thing_in_other_words_is_ours(note: str) -> None:
    assert not quotes(note, HERS)


def test_very_few_words_are_theirs_as_a_whole() -> None:
    assert quotes("You said that it is too long.", "too long")
    assert not quotes("You said that it is long.", "too long")
    assert not quotes("sleep", "sleep"), "one word is nobody's"


@given(
    st.lists(word, min_size=IN_A_ROW, max_size=30), st.data(), st.lists(word, max_size=9), st.lists(word, max_size=9)
)
def test_no_stretch_of_any_words_ever_slips_through(
    theirs: list[str], data: st.DataObject, before: list[str], after: list[str]
) -> None:
    start = data.draw(st.integers(0, len(theirs) - IN_A_ROW))
    stretch = theirs[start : start + IN_A_ROW]
    assert quotes(" ".join([*before, *stretch, *after]), ", ".join(theirs))
