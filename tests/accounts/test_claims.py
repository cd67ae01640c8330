"""What an organisation says about Priya counts only where it is said plainly."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.accounts import claims

NOW = clock.now()
SURE = {"email": "priya@example.org", "email_verified": True, "amr": ["pwd", "mfa"], "auth_time": NOW.timestamp()}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def said(**other: Any) -> claims.Vouched:
    return claims.vouched({name: value for name, value in (SURE | other).items() if value is not None}, NOW)


def test_what_is_said_plainly_counts() -> None:
    assert said() == claims.Vouched("priya@example.org", second=True)


@pytest.mark.parametrize("way", claims.SECOND)
def test_every_way_of_the_table_is_a_second_factor(way: str) -> None:
    assert said(amr=[way]).second


@pytest.mark.parametrize(
    "other",
    [
        *({"amr": value} for value in (None, "mfa", ["pwd"], ["sms"], ["tel"], [["mfa"]], {"mfa": 1})),
        *({"auth_time": value} for value in (None, True, "now", 1, NOW.timestamp() - 720, NOW.timestamp() + 120)),
    ],
)
def test_what_is_not_surely_a_second_factor_of_now_is_none(other: dict[str, Any]) -> None:
    assert not said(**other).second


@given(word=ANYTHING, email=ANYTHING)
def test_an_address_counts_only_with_the_word_true(word: Any, email: Any) -> None:
    vouched = said(email_verified=word, email=email).email
    assert vouched is None or (word is True and vouched == email)


@given(ways=ANYTHING, at=ANYTHING)
def test_nothing_that_is_said_breaks_the_reading(ways: Any, at: Any) -> None:
    assert said(amr=ways, auth_time=at).second in {True, False}


def test_a_reading_that_takes_any_word_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "_email", lambda told: told.get("email") if told.get("email_verified") else None)
    assert said(email_verified="false").email == "priya@example.org"
