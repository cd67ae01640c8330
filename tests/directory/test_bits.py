"""Sets as numbers, ages by overlap, places on a grid, the head of the lists, and slips: each against the plain way."""

import random
from collections.abc import Sequence
from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal.directory import ages, bits, ranking
from portal.directory.ages import Asked
from portal.directory.documents import Document, Site
from portal.directory.places import kilometres
from portal.directory.spelling import slips
from tests.directory.conftest import a_service, an_index

sets = st.frozensets(st.integers(0, 400))


@given(sets)
def test_a_set_survives_being_a_number(numbers: frozenset[int]):
    assert list(bits.members(bits.bitset(numbers))) == sorted(numbers)
    spread = bits.flags(bits.bitset(numbers))
    assert {n for n in range(len(spread) * 8) if spread[n >> 3] >> (n & 7) & 1} == numbers


@given(sets, st.lists(sets, max_size=5))
def test_levels_count_on_how_many_steps_each_member_stands(within: frozenset[int], steps: list[frozenset[int]]):
    found = bits.levels(bits.bitset(within), [bits.bitset(step) for step in steps])
    for level, each in zip(range(len(steps), -1, -1), found, strict=True):
        assert set(bits.members(each)) == {n for n in within if sum(n in step for step in steps) == level}


years, months = st.none() | st.integers(0, 25), st.none() | st.integers(0, 23)


@given(years, years, months, months)
def test_ages_overlap_and_silence_excludes_nobody(
    low: int | None, high: int | None, low_months: int | None, high_months: int | None
):
    service = a_service(
        minimum_age=low, maximum_age=high, minimum_age_months=low_months, maximum_age_months=high_months
    )

    # What a service says may contradict itself: then nobody can say what is right.
    first, last = ages.span(service)
    assume(first <= last)

    def taken(month: int) -> bool:
        """Ask of one month of life the plain way."""
        young = month < low_months if low_months is not None else low is not None and month // 12 < low
        old = month > high_months if high_months is not None else high is not None and month // 12 > high
        return not young and not old

    for age in ages.AGES:
        whole_year = [taken(month) for month in range(age * 12, age * 12 + 12)]
        assert ages.takes(service, age) == any(whole_year)
    for month in ages.MONTHS:
        assert ages.takes_month(service, month) == taken(month)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14", Asked(14)),
        ("0", Asked(0)),
        ("11-15", Asked(11, 15)),
        ("11 – 15", Asked(11, 15)),
        ("11 to 15", Asked(11, 15)),
        ("15-15", Asked(15)),
        ("16-99", Asked(16, 25)),
        ("18m", Asked(1, months=18)),
        ("18 miesięcy", Asked(1, months=18)),
        ("۱۸ مہینے", Asked(1, months=18)),
        ("8 mahine", Asked(0, months=8)),
        ("9 miles", None),
        ("5 months", Asked(0, months=5)),
        ("24m", None),
        ("15-11", None),
        ("26", None),
        ("", None),
        ("fourteen", None),
        ("-1", None),
    ],
)
def test_an_age_is_read_as_people_write_it(text: str, expected: Asked | None):
    assert ages.read(text) == expected


points = st.tuples(st.floats(50, 55.5), st.floats(-5, 2))


def at(*places: tuple[float, float]) -> Document:
    slug = f"s{abs(hash(places))}"
    return a_service(slug, sites=tuple(Site("", (), place, ()) for place in places), terms={"setting": ("clinic",)})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(points, max_size=3), max_size=30), points, st.floats(0.1, 400))
def test_the_grid_measures_like_a_tape(
    everywhere: list[list[tuple[float, float]]], here: tuple[float, float], km: float
):
    found = an_index(*(at(*places) for places in {tuple(each) for each in everywhere}))
    away = {n: min((kilometres(here, p) for p in each.points), default=None) for n, each in enumerate(found.documents)}
    placed = {n: km for n, km in away.items() if km is not None}
    for number, expected in away.items():
        assert found.nearby.distance(number, here) == expected
    assert set(bits.members(found.nearby.within(here, km))) == {n for n, far in placed.items() if far <= km}
    nearest = list(found.nearby.nearest(here, lambda _number: 1))
    assert nearest == sorted((far, number) for number, far in placed.items())
    assert (
        list(islice(found.nearby.nearest(here, lambda number: number % 2), 3))
        == [pair for pair in nearest if pair[1] % 2][:3]
    )


class Say:
    """A word as the ranking sees it: who uses it, and how much it says of each."""

    def __init__(self, impacts: dict[int, float]) -> None:
        self.said = impacts
        self.bits = bits.bitset(impacts)
        self.peak = max(impacts.values(), default=0.0)
        self.strong = 0

    def impact(self, number: int) -> float:
        return self.said.get(number, 0.0)

    def impacts(self, numbers: Sequence[int]) -> list[float]:
        return [self.impact(number) for number in numbers]

    def users_first(self):  # type: ignore[no-untyped-def]
        return (number for _impact, number in self.best())

    def best(self):  # type: ignore[no-untyped-def]
        return iter(sorted(((impact, n) for n, impact in self.said.items()), key=lambda pair: (-pair[0], pair[1])))


def plainly(within: frozenset[int], sources: Sequence[Say], most: int) -> list[int]:
    return sorted(within, key=lambda n: (-sum(source.impact(n) for source in sources), n))[:most]


impacts = st.dictionaries(st.integers(0, 120), st.sampled_from([0.25, 0.5, 1.0, 1.5, 2.0, 4.0]), max_size=60)


@pytest.mark.parametrize("few", [0, ranking.FEW])
@given(within=sets, said=st.lists(impacts, min_size=1, max_size=3), most=st.integers(1, 30))
def test_the_head_of_the_lists_is_enough(few: int, within: frozenset[int], said: list[dict[int, float]], most: int):
    sources = [Say(each) for each in said]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "FEW", few)
        got = list(ranking.top(bits.bitset(within), sources, most))
    assert got == plainly(within, sources, most)


def test_looking_at_the_first_list_only_would_be_noticed():
    one, two = Say({1: 4.0, 2: 1.0}), Say({2: 4.0, 3: 0.5})
    within = frozenset(range(300))
    assert list(ranking.top(bits.bitset(within), [one, two], 1)) == [2] == plainly(within, [one, two], 1)
    assert next(one.best())[1] == 1


def test_the_closest_words_are_found_and_no_others():
    die = random.Random(2)
    words = sorted({"".join(die.choices("abcdeo", k=die.randint(3, 10))) for _ in range(400)})
    found = an_index(*(a_service(f"s{n}", description=" ".join(words[n::8])) for n in range(8)))

    def distance(a: str, b: str) -> int:
        """Optimal string alignment, from its definition."""
        rows = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
        for i in range(len(a) + 1):
            for j in range(len(b) + 1):
                if not i or not j:
                    rows[i][j] = i or j
                    continue
                costs = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1])]
                if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                    costs.append(rows[i - 2][j - 2] + 1)
                rows[i][j] = min(costs)
        return rows[-1][-1]

    for _ in range(12):
        typed = "".join(die.choices("abcdeo", k=die.randint(4, 10)))
        allowed = slips(typed)
        expected = {word: d for word in words if (d := distance(typed, word)) <= allowed}
        assert {w: d for w, d in found.spoken.near(typed, allowed, ()) if w in words} == expected
        assert all(found.spoken.times(word) >= 1 for word in expected)
    assert found.spoken.times("zzzzzz") == found.spoken.times("z" * 99) == 0
