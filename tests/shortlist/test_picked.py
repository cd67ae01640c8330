"""A list is an address: what is in it, in what order, and nothing else."""

from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from portal.shortlist import picked

ANYTHING = st.lists(st.text(max_size=130) | st.none() | st.integers() | st.sampled_from(["a", "b", "c"]), max_size=40)


def test_each_service_stands_once_in_the_order_it_was_picked() -> None:
    assert picked.read(["b", "a", "b", " a "]) == ("b", "a")


def test_a_full_list_stays_as_it_is() -> None:
    full = [f"s{number}" for number in range(25)]
    assert picked.read(full) == tuple(full[: picked.MOST])
    assert picked.with_one(full[:20], ["new"]) == tuple(full[:20])


def test_what_is_taken_off_is_gone_and_the_rest_is_not() -> None:
    assert picked.without(("a", "b", "c"), ["b", "x"]) == ("a", "c")


@given(ANYTHING)
def test_whatever_an_address_says_the_list_is_short_clean_and_reads_back(said: list[object]) -> None:
    slugs = picked.read(said)
    assert len(slugs) <= picked.MOST
    assert len(set(slugs)) == len(slugs)
    assert picked.read(slugs) == slugs
    assert tuple(parse_qs(picked.query(slugs)[1:]).get("s", ())) == slugs
