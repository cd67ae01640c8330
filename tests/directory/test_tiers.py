"""What comes first: who serves you, what it is for, your words, what is near. And ages, ways in, what is given up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from portal.directory import search
from portal.directory.documents import Document, Site, Wait
from portal.directory.hours import Opening, Rule, Year
from portal.directory.index import Index
from portal.directory.places import Place, Places
from portal.directory.recurrence import Recurrence
from portal.directory.reference import Reference
from portal.directory.search import GIVEN_UP, Found, Now
from portal.directory.understanding import Text, understand
from portal.directory.vocabulary import EMPTY, Group, combine
from portal.directory.wanted import Wanted
from tests.directory.conftest import MONDAY, NOON, a_service, an_index

NOW = Now(NOON, MONDAY)
HERE = Place("ward", "north", "North", "QX1", 54.5, 1.5)
WORDS = combine([{"need": {"sleep": ["awake"], "anxiety": ["panic"]}}])


def found(services: Sequence[Document], q: str = "", *, danger: str = "", **filters: Any) -> list[str]:
    index = an_index(*services)
    answer = search.search(index, WORDS, Places({}, {}, (HERE,)), Wanted(q=q, **filters), NOW, danger=danger)
    return [index.documents[hit.number].slug for hit in answer.first(99)]


def at(kilometres: float) -> dict[str, Any]:
    place = Site("", (), (54.5 + kilometres / 111.19, 1.5), ())
    return {"sites": (place,), "terms": {"need": ("sleep",), "setting": ("clinic",)}}


def needs(*keys: str) -> dict[str, Any]:
    return {"terms": {"need": keys}}


def test_each_tier_stands_above_everything_below_it():
    """A better place in a lower tier never outweighs a worse one in a higher."""
    sleep = needs("sleep")
    services = [
        a_service("g-crisis", crisis=True, paused=True, wards=("South",), routes=("gp",), **needs("anxiety")),
        a_service("f-best", **sleep, name="Awake Awake"),
        a_service("e-words", description="awake", **sleep),
        a_service("d-later", **needs("anxiety", "school", "family", "anger", "sleep"), name="Awake"),
        a_service("c-words-only", name="Awake", description="awake awake awake"),
        a_service("b-letter-needed", routes=("gp",), **sleep, name="Awake"),
        a_service("a-paused", paused=True, **sleep, name="Awake"),
    ]
    expected = ["f-best", "e-words", "d-later", "c-words-only", "b-letter-needed", "a-paused"]
    assert found(services, "awake") == expected


def test_danger_stands_above_all_tiers():
    crisis = a_service("crisis", crisis=True, paused=True, routes=("gp",), **needs("crisis"))
    quiet = a_service("quiet", **needs("crisis"))
    assert found([quiet, crisis], "awake", danger="life")[0] == "crisis"
    assert found([quiet, crisis], "")[0] == "quiet"


def test_services_for_other_wards_come_after_everything_that_serves_you():
    other = a_service("a-other", wards=("South",), **needs("sleep"))
    mine = a_service("b-mine", wards=("North",), **needs("anxiety", "school", "family", "anger", "sleep"))
    everybody = a_service("c-everybody", **needs("sleep"))
    assert found([other, mine, everybody], "awake", near=HERE) == ["c-everybody", "b-mine", "a-other"]
    assert found([other, mine, everybody], "awake") == ["a-other", "c-everybody", "b-mine"]


def test_who_said_that_they_take_your_age_comes_before_who_never_said():
    silent = a_service("a-silent", minimum_age=None, maximum_age=None, **needs("sleep"))
    sure = a_service("b-sure", **needs("sleep"))
    assert found([silent, sure], "awake", age=14) == ["b-sure", "a-silent"]
    assert found([silent, sure], "awake") == ["a-silent", "b-sure"]


def test_where_needs_and_words_are_alike_the_nearest_comes_first_and_no_place_counts_as_eight_kilometres():
    far, near, close = a_service("a", **at(30)), a_service("b", **at(7)), a_service("c", **at(2))
    online = a_service("d", **needs("sleep"))
    assert found([far, near, close, online], "awake", near=HERE) == ["c", "b", "d", "a"]
    assert found([far, near, close, online], "awake", near=HERE, sort="near") == ["c", "b", "d", "a"]


def test_distance_does_not_outweigh_what_a_service_is_for():
    close = a_service("close", **(at(1) | {"terms": {"need": ("anxiety", "a", "b", "c", "sleep"), "setting": ("x",)}}))
    far = a_service("far", **at(20))
    assert found([close, far], "awake", near=HERE) == ["far", "close"]


def test_a_known_wait_comes_before_an_unknown_one_and_old_or_small_figures_are_unknown():
    waits = {"a-old": (300, 5, 50), "b-few": (1, 5, 9), "c-long": (1, 90, 50), "d-short": (1, 20, 50), "e-none": None}
    services = []
    for slug, said in waits.items():
        days, most, count = said or (0, 0, 0)
        told = Wait(MONDAY.fromordinal(MONDAY.toordinal() - days), 1, most, count, "")
        services.append(a_service(slug, wait=told if said else None))
    assert found(services, sort="wait") == ["d-short", "c-long", "a-old", "b-few", "e-none"]


def test_checked_last_comes_first_and_never_checked_last():
    days = {"a": None, "b": 300, "c": 3}
    services = [
        a_service(slug, assured=MONDAY.fromordinal(MONDAY.toordinal() - ago) if ago else None)
        for slug, ago in days.items()
    ]
    assert found(services, sort="checked") == ["c", "b", "a"]


def test_equal_services_stand_by_name_then_by_id():
    twins = [a_service(slug, name="Same") for slug in ("x", "y", "z")]
    by_id = [each.slug for each in sorted(twins, key=lambda each: each.id)]
    assert found(list(reversed(twins)), sort="name") == found(twins, "same") == by_id


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"age": 10}, {"never-said"}),
        ({"age": 11}, {"never-said", "teens"}),
        ({"age": 5, "oldest": 11}, {"never-said", "teens"}),
        ({"age": 19, "oldest": 25}, {"never-said"}),
        ({"age": 0}, {"never-said", "babies", "toddlers"}),
        ({"age": 0, "months": 7}, {"never-said", "babies", "toddlers"}),
        ({"age": 0, "months": 3}, {"never-said", "babies"}),
        ({"age": 1, "months": 18}, {"never-said", "toddlers"}),
    ],
)
def test_ages_are_found_by_overlap_in_years_ranges_and_months(filters: dict[str, Any], expected: set[str]):
    none = {"minimum_age": None, "maximum_age": None}
    services = [
        a_service("never-said", **none),
        a_service("teens"),
        a_service("babies", minimum_age=0, maximum_age=0, minimum_age_months=0, maximum_age_months=11),
        a_service("toddlers", minimum_age=0, maximum_age=1, minimum_age_months=6, maximum_age_months=23),
    ]
    assert set(found(services, **filters)) == expected


def test_a_way_in_is_a_filter_with_counts_and_is_given_up_visibly():
    index = an_index(
        a_service("self"), a_service("gp", routes=("gp", "school")), a_service("both", routes=("self", "gp"))
    )
    answer = search.search(index, EMPTY, Places({}, {}, ()), Wanted(chosen={"route": ("gp",)}), NOW)
    assert answer.total == 2
    assert answer.counts["route"] == {"self": 2, "gp": 2, "school": 1}
    assert list(answer.counts["route"]) == ["self", "gp", "school"]
    letter = an_index(a_service("gp", routes=("gp",)))
    given_up = search.search(letter, EMPTY, Places({}, {}, ()), Wanted(chosen={"route": ("self",)}), NOW)
    assert given_up.relaxed == ("route",)
    assert given_up.total == 1


def test_months_are_given_up_before_the_year_they_lie_in():
    index = an_index(a_service("late", minimum_age=1, maximum_age=1, minimum_age_months=20, maximum_age_months=23))
    answer = search.search(index, EMPTY, Places({}, {}, ()), Wanted(age=1, months=13), NOW)
    assert answer.relaxed == ("months",)
    assert answer.wanted.age == 1
    assert answer.wanted.months is None


def test_everything_that_narrows_can_be_given_up_and_has_a_name(tables: Reference):
    whole = Wanted(
        q="x", age=1, months=13, near=HERE, within=2.0, open_now=True,
        chosen=dict.fromkeys(("need", "thrive", "mode", "language", "cost", "access", "cohort", "route"), ("x",)),
    )  # fmt: skip
    assert set(whole.active) == set(GIVEN_UP)
    for name in GIVEN_UP:
        assert name not in whole.without(name).active
    assert whole.without("age").months is None


@pytest.mark.parametrize(
    ("filters", "typed"), [({"age": 14}, "14"), ({"age": 11, "oldest": 15}, "11-15"), ({"age": 1, "months": 18}, "18m")]
)
def test_an_age_has_one_address(filters: dict[str, Any], typed: str):
    assert dict(Wanted(**filters).address())["age"] == typed


def test_services_that_open_alike_are_worked_out_once(monkeypatch: pytest.MonkeyPatch):
    asked: list[Any] = []
    original = search.hours.state
    monkeypatch.setattr(search.hours, "state", lambda *said: asked.append(said) or original(*said))
    mornings = Opening(
        Recurrence(frozenset(range(7))), NOON.time().replace(hour=9), NOON.time().replace(hour=11), Rule.OPEN
    )
    noons = replace(mornings, closes=NOON.time().replace(hour=14))
    services = [a_service(f"s{n}", openings=(noons if n % 2 else mornings,)) for n in range(40)]
    index = an_index(*services, a_service("unknown"), a_service("shut", paused=True, openings=(noons,)))
    for _ in range(3):
        answer = search.exactly(index, EMPTY, Places({}, {}, ()), Wanted(open_now=True), replace(NOW, year=Year()))
        assert answer.total == 20
        assert answer.hours_unknown == 1
    assert len(asked) == 3


def test_a_search_in_a_names_other_language_finds_the_term(wexlow: Index, tables: Reference):
    for term in wexlow.terms["need"].values():
        for language in ("lt", "pl", "ro", "ur"):
            answer = search.search(wexlow, EMPTY, tables.places, Wanted(q=term.names[language]), NOW)
            assert any(term.key in wexlow.documents[hit.number].terms["need"] for hit in answer.first(5)), term


@pytest.mark.parametrize("typed", ["kms", "unalive", "overdose", "suicidal", "hang"])
def test_a_word_of_danger_is_never_corrected_away(wexlow: Index, tables: Reference, typed: str):
    assert understand(typed, wexlow, tables.vocabulary).corrected is None
    near_miss = an_index(a_service("hand", description=" ".join([f"{typed}s", typed[:-1], f"{typed}y"])))
    assert understand(typed, near_miss, tables.vocabulary).corrected is None


def test_without_the_lists_of_danger_it_would_be_corrected():
    near_miss = an_index(a_service("o", description="overdone"))
    assert understand("overdose", near_miss, EMPTY).corrected == "overdone"


def ranked(index: Index, text: Text) -> list[str]:
    answer: Found = search._run(index, text, Places({}, {}, ()), Wanted(q="x"), NOW)
    return [index.documents[hit.number].slug for hit in answer.first(9)]


def test_what_suits_the_asker_moves_a_service_up_or_down_by_steps():
    index = an_index(*(a_service(slug, **needs("sleep")) for slug in "abc"))
    group = Group((), frozenset({("need", "sleep")}))
    number = {each.slug: 1 << at for at, each in enumerate(index.documents)}
    assert ranked(index, Text((group,))) == ["a", "b", "c"]
    assert ranked(index, Text((group,), leans=((number["c"], 1), (number["a"], -2)))) == ["c", "b", "a"]


def test_one_of_several_parts_may_be_enough():
    index = an_index(a_service("a", **needs("sleep")), a_service("b", **needs("anxiety")), a_service("c"))
    sleep, anxiety = (Group((), frozenset({("need", key)})) for key in ("sleep", "anxiety"))
    assert ranked(index, Text((sleep, anxiety), asked=((sleep, anxiety),))) == ["a", "b"]
    assert ranked(index, Text((sleep, anxiety))) == []
