"""The index: sets as numbers, ages with both ends, and what is left out of lists."""

from datetime import timedelta

import pytest

from portal.directory import index, packing
from portal.directory.index import AGES, Index
from tests.directory.conftest import MONDAY, a_service, an_index


def test_the_sets_of_ages_agree_with_asking_each_service(wexlow: Index):
    for age in AGES:
        asked = {number for number, each in enumerate(wexlow.documents) if index.takes(each, age)}
        assert set(index.members(wexlow.ages[age])) == asked


def test_25_lasts_until_the_day_before_the_26th_birthday():
    assert AGES[-1] == 25
    assert index.takes(a_service(minimum_age=16, maximum_age=25), 25)


def test_a_service_unchecked_for_a_year_and_a_half_is_not_listed_but_named():
    old = a_service("old", assured=MONDAY - timedelta(days=549))
    fresh, unknown = a_service("fresh"), a_service("unknown", assured=None)
    found = an_index(old, fresh, unknown)
    assert [each.slug for each in found.unlisted] == ["old"]
    assert {found.documents[number].slug for number in index.members(found.listed)} == {"fresh", "unknown"}
    assert found.service("old") == old


def test_a_rare_word_says_more_than_a_common_one_and_a_name_more_than_a_text():
    services = [a_service(f"s{n}", description="help with worries") for n in range(9)]
    named = a_service("kites", description="worries")
    told = a_service("told", description="kites and worries")
    found = an_index(*services, named, told)
    number = {each.slug: at for at, each in enumerate(found.documents)}
    kites, worries = found.postings.find("kit") or found.postings.find("kite"), found.postings.find("worry")
    assert kites
    assert worries
    assert kites.impact(number["kites"]) > worries.impact(number["kites"])
    assert kites.impact(number["kites"]) > kites.impact(number["told"])


def test_values_come_in_the_order_of_their_taxonomy():
    found = an_index(a_service("a", terms={"need": ("sleep",)}), a_service("b", terms={"need": ("anxiety", "new")}))
    assert [value for value, _bits in found.values("need")] == ["anxiety", "sleep", "new"]


@pytest.mark.parametrize("facet", index.FACETS)
def test_every_facet_holds_exactly_the_services_that_carry_it(wexlow: Index, facet: str):
    for value, bits in wexlow.values(facet):
        carried = [number for number, each in enumerate(wexlow.documents) if value in packing.carried(each, facet)]
        assert list(index.members(bits)) == carried
