"""A year counted: everybody once, waits of everybody who waits, and nothing small told or left to be worked out."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given, settings

from portal.referrals.voices import Voice
from portal.reporting.card import published, shown, year
from portal.reporting.card.shape import Figure, Unit, Untold
from portal.reporting.card.year import Year, figures
from portal.waiting_times import suppression
from tests.reporting.card import attacking
from tests.reporting.card.years import AS_OF, DAY, YEARS, asked
from tests.reporting.card.years import year as a_year

TRIES = settings(max_examples=60, deadline=None)
Cells = dict[tuple[str, str, str], Figure]


def card(told: Iterable[Figure], which: int = 2026) -> published.Card:
    found = {(each.section, each.cell, each.unit.value): each for each in told}
    return published.Card(which, AS_OF, AS_OF, AS_OF, True, True, found)


def cells(of: Year) -> Cells:
    return {(each.section, each.cell, each.unit.value): each for each in figures(of)}


FORTY = [asked(14 if at % 2 else 9, voice=Voice.PROFESSIONAL if at < 13 else Voice.YOUNG_PERSON) for at in range(40)]


def test_everybody_is_counted_once_in_every_table() -> None:
    found = cells(a_year(FORTY))
    assert found["asked", "all", "count"].value == 40
    assert found["asked", "professional", "count"].value == 15
    assert found["asked", "professional", "percent"].value == 38
    assert found["age", "11_to_15", "count"].value == found["age", "5_to_10", "count"].value == 20
    assert found["area", "Ashmere", "count"].value == 40
    assert found["read", "same_day", "percent"].value == 100


def test_a_wait_counts_whoever_still_waits() -> None:
    seen = [asked(first=20) for _ in range(12)]
    still = [asked(first=None) for _ in range(13)]
    found = cells(a_year(seen + still))
    half = found["first_contact_routine", "half", "weeks"]
    assert (half.value, half.untold) == (None, Untold.NOT_REACHED)
    assert found["within_18_weeks", "later", "count"].value == 15
    assert cells(a_year(seen))["first_contact_routine", "half", "weeks"].value == 3


def test_urgent_people_never_make_the_waits_of_others_look_short() -> None:
    found = cells(a_year([asked(first=0, band="NOW") for _ in range(200)] + [asked(first=70) for _ in range(20)]))
    assert found["first_contact_routine", "half", "weeks"].value == 10
    assert found["within_18_weeks", "all", "count"].value == 20


def test_whoever_is_too_new_for_18_weeks_is_in_no_share() -> None:
    late = [asked(received=asked().journey.received + 230 * DAY, first=None) for _ in range(10)]
    found = cells(a_year([asked() for _ in range(20)] + late))
    assert found["within_18_weeks", "all", "count"].value == 20


def test_the_longest_wait_is_told_in_steps_that_fit_many() -> None:
    found = cells(a_year([asked(first=30) for _ in range(30)] + [asked(first=71)]))
    longest = found["first_contact_routine", "longest", "up_to_weeks"]
    assert longest.value == 15


def test_the_same_day_ends_at_midnight_in_london() -> None:
    evening = asked().journey.received.replace(hour=22, minute=30) + timedelta(days=120)  # summer: 23:30 there
    people = [asked(received=evening, read=timedelta(hours=1)) for _ in range(10)]
    assert cells(a_year(people))["read", "later", "count"].value == 10


def small_numbers(told: Iterable[Figure]) -> list[int]:
    counts = [each.value for each in told if each.unit is Unit.COUNT and each.value is not None]
    return [count for count in counts if count < 5 or count % 5]


@TRIES
@given(YEARS)
def test_no_small_or_exact_count_is_ever_told(of: Year) -> None:
    assert not small_numbers(figures(of))


@TRIES
@given(YEARS)
def test_a_figure_is_told_or_says_why_not(of: Year) -> None:
    assert all((each.value is None) == (each.untold is not None) for each in figures(of))


def worked_out(of: Year, last: Year) -> list[object]:
    """Let the attacker read both files of both years."""
    this, before = card(figures(of)), card(figures(last), 2025)
    table, program = attacking.from_csv(shown.as_csv(this, before)), attacking.from_json(shown.as_json(this, before))
    assert table == program
    earlier = attacking.from_csv(shown.as_csv(before, None))
    return [*attacking.worked_out(table).items(), *attacking.worked_out(earlier).items()]


@TRIES
@given(YEARS, YEARS)
def test_no_hidden_count_can_be_worked_out_from_all_that_is_published(of: Year, last: Year) -> None:
    assert not worked_out(of, last)


@TRIES
@given(YEARS)
def test_a_share_tells_no_more_than_the_rounded_counts_beside_it(of: Year) -> None:
    found = cells(of)
    for (section, cell, unit), each in found.items():
        if unit == "percent":
            part = found[section, cell, "count"].value
            total = ("asked", "all") if section in attacking.SAME_PEOPLE else (section, "all")
            whole = found[*total, "count"].value
            assert part
            assert whole
            assert each.value == min(100, round(100 * part / whole))


EIGHTS = [asked(age) for age in (9, 14, 17, 20) for _ in range(8)]
"""Four eights are 32: told as 10, 10, 10, 10 and 30, which leave nothing for the two hidden ages but 0."""


def test_hiding_only_small_counts_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not worked_out(a_year(EIGHTS), a_year([]))

    def only_small(counts: dict[object, int], _sums: object, *, silent: set[object]) -> dict[object, object]:
        return {key: suppression.told(count) for key, count in counts.items() if key not in silent}

    monkeypatch.setattr(year.suppression, "suppress", only_small)
    assert worked_out(a_year(EIGHTS), a_year([]))


def test_forgetting_that_tables_share_their_people_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = suppression.suppress

    def without_sums(counts: dict[object, int], _sums: object, *, silent: set[object]) -> object:
        return real(counts, (), silent=silent)

    monkeypatch.setattr(year.suppression, "suppress", without_sums)
    assert worked_out(a_year(EIGHTS), a_year([]))


def test_telling_exact_counts_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppression, "rounded", lambda count: count)
    assert small_numbers(figures(a_year([*FORTY, asked()])))
