"""A third of the list, and never a place on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.care import thirds
from portal.care.thirds import FEWEST, Third


def check_place(ahead: int, waiting: int) -> None:
    """Fail where what is told leaves fewer than six places open."""
    told = thirds.of(ahead, waiting)
    alike = [place for place in range(waiting) if thirds.of(place, waiting) is told]
    assert len(alike) >= 6
    assert ahead in alike
    assert alike == list(range(alike[0], alike[-1] + 1))


@given(st.integers(FEWEST, 400), st.data())
def test_nobody_can_tell_a_place_from_a_third(waiting: int, data: st.DataObject) -> None:
    check_place(data.draw(st.integers(0, waiting - 1)), waiting)


def test_thirds_of_a_short_list_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thirds, "FEWEST", 3)
    with pytest.raises(AssertionError):
        check_place(1, 5)


@given(st.integers(-5, FEWEST - 1), st.integers(-5, FEWEST))
def test_of_a_short_list_nothing_is_told(waiting: int, ahead: int) -> None:
    assert thirds.of(ahead, waiting) is None


@given(st.integers(FEWEST, 400))
def test_the_front_is_first_and_the_end_is_last(waiting: int) -> None:
    assert thirds.of(0, waiting) is Third.FIRST
    assert thirds.of(waiting // 2, waiting) is Third.MIDDLE
    assert thirds.of(waiting - 1, waiting) is Third.LAST
    assert thirds.of(waiting, waiting) is thirds.of(-1, waiting) is None
