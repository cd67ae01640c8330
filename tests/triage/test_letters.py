"""Disguises, accents and slips, letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.triage.letters import fold, slip_index, slipped, squeeze, undisguise

INDEX = slip_index(["suicidal", "overdose", "hurting", "die"])


@given(st.text())
def test_every_folded_letter_knows_its_place(text):
    folded, places = fold(text)
    assert len(places) == len(folded) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("DIÉ", "die"),
        ("don’t", "don't"),
        ("k\u200bms", "kms"),
        ("Łzy", "lzy"),
        ("ﬁne", "fine"),
        ("كي", "کی"),
        ("żyć", "zyc"),
    ],
)
def test_letters_lose_their_dress(text, folded):
    assert fold(text)[0] == folded


@pytest.mark.parametrize(
    ("word", "meant"), [("su1c1d3", "suicide"), ("d!e", "die"), ("k.m.s", "kms"), ("kіll", "kill")]
)
def test_signs_are_read_as_letters(word, meant):
    assert undisguise(word) == meant


def test_long_letters_are_short():
    assert squeeze("diiiiee") == "die"
    assert squeeze("") == ""


@pytest.mark.parametrize("typed", ["suicidl", "suicidaal", "suixidal", "sucidal", "suciidal", "overdoes", "hurtin"])
def test_one_slip_is_forgiven_in_a_long_word(typed):
    assert slipped(typed, INDEX)


@pytest.mark.parametrize("typed", ["dei", "suixidel", "suicidality", "over", "x" * 500])
def test_two_slips_or_a_short_word_are_not(typed):
    assert slipped(typed, INDEX) is None
