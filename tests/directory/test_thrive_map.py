"""The THRIVE map counts each service where it belongs, and shows what is missing."""

from portal.directory import thrive_map
from portal.directory.documents import Site
from portal.directory.index import Index
from portal.directory.places import Place
from portal.directory.reference import Reference
from tests.directory.conftest import SMALL_TERMS, a_service


def test_a_service_counts_in_each_of_its_groupings():
    twice = a_service("twice", terms={"thrive": ("getting_help", "getting_risk_support"), "cohort": ("deaf",)})
    rows = {row.key: row for row in thrive_map.by_terms([twice], SMALL_TERMS, "cohort")}
    assert rows["deaf"].counts == (0, 0, 1, 0, 1)
    assert rows["deaf"].gaps == ("thriving", "getting_advice", "getting_more_help")
    assert rows["refugee"].counts == (0, 0, 0, 0, 0)


def test_a_band_of_ages_is_covered_only_whole():
    teens = a_service("teens", minimum_age=12, maximum_age=17, terms={"thrive": ("thriving",)})
    counts = {row.key: row.counts[0] for row in thrive_map.by_age([teens])}
    assert counts == {"0-4": 0, "5-10": 0, "11-15": 0, "16-17": 1, "18-25": 0}


def test_an_area_counts_what_is_near_and_not_for_other_wards():
    ward = Place("ward", "north", "North", "QX1", 54.5, 1.5)
    site = Site("Hall", (), (54.51, 1.5), ())
    near = a_service("near", sites=(site,), terms={"thrive": ("thriving",)})
    theirs = a_service("theirs", sites=(site,), wards=("South",), terms={"thrive": ("thriving",)})
    far = a_service("far", sites=(Site("Hut", (), (55.5, 1.5), ()),), terms={"thrive": ("thriving",)})
    (row,) = thrive_map.by_area([near, theirs, far], [ward])
    assert row.counts[0] == 1


def test_wexlow_has_holes_everywhere_but_in_the_middle(wexlow: Index, tables: Reference):
    assert thrive_map.spread(wexlow.documents)["getting_help"] == 34
    areas = {row.name: sum(row.counts) for row in thrive_map.by_area(wexlow.documents, tables.places.wards)}
    assert areas["Ashmere Central"] > areas["Hensgrove"]
