"""A stranger finds the pages about the site where every footer says they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.guides.addresses import FIXED, address


@pytest.mark.parametrize("slug", ["stay-safe", "privacy", "cookies", "accessibility"])
def test_a_page_about_the_site_has_an_address_of_its_own(slug: str) -> None:
    assert address(slug) == f"/{slug}"


@given(st.text().filter(lambda slug: slug not in FIXED))
def test_every_other_guide_is_below_guides(slug: str) -> None:
    assert address(slug) == f"/guides/{slug}"
