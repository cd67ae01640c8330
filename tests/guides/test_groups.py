"""Amina, 14, scans forty pages: each stands in one place, and an address narrows them."""

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from portal.guides import groups
from portal.guides.library import Library
from portal.guides.page import AUDIENCES, Page


@pytest.fixture(scope="module")
def pages(shipped: Library) -> list[Page]:
    return shipped.guides("en")


def test_every_guide_stands_in_one_group_and_none_is_lost(pages: list[Page]) -> None:
    found = [page.slug for shelf in groups.shelves(pages) for page in shelf.pages]
    assert sorted(found) == sorted(page.slug for page in pages)


def test_every_need_of_a_guide_for_families_has_a_group(pages: list[Page]) -> None:
    needs = {need for page in pages if groups.group_of(page) not in ("parents", "work") for need in page.meta["needs"]}
    assert needs <= groups.GROUP_OF.keys()


def test_a_reader_sees_only_what_is_written_for_them_and_first_what_is_only_theirs(pages: list[Page]) -> None:
    found = groups.shelves(pages, "parent")
    assert found[0].group == "parents"
    assert all("parent" in page.audience for shelf in found for page in shelf.pages)


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_choice_that_means_nothing_chooses_nothing(reader: str, about: str) -> None:
    if reader not in AUDIENCES and about not in groups.NAMES:
        assert groups.shelves([], reader, about) == groups.shelves([])


def test_no_group_is_so_long_that_nobody_scans_it(pages: list[Page]) -> None:
    assert max(len(shelf.pages) for shelf in groups.shelves(pages)) <= 12


def hrefs(client: FlaskClient, path: str) -> set[str]:
    page = client.get(path).get_data(as_text=True)
    main = page.partition("<main")[2].partition("</main>")[0]
    return set(re.findall(r'href="([^"#]+)"', main))


def test_every_filter_is_an_address_that_can_be_shared(client: FlaskClient) -> None:
    links = hrefs(client, "/guides")
    assert {"/guides?for=parent", "/guides?about=feelings", "/guides/sleep"} <= links
    narrowed = hrefs(client, "/guides?for=parent&about=parents")
    assert "/guides/looking-after-yourself" in narrowed
    assert "/guides/low-mood" not in narrowed
    assert "/guides?for=young_person&amp;about=parents" in narrowed


def test_a_choice_with_nothing_in_it_leads_back(client: FlaskClient) -> None:
    page = client.get("/guides?for=professional&about=feelings").get_data(as_text=True)
    assert "There is no guide here for these readers." in page
    assert client.get("/guides?for=%00&about=<b>").status_code == 200
