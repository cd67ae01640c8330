"""A note is read by this installation only, for its own purpose only, and is of use only for a while."""

from datetime import UTC, datetime

import pytest

from portal.web import notes

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_note_comes_back_as_it_was_and_grows_old() -> None:
    said = notes.read("own-page", notes.seal("own-page", {"id": "7"}, NOON))
    assert said["id"] == "7"
    assert notes.is_fresh(said, NOON)
    assert not notes.is_fresh(said, NOON + notes.GOOD_FOR)


def test_it_does_not_say_what_it_holds() -> None:
    assert "canary" not in notes.seal("own-page", {"id": "canary"}, NOON)


def test_a_note_of_one_purpose_is_none_of_another() -> None:
    assert notes.read("return-code", notes.seal("own-page", {"id": "7"}, NOON)) == {}


@pytest.mark.parametrize("rubbish", ["", "x", "é", "AAAA", "AQ==", "=" * 9, "A" * 5000])
def test_rubbish_is_no_note(rubbish: str) -> None:
    said = notes.read("own-page", rubbish)
    assert said == {}
    assert not notes.is_fresh(said, NOON)


def test_a_changed_letter_makes_it_none_of_ours() -> None:
    note = notes.seal("own-page", {"id": "7"}, NOON)
    assert notes.read("own-page", note[:-6] + ("A" if note[-6] != "A" else "B") + note[-5:]) == {}
