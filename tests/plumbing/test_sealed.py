"""What a person wrote opens only in its own place, under this installation's keys, and only unchanged."""

import base64
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal import sealed
from portal.db import Base
from portal.sealed import KeyRing, SealError

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32
BEFORE, AFTER = KeyRing({1: OLD}, INDEX), KeyRing({1: OLD, 2: NEW}, INDEX)
PLACE = "referrals.answers_sealed:7"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Letter(Base):
    """A row that exists only here, to be sealed."""

    __tablename__ = "letters_of_a_test"

    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    other_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words = sealed.text("words_sealed")
    other = sealed.text("other_sealed")


Base.metadata.remove(Letter.__table__)  # type: ignore[arg-type]


def written(number: int, key: bytes) -> str:
    """Write one key as the setting does."""
    return f"{number}:{base64.urlsafe_b64encode(key).decode()}"


INDEX_WRITTEN = "index:" + base64.urlsafe_b64encode(INDEX).decode()


@given(st.binary())
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    assert BEFORE.open(BEFORE.seal(plain, PLACE), PLACE) == plain


@given(st.binary(min_size=8))
def test_sealed_words_do_not_show_and_never_look_the_same_twice(plain: bytes) -> None:
    once, again = BEFORE.seal(plain, PLACE), BEFORE.seal(plain, PLACE)
    assert plain not in once
    assert once != again


@given(st.binary(), st.data())
def test_one_flipped_bit_anywhere_is_refused(plain: bytes, data: st.DataObject) -> None:
    changed = bytearray(BEFORE.seal(plain, PLACE))
    bit = data.draw(st.integers(0, len(changed) * 8 - 1))
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealError):
        AFTER.open(bytes(changed), PLACE)


@given(st.binary(), st.data())
def test_a_piece_of_a_sealed_value_is_refused(plain: bytes, data: st.DataObject) -> None:
    whole = BEFORE.seal(plain, PLACE)
    with pytest.raises(SealError):
        BEFORE.open(whole[: data.draw(st.integers(0, len(whole) - 1))], PLACE)


@given(st.binary())
def test_noise_is_refused_and_never_crashes(noise: bytes) -> None:
    with pytest.raises(SealError):
        AFTER.open(noise, PLACE)


@pytest.mark.parametrize(
    "elsewhere", ["referrals.code_sealed:7", "drafts.answers_sealed:7", "referrals.answers_sealed:8"]
)
def test_a_value_moved_to_another_column_table_or_row_does_not_open(elsewhere: str) -> None:
    with pytest.raises(SealError, match=elsewhere):
        BEFORE.open(BEFORE.seal(b"mine", PLACE), elsewhere)


def test_the_control_without_a_place_would_open_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_bound", lambda _number, _place: b"")
    assert BEFORE.open(BEFORE.seal(b"mine", PLACE), "somewhere.else:9") == b"mine"


def test_after_a_rotation_the_old_key_opens_and_the_new_one_seals() -> None:
    old, new = BEFORE.seal(b"words", PLACE), AFTER.seal(b"words", PLACE)
    assert AFTER.open(old, PLACE) == AFTER.open(new, PLACE) == b"words"
    assert (old[0], new[0]) == (1, 2)
    with pytest.raises(SealError):
        BEFORE.open(new, PLACE)
    with pytest.raises(SealError):
        KeyRing({2: NEW}, INDEX).open(old, PLACE)


def test_the_number_of_another_key_does_not_help() -> None:
    same_key_twice = KeyRing({1: OLD, 2: OLD}, INDEX)
    with pytest.raises(SealError):
        same_key_twice.open(b"\x01" + same_key_twice.seal(b"words", PLACE)[1:], PLACE)


def test_an_error_names_the_place_and_not_the_words() -> None:
    moved = BEFORE.seal(b"Amina's words", PLACE)
    with pytest.raises(SealError) as refused:
        BEFORE.open(moved, "x.y:1")
    assert "Amina" not in str(refused.value)
    assert "oooo" not in repr(BEFORE)


def test_a_column_seals_into_its_own_row() -> None:
    mine, yours = Letter(words="I can't sleep"), Letter()
    assert mine.words_sealed is not None
    assert b"sleep" not in mine.words_sealed
    assert mine.words == "I can't sleep"
    assert yours.words is None
    yours.words_sealed, mine.other_sealed = mine.words_sealed, mine.words_sealed
    for row, name in ((yours, "words"), (mine, "other")):
        with pytest.raises(SealError):
            getattr(row, name)
    mine.words = None
    assert mine.words_sealed is None


def test_the_id_is_there_before_anything_is_sealed() -> None:
    chosen = uuid.uuid4()
    assert Letter(words="first", id=chosen).words == "first"


@given(st.dictionaries(st.text(), json_values))
def test_a_structure_comes_back_as_it_was(value: dict[str, Any]) -> None:
    column = sealed.structured("answers_sealed")
    try:
        dumped = column.dump(value)
    except UnicodeEncodeError:
        return  # a lone surrogate is no letter; what is typed is cleaned of them
    assert column.load(dumped) == value


@given(st.text(st.characters(exclude_categories=("Cs",))), st.text(st.characters(exclude_categories=("Cs",))))
def test_a_blind_index_finds_the_same_value_and_no_other(one: str, other: str) -> None:
    found = sealed.blind_index(one, "draft-key")
    assert found == sealed.blind_index(one, "draft-key")
    assert len(found) == 32
    assert (found == sealed.blind_index(other, "draft-key")) is (one == other)
    assert found != sealed.blind_index(one, "payload")


def test_a_blind_index_belongs_to_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    here = sealed.blind_index("amina@example.org", "email")
    monkeypatch.setattr(sealed, "_ring", KeyRing({1: OLD}, b"another installation's own key!!"))
    assert sealed.blind_index("amina@example.org", "email") != here


def test_a_process_without_keys_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_ring", None)
    with pytest.raises(SealError, match="No keys"):
        sealed.ring()


def test_a_ring_is_read_as_it_is_written() -> None:
    found = sealed.parse_keys(f" {written(1, OLD)}, {written(2, NEW)} ,{INDEX_WRITTEN},")
    assert found == AFTER
    assert found.current == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        INDEX_WRITTEN,
        written(1, OLD),
        f"{written(0, OLD)},{INDEX_WRITTEN}",
        f"{written(256, OLD)},{INDEX_WRITTEN}",
        f"{written(1, b'short')},{INDEX_WRITTEN}",
        f"1:not base 64!,{INDEX_WRITTEN}",
        f"first:{base64.urlsafe_b64encode(OLD).decode()},{INDEX_WRITTEN}",
    ],
)
def test_a_ring_that_is_not_whole_is_refused_without_telling_it(text: str) -> None:
    with pytest.raises(ValueError, match="PORTAL_DATA_KEYS") as refused:
        sealed.parse_keys(text)
    assert base64.urlsafe_b64encode(OLD).decode() not in str(refused.value)
