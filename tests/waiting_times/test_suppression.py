"""Somebody who reads everything that is printed, knows the rules and can add up never learns a hidden count."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.waiting_times import suppression
from portal.waiting_times.suppression import ALL, Hidden, Sum, Told, suppress, with_totals

Table = tuple[str, ...]
Counts = dict[Table, int]


def readers(told: Told | None, most: int) -> Sequence[int]:
    """The numbers that a reader knows a count to be among, worked out from the rules by hand."""
    if told is None:
        return range(most + 1)
    if told.value is not None:
        return [number for number in range(5, most + 1) if abs(number - told.value) <= 2]
    return range(5) if told.hidden is Hidden.FEW else range(5, most + 1)


def possible(found: Mapping[Table, Told], sums: Sequence[Sum[Table]], cells: Sequence[Table]) -> Iterator[Counts]:
    """Every table of whole numbers that fits all that is printed: the slow way, by trying them all."""
    for numbers in product(*(readers(found.get(cell), 18) for cell in cells)):
        table = dict(zip(cells, numbers, strict=True))
        for each in sums:
            table[each.total] = sum(table[part] for part in each.parts)
        if all(table[key] in readers(told, 200) for key, told in found.items()):
            yield table


def pinned(found: Mapping[Table, Told], sums: Sequence[Sum[Table]], cells: Sequence[Table]) -> set[Table]:
    """What an attacker works out: every hidden count that is the same in all possible tables."""
    open_still = {key for key, told in found.items() if told.hidden} | {cell for cell in cells if cell not in found}
    seen: Counts = {}
    for table in possible(found, sums, cells):
        open_still -= {key for key in open_still if seen.setdefault(key, table[key]) != table[key]}
        if not open_still:
            break
    return open_still


counts = st.integers(0, 14)
rows = st.lists(counts, min_size=2, max_size=4).map(lambda found: {(str(at),): each for at, each in enumerate(found)})
squares = st.lists(counts, min_size=4, max_size=4).map(lambda found: dict(zip(product("ab", "xy"), found, strict=True)))


@settings(deadline=None)
@given(cells=rows | squares)
def test_no_attacker_pins_a_hidden_count(cells: dict[Table, int]) -> None:
    everything, sums = with_totals(cells)
    found = suppress(everything, sums)
    assert not pinned(found, sums, list(cells))
    for key, told in found.items():
        assert told.value is None or (told.value % 5 == 0 and everything[key] >= 5 and told.value >= 5)
        assert (told.hidden is Hidden.FEW) == (everything[key] < 5)


HARD: Counts = {("a",): 4, ("b",): 12, ("c",): 12}
"""All in all 28, told as 30, which is 28 at the least; 10 and 10 are 24 at the most: the third can only be 4."""


def test_rounding_alone_gives_a_count_away_and_so_another_is_hidden() -> None:
    everything, sums = with_totals(HARD)
    alone = {key: suppression.told(count) for key, count in everything.items()}
    assert pinned(alone, sums, list(HARD)) == {("a",)}, "the planted fault: only what is small is hidden"
    found = suppress(everything, sums)
    assert found[("a",)].hidden is Hidden.FEW
    assert Hidden.WOULD_TELL in {told.hidden for told in found.values()}


def test_a_fault_in_the_search_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppression, "_off", lambda _each, _moved: 0)
    everything, sums = with_totals(HARD)
    assert pinned(suppress(everything, sums), sums, list(HARD))


@settings(deadline=None)
@given(first=st.tuples(counts, counts), came=st.tuples(counts, counts))
def test_two_editions_that_grow_do_not_tell_the_months_between(first: tuple[int, int], came: tuple[int, int]) -> None:
    """What has been counted since January is printed in May and in June; nobody prints how many came in June."""
    pairs = product((("may", first), ("new", came)), (0, 1))
    cells: Counts = {(month, "ab"[side]): pair[side] for (month, pair), side in pairs}
    everything = dict(cells)
    sums: list[Sum[Table]] = []
    for side in "ab":
        everything[("june", side)] = cells[("may", side)] + cells[("new", side)]
        sums.append(Sum(("june", side), (("may", side), ("new", side))))
    for month in ("may", "june"):
        everything[(month, ALL)] = everything[(month, "a")] + everything[(month, "b")]
        sums.append(Sum((month, ALL), ((month, "a"), (month, "b"))))
    may = {key: count for key, count in everything.items() if key[0] == "may"}
    printed = suppress(may, sums[2:3])
    found = suppress(everything, sums, silent=[("new", "a"), ("new", "b")], already=printed)
    assert {key: found[key] for key in printed} == printed, "what is printed stays as it is"
    assert not pinned(found, sums, list(cells))


def test_a_count_alone_is_rounded_or_hidden() -> None:
    shown = [suppression.told(count).value for count in (0, 4, 5, 7, 8, 12, 13, 41)]
    assert shown == [None, None, 5, 5, 10, 10, 15, 40]


def test_percentages_come_from_what_is_told() -> None:
    part, whole, few = (suppression.told(count) for count in (7, 41, 3))
    assert suppression.percent(part, whole) == 12, "5 of 40, not 7 of 41"
    assert suppression.percent(few, whole) is suppression.percent(part, few) is None


@pytest.mark.parametrize(("seen", "watched", "may"), [(9, 19, False), (10, 10, True), (0, 20, True)])
def test_a_percentile_needs_people(seen: int, watched: int, may: bool) -> None:
    assert suppression.enough(seen, watched) is may


def test_some_tables_are_never_made() -> None:
    assert suppression.allowed(["age", "ethnicity"])
    assert not suppression.allowed(["area", "month", "ethnicity", "age"])


def test_a_table_of_27_counts_takes_no_time() -> None:
    cells: Counts = {
        (name, band): (7 * at + 3 * len(band)) % 23 for at, name in enumerate("abcdefgh") for band in ("x", "yy")
    }
    everything, sums = with_totals(cells)
    found = suppress(everything, sums)
    assert sum(told.value is not None for told in found.values()) >= 18
