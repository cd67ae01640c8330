"""Searching Wexlow: stories first, then what must hold for every search."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.directory import hours, index, reference, search
from portal.directory.documents import Document, Site
from portal.directory.index import FACETS, Index, takes
from portal.directory.places import NOWHERE, Place
from portal.directory.reference import Reference
from portal.directory.search import Found, Now
from portal.directory.vocabulary import EMPTY
from portal.directory.wanted import ALL_OF, MANY, PER_PAGE, Wanted
from tests.directory.conftest import MONDAY, NOON, a_service, an_index

NOW = Now(NOON, MONDAY)


def ask(wexlow: Index, tables: Reference, q: str = "", language: str = "en", **filters: object) -> Found:
    place = tables.places.find(str(filters.pop("near", "")))
    wanted = Wanted(q=q, near=place, **filters)  # type: ignore[arg-type]
    return reference.ask(tables, wexlow, wanted, language, NOON).found


def slugs(found: Found, wexlow: Index) -> list[str]:
    return [wexlow.documents[hit.number].slug for hit in found.first(10_000)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("can't sleep", "nightlamp-sleep"),
        ("panic attack", "surefoot-panic"),
        ("hearing voices", "early-intervention-psychosis"),
        ("my nan died", "hearthstone-bereavement"),
        ("ADHD assessment", "neurodevelopmental-team"),
        ("drugs", "turnstone-drug-and-alcohol"),
        ("homeless", "young-peoples-housing"),
        ("eating disorder", "eating-disorders-service"),
        ("sign language", "deaf-youth-wexlow"),
        ("gay", "bright-harbour-lgbtq-youth"),
        ("foster", "looked-after-childrens-mental-health"),
    ],
)
def test_amina_types_what_she_would_say_and_finds_it_near_the_top(
    wexlow: Index, tables: Reference, typed: str, expected: str
):
    assert expected in slugs(ask(wexlow, tables, typed), wexlow)[:3]


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("nie mogę spać", "pl", "sleep"),
        ("lęki", "pl", "anxiety"),
        ("نیند نہیں آتی", "ur", "sleep"),
        ("گھبراہٹ", "ur", "anxiety"),
    ],
)
def test_her_father_types_it_in_his_own_language(
    wexlow: Index, tables: Reference, typed: str, language: str, expected: str
):
    found = ask(wexlow, tables, typed, language)
    assert found.total > 5
    assert all(expected in wexlow.documents[hit.number].terms["need"] for hit in found.first(5))


@pytest.mark.parametrize(
    ("typed", "meant"), [("anxitey", "anxiety"), ("hearthstoen", "hearthstone"), ("bullyng", "bullying")]
)
def test_a_slip_is_corrected_and_said(wexlow: Index, tables: Reference, typed: str, meant: str):
    found = ask(wexlow, tables, typed)
    assert found.corrected == meant
    assert found.total
    assert found.relaxed == ()


@pytest.mark.parametrize("typed", ["anxiety", "counselling", "Hearthstone", "sen", "9", "zz"])
def test_what_is_right_is_left_alone(wexlow: Index, tables: Reference, typed: str):
    assert ask(wexlow, tables, typed).corrected is None


@pytest.mark.parametrize(
    "typed", ["kill myself", "i wanna die", "k1ll my self", "chcę umrzeć", "خودکشی کرنا چاہتا ہوں"]
)
def test_words_of_danger_bring_help_for_now_first(wexlow: Index, tables: Reference, typed: str):
    answer = reference.ask(tables, wexlow, Wanted(q=typed), "en", NOON)
    assert answer.danger
    assert wexlow.documents[answer.found.first(1)[0].number].crisis


@pytest.mark.parametrize("typed", ["football", "exam stress", "dying of laughter homework club", ""])
def test_everyday_words_do_not_frighten(wexlow: Index, tables: Reference, typed: str):
    assert not reference.ask(tables, wexlow, Wanted(q=typed), "en", NOON).danger


def test_choosing_the_need_not_feeling_safe_is_heard_like_words(wexlow: Index, tables: Reference):
    assert reference.ask(tables, wexlow, Wanted(chosen={"need": ("crisis",)}), "en", NOON).danger


def test_words_nobody_uses_give_everything_and_say_so(wexlow: Index, tables: Reference):
    found = ask(wexlow, tables, "xqzzv wkjjh")
    assert found.relaxed == ("q",)
    assert found.total == 84
    assert slugs(found, wexlow)[0] == "wexlow-front-door"


def test_only_as_much_is_given_up_as_it_takes(wexlow: Index, tables: Reference):
    strict = {"chosen": {"need": ("substance",), "access": ("bsl",), "cohort": ("deaf",)}, "age": 14}
    found = ask(wexlow, tables, **strict)
    assert found.relaxed in {("access",), ("cohort",), ("need",)}
    assert found.wanted.age == 14


def test_what_was_given_up_for_nothing_comes_back():
    sleepers = a_service("sleepers", terms={"need": ("sleep",), "mode": ("group",)})
    asked = Wanted(q="xqzzv", chosen={"mode": ("group",), "need": ("anxiety",)})
    found = search.search(an_index(sleepers), EMPTY, NOWHERE, asked, NOW)
    assert found.relaxed == ("need", "q")
    assert found.wanted.chosen == {"mode": ("group",)}


def test_the_age_is_given_up_last():
    toddler = a_service("toddlers", minimum_age=0, maximum_age=4, terms={"need": ("sleep",)})
    found = search.search(an_index(toddler), EMPTY, NOWHERE, Wanted(age=17, chosen={"need": ("anxiety",)}), NOW)
    assert found.relaxed == ("need", "age")


def test_a_directory_with_nothing_in_it_finds_nothing_and_does_not_fail():
    assert search.search(an_index(), EMPTY, NOWHERE, Wanted(q="help", age=9), NOW).first(9) == ()


def test_paused_services_stay_visible_and_come_last(wexlow: Index, tables: Reference):
    found = ask(wexlow, tables)
    paused = [wexlow.documents[hit.number].paused for hit in found.first(10_000)]
    assert paused == sorted(paused)
    assert sum(paused) == 3


def test_somebody_on_the_coast_sees_the_coast_team_before_the_towns_team(wexlow: Index, tables: Reference):
    found = slugs(ask(wexlow, tables, "camhs", near="QX4 1AA"), wexlow)
    assert found.index("camhs-coast-and-vale") < found.index("camhs-ashmere")
    found = slugs(ask(wexlow, tables, "camhs", near="QX1 1AA"), wexlow)
    assert found.index("camhs-ashmere") < found.index("camhs-coast-and-vale")


def test_near_keeps_what_comes_to_you_and_what_is_online(wexlow: Index, tables: Reference):
    found = slugs(ask(wexlow, tables, near="QX9", within=5.0), wexlow)
    assert {"tidemark-chat", "intensive-home-support", "wexlow-crisis-line"} <= set(found)
    assert "the-toast-yard" not in found


def test_a_hidden_place_cannot_be_measured(wexlow: Index, tables: Reference):
    for place in ("QX1", "QX4", "QX6 2"):
        for hit in ask(wexlow, tables, near=place).first(10_000):
            if any(site.hidden for site in wexlow.documents[hit.number].sites):
                assert hit.distance_km is None
    hidden = [site for each in wexlow.documents for site in each.sites if site.hidden]
    assert len(hidden) == 2
    assert all(site == Site("", (), None, (), hidden=True) for site in hidden)


def test_open_now_means_surely_open_and_the_rest_is_counted(wexlow: Index, tables: Reference):
    found = ask(wexlow, tables, open_now=True)
    for hit in found.first(10_000):
        service = wexlow.documents[hit.number]
        assert not service.paused
        assert hours.state(service.openings, NOON, tables.year) is hours.State.OPEN
    assert found.hours_unknown == 1  # the parents' line whose hours nobody has told us


def test_sorting_by_wait_puts_unknown_waits_last_and_by_name_is_by_name(wexlow: Index, tables: Reference):
    by_name = [wexlow.documents[h.number].name.casefold() for h in ask(wexlow, tables, sort="name").first(10_000)]
    assert by_name == sorted(by_name)
    waits = [wexlow.documents[hit.number].wait for hit in ask(wexlow, tables, sort="wait").first(10_000)][:40]
    known = [wait.p85_days for wait in waits if wait]
    assert known == sorted(known)


def test_every_page_is_twenty_and_together_they_are_everything(wexlow: Index, tables: Reference):
    pages = [ask(wexlow, tables, page=n).page() for n in range(1, 7)]
    assert [len(page) for page in pages] == [PER_PAGE] * 4 + [4, 0]
    assert len({hit.number for page in pages for hit in page}) == 84


def filters(wexlow: Index) -> st.SearchStrategy[Wanted]:
    values = {name: st.lists(st.sampled_from(sorted(wexlow.bits[name])), unique=True, max_size=2) for name in MANY}
    chosen = st.fixed_dictionaries({}, optional=values).map(lambda said: {k: tuple(v) for k, v in said.items() if v})
    return st.builds(
        Wanted,
        q=st.sampled_from(["", "anxiety", "can't sleep", "counselling free", "xqzzv", "school bullying"]),
        age=st.none() | st.integers(0, 25),
        chosen=chosen,
        open_now=st.booleans(),
    )


def by_hand(wexlow: Index, wanted: Wanted) -> set[int]:
    """Meet every filter but words the slow way: ask each service."""
    return {
        number
        for number, each in enumerate(wexlow.documents)
        if (wanted.age is None or takes(each, wanted.age)) and all(_met(each, wanted, name) for name in MANY)
    }


def _met(service: Document, wanted: Wanted, name: str) -> bool:
    values = set(wanted.values(name))
    carried = set(service.routes if name == "route" else service.terms.get(name, ()))
    return not values or (values <= carried if name in ALL_OF else bool(values & carried))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_filters_agree_with_asking_every_service(wexlow: Index, data: st.DataObject):
    wanted = replace(data.draw(filters(wexlow)), q="", open_now=False)
    found = search.exactly(wexlow, EMPTY, NOWHERE, wanted, NOW)
    assert {hit.number for hit in found.first(10_000)} == by_hand(wexlow, wanted)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_count_is_what_its_link_finds(wexlow: Index, tables: Reference, data: st.DataObject):
    wanted = data.draw(filters(wexlow))
    found = search.exactly(wexlow, tables.vocabulary, NOWHERE, wanted, NOW)
    facet = data.draw(st.sampled_from(FACETS))
    for value, count in found.counts[facet].items():
        base = (
            wanted
            if facet in ALL_OF
            else replace(wanted, chosen={k: v for k, v in wanted.chosen.items() if k != facet})
        )
        followed = search.exactly(wexlow, tables.vocabulary, NOWHERE, base.with_value(facet, value), NOW)
        assert count == followed.total


def test_counting_without_the_other_filters_would_be_noticed(wexlow: Index, tables: Reference):
    wanted = Wanted(age=4, chosen={"need": ("sleep",)})
    found = search.exactly(wexlow, tables.vocabulary, NOWHERE, wanted, NOW)
    careless = {value: bits.bit_count() for value, bits in wexlow.values("mode")}
    assert any(careless[value] != count for value, count in found.counts["mode"].items())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_search_is_never_empty_without_saying_what_it_gave_up(wexlow: Index, tables: Reference, data: st.DataObject):
    wanted = data.draw(filters(wexlow))
    found = search.search(wexlow, tables.vocabulary, tables.places, wanted, NOW)
    assert found.first(10_000)
    strict = search.exactly(wexlow, tables.vocabulary, tables.places, wanted, NOW)
    assert bool(found.relaxed) is not bool(strict.first(10_000))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=250), age=st.none() | st.integers(-5, 200))
def test_any_words_at_all_are_answered(wexlow: Index, tables: Reference, q: str, age: int | None):
    assert search.search(wexlow, tables.vocabulary, tables.places, Wanted(q=q, age=age), NOW).first(10_000)


@pytest.mark.parametrize(
    "typed", ['"', "*", "NEAR (", "-", "' OR 1=1 --", "\x00", "%", "AND OR NOT", "(((((", "a" * 10_000]
)
def test_no_sign_means_anything_special(wexlow: Index, tables: Reference, typed: str):
    assert ask(wexlow, tables, typed).first(10_000)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_same_search_gives_the_same_order_whatever_order_services_came_in(wexlow: Index, data: st.DataObject):
    shuffled = data.draw(st.permutations(list(wexlow.documents)))
    other = index.build(shuffled, wexlow.terms, MONDAY)
    wanted = replace(data.draw(filters(wexlow)), open_now=False)
    first, second = (search.search(each, EMPTY, NOWHERE, wanted, NOW) for each in (wexlow, other))
    assert slugs(first, wexlow) == slugs(second, other)


def test_a_service_for_other_wards_is_marked():
    here = Place("ward", "north", "North", "QX1", 54.5, 1.5)
    places = NOWHERE.__class__({}, {}, (here,))
    home, away = a_service("home"), a_service("away", wards=("South",), catchment="wards")
    found = search.search(an_index(away, home), EMPTY, places, Wanted(near=here), NOW)
    assert [(hit.number, hit.serves) for hit in found.first(10_000)] == [(1, True), (0, False)]
