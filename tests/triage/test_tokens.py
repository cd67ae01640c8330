"""Pieces, the pauses between them, and letters written apart."""

import pytest

from portal.triage.tokens import COMMA, JOINED, PAUSE, STOP, split


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("so a b", JOINED),
        ("so a, b", COMMA),
        ("so a: b", PAUSE),
        ("so a - b", PAUSE),
        ("so a… b", PAUSE),
        ("so a\nb", PAUSE),
        ("so a. b", STOP),
        ("so a? b", STOP),
        ("so a\n\nb", STOP),
        ("so a۔ b", STOP),
        ("so 'a' b", JOINED),
    ],
)
def test_a_pause_is_as_long_as_its_sign(text, pause):
    assert split(text)[-1].pause == pause


def test_words_said_one_by_one_stay_together():
    assert [token.pause for token in split("I. Want. It.")] == [JOINED, PAUSE, PAUSE]


def test_letters_written_apart_are_kept_both_ways():
    (token,) = split("k m s")
    assert (token.text, token.start, token.end) == ("kms", 0, 5)
    assert [part.text for part in token.parts] == ["k", "m", "s"]


def test_signs_inside_are_kept_both_ways():
    (token,) = split("(self-harm),")
    assert token.text == "self-harm"
    assert [(part.text, part.start) for part in token.parts] == [("self", 1), ("harm", 6)]


@pytest.mark.parametrize("text", ["", "   ", "...", "?!", "\u200b"])
def test_nothing_is_nothing(text):
    assert split(text) == []
