"""The THRIVE map counts each service where it belongs, exactly, and shows what is missing."""

import time
import uuid
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.directory import thrive_map
from portal.directory.documents import Document, Site
from portal.directory.index import Index
from portal.directory.places import Place, kilometres
from portal.directory.reference import Reference
from portal.directory.thrive_map import AGE_BANDS, DIGITAL, GROUPINGS, Newest, Row, draw
from tests.directory.conftest import MONDAY, a_service, an_index

NORTH = Place("ward", "north", "North", "QX1", 54.5, 1.5)
SOUTH = Place("ward", "south", "South", "QX2", 54.4, 1.5)
WARDS = (NORTH, SOUTH)
OLD = MONDAY.replace(year=2024)


def hall(north: float) -> tuple[Site, ...]:
    return (Site("Hall", (), (north, 1.5), ()),)


def rows(found: thrive_map.Map, by: str, digital: str = "with") -> dict[str, Row]:
    return {row.key: row for row in found.rows(by, digital)}


def test_a_service_counts_in_each_of_its_groupings():
    twice = a_service("twice", terms={"thrive": ("getting_help", "getting_risk_support"), "cohort": ("deaf",)})
    found = rows(draw(an_index(twice), WARDS), "cohort")
    assert found["deaf"].counts == (0, 0, 1, 0, 1)
    assert found["deaf"].gaps == ("thriving", "getting_advice", "getting_more_help")
    assert found["refugee"].counts == (0, 0, 0, 0, 0)


def test_a_band_of_ages_is_covered_only_whole():
    teens = a_service("teens", minimum_age=12, maximum_age=17, terms={"thrive": ("thriving",)})
    counts = {key: row.counts[0] for key, row in rows(draw(an_index(teens), WARDS), "age").items()}
    assert counts == {"0-4": 0, "5-10": 0, "11-15": 0, "16-17": 1, "18-25": 0}


def test_an_area_counts_what_is_near_and_not_for_other_wards():
    near = a_service("near", sites=hall(54.51), terms={"thrive": ("thriving",)})
    theirs = a_service("theirs", sites=hall(54.51), wards=("South",), terms={"thrive": ("thriving",)})
    far = a_service("far", sites=hall(55.5), terms={"thrive": ("thriving",)})
    assert rows(draw(an_index(near, theirs, far), WARDS), "area")["north"].counts[0] == 1


def test_what_is_closed_counts_and_is_told_and_what_nobody_checked_does_not_count():
    terms = {"thrive": ("thriving",), "cohort": ("deaf",)}
    services = a_service("open", terms=terms), a_service("shut", paused=True, terms=terms)
    stale = a_service("stale", assured=OLD, terms=terms)
    row = rows(draw(an_index(*services, stale), WARDS), "cohort")["deaf"]
    assert (row.counts[0], row.closed[0]) == (2, 1)
    assert row.cells[0] == ("thriving", 2, 1)


def test_online_only_means_no_place_to_go_to():
    online = {"mode": ("text", "online"), "setting": ("remote",)}
    assert thrive_map.online_only(a_service(terms=online))
    assert not thrive_map.online_only(a_service(terms=online | {"setting": ("remote", "clinic")}))
    assert not thrive_map.online_only(a_service(terms=online | {"mode": ("phone",)}))


@st.composite
def services(draw_: st.DrawFn) -> Document:
    low = draw_(st.one_of(st.none(), st.integers(0, 25)))
    some = {name: st.lists(st.sampled_from(keys), max_size=3, unique=True) for name, keys in {
        "need": ("anxiety", "sleep", "crisis"), "thrive": GROUPINGS, "cohort": ("deaf", "refugee"),
        "mode": ("in_person", "online", "text"), "setting": ("remote", "clinic"),
    }.items()}  # fmt: skip
    return a_service(
        minimum_age=low,
        maximum_age=draw_(st.one_of(st.none(), st.integers(low or 0, 25))),
        paused=draw_(st.booleans()),
        assured=draw_(st.sampled_from([MONDAY, MONDAY, OLD, None])),
        wards=draw_(st.sampled_from([(), ("North",), ("South", "North")])),
        sites=hall(draw_(st.floats(54.3, 54.6))) if draw_(st.booleans()) else (),
        terms={name: tuple(draw_(values)) for name, values in some.items()},
    )


def by_hand(found: list[Document], by: str, key: str, group: str, digital: str) -> list[Document]:
    """Count the slow way: look at every service and ask it everything."""
    kept = []
    for each in found:
        offered = each.assured is None or (MONDAY - each.assured).days <= 548
        screen = set(each.terms["mode"]) & {"online", "text", "video"} and each.terms["setting"] == ("remote",)
        through = {"with": True, "without": not screen, "only": bool(screen)}[digital]
        if by == "age":
            low, high = next((low, high) for name, low, high in AGE_BANDS if name == key)
            most = 99 if each.maximum_age is None else each.maximum_age
            belongs = all((each.minimum_age or 0) <= age <= most for age in range(low, high + 1))
        elif by == "area":
            ward = next(ward for ward in WARDS if ward.code == key)
            close = any(kilometres(ward.point, point) <= 8 for point in each.points)
            belongs = close and (not each.wards or ward.name in each.wards)
        else:
            belongs = key in each.terms[by]
        if offered and through and belongs and group in each.terms["thrive"]:
            kept.append(each)
    return kept


def miscounted(found: list[Document]) -> list[str]:
    """Name every cell that does not say what counting by hand says."""
    named = [replace(each, slug=f"s{number}", id=str(uuid.UUID(int=number))) for number, each in enumerate(found)]
    drawn, wrong = draw(an_index(*named), WARDS), []
    for by in thrive_map.BY:
        for digital in DIGITAL:
            for row in drawn.rows(by, digital):
                for group, count, closed in row.cells:
                    slow = by_hand(named, by, row.key, group, digital)
                    listed = {each.slug for each in drawn.services(by, row.key, group, digital)}
                    told = (count, closed, listed)
                    if told != (len(slow), sum(each.paused for each in slow), {each.slug for each in slow}):
                        wrong.append(f"{by} {row.key} {group} {digital}")
    return wrong


@given(st.lists(services(), max_size=6))
@settings(max_examples=20, deadline=None)
def test_every_count_is_exact(found: list[Document]):
    assert not miscounted(found)


FAULTS = {"online_only": lambda _service: False, "serves": lambda _ward, service: bool(service.points)}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_in_counting_would_be_noticed(fault: str, monkeypatch: pytest.MonkeyPatch):
    everywhere = {"thrive": GROUPINGS, "cohort": ("deaf",), "need": (), "mode": ("text",), "setting": ("remote",)}
    found = [a_service(terms=everywhere), a_service(terms=everywhere, sites=hall(54.5), wards=("South",))]
    assert not miscounted(found)
    monkeypatch.setattr(thrive_map, fault, FAULTS[fault])
    assert miscounted(found)


def test_wexlow_has_holes_everywhere_but_in_the_middle(wexlow: Index, tables: Reference):
    found = draw(wexlow, tables.places.wards)
    assert dict(zip(GROUPINGS, found.everybody().counts, strict=True)) == {
        "thriving": 20, "getting_advice": 28, "getting_help": 34, "getting_more_help": 18, "getting_risk_support": 12,
    }  # fmt: skip
    areas = {row.name: sum(row.counts) for row in found.rows("area")}
    assert areas["Ashmere Central"] > areas["Hensgrove"]
    assert "getting_more_help" in rows(found, "age")["0-4"].gaps
    assert "getting_risk_support" in rows(found, "cohort")["deaf"].gaps


def test_the_map_is_made_once_for_an_index_and_again_for_the_next(wexlow: Index, tables: Reference):
    kept = Newest()
    first = kept.of(wexlow, tables.places.wards)
    assert kept.of(wexlow, tables.places.wards) is first
    assert kept.of(an_index(a_service()), WARDS).index is not wexlow


@pytest.mark.slow
def test_ten_thousand_services_cost_little(wexlow: Index):
    """Draw the map of Wexlow a hundred and twenty times over; a page then only counts."""
    mute = {"description": "", "eligibility": "", "how_to_get_in": "", "what_happens_next": ""}
    many = [replace(each, slug=f"{each.slug}-{n}", **mute) for n in range(120) for each in wexlow.documents]
    big = replace(an_index(*many), terms=wexlow.terms)
    began = time.process_time()
    drawn = draw(big, WARDS)
    made = time.process_time() - began
    began = time.process_time()
    for by in thrive_map.BY:
        drawn.rows(by)
    counted = time.process_time() - began
    print(f"{len(many)} services: map made in {made * 1000:.0f} ms, four tables counted in {counted * 1000:.1f} ms")
    assert counted < 0.2
